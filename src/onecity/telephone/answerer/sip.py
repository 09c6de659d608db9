"""SIP messages (RFC 3261), read strictly and within bounds, and written. Pure: no sockets, no clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LARGEST = 8192  # bytes of a datagram
MOST_HEADERS = 80
LONGEST_LINE = 1024
COMPACT = {
    "v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "c": "content-type", "l": "content-length",
    "k": "supported", "e": "content-encoding", "s": "subject",
}  # fmt: skip
LISTS = {"via", "route", "record-route"}  # one header may hold several, between commas
NEEDED = ("via", "from", "to", "call-id", "cseq")
REQUEST = re.compile(r"([A-Z]{1,20}) (sips?:[\x21-\x7e]{1,400}|tel:[\x21-\x7e]{1,60}) SIP/2\.0")
STATUS = re.compile(r"SIP/2\.0 ([1-6][0-9]{2})(?: .{0,200})?")
HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,40})[ \t]*:[ \t]*(.*)")
CSEQ = re.compile(r"([0-9]{1,10})[ \t]+([A-Z]{1,20})")
TAG = re.compile(r";\s*tag=([\x21-\x2b\x2d-\x3a\x3c-\x7e]{1,128})", re.IGNORECASE)
BRANCH = re.compile(r";\s*branch=([^;,\s]{1,200})", re.IGNORECASE)
ADDRESS = re.compile(r"<([^<>]{1,400})>")
REASONS = {
    100: "Trying", 200: "OK", 202: "Accepted", 400: "Bad Request", 405: "Method Not Allowed",
    415: "Unsupported Media Type", 420: "Bad Extension", 481: "Call/Transaction Does Not Exist", 486: "Busy Here",
    487: "Request Terminated", 488: "Not Acceptable Here", 503: "Service Unavailable",
}  # fmt: skip


class Malformed(ValueError):
    """It is no SIP message that we would read."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request (``method``) or a response (``status``). Headers by small name, in the order in which they came."""

    method: str
    uri: str
    status: int
    headers: dict[str, list[str]]
    body: bytes = b""

    def first(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    @property
    def call_id(self) -> str:
        return self.first("call-id")

    @property
    def cseq(self) -> tuple[int, str]:
        number, method = self.first("cseq").split()
        return int(number), method

    @property
    def branch(self) -> str:
        return found(BRANCH, self.first("via"))

    @property
    def from_tag(self) -> str:
        return found(TAG, self.first("from"))

    @property
    def to_tag(self) -> str:
        return found(TAG, self.first("to"))


def found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def read(data: bytes) -> Message:
    """A message from a datagram. Raises ``Malformed`` for whatever is not plainly one."""
    if len(data) > LARGEST:
        raise Malformed("too large")
    head, gap, body = data.partition(b"\r\n\r\n")
    if not gap:
        raise Malformed("no end of headers")
    try:
        first, *lines = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8")).split("\r\n")
    except UnicodeDecodeError as error:
        raise Malformed("no text") from error
    method, uri, status = _first_line(first)
    headers = _headers(lines)
    return Message(method, uri, status, headers, _body(headers, body))


def _first_line(line: str) -> tuple[str, str, int]:
    if match := REQUEST.fullmatch(line):
        return match[1], match[2], 0
    if match := STATUS.fullmatch(line):
        return "", "", int(match[1])
    raise Malformed("first line")


def _headers(lines: list[str]) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    if len(lines) > MOST_HEADERS:
        raise Malformed("too many headers")
    for line in lines:
        match = HEADER.fullmatch(line) if len(line) <= LONGEST_LINE and line.isprintable() else None
        if not match:
            raise Malformed("header")
        name = match[1].lower()
        name = COMPACT.get(name, name)
        values = match[2].split(",") if name in LISTS else [match[2]]
        headers.setdefault(name, []).extend(value.strip() for value in values)
    if any(len(headers.get(name, ())) != 1 for name in NEEDED if name != "via") or not headers.get("via"):
        raise Malformed("a needed header is missing, or there twice")
    _check(headers)
    return headers


def _check(headers: dict[str, list[str]]) -> None:
    cseq = CSEQ.fullmatch(headers["cseq"][0])
    if not cseq or int(cseq[1]) >= 2**31 or not headers["call-id"][0] or not found(BRANCH, headers["via"][0]):
        raise Malformed("CSeq, Call-ID or branch")
    if not found(TAG, headers["from"][0]):
        raise Malformed("From without a tag")


def _body(headers: dict[str, list[str]], body: bytes) -> bytes:
    length = headers.get("content-length", [str(len(body))])[0]
    if not re.fullmatch(r"[0-9]{1,5}", length) or int(length) > len(body):
        raise Malformed("Content-Length")
    return body[: int(length)]


def response(to: Message, status: int, *, tag: str, extra: Iterable[tuple[str, str]] = (), body: bytes = b"") -> bytes:
    """The answer to a request: its Via, From, Call-ID and CSeq come back as they were."""
    recipient = to.first("to") if to.to_tag else f"{to.first('to')};tag={tag}"
    headers = [
        *(("Via", via) for via in to.headers["via"]),
        *(("Record-Route", route) for route in to.headers.get("record-route", ())),
        ("From", to.first("from")), ("To", recipient), ("Call-ID", to.call_id), ("CSeq", to.first("cseq")), *extra,
    ]  # fmt: skip
    return write(f"SIP/2.0 {status} {REASONS.get(status, 'OK')}", headers, body)


def write(first: str, headers: Iterable[tuple[str, str]], body: bytes = b"") -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers), f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
