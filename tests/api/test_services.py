import jsonschema_rs
import pytest
from tests.api.conftest import ANSWERS, SERVICE


def test_search_gives_services_with_their_reason(nobody):
    found = nobody.get("/search?words=residence+certificate").json()["found"]
    assert SERVICE in [each["service"]["code"] for each in found]
    assert len(found) == 5


@pytest.mark.parametrize(
    "query", ["", "?words=", "?words=a&limit=0", "?words=a&limit=x", "?words=a&language=fr", "?words=a&x=1"]
)
def test_a_search_that_makes_no_sense_is_refused(nobody, query):
    assert nobody.get(f"/search{query}").status_code == 422


def test_services_page_by_page(nobody, huating):
    seen, after = [], ""
    while True:
        page = nobody.get(f"/services?limit=20&after={after}").json()
        seen += [each["code"] for each in page["items"]]
        if not (after := page["after"]):
            break
    assert seen == sorted(set(seen))
    assert len(seen) >= 64


def test_services_of_a_subject(nobody):
    items = nobody.get("/services?subject=tourism").json()["items"]
    assert {each["subject"] for each in items} == {"tourism"}


def test_the_form_is_a_json_schema_that_right_answers_satisfy(nobody, begun):
    form = nobody.get(f"/services/{SERVICE}").json()["form"]
    assert jsonschema_rs.is_valid(form, begun["answers"])
    assert not jsonschema_rs.is_valid(form, begun["answers"] | {"purpose": "fun"})
    assert not jsonschema_rs.is_valid(form, begun["answers"] | {"made_up": "x"})


def test_a_service_tells_steps_and_the_promised_date(nobody):
    service = nobody.get(f"/services/{SERVICE}").json()
    assert [step["code"] for step in service["steps"]] == ["known", "decide"]
    assert service["certificate"] == "residence-certificate"
    assert service["fields"]["full_name"]["source"] == "population.full_name"


def test_what_does_not_exist_is_a_problem(nobody):
    answer = nobody.get("/services/nothing.here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_ratings_are_public(nobody):
    assert nobody.get(f"/services/{SERVICE}/ratings").json() == {"average": None, "count": 0, "latest": []}


def test_eligibility_needs_a_sign_in(nobody, mei):
    assert nobody.get(f"/services/{SERVICE}/eligibility").status_code == 401
    assert mei.get(f"/services/{SERVICE}/eligibility").json() == {"eligible": True, "reasons": []}


def test_who_may_not_apply_is_told_why_in_both_languages(mei):
    judged = mei.get("/services/driving-licence.renew/eligibility").json()
    assert judged["eligible"] is False
    assert set(judged["reasons"][0]) == {"en", "zh"}
    assert ANSWERS


def test_a_parent_asks_for_her_child_and_nobody_for_a_stranger(mei, child, other_resident):
    path = f"/services/{SERVICE}/eligibility"
    assert mei.get(f"{path}?whom={child.id}").status_code == 200
    answer = mei.get(f"{path}?whom={other_resident.id}")
    assert (answer.status_code, answer.json()["code"]) == (403, "may-not-act")
