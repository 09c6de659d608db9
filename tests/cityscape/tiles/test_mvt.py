"""Against the worked examples of the specification (Mapbox Vector Tile 2.1, 4.3.5)."""

import pytest

from onecity.cityscape.tiles.mvt import LINE, POINT, POLYGON, Feature, commands, layer, varint


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        (POINT, [[(25, 17)]], [9, 50, 34]),
        (LINE, [[(2, 2), (2, 10), (10, 10)]], [9, 4, 4, 18, 0, 16, 16, 0]),
        (
            LINE,
            [[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]],
            [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8],
        ),
        (POLYGON, [[(3, 6), (8, 12), (20, 34), (3, 6)]], [9, 6, 12, 18, 10, 12, 24, 44, 15]),
    ],
)
def test_shapes_are_drawn_as_in_the_specification(kind, parts, expected):
    assert commands(kind, parts) == expected


def test_numbers_take_as_many_bytes_as_they_need():
    assert (varint(1), varint(150), varint(4096)) == (b"\x01", b"\x96\x01", b"\x80\x20")


def test_a_value_that_many_share_is_written_once():
    features = [Feature(POINT, [[(n, n)]], {"use": "school", "height": 12}) for n in range(9)]
    assert layer("buildings", features).count(b"school") == 1
