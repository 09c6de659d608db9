"""Contrast as WCAG 2.2 defines it."""

import pytest

from onecity.city.colour import contrast_on_white


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#0b4f6c", 8.94), ("#ff0000", 4.0)],
)
def test_contrast(colour, contrast):
    assert round(contrast_on_white(colour), 2) == contrast
