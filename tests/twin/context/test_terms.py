"""Names and IRIs: what JSON-LD says a term stands for."""

import asyncio

import pytest

from onecity.twin.context import CORE, BadContext, Context, LdContextNotAvailable, Library


def compiled(*parts):
    return asyncio.run(Library().context(list(parts)))


@pytest.mark.parametrize(
    ("term", "iri"),
    [
        ("location", "https://uri.etsi.org/ngsi-ld/location"),
        ("speed", "https://uri.etsi.org/ngsi-ld/default-context/speed"),
        ("title", "http://purl.org/dc/terms/title"),
        ("Point", "https://purl.org/geojson/vocab#Point"),
        ("urn:x:y", "urn:x:y"),
        ("https://a.example/b", "https://a.example/b"),
        ("ngsi-ld:observedAt", "https://uri.etsi.org/ngsi-ld/observedAt"),
    ],
)
def test_the_core_alone(term, iri):
    assert CORE.expand(term) == iri
    assert CORE.compact(iri) == term.removeprefix("ngsi-ld:")


@pytest.mark.parametrize(
    ("local", "term", "iri"),
    [
        ({"Lamp": "https://x.example/Lamp"}, "Lamp", "https://x.example/Lamp"),
        ({"Lamp": {"@id": "x:Lamp"}, "x": "https://x.example/"}, "Lamp", "https://x.example/Lamp"),
        ({"x": "https://x.example/"}, "x:Lamp", "https://x.example/Lamp"),
        ({"a": "b:c", "b": "d:e/", "d": "https://d.example/"}, "a", "https://d.example/e/c"),
        ({"@vocab": "https://v.example/"}, "Lamp", "https://v.example/Lamp"),
        ({"@vocab": "https://v.example/", "lamp": "Lamp"}, "lamp", "https://v.example/Lamp"),
        ({"Lamp": None}, "Lamp", "https://uri.etsi.org/ngsi-ld/default-context/Lamp"),
        ({"a": {"@reverse": "x:y"}}, "a", "https://uri.etsi.org/ngsi-ld/default-context/a"),
    ],
)
def test_terms_of_a_user(local, term, iri):
    assert compiled(local).expand(term) == iri


def test_the_core_cannot_be_overridden():
    ctx = compiled({"location": "https://evil.example/location", "id": "https://evil.example/id"})
    assert ctx.expand("location") == "https://uri.etsi.org/ngsi-ld/location"


def test_a_later_context_overrides_an_earlier_one_and_may_lean_on_it():
    ctx = compiled({"x": "https://x.example/", "a": "x:1", "b": "x:1"}, {"a": "x:2"})
    assert (ctx.expand("a"), ctx.expand("b")) == ("https://x.example/2", "https://x.example/1")


def test_of_two_terms_for_one_iri_the_shorter_is_written():
    assert (
        compiled({"lamp_post": "https://x.example/l", "lamp": "https://x.example/l"}).compact("https://x.example/l")
        == "lamp"
    )


def test_the_longest_prefix_is_written():
    ctx = compiled({"a": "https://x.example/", "b": "https://x.example/deep/"})
    assert ctx.compact("https://x.example/deep/name") == "b:name"


def test_an_iri_in_the_default_vocabulary_that_looks_like_a_term_stays_long():
    ctx = compiled({"speed": "https://x.example/speed"})
    iri = "https://uri.etsi.org/ngsi-ld/default-context/speed"
    assert ctx.expand(ctx.compact(iri)) == iri


def test_type_coercion_is_known():
    ctx = compiled({"owner": {"@id": "https://x.example/owner", "@type": "@id"}})
    assert (ctx.coercion("owner"), ctx.coercion("observedAt")) == ("@id", "https://uri.etsi.org/ngsi-ld/DateTime")


@pytest.mark.parametrize(
    "local",
    [
        {"a": "b:x", "b": "a:y"},
        {"a": {"@id": 5}},
        {"@vocab": 5},
        {f"t{i}": f"t{i + 1}:x" for i in range(100)} | {"t100": "https://x.example/"},
        {f"t{i}": "https://x.example/" for i in range(30_000)},
    ],
    ids=["circle", "number", "vocab", "chain", "many"],
)
def test_hostile_definitions_are_refused(local):
    with pytest.raises(BadContext):
        compiled(local)


def test_deep_lists_are_refused():
    nested = {"a": "https://a.example/"}
    for _ in range(50):
        nested = [nested]
    with pytest.raises(BadContext):
        compiled(nested)


@pytest.mark.parametrize("given", ["https://elsewhere.example/c.jsonld", "file:///etc/passwd"])
def test_what_is_not_at_hand_is_not_fetched(given):
    with pytest.raises(LdContextNotAvailable):
        asyncio.run(Library().context(given))


@pytest.mark.parametrize("given", ["/etc/passwd", "unknown", "", 5, ["a", 5]])
def test_what_is_no_url_is_refused(given):
    with pytest.raises(BadContext):
        asyncio.run(Library().context(given))


@pytest.mark.parametrize(
    ("document", "url"),
    [
        ("https://a.example/c", "https://a.example/c"),
        (["https://a.example/c"], "https://a.example/c"),
        (
            ["https://a.example/c", "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld"],
            "https://a.example/c",
        ),
        (["https://a.example/c", "https://b.example/c"], ""),
        ({"a": "https://a.example/a"}, ""),
    ],
)
def test_the_url_of_a_link_header(document, url):
    assert Context({}, document=document).url == url
