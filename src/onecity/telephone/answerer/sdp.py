"""What both ends agree on for the sound (SDP, RFC 4566 and 3264): G.711 and keys, over plain RTP."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

CODECS = {"PCMU": 0, "PCMA": 8}
STATIC = {0: "PCMU", 8: "PCMA"}
MEDIA = re.compile(r"m=audio ([0-9]{1,5})(?:/1)? RTP/AVPF? ([0-9 ]{1,200})")
RTPMAP = re.compile(r"a=rtpmap:([0-9]{1,3}) ([A-Za-z0-9-]{1,30})/8000(?:/1)?")
CONNECTION = re.compile(r"c=IN IP[46] ([0-9A-Fa-f.:]{2,45})(?:/.*)?")
MOST_LINES = 200


class NoCommonSound(ValueError):
    """The offer has no sound that we can make."""


@dataclass(frozen=True, slots=True)
class Sound:
    """``codec``: PCMU or PCMA and its payload type; ``keys``: the payload type of telephone events, or -1."""

    host: str
    port: int
    codec: str
    payload: int
    keys: int


def read(body: bytes) -> Sound:
    """What the other end offers or answers, as far as we use it. Raises ``NoCommonSound``."""
    lines = body.decode("utf-8", "replace").splitlines()[:MOST_LINES]
    media = next((number for number, line in enumerate(lines) if line.startswith("m=audio ")), None)
    match = MEDIA.fullmatch(lines[media].strip()) if media is not None else None
    if media is None or not match or not 0 < int(match[1]) < 65536:
        raise NoCommonSound("no plain audio")
    own = _own(lines, media)
    host = _host([line for line in own if line.startswith("c=")] or [line for line in lines if line.startswith("c=")])
    offered = [int(text) for text in match[2].split()][:40]
    codec, payload, keys = _chosen(offered, _named(own))
    return Sound(host, int(match[1]), codec, payload, keys)


def _own(lines: list[str], media: int) -> list[str]:
    """The lines of the audio itself: until the next medium."""
    rest = lines[media + 1 :]
    end = next((number for number, line in enumerate(rest) if line.startswith("m=")), len(rest))
    return rest[:end]


def _host(lines: list[str]) -> str:
    match = CONNECTION.fullmatch(lines[0].strip()) if lines else None
    try:
        return str(ip_address(match[1])) if match else ""
    except ValueError:
        return ""


def _named(lines: list[str]) -> dict[int, str]:
    matches = (RTPMAP.fullmatch(line.strip()) for line in lines)
    return {int(match[1]): match[2].upper() for match in matches if match}


def _chosen(offered: list[int], named: dict[int, str]) -> tuple[str, int, int]:
    names = {payload: named.get(payload) or STATIC.get(payload, "") for payload in offered}
    voice = next(((name, payload) for payload, name in names.items() if name in CODECS), None)
    if voice is None:
        raise NoCommonSound("no G.711")
    return *voice, next((payload for payload, name in names.items() if name == "TELEPHONE-EVENT"), -1)


def answer(host: str, port: int, sound: Sound, session: int) -> bytes:
    """What we say to an offer."""
    keys = f" {sound.keys}" if sound.keys >= 0 else ""
    kind = "IP6" if ":" in host else "IP4"
    lines = [
        "v=0", f"o=onecity {session} {session} IN {kind} {host}", "s=-", f"c=IN {kind} {host}", "t=0 0",
        f"m=audio {port} RTP/AVP {sound.payload}{keys}", f"a=rtpmap:{sound.payload} {sound.codec}/8000",
    ]  # fmt: skip
    if keys:
        lines += [f"a=rtpmap:{sound.keys} telephone-event/8000", f"a=fmtp:{sound.keys} 0-15"]
    return "\r\n".join([*lines, "a=ptime:20", "a=sendrecv", ""]).encode()
