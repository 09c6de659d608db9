"""Discovery, services and their questions."""

import pytest
from lxml import etree
from tests.api.open311.conftest import LIGHT, said, texts

from onecity.common.text import Text
from onecity.contact import releases
from onecity.contact.definition import Centre, Question, Topic

pytestmark = pytest.mark.django_db
ASKING = Topic(
    code="noise", title=Text(en="Noise", zh="噪音"), agency="transport", group="streets", kind="complaint", hours=1,
    words={"en": ("loud music, at night", "drilling")},
    ask={
        "source": Question(code="source", title=Text(en="Where from?"), type="one", required=True,
                           options={"bar": Text(en="A bar"), "site": Text(en="A site & crane")}),
        "when": Question(code="when", title=Text(en="When?"), type="datetime"),
        "days": Question(code="days", title=Text(en="Which days?"), type="many", options={"sat": Text(en="Saturday")}),
        "loud": Question(code="loud", title=Text(en="How loud?"), type="number"),
        "more": Question(code="more", title=Text(en="More?"), type="paragraph"),
    },
)  # fmt: skip


@pytest.fixture
def noise(centre):
    releases.install_centre(
        centre=Centre(
            groups={"streets": Text(en="Streets", zh="街道")}, topics={"noise": ASKING, "street-light": LIGHT}
        )
    )
    releases.forget()


def test_discovery_is_where_clients_look_in_both_formats(stranger):
    for place in ("/open311/discovery", "/open311/v2/discovery"):
        written = stranger.client.get(f"{place}.json")
        assert written["Content-Type"] == "application/json; charset=utf-8"
        assert written.json().keys() == {"changeset", "contact", "key_service", "endpoints"}
        assert written.json()["endpoints"][0]["url"].endswith("/open311/v2")
        marked = stranger.client.get(f"{place}.xml")
        assert texts(marked, "endpoints/endpoint/specification") == ["http://wiki.open311.org/GeoReport_v2"]
        assert texts(marked, "endpoints/endpoint/formats/format") == ["text/xml", "application/json"]
        assert texts(marked, "changeset") == [written.json()["changeset"]]


def test_a_demonstration_says_that_nobody_acts_on_what_it_is_told(stranger):
    assert stranger.get("discovery.json").json()["endpoints"][0]["type"] == "test"


def test_services_in_xml(stranger):
    answer = stranger.get("services.xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert texts(answer, "service/service_code") == ["burst-pipe", "street-light", "unpaid-wages"]
    assert [child.tag for child in etree.fromstring(answer.content)[0]] == [
        "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
    ]  # fmt: skip


def test_services_in_json(noise, stranger):
    first, second = stranger.get("services.json").json()
    assert first == {
        "service_code": "noise", "service_name": "Noise", "metadata": True, "type": "realtime", "group": "Streets",
        "description": "Transport Commission deals with it within 1 hour.", "keywords": "loud music  at night, drilling",
    }  # fmt: skip
    assert second["metadata"] is False
    assert second["description"].endswith("within 3 working days.")


def test_a_private_topic_is_a_service_too(stranger):
    assert "unpaid-wages" in texts(stranger.get("services.xml"), "service/service_code")


def test_services_in_the_language_asked_for(stranger):
    answer = stranger.client.get("/open311/v2/services.json", headers={"accept-language": "zh-hans"})
    assert [each["service_name"] for each in answer.json()] == ["水管爆裂", "路灯不亮", "拖欠工资"]
    assert "Accept-Language" in answer["Vary"]


def test_a_definition(noise, stranger):
    answer = stranger.get("services/noise.json").json()
    assert answer["service_code"] == "noise"
    assert [(each["code"], each["datatype"], each["order"]) for each in answer["attributes"]] == [
        ("source", "singlevaluelist", 1), ("when", "datetime", 2), ("days", "multivaluelist", 3), ("loud", "number", 4),
        ("more", "text", 5),
    ]  # fmt: skip
    assert answer["attributes"][0] == {
        "variable": True, "code": "source", "datatype": "singlevaluelist", "required": True,
        "datatype_description": None, "order": 1, "description": "Where from?",
        "values": [{"key": "bar", "name": "A bar"}, {"key": "site", "name": "A site & crane"}],
    }  # fmt: skip


def test_a_definition_in_xml(noise, stranger):
    answer = stranger.get("services/noise.xml")
    assert texts(answer, "attributes/attribute/values/value/name") == ["A bar", "A site & crane", "Saturday"]
    assert texts(answer, "attributes/attribute/required") == ["true", "false", "false", "false", "false"]


def test_a_service_without_questions_has_an_empty_definition(stranger):
    assert stranger.get("services/street-light.json").json() == {"service_code": "street-light", "attributes": []}


def test_an_unknown_service_is_not_found(stranger):
    for form in ("xml", "json"):
        answer = stranger.get(f"services/nothing.{form}")
        assert answer.status_code == 404
        assert said(answer) == [(404, "This service_code is not found. Take it from the list of services.")]


@pytest.mark.parametrize("path", ["services.json", "services/street-light.json", "requests.json", "discovery.json"])
def test_the_jurisdiction_is_optional_and_another_ones_is_not_found(stranger, path):
    for asked in ("", "huating", "HUATING "):
        assert stranger.get(path, jurisdiction_id=asked).status_code == 200
    answer = stranger.get(path, jurisdiction_id="sfgov.org")
    assert (answer.status_code, said(answer)[0][0]) == (404, 404)
    assert "sfgov.org" in said(answer)[0][1]


def test_any_page_may_read_what_is_public(stranger):
    assert stranger.get("services.json")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/open311/", "/open311/v2/", "/open311/v2/services.html", "/open311/v2/requests"])
def test_what_is_nowhere_is_said_in_xml(stranger, path):
    answer = stranger.client.get(path)
    assert (answer.status_code, said(answer)[0][0]) == (404, 404)


def test_a_wrong_method_is_told_which_is_right(stranger):
    answer = stranger.client.post("/open311/v2/services.json")
    assert (answer.status_code, answer["Allow"], said(answer)[0][0]) == (405, "GET, HEAD", 405)
