"""English voicemails are heard by the packaged model; whatever is not clear speech in English, by an operator."""

import sys
from array import array
from pathlib import Path

import pytest

from onecity.telephone import hearing as ears_of_the_city
from onecity.telephone.answerer.sound import RATE, encode, samples_of, wav
from onecity.telephone.english import EnglishHearing, spoken_parts, weights
from onecity.telephone.hearing import NOTHING, SURE_ENOUGH, Nobody, heard_in, hearing

pytestmark = pytest.mark.skipif(weights() is None, reason="There is no wheel of the model for this machine.")


@pytest.fixture(scope="module")
def ears():
    return EnglishHearing(weights())


def recording(name, seconds):
    """The beginning of a recording that comes with the model, as 16-bit WAV."""
    data = Path(weights().parent / name).read_bytes()
    samples, rate = samples_of(data)
    return data[:44] + samples[: int(seconds * rate)].tobytes() if rate else data


def tone(level, seconds=3, pitch=20):
    samples = array("h", [level if (n // pitch) % 2 else -level for n in range(seconds * RATE)])
    return wav(encode(samples, "PCMU"), "PCMU")


def test_clear_english_becomes_words(ears):
    heard = ears.hear(recording("two_cities.wav", 9), "en")
    assert "it was the best of times" in heard.words.lower()
    assert heard.sureness >= SURE_ENOUGH


@pytest.mark.parametrize("sound", [tone(0), tone(8000), tone(2000, pitch=3)], ids=["silence", "a tone", "a hiss"])
def test_what_is_no_speech_gives_no_words(sound):
    assert heard_in(sound, "en") == NOTHING


def test_another_language_is_left_to_an_operator():
    assert heard_in(recording("two_cities.wav", 3), "zh") == NOTHING


@pytest.mark.parametrize("sound", [b"", b"RIFF" + bytes(60), b"ID3\x04 some MP3", bytes(200)])
def test_what_is_no_wav_is_left_to_an_operator(sound):
    assert heard_in(sound, "en") == NOTHING


@pytest.mark.parametrize(("seconds", "rate"), [(400, RATE), (3, 1), (3, 2_000_000_000), (0.01, RATE)])
def test_what_is_too_long_or_of_an_odd_rate_is_left_to_an_operator(seconds, rate):
    sound = bytearray(wav(bytes(int(seconds * RATE)), "PCMU"))
    sound[24:28] = rate.to_bytes(4, "little")
    assert heard_in(bytes(sound), "en") == NOTHING


def test_a_quiet_caller_is_heard_too(ears):
    sound = bytearray(recording("two_cities.wav", 9))
    quiet = array("h", [sample // 5 for sample in samples_of(bytes(sound))[0]])
    assert "it was the best of times" in ears.hear(bytes(sound[:44]) + quiet.tobytes(), "en").words.lower()


def test_a_doubtful_stretch_makes_the_whole_doubtful(ears, monkeypatch):
    said = iter([("It was the best of times.", [0.95] * 90), ("The first one is the first one.", [0.6] * 10)])
    monkeypatch.setattr(ears, "_part", lambda _part: next(said))
    monkeypatch.setattr("onecity.telephone.english.spoken_parts", lambda _sound: [None, None])
    assert ears.hear(tone(8000), "en").sureness == pytest.approx(0.6)


class Broken:
    def hear(self, wav, language):
        raise MemoryError


def test_a_model_that_fails_costs_no_voicemail(monkeypatch, caplog):
    monkeypatch.setattr(ears_of_the_city, "hearing", Broken)
    assert heard_in(tone(8000), "en") == NOTHING
    assert "MemoryError" in caplog.text


def test_long_speech_is_read_in_parts_that_the_model_bears():
    import numpy as np

    moments = np.arange(70 * 16_000)
    sound = (np.sin(moments / 20) * np.sin(moments / 4000)).astype(np.float32)
    assert max(map(len, spoken_parts(sound))) <= 20 * 16_000
    assert sum(map(len, spoken_parts(sound))) == len(sound)


def test_a_city_may_switch_it_off(monkeypatch):
    hearing.cache_clear()
    monkeypatch.setenv("ONECITY_HEARING", "none")
    assert isinstance(hearing(), Nobody)
    hearing.cache_clear()


def test_the_microphone_part_of_the_package_is_never_loaded(ears):
    ears.hear(recording("two_cities.wav", 2), "en")
    assert "moonshine_voice" not in sys.modules
