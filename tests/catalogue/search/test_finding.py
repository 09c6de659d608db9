"""Search as residents use it, in Huating's services."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from onecity.catalogue.search import Engine

DATA = Path(__file__).parent.parent.parent / "data"
HELD_OUT = yaml.safe_load((DATA / "search_words.yaml").read_text())


@pytest.fixture(scope="module")
def engine(huating_folder):
    """Search with its models; the vectors are computed, for this module has no database."""
    engine = Engine(huating_folder.services, ("en", "zh"))
    for language in engine.languages:
        engine._finder(language).warm({})
    return engine


@pytest.fixture
def cold(huating_folder):
    """Search of which the models never come."""
    engine = Engine(huating_folder.services, ("en", "zh"))
    engine._warm_soon = lambda finder: None
    return engine


def codes(engine, words, language="en", limit=5):
    return [hit.service.code for hit in engine.find(words=words, language=language, limit=limit)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Renew your driving licence", "driving-licence.renew"),
        ("renew  YOUR driving-licence!", "driving-licence.renew"),
        ("Get a library", "library-card.apply"),
        ("办理结婚登记", "marriage-registration.apply"),
        ("办理 结婚登记。", "marriage-registration.apply"),
        ("申领失业", "unemployment-benefit.apply"),
    ],
)
@pytest.mark.parametrize("which", ["engine", "cold"])
def test_a_title_and_its_beginning_come_first_with_and_without_the_model(request, which, words, code):
    hits = request.getfixturevalue(which).find(words=words, language="en", limit=5)
    assert (hits[0].service.code, hits[0].why) == (code, "title")


@pytest.mark.parametrize("words", ["driver's license", "Drivers License", "驾照"])
def test_what_people_call_it_finds_its_whole_family_first(engine, words):
    hits = engine.find(words=words, language="en", limit=5)
    assert {hit.service.family for hit in hits[:3]} == {"driving-licence"}
    assert {hit.why for hit in hits[:3]} == {"words"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("pasport", "passport.renew"),
        ("unemploymnt benefit", "unemployment-benefit.apply"),
        ("mariage certifcate lost", "marriage-record.replace"),
        ("kindergarden", "kindergarten-place.apply"),
        ("结昏证丢了", "marriage-record.replace"),
        ("失业保险斤", "unemployment-benefit.apply"),
    ],
)
def test_misspelt(engine, words, code):
    assert code in codes(engine, words)


@pytest.mark.parametrize(
    ("words", "page", "code"),
    [
        ("lost my job", "zh-hans", "unemployment-benefit.apply"),
        ("被公司裁员了", "en", "unemployment-benefit.apply"),
        ("borrow books", "zh-hans", "library-card.apply"),
        ("借书", "en", "library-card.apply"),
    ],
)
def test_the_language_typed_counts_and_not_that_of_the_page(engine, words, page, code):
    assert code in codes(engine, words, page)


def test_english_words_find_services_that_are_described_in_chinese_only(huating_folder):
    chinese = Engine(huating_folder.services, ("zh",))
    chinese._finder("zh").warm({})
    assert "marriage-registration.apply" in codes(chinese, "get married", "en")


@pytest.mark.parametrize(
    "words", ["x", "qqqq wwww", "marriage", "证", "паспорт", "123", "'; drop table", "a\x00b", "w " * 500]
)
def test_always_five(engine, cold, words):
    assert len(set(codes(engine, words))) == 5
    assert len(set(codes(cold, words))) == 5


@pytest.mark.parametrize("words", ["", "   ", "?!", "😀", "\x00"])
def test_nothing_asked_nothing_found(engine, words):
    assert codes(engine, words) == []


def test_as_many_as_there_are_when_there_are_fewer_than_five(huating_folder):
    few = Engine(huating_folder.services[:3], ("en", "zh"))
    few._warm_soon = lambda finder: None
    assert len(codes(few, "library")) == 3
    assert codes(Engine((), ("en",)), "library") == []


def test_without_the_model_the_words_are_told_as_the_reason(cold):
    hits = cold.find(words="how do I borrow a book from the library", language="en", limit=5)
    assert hits[0].service.family == "library-card"
    assert {hit.why for hit in hits} <= {"words", "title", "spelling"}


@pytest.mark.parametrize(("language", "first", "five"), [("en", 0.55, 0.8), ("zh", 0.4, 0.75)])
def test_what_residents_ask_is_found(engine, language, first, five):
    """A floor under what was measured (0.68 and 0.93 in English, 0.53 and 0.85 in Chinese), not a goal to tune to."""
    asked = [query for query in HELD_OUT if query["language"] == language]
    found = [[code in query["accept"] for code in codes(engine, query["query"], language)] for query in asked]
    assert statistics.mean(hits[0] for hits in found) >= first
    assert statistics.mean(any(hits) for hits in found) >= five


def test_a_search_takes_less_than_50_ms(engine):
    def seconds(query):
        start = time.perf_counter()
        codes(engine, query["query"], query["language"])
        return time.perf_counter() - start

    assert statistics.median(seconds(query) for query in HELD_OUT) < 0.05


def test_many_search_at_once(engine):
    alone = [codes(engine, query["query"]) for query in HELD_OUT[:20]]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda query: codes(engine, query["query"]), HELD_OUT[:20] * 3))
    assert together == alone * 3
