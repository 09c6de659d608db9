"""One call as SIP sees it (RFC 3261, 12 and 13): answered at once, kept until one side says goodbye."""

import asyncio
import re
import secrets
from collections.abc import Callable

from onecity.telephone.answerer import sdp, sip
from onecity.telephone.answerer.media import Media, Where

FIRST, SLOWEST = 0.5, 4.0  # seconds between repetitions (T1, T2)
GIVE_UP = 10.0  # seconds without an ACK
TRANSFER_SECONDS = 35.0
ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, NOTIFY"
SIGNAL = re.compile(rb"(?:Signal\s*=\s*)?([0-9*#A-D])\s*(?:\r?\n.*)?", re.DOTALL)
FRAGMENT = re.compile(rb"SIP/2\.0 ([1-6][0-9]{2})")
Send = Callable[[bytes, Where], None]


class Dialog:
    """``media`` is its sound; ``on_end`` is called once, when it is over for whatever reason."""

    def __init__(self, invite: sip.Message, peer: Where, media: Media, answer: bytes, send: Send, contact: str) -> None:
        self.invite, self.peer, self.media = invite, peer, media
        self.tag = secrets.token_hex(8)
        self._send, self._contact, self._sdp = send, contact, answer
        self.confirmed, self.over = asyncio.Event(), asyncio.Event()
        self._cseq, self._referred = 1, asyncio.Queue[int](8)
        self._theirs = invite.cseq[0]
        self._branches: dict[str, str] = {}
        self._ok = self._answer(invite)

    async def answer(self) -> bool:
        """Say yes, again and again until the caller acknowledges; False when she never does."""
        wait, waited = FIRST, 0.0
        while waited < GIVE_UP and not self.over.is_set():
            self._send(self._ok, self.peer)
            try:
                await asyncio.wait_for(self.confirmed.wait(), wait)
            except TimeoutError:
                waited, wait = waited + wait, min(wait * 2, SLOWEST)
            else:
                return True
        return False

    def take(self, message: sip.Message, peer: Where) -> None:
        """A request inside the call. What comes late or twice is answered as before and changes nothing."""
        if message.method == "ACK":
            self.confirmed.set()
            return
        self.peer = peer
        number = message.cseq[0]
        if message.method == "INVITE":
            self._again(message)
        elif message.method == "BYE":
            self._reply(message, 200)
            self.over.set()
        elif message.method in ("INFO", "NOTIFY", "OPTIONS"):
            self._reply(message, 200)
            if number > self._theirs:
                self._note(message)
        else:
            self._reply(message, 405, (("Allow", ALLOW),))
        self._theirs = max(self._theirs, number)

    def take_response(self, message: sip.Message) -> bool:
        """Whether it answers something that we asked in this call."""
        method = self._branches.get(message.branch)
        if method == "REFER" and message.status >= 300:
            self._refer_says(message.status)
        return method is not None

    def hang_up(self) -> None:
        """Say goodbye once; who is gone does not hear it."""
        if not self.over.is_set():
            self.over.set()
            self._request("BYE")

    async def transfer(self, line: str) -> bool:
        """Ask the caller's telephone to ring the operator instead (REFER, RFC 3515); whether somebody answered."""
        self._request("REFER", (("Refer-To", f"<{line}>"), ("Referred-By", f"<{self._contact}>")))
        try:
            async with asyncio.timeout(TRANSFER_SECONDS):
                while (status := await self._referred.get()) < 200:
                    pass
        except TimeoutError:
            return False
        return status < 300

    def _again(self, message: sip.Message) -> None:
        """The same INVITE once more, or a new offer during the call."""
        if message.cseq[0] == self.invite.cseq[0]:
            self._send(self._ok, self.peer)
            return
        try:
            sound = sdp.read(message.body) if message.body else self.media.sound
        except sdp.NoCommonSound:
            self._reply(message, 488)
            return
        if sound.codec != self.media.sound.codec:
            self._reply(message, 488)
            return
        self.media.agree(sound)
        self._send(self._answer(message), self.peer)

    def _note(self, message: sip.Message) -> None:
        if message.method == "INFO" and "dtmf" in message.first("content-type").lower():
            if match := SIGNAL.fullmatch(message.body.strip()):
                self.media.press(match[1].decode())
        elif message.method == "NOTIFY" and (match := FRAGMENT.search(message.body[:200])):
            self._refer_says(int(match[1]))

    def _refer_says(self, status: int) -> None:
        if not self._referred.full():
            self._referred.put_nowait(status)

    def _answer(self, invite: sip.Message) -> bytes:
        extra = (("Contact", f"<{self._contact}>"), ("Allow", ALLOW), ("Content-Type", "application/sdp"))
        return sip.response(invite, 200, tag=self.tag, extra=extra, body=self._sdp)

    def _reply(self, message: sip.Message, status: int, extra: tuple[tuple[str, str], ...] = ()) -> None:
        self._send(sip.response(message, status, tag=self.tag, extra=extra), self.peer)

    def _request(self, method: str, extra: tuple[tuple[str, str], ...] = ()) -> None:
        """A request of ours. It goes to where the call came from, by the route the call came."""
        self._cseq += 1
        branch = f"z9hG4bK{secrets.token_hex(8)}"
        self._branches[branch] = method
        target = sip.found(sip.ADDRESS, self.invite.first("contact")) or self.invite.first("contact").split(";")[0]
        host = self._contact.partition("@")[2]
        headers = [
            ("Via", f"SIP/2.0/UDP {host};branch={branch};rport"), ("Max-Forwards", "70"),
            *(("Route", route) for route in self.invite.headers.get("record-route", ())),
            ("From", f"{self.invite.first('to')};tag={self.tag}"), ("To", self.invite.first("from")),
            ("Call-ID", self.invite.call_id), ("CSeq", f"{self._cseq} {method}"), ("Contact", f"<{self._contact}>"),
            *extra,
        ]  # fmt: skip
        self._send(sip.write(f"{method} {target} SIP/2.0", headers), self.peer)
