"""What a caller tries who wants what is not hers. Every test has something that could leak."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.conftest import ANSWERS, SERVICE, Caller

from onecity.applications.domain import advance_case
from onecity.applications.models import Case, Task
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.ids import new_id
from onecity.forms.models import Draft
from onecity.identity.domain import issue_token
from onecity.identity.models import Account, ApiToken
from onecity.ledger.models import Entry

DECISION = {"outcome": "pass", "reason": "Fine."}
OF_CASES = [
    ("GET", "/cases/{}", None), ("POST", "/cases/{}/messages", {"text": "x"}), ("POST", "/cases/{}/answer", {"text": "x"}),
    ("POST", "/cases/{}/withdraw", None),
]  # fmt: skip
OF_DRAFTS = [
    ("GET", "/drafts/{}", None), ("PATCH", "/drafts/{}", {"answers": {}}), ("DELETE", "/drafts/{}", None),
]  # fmt: skip
OF_TASKS = [("POST", "/agency/tasks/{}/take", None), ("POST", "/agency/tasks/{}/decide", DECISION)]
UGLY = [
    "' OR 1=1 --", "'; DROP TABLE applications_case; --", "../../etc/passwd", "{{7*7}}", "%s%s%n", "${jndi:ldap://x}",
    "<script>alert(1)</script>", "\u202e\u0000x"[:1], "💥" * 20, "A" * 199, "\r\nSet-Cookie: a=b", "\ufdd0", "NaN",
]  # fmt: skip


@pytest.fixture
def task(filed):
    advance_case(Case.objects.get(id=filed["id"]).id)
    return Task.objects.get(case_id=filed["id"], step="decide")


def open_draft(caller):
    draft = caller.post("/drafts", {"service": SERVICE}).json()
    return caller.call("PATCH", f"/drafts/{draft['id']}", {"answers": ANSWERS}).json()


def test_every_id_of_one_resident_is_nothing_to_another(mei, other, filed, task):
    draft = open_draft(mei)
    attempts = [(m, p.format(filed["id"]), d) for m, p, d in OF_CASES]
    attempts += [(m, p.format(draft["id"]), d) for m, p, d in OF_DRAFTS]
    attempts += [("POST", "/cases", {"draft": draft["id"]})]
    for method, path, data in attempts:
        assert other.call(method, path, data).status_code == 404, path
    assert Case.objects.get().state == "open"
    assert Draft.objects.filter(id=draft["id"], submitted_at=None).exists()


def test_strangers_get_nothing_at_all(nobody, filed, task):
    for method, path, data in OF_CASES + OF_DRAFTS + OF_TASKS:
        assert nobody.call(method, path.format(filed["id"]), data).status_code == 401, path


def test_38_agencies_that_probe_the_cases_of_another_get_nothing(filed, task, huating):
    before = Entry.objects.count()
    for code in set(city.current().agencies) - {"public-security"}:
        caller = Caller(issue_token(name=code, agency=code))
        assert caller.get(f"/agency/cases/{filed['id']}").status_code == 404
        for method, path, data in OF_TASKS:
            assert caller.call(method, path.format(task.id), data).status_code == 404
        assert caller.get("/agency/tasks").json()["items"] == caller.get("/agency/cases").json()["items"] == []
    task.refresh_from_db()
    assert (task.state, Entry.objects.count()) == ("ready", before)


def test_an_id_of_another_kind_opens_nothing(mei, police, filed, task):
    for wrong in (task.id, filed["id"], new_id()):
        assert mei.get(f"/drafts/{wrong}").status_code == 404
    for wrong in (task.id, task.resident_id, new_id()):
        assert mei.get(f"/cases/{wrong}").status_code == 404
        assert police.get(f"/agency/cases/{wrong}").status_code == 404
    for wrong in (filed["id"], new_id()):
        assert police.post(f"/agency/tasks/{wrong}/take").status_code == 404


def test_a_cursor_shows_only_ones_own(mei, other, filed):
    mei.post("/cases", {"draft": open_draft(mei)["id"]})
    from onecity.applications.queries.page import cursor

    beyond = cursor(new_id())
    assert len(mei.get(f"/cases?after={beyond}").json()["items"]) == 2
    assert other.get(f"/cases?after={beyond}").json()["items"] == []


def test_a_draft_for_a_stranger_is_refused(mei, other_resident):
    answer = mei.post("/drafts", {"service": SERVICE, "resident": str(other_resident.id)})
    assert answer.status_code == 403
    assert "王建国" not in answer.content.decode()


def test_nobody_sets_what_was_not_asked(mei, begun):
    for extra in ("state", "resident_id", "fee", "account_id", "__class__", "answers.x"):
        assert mei.call("PATCH", f"/drafts/{begun['id']}", {"answers": {extra: "x"}}).status_code == 422
        assert mei.call("PATCH", f"/drafts/{begun['id']}", {"answers": {}, extra: "x"}).status_code == 422
        assert mei.post("/cases", {"draft": begun["id"], extra: "x"}).status_code == 422


def test_a_forged_source_does_not_make_an_answer_official(mei, begun):
    mei.call("PATCH", f"/drafts/{begun['id']}", {"answers": {"full_name": "王建国"}})
    Draft.objects.update(sources={"full_name": {"register": "population", "attribute": "full_name", "value": "王建国"}})
    mei.post("/cases", {"draft": begun["id"]})
    assert Case.objects.get().sources["full_name"]["agrees"] is False


@pytest.mark.parametrize("ugly", UGLY, ids=range(len(UGLY)))
def test_ugly_text_is_text(mei, police, filed, ugly):
    for path in ("/search", "/services", "/agency/tasks", "/agency/cases"):
        for name in ("words", "service", "unit", "subject", "after"):
            answer = police.client.get(f"/api/v1{path}", {name: ugly}, headers=police.headers)
            assert answer.status_code in (200, 422), (path, name, answer.content)
    answer = mei.post(f"/cases/{filed['id']}/messages", {"text": ugly})
    assert (answer.status_code, answer.json()["text"]) == (201, ugly.strip())
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("place", ["query", "cookie", "basic", "double"])
def test_a_token_counts_only_where_it_belongs(mei, place):
    token = mei.headers["authorization"].removeprefix("Bearer ")
    caller, path = Caller(), "/cases"
    if place == "query":
        path = f"/cases?token={token}"
    elif place == "cookie":
        caller.client.cookies["sessionid"] = token
    elif place == "basic":
        caller.headers = {"authorization": f"Basic {token}"}
    else:
        caller.headers = {"authorization": f"Bearer x, Bearer {token}"}
    assert caller.get(path).status_code in (401, 422)


@pytest.mark.parametrize(
    "change",
    [
        lambda: ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1)),
        lambda: ApiToken.objects.update(revoked_at=clock.now()),
        lambda: Account.objects.update(is_active=False),
        lambda: Account.objects.update(resident_id=None),
    ],
    ids=["expired", "revoked", "inactive", "no resident"],
)
def test_a_token_ends_with_what_it_stands_on(mei, filed, change):
    change()
    assert mei.get(f"/cases/{filed['id']}").status_code == 401


def test_an_officers_token_gives_no_more_than_a_resident(officer, filed, task):
    caller = Caller(issue_token(name="sly", account=officer))
    assert caller.get("/agency/tasks").status_code == 401


def test_a_method_cannot_be_smuggled_in(mei, begun):
    answer = mei.call("GET", f"/drafts/{begun['id']}", **{"x-http-method-override": "DELETE"})
    assert (answer.status_code, Draft.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg onload=alert(1)>",
        b"GIF89a",
        b"PK\x03\x04",
        b"\xff\xd8\xff<html>",
        b"%PDF-1.4\n/JavaScript",
        b"\x00" * 100,
    ],
)
def test_hostile_files_are_refused(mei, data):
    draft = mei.post("/drafts", {"service": "birth-registration.apply"}).json()
    answer = mei.client.post(
        f"/api/v1/drafts/{draft['id']}/evidence/birth-certificate",
        {"upload": SimpleUploadedFile("../../scan.pdf\r\nX: y", data)}, headers=mei.headers,
    )  # fmt: skip
    assert answer.status_code in (415, 422), answer.content


def test_a_file_that_is_too_large_is_refused(mei, settings):
    settings.UPLOAD_LIMIT = 1000
    draft = mei.post("/drafts", {"service": "birth-registration.apply"}).json()
    answer = mei.client.post(
        f"/api/v1/drafts/{draft['id']}/evidence/birth-certificate",
        {"upload": SimpleUploadedFile("a.pdf", b"%PDF-1.4" + b"x" * 2000)}, headers=mei.headers,
    )  # fmt: skip
    assert answer.status_code == 413


def test_no_answer_holds_secrets(mei, police, resident, filed, task):
    police.post(f"/agency/tasks/{task.id}/take")
    answers = [mei.get(f"/cases/{filed['id']}"), mei.get("/drafts"), police.get(f"/agency/cases/{filed['id']}")]
    shown = "".join(answer.content.decode() for answer in answers)
    token = mei.headers["authorization"].removeprefix("Bearer ")
    for secret in (token, resident.account.password, resident.account.email, "number_sealed", str(resident.account.id)):
        assert secret not in shown


def test_repeated_names_in_json_do_not_hide_a_field(mei, begun):
    raw = json.dumps({"answers": {"phone": "1"}})[:-1] + ', "answers": {"is_admin": true}}'
    assert mei.call("PATCH", f"/drafts/{begun['id']}", raw=raw).status_code == 422
