"""G.711 and WAV (ITU-T G.711; RIFF). One byte a sample on the line, 16 bits in what is kept."""

import struct
import sys
from array import array
from functools import cache
from pathlib import Path

RATE = 8000
SILENCE = {"PCMU": b"\xff", "PCMA": b"\xd5"}
WAV = struct.Struct("<4sI4s4sIHHIIHH4sI")
FORMATS = {6: "PCMA", 7: "PCMU"}  # of WAV


class NoSound(ValueError):
    """It is no WAV of one channel, 16 bit or G.711 (or, for the line, of 8,000 samples a second)."""


def _from_ulaw(code: int) -> int:
    code = ~code & 0xFF
    value = (((code & 0x0F) << 3) + 0x84 << ((code & 0x70) >> 4)) - 0x84
    return -value if code & 0x80 else value


def _from_alaw(code: int) -> int:
    code ^= 0x55
    exponent, mantissa = (code & 0x70) >> 4, (code & 0x0F) << 4
    value = mantissa + 8 if exponent == 0 else (mantissa + 0x108) << (exponent - 1)
    return value if code & 0x80 else -value


LINEAR = {"PCMU": [_from_ulaw(code) for code in range(256)], "PCMA": [_from_alaw(code) for code in range(256)]}


@cache
def _codes(codec: str) -> bytes:
    """For each of 4,096 levels (the upper 12 bits) the code that is nearest."""
    levels = sorted((level, code) for code, level in enumerate(LINEAR[codec]))
    codes, place = bytearray(), 0
    for level in range(-32768 + 8, 32768, 16):
        while place + 1 < len(levels) and abs(levels[place + 1][0] - level) <= abs(levels[place][0] - level):
            place += 1
        codes.append(levels[place][1])
    return bytes(codes)


def encode(samples: "array[int]", codec: str) -> bytes:
    codes = _codes(codec)
    return bytes(codes[(sample >> 4) + 2048] for sample in samples)


def decode(data: bytes, codec: str) -> "array[int]":
    levels = LINEAR[codec]
    return array("h", [levels[code] for code in data])


def wav(data: bytes, codec: str) -> bytes:
    """Sound of the line as a WAV file that every browser plays."""
    samples = decode(data, codec)
    if sys.byteorder == "big":
        samples.byteswap()
    pcm = samples.tobytes()
    head = WAV.pack(b"RIFF", len(pcm) + 36, b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16, b"data", len(pcm))
    return head + pcm


def read_wav(path: Path) -> "array[int]":
    """The samples of a file for the line. Raises ``NoSound``."""
    samples, rate = samples_of(path.read_bytes())
    if rate != RATE:
        raise NoSound(f"{path.name}: 8,000 samples a second are needed.")
    return samples


def samples_of(data: bytes) -> tuple["array[int]", int]:
    """The samples of a WAV, and how many there are to a second. Raises ``NoSound``."""
    chunks = _chunks(data)
    kind, channels, rate, _bytes, _align, bits = struct.unpack_from(
        "<HHIIHH", chunks.get(b"fmt ", b"").ljust(16, b"\0")
    )
    sound = chunks.get(b"data", b"")
    if channels != 1:
        raise NoSound("one channel is needed.")
    if kind in FORMATS:
        return decode(sound, FORMATS[kind]), rate
    if kind != 1 or bits != 16:
        raise NoSound("16 bit or G.711 is needed.")
    samples = array("h", sound[: len(sound) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples, rate


def _chunks(data: bytes) -> dict[bytes, bytes]:
    chunks, place = {}, 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        chunks[name] = data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    return chunks
