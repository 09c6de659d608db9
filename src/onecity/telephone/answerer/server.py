"""The answerer's door: datagrams in, calls kept apart, bounds held. A datagram that is no SIP is not answered."""

import asyncio
import logging
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from onecity.contact.domain.calls import number_of
from onecity.telephone import settings
from onecity.telephone.answerer import sdp, sip
from onecity.telephone.answerer.conversation import Conversation, Voice
from onecity.telephone.answerer.dialog import ALLOW, Dialog
from onecity.telephone.answerer.media import Media, Where
from onecity.telephone.answerer.office import Office

LONGEST_CALL = 15 * 60.0  # seconds
LINGER = 32.0  # seconds in which an ended call still answers what is said twice (RFC 3261, 64 * T1)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """What all calls share. ``host`` is the address that callers are told."""

    host: str
    folder: Path
    languages: Sequence[str]
    office: Office
    voice: Voice
    operator: str = ""


class Server(asyncio.DatagramProtocol):
    def __init__(self, house: House) -> None:
        self._house = house
        self._peers, self._most, self._ports = settings.peers(), settings.most_calls(), list(settings.rtp_ports())
        self._dialogs: dict[tuple[str, str], Dialog] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._salt = secrets.token_bytes(16)
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def calls(self) -> int:
        return len(self._tasks)

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._contact = f"sip:onecity@{self._house.host}:{transport.get_extra_info('sockname')[1]}"

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """Nothing that arrives may stop us: what nobody foresaw is logged by its kind and dropped."""
        if not any(ip_address(addr[0]) in network for network in self._peers):
            return
        try:
            self._take(sip.read(data), (addr[0], addr[1]))
        except sip.Malformed:
            return
        except Exception as error:  # noqa: BLE001  hostile input must not end other people's calls
            log.error("A SIP message was dropped: %s", type(error).__name__)

    def error_received(self, exc: Exception) -> None:
        """Somebody's port is closed: nothing to do."""

    def _take(self, message: sip.Message, peer: Where) -> None:
        dialog = self._dialogs.get((message.call_id, message.to_tag if message.status else message.from_tag))
        if message.status:
            if dialog:
                dialog.take_response(message)
        elif message.cseq[1] != message.method:
            self._refuse(message, peer, 400)
        elif dialog and (message.to_tag or message.method in ("INVITE", "ACK", "CANCEL")):
            self._inside(dialog, message, peer)
        elif message.method == "INVITE" and not message.to_tag:
            self._invite(message, peer)
        elif message.method == "OPTIONS":
            self._refuse(message, peer, 200, (("Allow", ALLOW), ("Accept", "application/sdp")))
        elif message.method != "ACK":
            known = message.method in ALLOW
            self._refuse(message, peer, 481 if known else 405, () if known else (("Allow", ALLOW),))

    def _inside(self, dialog: Dialog, message: sip.Message, peer: Where) -> None:
        """Only whoever called may speak in the call. A CANCEL comes too late: it is answered, and the BYE follows."""
        if peer[0] != dialog.peer[0] or (message.to_tag and message.to_tag != dialog.tag):
            self._refuse(message, peer, 481)
        elif message.method == "CANCEL":
            self._refuse(message, peer, 200)
        else:
            dialog.take(message, peer)

    def _invite(self, message: sip.Message, peer: Where) -> None:
        if required := message.first("require"):
            self._refuse(message, peer, 420, (("Unsupported", required),))
            return
        if self.calls >= self._most or not self._ports:
            self._refuse(message, peer, 486, (("Retry-After", "30"),))
            return
        try:
            sound = sdp.read(message.body)
        except sdp.NoCommonSound:
            self._refuse(message, peer, 488)
            return
        self._send(sip.response(message, 100, tag=self._tag(message)), peer)
        self._open(message, peer, sound)

    def _open(self, message: sip.Message, peer: Where, sound: sdp.Sound) -> None:
        port = self._ports.pop(0)
        media = Media(sound, peer[0], time.monotonic)
        answer = sdp.answer(self._house.host, port, sound, secrets.randbelow(2**31))
        dialog = Dialog(message, peer, media, answer, self._send, self._contact)
        self._dialogs[message.call_id, message.from_tag] = dialog
        task = asyncio.get_running_loop().create_task(self._hold(dialog, port))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hold(self, dialog: Dialog, port: int) -> None:
        """A call from its answer to its end."""
        try:
            if await self._has_port(dialog, port) and await dialog.answer():
                await self._talk(dialog)
        except Exception as error:  # noqa: BLE001  one call must not end the others
            log.error("A call was ended by a failure: %s", type(error).__name__)
        finally:
            dialog.hang_up()
            dialog.media.close()
            self._ports.append(port)
            key = (dialog.invite.call_id, dialog.invite.from_tag)
            asyncio.get_running_loop().call_later(LINGER, self._dialogs.pop, key, None)

    async def _has_port(self, dialog: Dialog, port: int) -> bool:
        """A port that another program holds refuses this call, and goes to the end of the row."""
        try:
            await self._open_port(dialog.media, port)
        except OSError:
            self._refuse(dialog.invite, dialog.peer, 503, (("Retry-After", "1"),))
            dialog.over.set()
            return False
        return True

    async def _open_port(self, media: Media, port: int) -> None:
        loop = asyncio.get_running_loop()
        bound = self._transport.get_extra_info("sockname")[0] if self._transport else self._house.host
        await loop.create_datagram_endpoint(lambda: media, local_addr=(bound, port))

    async def _talk(self, dialog: Dialog) -> None:
        """Until the menu ends, the caller hangs up, or the longest call is over."""
        talk = asyncio.ensure_future(self._conversation(dialog).run())
        over = asyncio.ensure_future(dialog.over.wait())
        try:
            await asyncio.wait({talk, over}, timeout=LONGEST_CALL, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            talk.cancel()
            await asyncio.gather(talk, return_exceptions=True)
            await self._house.office.take_in(self._house.folder)
        if not talk.cancelled() and (error := talk.exception()):
            raise error

    def _conversation(self, dialog: Dialog) -> Conversation:
        async def transfer() -> bool:
            return await dialog.transfer(self._house.operator)

        house, invite = self._house, dialog.invite
        number = number_of(_address(invite.first("p-asserted-identity")) or _address(invite.first("from")))
        return Conversation(
            dialog.media, house.office, house.voice, house.folder, house.languages,
            transfer if house.operator else None,
            key=sha256(f"{invite.call_id} {invite.from_tag}".encode()).hexdigest()[:40], number=number,
        )  # fmt: skip

    def _refuse(self, message: sip.Message, peer: Where, status: int, extra: tuple[tuple[str, str], ...] = ()) -> None:
        self._send(sip.response(message, status, tag=self._tag(message), extra=extra), peer)

    def _tag(self, message: sip.Message) -> str:
        """The same for the same request, without remembering it."""
        return sha256(self._salt + f"{message.call_id} {message.from_tag}".encode()).hexdigest()[:16]

    def _send(self, data: bytes, peer: Where) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(data, peer)

    async def close(self) -> None:
        """Say goodbye to everybody, and finish what is being recorded."""
        for dialog in self._dialogs.values():
            dialog.hang_up()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=8.0)
        if self._transport:
            self._transport.close()


def _address(header: str) -> str:
    return sip.found(sip.ADDRESS, header) or header.split(";")[0].strip()


def own_address(host: str) -> str:
    """What callers are told when we listen on every address: the one that leads outside."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104
        return host
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.connect(("2001:db8::1" if ":" in host else "192.0.2.1", 9))  # nothing is sent: UDP only looks for a way
        return str(trial.getsockname()[0])
