"""Mapbox Vector Tile 2.1 (https://github.com/mapbox/vector-tile-spec): layers of features as protocol buffers."""

import struct
from collections.abc import Iterable, Sequence

import msgspec

EXTENT = 4_096
POINT, LINE, POLYGON = 1, 2, 3
_MOVE, _DRAW, _CLOSE = 1, 2, 7
Ring = Sequence[Sequence[int]]
Value = str | int | float | bool


class Feature(msgspec.Struct):
    """A shape in the tile's own units, x to the right and y down: its parts, or the rings of a polygon."""

    kind: int
    parts: list[Ring]
    properties: dict[str, Value]


def varint(value: int) -> bytes:
    """An unsigned number, seven bits to a byte."""
    if value < 128:
        return bytes((value,))
    out = bytearray()
    while value > 127:
        out.append((value & 127) | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes, with its length."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def _packed(numbers: Iterable[int]) -> bytes:
    out = bytearray()
    for number in numbers:
        rest = number
        while rest > 127:
            out.append((rest & 127) | 128)
            rest >>= 7
        out.append(rest)
    return bytes(out)


def commands(kind: int, parts: Iterable[Ring]) -> list[int]:
    """The drawing commands of a shape (4.3): each point as the difference from the one before, zigzag."""
    out, x, y = list[int](), 0, 0
    for part in parts:
        points = part[:-1] if kind == POLYGON else part
        for number, (px, py) in enumerate(points):
            if number == 0:
                out.append(1 << 3 | _MOVE)
            elif number == 1:
                out.append((len(points) - 1) << 3 | _DRAW)
            dx, dy = px - x, py - y
            out += (dx << 1 ^ dx >> 63, dy << 1 ^ dy >> 63)
            x, y = px, py
        if kind == POLYGON:
            out.append(1 << 3 | _CLOSE)
    return out


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return _field(4, b"\x38" + varint(int(value)))
    if isinstance(value, str):
        return _field(4, _field(1, value.encode()))
    if isinstance(value, int) and value >= 0:
        return _field(4, b"\x28" + varint(value))
    return _field(4, b"\x19" + struct.pack("<d", value))


def layer(name: str, features: Iterable[Feature]) -> bytes:
    """A layer as a field of the tile; names and values are written once each."""
    keys, values = dict[str, int](), dict[Value, int]()
    body = bytearray(_field(1, name.encode()))
    for feature in features:
        tags = [
            number
            for key, value in feature.properties.items()
            for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        drawn = _packed(commands(feature.kind, feature.parts))
        body += _field(2, _field(2, _packed(tags)) + b"\x18" + bytes((feature.kind,)) + _field(4, drawn))
    for key in keys:
        body += _field(3, key.encode())
    for value in values:
        body += _value(value)
    body += b"\x28" + varint(EXTENT) + b"\x78\x02"
    return _field(3, bytes(body))
