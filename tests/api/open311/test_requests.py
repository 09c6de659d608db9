"""Requests as they are listed: what anybody may know, found by every filter."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from tests.api.open311.conftest import said, texts

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.domain.solving import close_silent
from onecity.contact.models import ContactRequest, WorkOrder

pytestmark = pytest.mark.django_db
FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
]  # fmt: skip
OFFICER = Actor(kind="officer", id="00000000-0000-0000-0000-000000000002", agency="transport", head=True, name="Hu")


def days_ago(days):
    return (clock.now() - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def made(program, days, **fields):
    """A request filed some days ago; its number."""
    with clock.set_to(clock.now() - timedelta(days=days)):
        return program.file(**fields)


def answered(number):
    order = WorkOrder.objects.get(number=number, role="lead")
    domain.take_order(order_id=order.id, actor=OFFICER)
    domain.answer_order(order_id=order.id, outcome="Lamp of Li Na, flat 5, replaced.", actor=OFFICER)


def ended(number):
    answered(number)
    ContactRequest.objects.filter(number=number).update(answered_at=clock.now() - timedelta(days=8))
    close_silent()


def test_every_field_of_the_specification_in_both_formats(program, stranger):
    number = program.file()
    one = stranger.get(f"requests/{number}.json").json()
    assert len(one) == 1
    assert list(one[0]) == FIELDS
    marked = etree.fromstring(stranger.get(f"requests/{number}.xml").content)
    assert (marked.tag, marked[0].tag, [field.tag for field in marked[0]]) == ("service_requests", "request", FIELDS)


def test_what_a_request_says(program, stranger):
    number = program.file()
    one = stranger.get(f"requests/{number}.json").json()[0]
    assert (one["status"], one["service_code"], one["service_name"]) == ("open", "street-light", "Street light is out")
    assert one["agency_responsible"] == "Transport Commission"
    assert one["description"] == "The lamp is dark."
    assert (one["lat"], one["long"]) == (31.23, 121.474)
    assert one["requested_datetime"].endswith("+08:00")
    assert datetime.fromisoformat(one["expected_datetime"]) > datetime.now(UTC)


def test_the_newest_is_first(program, numbers):
    first, second = program.file(), program.file()
    assert numbers() == [second, first]


def test_a_private_request_is_nowhere(program, stranger, numbers):
    number = program.file(service_code="unpaid-wages", description="No wages for two months.")
    assert numbers() == []
    assert numbers(service_request_id=number) == []
    answer = stranger.get(f"requests/{number}.json")
    assert (answer.status_code, said(answer)) == (
        404,
        [(404, "This service_request_id is not found. Check the number.")],
    )
    assert stranger.get("servicerequestupdates.json").json() == []


def test_a_number_as_somebody_types_it(program, stranger):
    number = program.file()
    assert stranger.get(f"requests/{number.lower()}.json").status_code == 200


@pytest.mark.parametrize(
    "number", ["HT-0000-0000-1", "12345", "%00", "x" * 500, "'; DROP TABLE contact_contactrequest"]
)
def test_a_number_that_is_none_is_not_found(stranger, number):
    assert stranger.get(f"requests/{number}.xml").status_code == 404


def test_open_and_closed(program, numbers):
    still, done = program.file(), program.file()
    ended(done)
    assert numbers(status="open") == [still]
    assert numbers(status="closed") == [done]
    assert numbers(status="open,closed") == numbers(status="") == [done, still]


def test_what_the_agency_says_is_done_is_open_until_the_reporter_agrees(program, stranger):
    number = program.file()
    answered(number)
    one = stranger.get(f"requests/{number}.json").json()[0]
    assert one["status"] == "open"
    assert "Li Na" not in str(one)


def test_by_service(program, numbers):
    light, pipe = program.file(), program.file(service_code="burst-pipe")
    assert numbers(service_code="street-light") == [light]
    assert numbers(service_code="street-light, burst-pipe") == [pipe, light]
    assert numbers(service_code="nothing") == []


def test_by_numbers_which_overrides_the_rest(program, numbers):
    old, new = made(program, 200), program.file()
    program.file()
    assert numbers(service_request_id=f"{old},{new},HT-NONE", status="closed", start_date=days_ago(1)) == [new, old]


def test_the_last_ninety_days_if_nothing_is_said(program, numbers):
    made(program, 91)
    inside = made(program, 89)
    assert numbers() == [inside]


def test_a_span(program, numbers):
    made(program, 40)
    inside = made(program, 20)
    made(program, 5)
    assert numbers(start_date=days_ago(30), end_date=days_ago(10)) == [inside]


def test_a_start_alone_goes_on_for_ninety_days_and_an_end_alone_goes_back_as_far(program, numbers):
    old, new = made(program, 150), made(program, 2)
    assert numbers(start_date=days_ago(160)) == [old]
    assert numbers(end_date=days_ago(100)) == [old]
    assert numbers(start_date=days_ago(50)) == [new]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, "start_date"),
        ({"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-02-01T00:00:00Z"}, "end_date"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"start_date": "2026-01-01T00:00:00"}, "start_date"),
        ({"end_date": "2026-13-01T00:00:00Z"}, "end_date"),
        ({"updated_after": "0001-01-01T00:00:00+14:00"}, "updated_after"),
        ({"status": "fixed"}, "status"),
        ({"lat": "31"}, "lat"),
        ({"lat": "91", "long": "0"}, "lat"),
        ({"lat": "nan", "long": "0"}, "lat"),
        ({"lat": "31", "long": "121", "radius": "1e9"}, "radius"),
        ({"page_size": "1001"}, "page_size"),
        ({"page": "0"}, "page"),
        ({"page": "99999"}, "page"),
        ({"after": "yesterday"}, "after"),
        ({"after": "0001-01-01T00:00:00+14:00~01a208e7-3ade-788c-95ad-3cbba909012d"}, "after"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_its_name(stranger, query, field):
    answer = stranger.get("requests.xml", **query)
    assert answer.status_code == 400
    assert [code for code, _words in said(answer)] == [400]
    assert said(answer)[0][1].startswith(f"{field}: ")


def test_several_mistakes_are_several_errors(stranger):
    answer = stranger.get("requests.json", status="fixed", page="x")
    assert [words.partition(":")[0] for _code, words in said(answer)] == ["page", "status"]


def test_a_plus_that_became_a_space_is_understood(stranger):
    answer = stranger.client.get("/open311/v2/requests.json?start_date=2026-09-01T00:00:00+08:00&end_date=2026-09-02")
    assert answer.status_code == 200


def test_pages(program, numbers):
    filed = [program.file() for _ in range(5)][::-1]
    assert numbers(page=1, page_size=2) == filed[:2]
    assert numbers(page=3, page_size=2) == filed[4:]
    assert numbers(page=4, page_size=2) == []


def followed(stranger, path, name, **query):
    """Every page by the Link of the one before."""
    answer, found = stranger.get(path, **query), []
    while True:
        found += [each[name] for each in answer.json()]
        if "Link" not in answer:
            return found
        address = answer["Link"].removeprefix("<").partition(">")[0]
        answer = stranger.client.get(address[address.index("/open311") :])


def test_each_page_says_where_the_next_begins(program, stranger):
    filed = [program.file() for _ in range(5)][::-1]
    assert followed(stranger, "requests.json", "service_request_id", page_size=2) == filed
    changed = followed(stranger, "requests.json", "service_request_id", page_size=2, updated_after=days_ago(1))
    assert changed == filed[::-1]
    assert len(followed(stranger, "servicerequestupdates.json", "update_id", page_size=2)) == 5


def test_what_is_filed_meanwhile_moves_no_page(program, stranger):
    filed = [program.file() for _ in range(3)][::-1]
    link = stranger.get("requests.json", page_size=2)["Link"]
    program.file()
    again = stranger.client.get(link[link.index("/open311") : link.index(">")])
    assert [each["service_request_id"] for each in again.json()] == filed[2:]


def test_requests_of_a_district(program, numbers):
    here, _there = program.file(), program.file()
    ContactRequest.objects.filter(number=here).update(district="lakeside")
    assert numbers(district="lakeside") == [here]
    assert numbers(district="lakeside,moon") == [here]
    assert numbers(district="moon") == []


def test_what_changed_since(program, numbers):
    old, changed = made(program, 120), made(program, 100)
    answered(changed)
    assert numbers(updated_after=days_ago(1)) == [changed]
    assert numbers(updated_after=days_ago(200), updated_before=days_ago(50)) == [old]


def test_around_a_point(program, numbers):
    near = program.file(lat="31.2304", long="121.4737")
    program.file(lat="31.2504", long="121.4737")
    assert numbers(lat="31.23", long="121.474", radius="500") == [near]
    assert len(numbers(lat="31.23", long="121.474", radius="5000")) == 2
    assert numbers(lat="31.2304", long="121.4737") == [near]


def test_the_exact_point_cannot_be_searched_for(program, numbers):
    """Somebody who asks with ever smaller circles comes to the rounded point, a street away from the house."""
    program.file(lat="31.2304", long="121.4737")
    assert numbers(lat="31.2304", long="121.4737", radius="40") == []
    assert len(numbers(lat="31.230", long="121.474", radius="1")) == 1


def test_extensions_only_for_those_who_ask(program, stranger):
    number = program.file()
    answered(number)
    assert "notes" not in stranger.get(f"requests/{number}.json").json()[0]
    one = stranger.get(f"requests/{number}.json", extensions="true").json()[0]
    assert [note["type"] for note in one["notes"]] == ["received", "answered"]
    assert one["extended_attributes"]["state"] == "answered"
    assert "Li Na" not in str(one)
    assert texts(stranger.get("requests.xml", extensions="true"), "request/notes/note/type") == ["received", "answered"]


def test_updates_as_fixmystreet_reads_them(program, stranger):
    number = program.file()
    ended(number)
    answer = stranger.get("servicerequestupdates.xml", start_date=days_ago(1))
    root = etree.fromstring(answer.content)
    assert (root.tag, root[0].tag) == ("service_requests_updates", "request_update")
    assert texts(answer, "request_update/service_request_id") == [number] * 3
    assert texts(answer, "request_update/status") == ["open", "open", "closed"]
    assert len(set(texts(answer, "request_update/update_id"))) == 3
    assert stranger.get("servicerequestupdates.xml", start_date=days_ago(200)).status_code == 200
    assert texts(stranger.get("servicerequestupdates.xml", page_size=1), "request_update/status") == ["open"]


def test_a_topic_that_became_private_hides_what_was_filed_before(program, stranger, numbers, centre):
    import msgspec
    from tests.contact.conftest import LIGHT

    from onecity.contact import releases

    number = program.file()
    hidden = msgspec.structs.replace(LIGHT, private=True)
    releases.install_centre(centre=msgspec.structs.replace(centre, topics=centre.topics | {"street-light": hidden}))
    releases.forget()
    assert numbers() == []
    assert stranger.get(f"requests/{number}.json").status_code == 404


def test_no_more_lists_than_anybody_needs(stranger, monkeypatch):
    monkeypatch.setattr("onecity.api.open311.views.LISTS", 2)
    assert [stranger.get("requests.json").status_code for _ in range(3)] == [200, 200, 429]
    answer = stranger.get("requests.xml")
    assert (answer["Retry-After"], said(answer)[0][0]) == ("60", 429)
    assert stranger.get("services.json").status_code == 200
