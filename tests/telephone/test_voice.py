"""A provider's requests, as Twilio writes and signs them."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from xml.etree.ElementTree import fromstring

import pytest

from onecity.common.actor import SYSTEM, Actor
from onecity.common.errors import Refusal
from onecity.contact.domain.intake import receive
from onecity.contact.domain.voicemails import write_down
from onecity.contact.models import Call, ContactRequest, Inbound
from onecity.contact.queries.calls import calls_to_return, recording, recordings_of
from onecity.contact.queries.requests import file_for_office
from onecity.contact.refusals import NoSuchRecording, NotYours
from onecity.telephone import fetching, intake
from onecity.telephone.english import weights
from onecity.telephone.hearing import SURE_ENOUGH, Heard
from onecity.telephone.intake import take_in_some
from onecity.telephone.signatures import signature

SECRET, CALLER = "voice-secret-of-the-test", "+8613900000001"
OPERATOR = Actor(kind="operator", id="00000000-0000-0000-0000-000000000001", agency="data-bureau", name="Xu Ning")
WAV = b"RIFF" + b"\x00" * 60


@pytest.fixture(autouse=True)
def door(huating, monkeypatch):
    monkeypatch.setenv("ONECITY_VOICE_SECRET", SECRET)


@pytest.fixture
def tell(client, settings):
    """What the provider says at a step, signed; the answer as XML."""

    def tell(address, secret=SECRET, **said):
        said = {"CallSid": "CA1", "From": CALLER} | said
        url = settings.PUBLIC_URL + (path := address if address[0] == "/" else f"/telephone/voice/{address}")
        signed = signature(secret, url, [(name, [value]) for name, value in said.items()])
        answer = client.post(path, said, headers={"X-Twilio-Signature": signed})
        return fromstring(answer.content) if answer.status_code == 200 else answer.status_code

    return tell


@pytest.fixture
def provider(monkeypatch):
    """Where recordings lie: path -> (status, kind, bytes)."""
    served = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, kind, data = served.get(self.path, (404, "text/plain", b""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    origin = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("ONECITY_VOICE_RECORDINGS", origin)
    yield origin, served
    server.shutdown()
    server.server_close()


def _next(answer):
    """The address to which the answer sends what comes next."""
    return next(part.get("action") for part in answer.iter() if part.get("action"))


def test_the_signature_is_that_of_the_providers_own_example():
    parameters = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
        "To": "+18005551212",
    }  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert (
        signature("12345", url, [(name, [value]) for name, value in parameters.items()])
        == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
    )


def test_nobody_but_the_provider_comes_in(tell, client, monkeypatch):
    assert tell("call", secret="guessed") == 403
    assert client.post("/telephone/voice/call", {"CallSid": "CA1"}).status_code == 403
    assert tell("nonsense") == 404
    monkeypatch.delenv("ONECITY_VOICE_SECRET")
    assert tell("call") == 404
    assert not Call.objects.exists()


def test_a_caller_is_asked_for_her_language_and_hears_the_menu_in_it(tell):
    asked = tell("call")
    gather = asked.find("Gather")
    assert [(say.get("language"), say.text) for say in gather][1::2] == [
        ("en-GB", "For English, press 1."), ("zh-CN", "中文服务，请按2。"),
    ]  # fmt: skip
    menu = tell(_next(asked), Digits="2").find("Gather")
    assert [(say.get("language"), say.text[:4]) for say in menu] == [("zh-CN", "反映问题")]
    assert Call.objects.get().language == "zh"


def test_a_voicemail_is_stored_before_the_caller_is_thanked_and_becomes_a_request(tell, provider):
    origin, served = provider
    served["/RE1"] = (200, "audio/x-wav", WAV)
    record = tell(_next(tell(_next(tell("call")), Digits="1")), Digits="1")
    assert record.find("Record").get("maxLength") == "180"
    said = {"RecordingSid": "RE1", "RecordingUrl": f"{origin}/RE1", "RecordingDuration": "12"}
    for _again in range(2):
        thanks = tell(_next(record), **said)
    assert thanks.find("Say").text == "Your message is stored. An operator will listen to it."
    assert bytes(Inbound.objects.get().raw) == WAV
    assert take_in_some() == 1
    request = ContactRequest.objects.get()
    assert "12 seconds" in request.words
    (played,) = recordings_of(request.id, OPERATOR)
    assert recording(played.id, OPERATOR) == WAV
    with pytest.raises(NoSuchRecording):
        recording(played, Actor(kind="officer", agency="water", head=True))


def test_a_recording_that_does_not_come_at_once_is_fetched_later(tell, provider):
    origin, served = provider
    said = {"RecordingSid": "RE2", "RecordingUrl": f"{origin}/RE2", "RecordingDuration": "3"}
    assert tell("recorded?at=record", **said).find("Say") is not None
    assert take_in_some() == 0
    served["/RE2"] = (200, "audio/mpeg", b"\xff\xfb")
    assert take_in_some() == 1


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/html", (200, "text/html", b"<script>")), ("/moved", (302, "audio/wav", b"")),
        ("/large", (200, "audio/wav", b"x" * 2000)),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_not_kept(provider, monkeypatch, path, answer):
    origin, served = provider
    served[path] = answer
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with pytest.raises(fetching.NotFetched):
        fetching.fetch(origin + path)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:5432/", "https://api.twilio.com.evil.example/", "https://user@api.twilio.com/", "file:///etc/passwd",
     "http://api.twilio.com/", "https://api.twilio.com:444/", "http://[", "https://localhost/x"],
)  # fmt: skip
def test_nothing_is_fetched_from_elsewhere(url, monkeypatch):
    monkeypatch.setenv("ONECITY_VOICE_RECORDINGS", "https://api.twilio.com https://localhost")
    with pytest.raises(fetching.NotFetched):
        fetching.fetch(url)


def test_a_call_back_is_promised_once_and_only_to_a_number(tell):
    for _again in range(2):
        said = tell("keys?at=menu&asked=0", Digits="3")
    assert "call you back" in said.find("Say").text
    assert [seen.number for seen in calls_to_return(OPERATOR)] == [CALLER]
    assert ContactRequest.objects.count() == 1
    hidden = tell("keys?at=menu&asked=0", Digits="3", CallSid="CA2", From="anonymous")
    assert hidden.find("Record") is not None


def test_an_operator_is_rung_and_when_nobody_answers_the_caller_is_not_sent_away(tell, monkeypatch):
    none = tell("keys?at=menu&asked=0", Digits="0")
    assert none.find("Record") is not None
    monkeypatch.setenv("ONECITY_OPERATOR_LINE", "+8621000000")
    rung = tell("keys?at=menu&asked=0", Digits="0", CallSid="CA3")
    assert rung.find("Dial/Number").text == "+8621000000"
    assert Call.objects.get(key="CA3").state == "waiting"
    assert tell(_next(rung), CallSid="CA3", DialCallStatus="no-answer").find("Record") is not None
    assert Call.objects.get(key="CA3").wants == "call-back"


def test_the_state_of_a_report_is_told_by_its_number(tell):
    mine = receive(channel="web", words="The lamp is dark", actor=SYSTEM, phone=CALLER, private=True).request
    keys = mine.number.split("-", 1)[1].replace("-", "").translate(KEYS)
    told = tell("keys?at=number&asked=0", Digits=keys)
    assert (
        told.find("Gather")[0].text
        == f"Your report {'was received and is being looked at' if mine.state == 'received' else 'is being worked on'}."
    )
    stranger = tell("keys?at=number&asked=0", Digits=keys, CallSid="CA4", From="+8613900000009")
    assert stranger.find("Gather")[0].text == "No report was found under that number."


KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def test_the_end_of_a_call_is_noted(tell):
    tell("call")
    tell("ended", CallStatus="completed")
    assert Call.objects.get().state == "ended"


def test_what_an_operator_writes_down_is_understood_as_if_it_had_been_said(tell, provider):
    origin, served = provider
    served["/RE5"] = (200, "audio/wav", WAV)
    tell("recorded?at=record", RecordingSid="RE5", RecordingUrl=f"{origin}/RE5")
    take_in_some()
    request = ContactRequest.objects.get()
    assert (request.guesses, request.topic, request.public_words) == ([], "", "")
    write_down(request_id=request.id, words="The street lamp in Willow Lane is dark", actor=OPERATOR)
    request.refresh_from_db()
    assert request.words == "The street lamp in Willow Lane is dark"
    assert file_for_office(request.id, OPERATOR).history[-1].kind in ("written-down", "sorted")
    with pytest.raises(NotYours):
        write_down(request_id=request.id, words="Something else", actor=SYSTEM_OF_AN_AGENCY)


SYSTEM_OF_AN_AGENCY = Actor(kind="client", agency="water")


def test_one_recording_that_is_refused_does_not_hold_up_the_others(tell, provider, monkeypatch):
    origin, served = provider
    served["/RE6"] = served["/RE7"] = (200, "audio/wav", WAV)
    for sid in ("RE6", "RE7"):
        tell("recorded?at=record", RecordingSid=sid, RecordingUrl=f"{origin}/{sid}", CallSid=sid)
    monkeypatch.setattr(intake, "heard_in", Once())
    assert take_in_some() == 1
    assert take_in_some() == 1
    assert sorted(Inbound.objects.values_list("state", "tries")) == [("taken-in", 0), ("taken-in", 1)]


def test_what_the_machine_heard_becomes_the_report_and_is_marked_as_heard(tell, provider, monkeypatch):
    origin, served = provider
    served["/RE8"] = (200, "audio/wav", WAV)
    tell("recorded?at=record", RecordingSid="RE8", RecordingUrl=f"{origin}/RE8")
    monkeypatch.setattr(intake, "heard_in", lambda _wav, _language: Heard("The street lamp is dark", 0.87))
    take_in_some()
    request = ContactRequest.objects.get()
    assert request.words == "The street lamp is dark"
    assert recordings_of(request.id, OPERATOR)[0].sureness == 0.87
    write_down(request_id=request.id, words="The street lamp in Willow Lane is dark", actor=OPERATOR)
    assert recordings_of(request.id, OPERATOR)[0].sureness is None  # a person's words now


@pytest.mark.skipif(weights() is None, reason="There is no wheel of the model for this machine.")
def test_a_spoken_voicemail_is_heard_and_becomes_the_words_of_the_report(tell, provider):
    origin, served = provider
    spoken = (weights().parent / "two_cities.wav").read_bytes()[: 44 + 9 * 48_000 * 2]
    served["/RE9"] = (200, "audio/wav", spoken)
    tell("voicemail?language=en")
    tell("recorded?at=record&language=en", RecordingSid="RE9", RecordingUrl=f"{origin}/RE9")
    take_in_some()
    request = ContactRequest.objects.get()
    assert "it was the best of times" in request.words.lower()
    assert recordings_of(request.id, OPERATOR)[0].sureness >= SURE_ENOUGH


class Once:
    """Refuses the first time."""

    def __init__(self):
        self.asked = 0

    def __call__(self, wav, language):
        self.asked += 1
        if self.asked == 1:
            raise Refusal("Not this one.")
        return Heard("The street lamp is dark", 0.9)
