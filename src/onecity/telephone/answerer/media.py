"""The sound of one call: out in steps of 20 ms, in as it comes, keys as they are pressed.

Sound goes only to where the call itself came from, or to where its own sound comes from: nobody can have us shout at a
third machine by naming its address in an offer.
"""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from onecity.telephone.answerer import rtp
from onecity.telephone.answerer.sdp import Sound
from onecity.telephone.answerer.sound import SILENCE

STEP = 0.02  # seconds
APART = 0.8  # seconds after which the same timestamp is another key
MOST_KEYS = 40  # pressed and not yet read
Where = tuple[str, int]


class Media(asyncio.DatagramProtocol):
    """``heard`` is called with sound and the samples missing before it; ``last`` is when something arrived."""

    def __init__(self, sound: Sound, signalling: str, clock: Callable[[], float]) -> None:
        self.keys: asyncio.Queue[str] = asyncio.Queue(MOST_KEYS)
        self.heard: Callable[[bytes, int], None] | None = None
        self.last = clock()
        self._clock, self._signalling = clock, signalling
        self._order, self._event = rtp.Order(), (-1, 0.0)
        self._number, self._time = secrets.randbelow(2**15), secrets.randbelow(2**31)
        self._source, self._theirs = secrets.randbits(32), -1
        self._transport: asyncio.DatagramTransport | None = None
        self.agree(sound)

    def agree(self, sound: Sound) -> None:
        """Take what both ends agreed on, at the begin or again during the call."""
        self.sound = sound
        self._to: Where | None = (sound.host, sound.port) if sound.host == self._signalling else None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if addr[0] not in (self.sound.host, self._signalling):
            return
        packet = rtp.read(data)
        if packet is None or packet.payload not in (self.sound.payload, self.sound.keys):
            return
        self._to, self.last = (addr[0], addr[1]), self._clock()
        if packet.payload == self.sound.keys:
            self._key(packet)
        elif (missing := self._order_of(packet).take(packet)) is not None and self.heard:
            self.heard(packet.data, missing)

    def _order_of(self, packet: rtp.Packet) -> rtp.Order:
        """A telephone may begin to count anew, as a new source."""
        if packet.source != self._theirs:
            self._order, self._theirs = rtp.Order(), packet.source
        return self._order

    def quiet_for(self) -> float:
        """Seconds since anything arrived."""
        return self._clock() - self.last

    def error_received(self, exc: Exception) -> None:
        """The other end has closed its port: the call ends by its own rules."""

    def _key(self, packet: rtp.Packet) -> None:
        """An event comes in many packets of one timestamp, close together: the first of them counts."""
        event, seen = self._event
        self._event = (packet.timestamp, self.last)
        if (packet.timestamp != event or self.last - seen > APART) and (key := rtp.key_of(packet)):
            self.press(key)

    def press(self, key: str) -> None:
        if not self.keys.full():
            self.keys.put_nowait(key)

    def forget_keys(self) -> None:
        """What was pressed so far was meant for something else."""
        while not self.keys.empty():
            self.keys.get_nowait()

    async def play(self, encoded: bytes, *, until_key: bool) -> None:
        """Send sound (of the agreed codec) in real time; with ``until_key`` a key ends it."""
        begin = self._clock()
        for step, place in enumerate(range(0, len(encoded), rtp.SAMPLES), start=1):
            if until_key and not self.keys.empty():
                return
            self.send(encoded[place : place + rtp.SAMPLES])
            await asyncio.sleep(max(0.0, begin + step * STEP - self._clock()))

    def send(self, piece: bytes) -> None:
        piece = piece.ljust(rtp.SAMPLES, SILENCE[self.sound.codec])
        packet = rtp.Packet(self.sound.payload, self._number, self._time, self._source, piece)
        self._number, self._time = (self._number + 1) & 0xFFFF, (self._time + rtp.SAMPLES) & 0xFFFFFFFF
        if self._transport and self._to and not self._transport.is_closing():
            self._transport.sendto(rtp.write(packet), self._to)

    def close(self) -> None:
        if self._transport:
            self._transport.close()
