"""Words are made alike before they are compared."""

import pytest

from onecity.catalogue.search.writing import content_words, language_of, normal, script_of


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("  Driver’s  LICENCE! ", "drivers licence"),
        ("ＡＢＣ１２３", "abc123"),
        ("e-bike", "e bike"),
        ("驾驶证，换证。", "驾驶证换证"),
        ("Straße", "strasse"),
        ("\x00", ""),
        ("x" * 500, "x" * 200),
    ],
)
def test_normal(text, alike):
    assert normal(text) == alike


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("passport", "LATIN"),
        ("护照", "CJK"),
        ("办 passport", "LATIN"),
        ("我要办理passport", "CJK"),
        ("パスポート", "CJK"),
        ("паспорт", "CYRILLIC"),
        ("여권", "HANGUL"),
        ("123", "LATIN"),
        ("", "LATIN"),
    ],
)
def test_script(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("words", "page", "languages", "language"),
    [
        ("passport", "en", ("en", "zh"), "en"),
        ("passport", "zh-hans", ("en", "zh"), "en"),
        ("护照", "en", ("en", "zh"), "zh"),
        ("passeport", "fr", ("en", "fr", "zh"), "fr"),
        ("passport", "zh-hans", ("zh",), "zh"),
        ("паспорт", "zh-hans", ("en", "zh"), "zh"),
        ("паспорт", "de", ("en", "zh"), "en"),
    ],
)
def test_the_language_of_a_search(words, page, languages, language):
    assert language_of(words, page=page, languages=languages) == language


def test_words_that_say_something():
    assert content_words("get the passes of my buses") == {"passe", "buse"}
    assert content_words("birth certificates") == content_words("certificate of birth")
