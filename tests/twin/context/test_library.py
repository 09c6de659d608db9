"""Where contexts come from: the request, the preload map, hosted ones; and what is remembered of them."""

import asyncio

import msgspec
import pytest

from onecity.twin.context import BadContext, LdContextNotAvailable, Library, link_header
from onecity.twin.context.links import linked_context
from onecity.twin.context.preload import preload_map
from onecity.twin.context.shelf import Kind

URL = "https://models.example/context.jsonld"


@pytest.fixture
def library(tmp_path):
    (tmp_path / "a.jsonld").write_text('{"@context": [{"Lamp": "https://a.example/Lamp"}]}')
    (tmp_path / "b.jsonld").write_text(
        msgspec.json.encode({"@context": [URL, {"Mast": "https://b.example/Mast"}]}).decode()
    )
    (tmp_path / "loop.jsonld").write_text('{"@context": "https://loop.example/c"}')
    (tmp_path / "list.json").write_text(
        '{"https://models.example/context.jsonld": "a.jsonld", "https://b.example/c": "b.jsonld", "https://loop.example/c": "loop.jsonld"}'
    )
    return Library(preloaded=preload_map(str(tmp_path / "list.json")))


def resolve(library, link=None, body=None):
    return asyncio.run(library.resolve(link, body))


def test_a_request_without_a_context_has_the_core(library):
    assert resolve(library).expand("Lamp") == "https://uri.etsi.org/ngsi-ld/default-context/Lamp"


def test_the_link_header_names_a_context(library):
    assert resolve(library, link_header(URL)).expand("Lamp") == "https://a.example/Lamp"


def test_the_body_names_contexts_that_name_others(library):
    ctx = resolve(library, None, {"@context": ["https://b.example/c", {"Pole": "https://c.example/Pole"}]})
    assert [ctx.expand(name) for name in ("Lamp", "Mast", "Pole")] == [
        "https://a.example/Lamp",
        "https://b.example/Mast",
        "https://c.example/Pole",
    ]


def test_a_context_that_names_itself_is_refused(library):
    with pytest.raises(BadContext):
        resolve(library, link_header("https://loop.example/c"))


def test_compiled_contexts_are_remembered(library):
    assert resolve(library, link_header(URL)) is resolve(library, link_header(URL))
    inline = {"@context": {"a": "https://a.example/a"}}
    assert resolve(library, None, inline) is resolve(library, None, inline)


def test_uses_are_counted(library):
    for _ in range(3):
        resolve(library, link_header(URL))
    assert [(stored.key, stored.kind, stored.hits) for stored in asyncio.run(library.known())] == [
        (URL, Kind.CACHED, 3)
    ]


def test_a_hosted_context_is_found_by_its_path_on_any_host(library):
    stored = asyncio.run(library.host({"@context": {"Lamp": "https://h.example/Lamp"}}))
    path = f"/ngsi-ld/v1/jsonldContexts/{stored.key}"
    for url in (path, "http://localhost:9090" + path):
        assert resolve(library, None, {"@context": [url]}).expand("Lamp") == "https://h.example/Lamp"


def test_a_deleted_context_is_gone_from_memory_too(library):
    stored = asyncio.run(library.host({"@context": {"Lamp": "https://h.example/Lamp"}}))
    body = {"@context": f"/ngsi-ld/v1/jsonldContexts/{stored.key}"}
    resolve(library, None, body)
    asyncio.run(library.forget(stored.key))
    with pytest.raises(LdContextNotAvailable):
        resolve(library, None, body)


def test_an_inline_context_gets_an_address_once(library):
    inline = {"@context": [URL, {"a": "https://a.example/a"}]}
    first = asyncio.run(library.url_of(resolve(library, None, inline)))
    assert first == asyncio.run(library.url_of(resolve(library, None, inline)))
    assert resolve(library, link_header(first)).expand("Lamp") == "https://a.example/Lamp"


@pytest.mark.parametrize(
    ("header", "url"),
    [
        (f'<{URL}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"', URL),
        (f"<{URL}>;rel=http://www.w3.org/ns/json-ld#context", URL),
        (f'<http://o.example>; rel="next", <{URL}>; rel="http://www.w3.org/ns/json-ld#context"', URL),
        ('<http://o.example>; rel="next"', None),
        ("", None),
        (None, None),
        ("<" * 10_000, None),
    ],
)
def test_link_headers(header, url):
    assert linked_context(header) == url
