"""Calls by SIPp: keys pressed, a voicemail left."""

import io
import wave

from tests.telephone.answering import needs_sipp

from onecity.contact.models import Call, ContactRequest, Inbound
from onecity.telephone.intake import take_in_some


@needs_sipp
def test_a_caller_presses_keys_and_leaves_a_voicemail(answerer):
    phone = answerer()
    code, said = phone.sipp("voicemail")
    assert code == 0, said
    phone.stop()
    assert take_in_some() == 1  # by the worker
    stored = Inbound.objects.get(channel="voicemail")
    with wave.open(io.BytesIO(bytes(stored.raw))) as sound:
        assert 2 <= sound.getnframes() / sound.getframerate() <= 4
    request = ContactRequest.objects.get(id=stored.request_id)
    assert (request.channel, request.state, request.language, request.is_public) == ("phone", "received", "en", False)
    call = Call.objects.get()
    assert (call.state, call.wants, call.language, call.request_id) == ("ended", "voicemail", "en", request.id)
    assert call.phone_mark == request.phone_mark is not None


@needs_sipp
def test_a_caller_is_promised_a_call_back_in_her_language(answerer):
    phone = answerer()
    code, said = phone.sipp("call_back")
    assert code == 0, said
    phone.stop()
    call = Call.objects.get()
    assert (call.wants, call.language, call.called_back_at) == ("call-back", "zh", None)
    request = ContactRequest.objects.get(id=call.request_id)
    assert (request.channel, request.state, request.language) == ("phone", "received", "zh")


@needs_sipp
def test_twenty_callers_at_once_are_all_heard_even_if_they_hang_up_while_speaking(answerer):
    phone = answerer()
    code, said = phone.sipp("hang_up", calls=20, rate=20)
    assert code == 0, said
    phone.stop()
    assert take_in_some() == 20
    assert Inbound.objects.filter(state="taken-in").count() == 20
    assert min(stored.facts["seconds"] for stored in Inbound.objects.all()) >= 1
    assert ContactRequest.objects.values("phone_mark").distinct().count() == 20


@needs_sipp
def test_one_call_more_than_there_is_room_for_is_told_busy(answerer):
    phone = answerer(ONECITY_PHONE_CALLS="1")
    code, said = phone.sipp("call_back", calls=2, rate=20, seconds=30)
    assert code != 0
    assert "486" in said or "unexpected" in said.lower()
    phone.stop()
    assert Call.objects.count() == 1


@needs_sipp
def test_a_caller_is_put_through_to_an_operators_telephone(answerer):
    phone = answerer(ONECITY_OPERATOR_LINE="sip:operators@127.0.0.1")
    code, said = phone.sipp("operator")
    assert code == 0, said
    phone.stop()
    call = Call.objects.get()
    assert (call.state, call.wants, call.request_id) == ("ended", "operator", None)
