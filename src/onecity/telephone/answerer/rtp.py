"""RTP packets (RFC 3550) and the keys in them (RFC 4733). Pure."""

import struct
from dataclasses import dataclass

HEADER = struct.Struct("!BBHII")
EVENT = struct.Struct("!BBH")
KEYS = "0123456789*#ABCD"
LARGEST = 1500  # bytes; 20 ms of G.711 are 172
SAMPLES = 160  # of 20 ms


@dataclass(frozen=True, slots=True)
class Packet:
    payload: int
    number: int
    timestamp: int
    source: int
    data: bytes


def read(data: bytes) -> Packet | None:
    """A packet; None for whatever is none (STUN, RTCP, garbage)."""
    if not HEADER.size < len(data) <= LARGEST or data[0] >> 6 != 2:
        return None
    first, second, number, timestamp, source = HEADER.unpack_from(data)
    begin = HEADER.size + 4 * (first & 0x0F)
    if first & 0x10:  # an extension of so many words
        if len(data) < begin + 4:
            return None
        begin += 4 + 4 * int.from_bytes(data[begin + 2 : begin + 4], "big")
    end = len(data) - (data[-1] if first & 0x20 else 0)  # padding
    return Packet(second & 0x7F, number, timestamp, source, data[begin:end]) if begin < end else None


def write(packet: Packet) -> bytes:
    return HEADER.pack(0x80, packet.payload, packet.number, packet.timestamp, packet.source) + packet.data


def key_of(packet: Packet) -> str:
    """The key that an event packet tells of; empty for other events (flash, tones)."""
    if len(packet.data) < EVENT.size:
        return ""
    event = packet.data[0]
    return KEYS[event] if event < len(KEYS) else ""


class Order:
    """Packets in the order of their numbers: late and doubled ones are left out, gaps are counted.

    ``missing`` says how many samples lie between the last packet and this one, at most a second.
    """

    def __init__(self) -> None:
        self._next: int | None = None
        self._time = 0

    def take(self, packet: Packet) -> int | None:
        """Samples of silence to put before it; None when it comes too late."""
        if self._next is not None and ((packet.number - self._next) & 0xFFFF) > 0x7FFF:
            return None
        gap = (packet.timestamp - self._time) & 0xFFFFFFFF if self._next is not None else 0
        self._next, self._time = (packet.number + 1) & 0xFFFF, (packet.timestamp + len(packet.data)) & 0xFFFFFFFF
        return gap if gap <= 8000 else 0
