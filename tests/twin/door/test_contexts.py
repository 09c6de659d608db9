"""/ngsi-ld/v1/jsonldContexts as a caller sees it."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response

from onecity.twin import context
from onecity.twin.context import CORE_URL, Library
from onecity.twin.door.contexts import routes
from onecity.twin.errors import Problem

PATH = "/ngsi-ld/v1/jsonldContexts"
LAMP = {"@context": {"Lamp": "https://a.example/Lamp"}}
COPY = "https://models.example/c.jsonld"


class Client:
    """Calls the door in this process."""

    def __init__(self, app):
        self._transport = httpx.ASGITransport(app)

    def __getattr__(self, method):
        return lambda path, **more: asyncio.run(self._call(method.upper(), path, **more))

    async def _call(self, method, path, **more):
        async with httpx.AsyncClient(transport=self._transport, base_url="http://testserver") as client:
            return await client.request(method, path, **more)


@pytest.fixture
def client(tmp_path):
    (tmp_path / "c.jsonld").write_text('{"@context": {"Mast": "https://b.example/Mast"}}')
    context.use(Library(preloaded={COPY: tmp_path / "c.jsonld"}))

    def refuse(_, problem):
        return Response(problem.body(), problem.status)

    yield Client(Starlette(routes=routes, exception_handlers={Problem: refuse}))
    context.use(Library())


def hosted(client):
    return client.post(PATH, json=LAMP).headers["Location"]


def use_copy():
    asyncio.run(context.resolve(None, {"@context": COPY}))


def test_a_context_is_hosted_and_served(client):
    assert client.get(hosted(client)).json() == LAMP


def test_what_lies_beside_the_context_is_left_out(client):
    address = client.post(PATH, json=LAMP | {"more": 1}).headers["Location"]
    assert client.get(address).json() == LAMP


@pytest.mark.parametrize("body", ["{", "{}", "[]", "3"])
def test_what_is_no_context_is_refused(client, body):
    answer = client.post(PATH, content=body)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "InvalidRequest")


def test_details(client):
    address = hosted(client)
    details = client.get(address, params={"details": "true"}).json()
    assert (details["URL"], details["kind"], details["numberOfHits"]) == ("http://testserver" + address, "Hosted", 0)
    assert details["localId"] == address.rpartition("/")[2]


def test_the_list_by_kind(client):
    address = "http://testserver" + hosted(client)
    use_copy()
    assert client.get(PATH, params={"kind": "Hosted"}).json() == [address]
    assert client.get(PATH, params={"kind": "cached"}).json() == [CORE_URL, COPY]
    assert client.get(PATH, params={"kind": "ImplicitlyCreated"}).json() == []
    assert client.get(PATH).json() == [CORE_URL, address, COPY]


@pytest.mark.parametrize("query", ["kind=other", "details=other", "details=true&kind=other"])
def test_a_list_of_nothing_known_is_refused(client, query):
    assert client.get(f"{PATH}?{query}").json()["type"].endswith("/BadRequestData")


def test_a_copy_is_described_but_not_served(client):
    use_copy()
    path = PATH + "/https%3A%2F%2Fmodels.example%2Fc.jsonld"
    assert client.get(path).status_code == 422
    assert client.get(path, params={"details": "true"}).json()["kind"] == "Cached"


def test_delete(client):
    address = hosted(client)
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == client.delete(address).status_code == 404


@pytest.mark.parametrize(
    ("key", "reload", "status"),
    [
        ("unknown", "true", 400),
        ("unknown", "false", 404),
        ("unknown", "xxx", 400),
        (CORE_URL, "false", 400),
        (CORE_URL, "true", 204),
    ],
)
def test_what_cannot_be_deleted(client, key, reload, status):
    assert client.delete(f"{PATH}/{key}", params={"reload": reload}).status_code == status


def test_only_copies_are_reloaded(client):
    use_copy()
    assert client.delete(hosted(client), params={"reload": "true"}).status_code == 400
    assert client.delete(f"{PATH}/{COPY}", params={"reload": "true"}).status_code == 204
