"""Filing: with a key only, read strictly, refused in the words of the specification."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from tests.api.open311.conftest import BASIC, V2, Program, said, texts
from tests.api.open311.test_services import noise  # noqa: F401  a fixture

from onecity.contact.links import report_link
from onecity.contact.models import ContactRequest, Picture, WorkOrder
from onecity.contact.reporter import opened
from onecity.identity.domain import issue_token, revoke_token
from onecity.identity.models import ApiToken

pytestmark = pytest.mark.django_db


def photo(name="lamp.jpg", size=(40, 30), form="JPEG", **more):
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, form, **more)
    file.seek(0)
    file.name = name
    return file


def stored():
    return ContactRequest.objects.get()


def test_what_is_stored(program):
    number = program.file(
        address_string="12 Willow Lane, flat 5", first_name="Li", last_name="Na", email="li.na@mail.example",
        phone="13800000000", device_id="tt222111", account_id="123456", media_url="https://pictures.example/1.jpg",
    )  # fmt: skip
    request = stored()
    assert (request.number, request.channel, request.topic, request.words) == (
        number, "open311", "street-light", "The lamp is dark.",
    )  # fmt: skip
    who = opened(request.reporter)
    assert (who.name, who.phone, who.email) == ("Li Na", "13800000000", "li.na@mail.example")
    assert request.answers == {"media_url": "https://pictures.example/1.jpg"}
    assert WorkOrder.objects.get().agency == "transport"


def test_nothing_about_the_reporter_is_ever_listed(program, stranger):
    number = program.file(
        description="The lamp at my house is dark. I am Li Na, call 13800000000 or li.na@mail.example.",
        address_string="12 Willow Lane, Building 3, Flat 502", first_name="Li", last_name="Na",
        email="li.na@mail.example", phone="13800000000", media_url="https://pictures.example/li-na.jpg",
    )  # fmt: skip
    for path in (f"requests/{number}.json", "requests.json", "requests.xml", "servicerequestupdates.json"):
        shown = stranger.get(path, extensions="true").content.decode()
        assert not [word for word in ("li.na", "13800000000", "502", "pictures.example") if word in shown], shown


def test_the_answer_says_the_number_and_the_link(program):
    answer = program.post(**BASIC).json()
    assert len(answer) == 1
    assert answer[0].keys() == {"service_request_id", "service_notice", "account_id"}
    token = answer[0]["service_notice"].rstrip("/").rpartition("/")[2]
    assert answer[0]["service_notice"] == f"Follow it at {report_link(token)}"
    assert program.get(f"tokens/{token}.json").json() == [
        {"service_request_id": answer[0]["service_request_id"], "token": token}
    ]


def test_the_answer_in_xml(program):
    answer = program.post("xml", **BASIC)
    assert answer.status_code == 200
    assert texts(answer, "request/service_request_id") == [stored().number]
    assert texts(answer, "request/token") == []


def test_an_unknown_token_is_not_found(stranger):
    for token in ("abc", "x" * 400, "%00"):
        assert stranger.get(f"tokens/{token}.xml").status_code == 404


def test_a_key_is_needed(stranger):
    answer = stranger.post(**BASIC)
    assert answer.status_code == 403
    assert said(answer) == [(403, "The api_key is missing. Send the key that the city gave you as api_key.")]
    assert not ContactRequest.objects.exists()


def test_a_wrong_or_revoked_key_is_refused(program, stranger):
    stranger.key = "oc_wrong"
    assert said(stranger.post("xml", **BASIC)) == [(403, "This api_key is not valid. Ask the city for another one.")]
    revoke_token(ApiToken.objects.get())
    assert program.post(**BASIC).status_code == 403


def test_the_key_may_stand_in_the_address_or_be_a_bearer_token(program):
    form = "service_code=street-light&address_string=Willow+Lane"
    encoding = {"content_type": "application/x-www-form-urlencoded"}
    path = f"{V2}/requests.json"
    assert program.client.post(f"{path}?api_key={program.key}", form, **encoding).status_code == 200
    bearer = {"authorization": f"Bearer {program.key}"}
    assert program.client.post(path, form, headers=bearer, **encoding).status_code == 200


def test_a_session_is_no_key(resident, centre, signed_in):
    client = signed_in(resident)
    assert client.post(f"{V2}/requests.json", BASIC).status_code == 403


def test_a_residents_own_program_files_in_her_name(resident, centre):
    Program(issue_token(name="Mine", account=resident.account)).file()
    assert stored().resident_id == resident.id


@pytest.mark.parametrize(
    ("changes", "status", "begins"),
    [
        ({"service_code": ""}, 400, "The service_code is missing"),
        ({"service_code": "nothing"}, 404, "This service_code is not found"),
        ({"jurisdiction_id": "sfgov.org"}, 404, "The jurisdiction_id sfgov.org is not found"),
        ({"lat": "", "long": ""}, 400, "address_string: Say where it is"),
        ({"lat": "", "long": "", "address_id": "7"}, 400, "address_id: This city has no register"),
        ({"long": ""}, 400, "long: Send lat and long together"),
        ({"lat": "north"}, 400, "lat: Write a number from -90 to 90"),
        ({"lat": "inf"}, 400, "lat: Write a number"),
        ({"email": "not an address"}, 400, "email: Write an e-mail address"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url: Write an address"),
        ({"media_url": "https://a.example/" + "x" * 2100}, 400, "media_url: Write an address"),
        ({"description": "x" * 4001}, 400, "description: At most 4000 characters"),
        ({"description": "Hello <script>alert(1)</script>"}, 400, "description: Write plain text"),
        ({"description": "<b>dark</b>"}, 400, "description: Write plain text"),
        ({"description": "<![CDATA[x]]>"}, 400, "description: Write plain text"),
        ({"description": "<!-- x"}, 400, "description: Write plain text"),
        ({"description": "< img src=x onerror=alert(1)"}, 400, "description: Write plain text"),
        ({"address_string": "<i>Willow Lane</i>"}, 400, "address_string: Write plain text"),
        ({"first_name": "x" * 61}, 400, "first_name: At most 60"),
        ({"description": "a\x00b"}, 400, "NUL characters"),
    ],
)
def test_what_cannot_be_filed_is_refused(program, changes, status, begins):
    for form in ("json", "xml"):
        answer = program.post(form, **{**BASIC, **changes})
        assert answer.status_code == status
        assert [code for code, _words in said(answer)] == [status]
        assert said(answer)[0][1].startswith(begins), said(answer)
    assert not ContactRequest.objects.exists()


@pytest.mark.parametrize("words", ["It is < 3 metres & > 2", "I <3 this city", "a <- b", "林晓梅说：“灯”不亮"])
def test_signs_that_are_no_markup_are_words_and_are_escaped(program, stranger, words):
    number = program.file(description=words)
    assert texts(stranger.get(f"requests/{number}.xml"), "request/description")[0] == stored().public_words
    assert stored().words == words


def test_what_xml_cannot_hold_is_left_out(program, stranger):
    number = program.file(description="dark\x0b\x1f\ufffe lamp \U0001f4a1")
    ContactRequest.objects.update(public_words="dark\x0b\x1f\ufffe lamp \U0001f4a1")
    assert texts(stranger.get(f"requests/{number}.xml"), "request/description") == ["dark lamp \U0001f4a1"]
    assert stranger.get(f"requests/{number}.json").status_code == 200


def test_without_words_the_name_of_the_service_is_what_is_said(program):
    program.file(description="")
    assert stored().words == "Street light is out"


@pytest.mark.parametrize("kind", ["text/xml", "application/xml", "application/json", "text/plain", ""])
def test_only_forms_are_read(program, kind):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    answer = program.client.generic("POST", f"{V2}/requests.xml?api_key={program.key}", bomb, content_type=kind)
    assert answer.status_code == 400
    assert said(answer)[0][1].startswith("The request must be sent as a form.")


@pytest.mark.parametrize(
    "encoding", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"]
)
def test_a_broken_form_is_refused(program, encoding):
    answer = program.client.generic("POST", f"{V2}/requests.json", b"--x\r\nnonsense", content_type=encoding)
    assert answer.status_code in (400, 403)
    assert said(answer)


def test_answers_to_the_questions(noise, program):  # noqa: F811
    sent = {
        "service_code": "noise", "attribute[source]": "bar", "attribute[days][]": ["sat", "sat"],
        "attribute[when]": "2026-06-15T22:30:00+08:00", "attribute[loud]": "7", "attribute[more]": "Since\nMay",
    }  # fmt: skip
    program.file(**sent)
    assert stored().answers == {
        "source": "bar", "days": ["sat"], "when": "2026-06-15T22:30:00+08:00", "loud": 7, "more": "Since\nMay",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "attribute[source]: This attribute is required."),
        ({"attribute[source]": " "}, "attribute[source]: This attribute is required."),
        ({"attribute[source]": "moon"}, "attribute[source]: Choose one of: bar, site."),
        ({"attribute[source]": ["bar", "site"]}, "attribute[source]: Send one value."),
        ({"attribute[days][]": ["sat", "sun"]}, "attribute[days]: Choose one of: sat."),
        ({"attribute[when]": "tonight"}, "attribute[when]: Write a moment"),
        ({"attribute[loud]": "nan"}, "attribute[loud]: Write a number"),
        ({"attribute[loud]": "1e999"}, "attribute[loud]: Write a number"),
        ({"attribute[more]": "x" * 4001}, "attribute[more]: At most 4000"),
        ({"attribute[<b>]": "x"}, "attribute[<b>]: There is no such attribute."),
    ],
)
def test_answers_that_cannot_be_used(noise, program, changes, says):  # noqa: F811
    good = {} if not changes or "attribute[source]" in changes else {"attribute[source]": "bar"}
    answer = program.post("xml", **{**BASIC, "service_code": "noise", **good, **changes})
    assert answer.status_code == 400
    assert said(answer)[0][1].startswith(says), said(answer)


def test_a_photo_is_taken_in_and_shown(program, stranger):
    number = program.file(media=photo())
    url = stranger.get(f"requests/{number}.json").json()[0]["media_url"]
    shown = stranger.client.get(url.replace("http://127.0.0.1:8000", ""))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert (shown["X-Content-Type-Options"], shown["Cache-Control"]) == ("nosniff", "public, max-age=86400")


def test_a_photo_loses_what_the_camera_wrote(program):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Li Na"
    program.file(media=photo(exif=exif))
    assert b"Li Na" not in bytes(Picture.objects.get().data)


def test_a_photo_of_a_private_request_is_nowhere(program, stranger):
    program.file(service_code="unpaid-wages", media=photo())
    picture = Picture.objects.get()
    Picture.objects.update(is_public=True)
    assert stranger.get(f"media/{picture.id}.jpeg").status_code == 404
    assert stranger.get(f"media/{UUID(int=7)}.jpeg").status_code == 404


@pytest.mark.parametrize("name", ["media", "media[]", "uploads"])
def test_the_names_in_use_for_files(program, name):
    program.file(**{name: photo("lamp.png", form="PNG")})
    assert Picture.objects.count() == 1


def file(data, name="lamp.jpg"):
    made = BytesIO(data)
    made.name = name
    return made


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"media": file(b"GIF89a" + b"\0" * 100)}, "media: This kind of file cannot be taken."),
        ({"media": file(b"<svg onload=alert(1)>")}, "media: This kind of file"),
        ({"media": file(b"\xff\xd8\xff\xe0" + b"\0" * 50)}, "media: This picture is damaged."),
        (
            {"media": file(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff" * 8 + b"\x08\0\0\0\0")},
            "media: This picture is too large",
        ),
        ({"other": photo()}, "other: Send files as media."),
    ],
)
def test_other_files_are_refused(program, fields, says):
    answer = program.post("xml", **{**BASIC, **fields})
    assert answer.status_code == 400
    assert said(answer)[0][1].startswith(says), said(answer)
    assert not ContactRequest.objects.exists()


def test_too_large_a_photo_and_too_many(program, monkeypatch):
    monkeypatch.setattr("onecity.api.open311.media.LARGEST", 500)
    answer = program.post(**{**BASIC, "media": photo(size=(900, 900))})
    assert (answer.status_code, said(answer)[0][1][:40]) == (400, "media: This picture is larger than 500\xa0b")
    answer = program.client.post(
        f"{V2}/requests.json", {**BASIC, "api_key": program.key, "media": [photo() for _ in range(6)]}
    )
    assert said(answer) == [(400, "media: At most 5 pictures can be taken.")]


def test_a_body_that_is_far_too_large_is_refused_unread(program):
    answer = program.client.generic(
        "POST", f"{V2}/requests.json", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="900000000"
    )
    assert answer.status_code == 400
    assert said(answer)[0][1].startswith("The request is larger than")


def test_a_form_of_too_many_fields_is_refused(program):
    answer = program.post(**{**BASIC, **{f"x{number}": "y" for number in range(500)}})
    assert (answer.status_code, said(answer)) == (400, [(400, "The request is too big. Send less at a time.")])


def test_bursts_of_one_sender_are_refused(program, monkeypatch):
    monkeypatch.setattr("onecity.api.open311.posting.BURST", 2)
    assert [program.post(**BASIC).status_code for _ in range(3)] == [200, 200, 429]
    assert said(program.post("xml", **BASIC)) == [(429, "You have tried this too often. Wait a while, then try again.")]
    assert ContactRequest.objects.count() == 2


def test_a_request_sent_again_under_its_name_is_stored_once(program):
    numbers = set()
    for _ in range(2):
        headers = {"idempotency-key": "from-my-queue-1"}
        answer = program.client.post(f"{V2}/requests.json", {**BASIC, "api_key": program.key}, headers=headers)
        numbers.add(answer.json()[0]["service_request_id"])
    assert len(numbers) == ContactRequest.objects.count() == 1


def test_a_mistake_of_ours_is_told_without_its_trace(program, monkeypatch, caplog):
    monkeypatch.setattr("onecity.api.open311.views.receive", lambda **_said: 1 / 0)
    answer = program.post("xml", **BASIC)
    assert (answer.status_code, said(answer)[0][0]) == (500, 500)
    assert b"ZeroDivision" not in answer.content
    assert "unexpected error in Open311" in caplog.text
