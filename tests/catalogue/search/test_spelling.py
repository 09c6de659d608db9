"""Spelling is mended with care: a word that exists is left alone."""

import pytest

from onecity.catalogue.search.spelling import distance, speller
from onecity.catalogue.search.texts import documents_of


@pytest.fixture(scope="module")
def english(huating_folder):
    return speller(documents_of(huating_folder.services, "en"), "en")


@pytest.fixture(scope="module")
def chinese(huating_folder):
    return speller(documents_of(huating_folder.services, "zh"), "zh")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("card", "card", 0),
        ("crad", "card", 1),
        ("card", "cards", 1),
        ("libary", "library", 1),
        ("a", "xyz", 3),
    ],
)
def test_distance(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasport", "passport"),
        ("mariage certifcate", "marriage certificate"),
        ("unemploymnt", "unemployment"),
        ("my wallet was stollen", "my wallet was stolen"),
        ("library card", "library card"),
        ("wedding fiance bungalow", "wedding fiance bungalow"),  # real words that no service has
        ("cat", "cat"),
        ("xqzvkw", "xqzvkw"),
        ("covid19", "covid19"),
        ("", ""),
    ],
)
def test_english(english, typed, meant):
    assert english.mended(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("护招换发", "护照换发"),
        ("健康正", "健康证"),
        ("结昏登记", "结婚登记"),
        ("养劳金", "养老金"),
        ("我的居注证到期了", "我的居住证到期了"),
        ("驾照快到期了", "驾照快到期了"),
        ("老人坐公交免费", "老人坐公交免费"),
        ("今天天气怎么样", "今天天气怎么样"),
        ("", ""),
    ],
)
def test_chinese(chinese, typed, meant):
    assert chinese.mended(typed) == meant
