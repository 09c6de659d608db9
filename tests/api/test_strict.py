"""What comes in that should not."""

import json

import pytest
from tests.api.conftest import SERVICE

from onecity.api.strict import DEEPEST, BadJson, read_json

DEEP = "[" * 100_000 + "]" * 100_000
BAD = [
    "", "{", "nul", "NaN", '{"answers": NaN}', '{"answers": {"a": Infinity}}', '{"answers": {"a": 1e999}}',
    '{"answers": {"a": 9007199254740993}}', '{"answers": {"a": "\\u0000"}}', '{"answers": {"\\u0000": 1}}',
    '{"answers": {"a": "\\ud800"}}', b'{"answers": {"a": "\xff"}}', '{"answers": {"a": ' + DEEP + "}}",
    '{"answers": {"a": ' + "9" * 5000 + "}}", "\ufeff{}",
]  # fmt: skip


@pytest.mark.parametrize("body", BAD[1:], ids=lambda body: str(body)[:30])
def test_json_that_cannot_be_kept_is_refused(mei, begun, body):
    answer = mei.call("PATCH", f"/drafts/{begun['id']}", raw=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-json")


@pytest.mark.parametrize("body", ["", "null", "[]", '"x"', "1", '{"answers": []}', '{"answers": null}', "{}"])
def test_json_of_another_shape_is_refused(mei, begun, body):
    assert mei.call("PATCH", f"/drafts/{begun['id']}", raw=body).status_code == 422


def test_json_of_the_deepest_kind_is_read():
    deepest = "[" * DEEPEST + "]" * DEEPEST
    assert read_json(deepest.encode()) == json.loads(deepest)
    with pytest.raises(BadJson):
        read_json(f"[{deepest}]".encode())


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_what_is_not_json_is_refused(mei, kind):
    answer = mei.post("/drafts", {"service": SERVICE}, content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "not-json")


def test_a_body_that_is_too_big_is_refused(mei, begun):
    answer = mei.call("PATCH", f"/drafts/{begun['id']}", {"answers": {"phone": "1" * 1_100_000}})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-big")


@pytest.mark.parametrize("path", ["", "/", "/nowhere", "/cases/../cases", "/services/A%00", "/%ff", "/cases/x" * 500])
def test_an_address_to_nowhere_is_a_problem(mei, path):
    assert mei.get(path).status_code in (404, 422)


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/services"), ("PUT", "/cases"), ("POST", "/search"), ("TRACE", "/cases")]
)
def test_a_wrong_method_is_a_problem_that_names_the_right_ones(mei, method, path):
    answer = mei.call(method, path)
    assert (answer.status_code, answer["Allow"] != "") == (405, True)


@pytest.mark.parametrize(
    "query", ["after=%00", "after=x", "after=" + "A" * 300, "after=WyJ4Il0", "state=open", "AFTER="]
)
def test_a_query_that_makes_no_sense_is_refused(mei, query):
    assert mei.get(f"/cases?{query}").status_code == 422


@pytest.mark.parametrize("value", ["x", "0", "00000000-0000-0000-0000-00000000000g", "1" * 400])
def test_an_id_that_is_none_is_refused(mei, value):
    assert mei.get(f"/cases/{value}").status_code == 422


def test_nothing_is_kept_by_caches(mei, nobody):
    for caller, path in [(mei, "/cases"), (mei, "/cases/x"), (nobody, "/services"), (nobody, "/cases")]:
        assert caller.get(path)["Cache-Control"] == "no-store"


def test_a_problem_speaks_the_callers_language(nobody):
    assert nobody.get("/cases", **{"accept-language": "zh-Hans"}).json()["detail"] == "请先登录。"
    assert nobody.get("/cases", **{"accept-language": "en"}).json()["detail"] == "Sign in first."


def test_an_unexpected_error_tells_no_details(mei, monkeypatch, caplog):
    monkeypatch.setattr("onecity.applications.queries.cases_of", None)
    answer = mei.get("/cases")
    assert (answer.status_code, answer.json()["code"]) == (500, "our-fault")
    assert "NoneType" not in answer.content.decode()
    assert "NoneType" in caplog.text


def test_a_database_that_is_away_is_said_truthfully(mei, monkeypatch):
    from django.db import OperationalError

    def away(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("onecity.applications.queries.cases_of", away)
    answer = mei.get("/cases")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "10", "unavailable")


def test_the_openapi_is_3_1_and_every_operation_may_be_refused(nobody):
    schema = nobody.get("/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_people_can_read_what_programs_can_do(nobody):
    page = nobody.client.get("/api/docs").content.decode()
    assert "POST /api/v1/cases" in page
    assert "One draft gives one case" in page
