"""The pure parts: messages, offers, packets, sound, the menu."""

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecity.telephone import menu
from onecity.telephone.answerer import rtp, sdp, sip, sound, tones

INVITE = (
    b"INVITE sip:311@10.0.0.1 SIP/2.0\r\nv: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKx, SIP/2.0/UDP b;branch=z9hG4bKy\r\n"
    b"f: <sip:+8613900000000@10.0.0.2>;tag=their\r\nTo:\r\n <sip:311@10.0.0.1>\r\ni: abc@10.0.0.2\r\nCSeq: 1 INVITE\r\n"
    b"m: <sip:caller@10.0.0.2>\r\nl: 0\r\n\r\n"
)
OFFER = (
    b"v=0\r\nc=IN IP4 10.0.0.2\r\nm=audio 4000 RTP/AVP 9 8 0 97\r\na=rtpmap:97 telephone-event/8000\r\n"
    b"m=video 4002 RTP/AVP 31\r\nc=IN IP4 10.9.9.9\r\n"
)


def test_a_message_is_read_with_short_names_folded_lines_and_lists():
    message = sip.read(INVITE)
    assert (message.method, message.call_id, message.cseq) == ("INVITE", "abc@10.0.0.2", (1, "INVITE"))
    assert (message.from_tag, message.to_tag, message.branch) == ("their", "", "z9hG4bKx")
    assert message.headers["via"] == ["SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKx", "SIP/2.0/UDP b;branch=z9hG4bKy"]


def test_an_answer_carries_back_what_it_must():
    answer = sip.read(sip.response(sip.read(INVITE), 486, tag="our"))
    assert (answer.status, answer.to_tag, answer.branch, answer.cseq) == (486, "our", "z9hG4bKx", (1, "INVITE"))


@pytest.mark.parametrize(
    "change",
    [
        (b"l: 0", b"l: 99999"), (b"l: 0", b"l: -1"), (b"CSeq: 1 INVITE", b"CSeq: x"), (b"i: abc", b"x: abc"),
        (b"INVITE sip", b"invite sip"), (b"SIP/2.0\r\nv", b"HTTP/1.1\r\nv"), (b";tag=their", b""), (b"To:", b"\xff\xfe:"),
        (b"m: <", b"m: \x00<"), (b"l: 0\r\n", b"X: 1\r\n" * 100), (b"i: abc", b"i: b\r\ni: abc"),
    ],
)  # fmt: skip
def test_what_is_not_plainly_a_message_is_refused(change):
    with pytest.raises(sip.Malformed):
        sip.read(INVITE.replace(*change))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(INVITE)), st.integers(0, 40))
def test_nothing_makes_the_readers_fall(noise, place, gone):
    data = INVITE[:place] + noise + INVITE[place + gone :]
    for read, refusal in ((sip.read, sip.Malformed), (sdp.read, sdp.NoCommonSound), (rtp.read, ())):
        try:
            read(data)
        except refusal:
            continue


def test_the_first_sound_that_we_speak_is_agreed_on():
    assert sdp.read(OFFER) == sdp.Sound("10.0.0.2", 4000, "PCMA", 8, 97)
    assert sdp.read(sdp.answer("10.0.0.1", 40000, sdp.read(OFFER), 1)) == sdp.Sound("10.0.0.1", 40000, "PCMA", 8, 97)


@pytest.mark.parametrize("offer", [b"", b"m=audio 4000 RTP/SAVP 0", b"m=audio 0 RTP/AVP 0", b"m=audio 4000 RTP/AVP 9"])
def test_an_offer_that_we_cannot_speak_is_refused(offer):
    with pytest.raises(sdp.NoCommonSound):
        sdp.read(b"v=0\r\nc=IN IP4 10.0.0.2\r\n" + offer)


def test_a_packet_is_read_without_its_extension_and_padding():
    plain = rtp.Packet(0, 7, 160, 99, b"sound")
    data = bytearray(rtp.write(plain))
    data[0] |= 0x30
    assert rtp.read(rtp.write(plain)) == plain
    assert rtp.read(bytes(data[:12]) + b"\xbe\xde\x00\x01abcd" + b"sound\x00\x02") == plain
    assert rtp.key_of(rtp.Packet(97, 1, 1, 1, b"\x0b\x0a\x00\xa0")) == "#"


def test_late_packets_are_left_out_and_lost_ones_are_silence():
    order, data = rtp.Order(), b"x" * 160
    taken = [
        order.take(rtp.Packet(0, number & 0xFFFF, number * 160, 1, data)) for number in (65534, 65535, 65538, 65536)
    ]
    assert taken == [0, 0, 320, None]


@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_sound_survives_the_line(codec):
    tone = tones.tones(((440.0, 0.1),))
    heard = sound.decode(sound.encode(tone, codec), codec)
    assert max(abs(a - b) for a, b in zip(tone, heard, strict=True)) < 300  # of 8,000: a half step of the coarsest part
    assert sound.encode(heard, codec) == sound.encode(tone, codec)


def test_a_recording_is_read_back_as_a_file(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(sound.wav(b"\x80\x00\xff", "PCMU"))
    assert sound.read_wav(path) == array("h", [32124, -32124, 0])


LANGUAGES = ("en", "zh")


@pytest.mark.parametrize(
    ("keys", "place", "language"),
    [
        (["2", "1"], "record", "zh"), (["1", "2"], "number", "en"), (["1", "3"], "call-back", "en"),
        (["2", "0"], "operator", "zh"), (["9", "", "7", "9", "", "1"], "record", "en"), ([""] * 6, "record", "en"),
        (["²", "1", "1"], "record", "en"),
    ],
)  # fmt: skip
def test_where_keys_lead(keys, place, language):
    at = menu.start(LANGUAGES)
    for key in keys:
        at = menu.after_keys(at, key, LANGUAGES)
    assert (at.place, at.language) == (place, language)
