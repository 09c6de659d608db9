import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.api.conftest import ANSWERS, SERVICE, Caller

from onecity.applications.domain import advance_case
from onecity.applications.models import Case
from onecity.forms.models import Draft


def _jpeg():
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(held, "JPEG")
    return held.getvalue()


JPEG = _jpeg()
DRAFT_FIELDS = {"id", "service", "resident", "answers", "sources", "errors", "saved_at", "submitted"}


def test_a_draft_is_filled_in_from_the_registers(mei):
    answer = mei.post("/drafts", {"service": SERVICE})
    assert answer.status_code == 201
    draft = answer.json()
    assert set(draft) == DRAFT_FIELDS
    assert draft["answers"]["full_name"] == "林晓梅"
    assert draft["sources"]["full_name"]["register"] == "population"
    assert set(draft["errors"]) >= {"purpose"}


def test_beginning_again_gives_the_same_draft(mei):
    assert len({mei.post("/drafts", {"service": SERVICE}).json()["id"] for _ in range(2)}) == 1


def test_wrong_answers_are_kept_and_named(mei, begun):
    path = f"/drafts/{begun['id']}"
    draft = mei.call("PATCH", path, {"answers": {"purpose": "fun"}}).json()
    assert (draft["answers"]["purpose"], "purpose" in draft["errors"]) == ("fun", True)
    assert mei.get(path).json()["answers"] == draft["answers"]


def test_a_field_that_the_service_does_not_have_is_refused(mei, begun):
    answer = mei.call("PATCH", f"/drafts/{begun['id']}", {"answers": {"is_admin": True}})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-field")


def test_a_name_that_the_schema_does_not_have_is_refused(mei):
    answer = mei.post("/drafts", {"service": SERVICE, "state": "granted"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "data.state")


def test_a_case_is_filed_and_followed(mei, begun):
    answer = mei.post("/cases", {"draft": begun["id"]})
    case = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/cases/{case['id']}")
    assert (case["state"], case["service"], case["decided_at"]) == ("open", SERVICE, None)
    advance_case(Case.objects.get().id)
    seen = mei.get(f"/cases/{case['id']}").json()
    assert [each["kind"] for each in seen["timeline"]] == ["submitted", "step-passed"]
    assert [each["step"] for each in seen["next"]] == ["decide"]
    assert [each["id"] for each in mei.get("/cases").json()["items"]] == [case["id"]]


def test_it_takes_at_most_12_statements(mei, begun, django_assert_max_num_queries):
    with django_assert_max_num_queries(12 + 2):  # the test's own savepoint and its release
        assert mei.post("/cases", {"draft": begun["id"]}).status_code == 201


def test_filing_twice_gives_one_case(mei, begun):
    ids = {mei.post("/cases", {"draft": begun["id"]}).json()["id"] for _ in range(3)}
    assert (len(ids), Case.objects.count()) == (1, 1)


def test_the_same_key_and_draft_give_the_same_case(mei, begun):
    send = {"data": {"draft": begun["id"]}, "idempotency-key": "abc"}
    assert mei.post("/cases", **send).json() == mei.post("/cases", **send).json()


def test_the_same_key_for_another_draft_is_refused(mei, begun):
    mei.post("/cases", {"draft": begun["id"]}, **{"idempotency-key": "abc"})
    again = mei.post("/drafts", {"service": SERVICE}).json()
    mei.call("PATCH", f"/drafts/{again['id']}", {"answers": ANSWERS})
    answer = mei.post("/cases", {"draft": again["id"]}, **{"idempotency-key": "abc"})
    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    assert Case.objects.count() == 1


@pytest.mark.parametrize("key", ["a b", "\x7f", "x" * 65])
def test_a_key_that_cannot_be_one_is_refused(mei, begun, key):
    assert mei.post("/cases", {"draft": begun["id"]}, **{"idempotency-key": key}).status_code == 422


def test_an_unfinished_draft_is_refused_field_by_field(mei):
    draft = mei.post("/drafts", {"service": SERVICE}).json()
    answer = mei.post("/cases", {"draft": draft["id"]})
    assert answer.status_code == 422
    assert "purpose" in [error["field"] for error in answer.json()["errors"]]
    assert Draft.objects.get(id=draft["id"]).submitted_at is None


def test_every_id_of_mine_is_nothing_to_another(mei, other, begun):
    path = f"/drafts/{begun['id']}"
    assert other.get(path).status_code == 404
    assert other.call("PATCH", path, {"answers": {}}).status_code == 404
    assert other.call("DELETE", path).status_code == 404
    assert other.post("/cases", {"draft": begun["id"]}).status_code == 404
    case = mei.post("/cases", {"draft": begun["id"]}).json()
    for method, rest, data in [
        ("GET", "", None), ("POST", "/messages", {"text": "Hello"}), ("POST", "/answer", {"text": "Hello"}),
        ("POST", "/withdraw", None),
    ]:  # fmt: skip
        assert other.call(method, f"/cases/{case['id']}{rest}", data).status_code == 404
    assert other.get("/cases").json()["items"] == other.get("/drafts").json()["items"] == []


def test_a_case_can_be_withdrawn_once(mei, filed):
    assert mei.post(f"/cases/{filed['id']}/withdraw").json()["state"] == "withdrawn"
    answer = mei.post(f"/cases/{filed['id']}/withdraw")
    assert (answer.status_code, answer.json()["code"]) == (409, "case-ended")


def test_messages(mei, filed):
    answer = mei.post(f"/cases/{filed['id']}/messages", {"text": "When?"})
    assert (answer.status_code, answer.json()["text"]) == (201, "When?")
    assert [each["text"] for each in mei.get(f"/cases/{filed['id']}").json()["messages"]] == ["When?"]


def test_a_draft_can_be_thrown_away(mei, begun):
    assert mei.call("DELETE", f"/drafts/{begun['id']}").status_code == 204
    assert mei.get(f"/drafts/{begun['id']}").status_code == 404


def upload(caller, path, data=b"%PDF-1.4 hello", name="a.pdf"):
    return caller.client.post(f"/api/v1{path}", {"upload": SimpleUploadedFile(name, data)}, headers=caller.headers)


def test_evidence_that_the_service_does_not_ask_for_is_refused(mei, begun):
    answer = upload(mei, f"/drafts/{begun['id']}/evidence/passport")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-evidence")


@pytest.fixture
def newborn(mei):
    return f"/drafts/{mei.post('/drafts', {'service': 'birth-registration.apply'}).json()['id']}"


def test_evidence_is_added_and_told(mei, newborn):
    answer = upload(mei, f"{newborn}/evidence/birth-certificate", JPEG, "scan.jpg")
    assert (answer.status_code, answer.json()["kind"]) == (201, "jpeg")


def test_a_file_that_is_not_what_it_says_is_refused(mei, newborn):
    assert upload(mei, f"{newborn}/evidence/birth-certificate", b"MZ not a pdf").status_code == 415


def test_anothers_draft_takes_no_evidence(other, newborn):
    assert upload(other, f"{newborn}/evidence/birth-certificate", JPEG).status_code == 404


def test_evidence_sent_as_json_is_refused(mei, newborn):
    assert mei.post(f"{newborn}/evidence/birth-certificate", {"upload": "x"}).status_code == 422


def test_a_page_with_a_session_needs_the_csrf_token_to_change_anything(resident, signed_in, begun):
    client = signed_in(resident)
    client.handler.enforce_csrf_checks = True
    assert client.get("/api/v1/cases").status_code == 200
    answer = client.post("/api/v1/cases", {"draft": begun["id"]}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(
        "/api/v1/cases", {"draft": begun["id"]}, content_type="application/json", headers={"x-csrftoken": "a" * 32}
    )
    assert answer.status_code == 201


@pytest.mark.parametrize("token", ["", "x", "oc_" + "a" * 43, "oc_\udc80", "é" * 10])
def test_a_token_that_is_none_is_refused(huating, token):
    caller = Caller()
    caller.headers = {"authorization": f"Bearer {token}".encode("utf-8", "surrogateescape").decode("latin-1")}
    answer = caller.get("/cases")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_revoked_token_ends_at_once(mei, resident):
    from onecity.identity.domain import revoke_token

    revoke_token(resident.account.tokens.get())
    assert mei.get("/cases").status_code == 401


def test_an_agency_has_no_cases_of_its_own(police):
    assert police.get("/cases").status_code == 403
    assert police.post("/cases", {"draft": str(uuid4())}).status_code == 403
