"""Papers: fonts that are missing are told with the remedy."""

import pytest

from onecity.common.typeset import NoFonts, _fonts


def test_missing_fonts_are_told_with_the_remedy(settings, tmp_path):
    settings.FONTS = tmp_path
    _fonts.cache_clear()
    with pytest.raises(NoFonts, match="make build"):
        _fonts()
    _fonts.cache_clear()
