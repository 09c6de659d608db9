"""Learning from the folder and from people: measured on what was held out, and never for the worse."""

import pytest

from onecity.contact import domain
from onecity.contact.models import ContactRequest, TopicModel
from onecity.contact.understanding import measuring, topics, training


@pytest.fixture(autouse=True)
def fresh_model():
    topics.forget()
    yield
    topics.forget()


def quiet(words):
    """Nobody listens."""


def test_the_first_model_is_put_in_force_and_tells_how_right_it_is(centre):
    done = training.train(quiet)
    assert (done.installed, done.before) == (True, None)
    assert TopicModel.objects.get().report["best"] == done.after.best


def test_the_model_reads_words_that_the_folder_does_not_have(centre):
    training.train(quiet)
    assert topics.guess_topics("my employer owes me my salary")[0][0] == "unpaid-wages"
    assert topics.guess_topics("单位欠我薪水")[0][0] == "unpaid-wages"


def test_a_worse_model_is_refused(centre, monkeypatch):
    training.train(quiet)
    monkeypatch.setattr(measuring, "_accuracy", iter_of(0.2, 0.9))
    assert not training.train(quiet).installed
    assert TopicModel.objects.count() == 1


def iter_of(*shares):
    left = iter(shares)
    return lambda *_: measuring.Accuracy(10, next(left), 1.0, 1.0, 1.0)


def test_what_a_person_chose_is_learnt(centre, anybody, xu):
    training.train(quiet)
    words = "The glowing thing on the pole went poof number {}"
    for number in range(12):
        request = domain.receive(channel="web", words=words.format(number), actor=anybody).request
        domain.sort_request(request_id=request.id, topic="street-light", actor=xu)
    assert ContactRequest.objects.filter(topic_by="operator").count() == 12
    assert training.train(quiet).corrections == 12
    assert topics.guess_topics("The glowing thing went poof")[0][0] == "street-light"


def test_a_city_that_has_not_trained_goes_by_the_wording(centre):
    assert topics.guess_topics("Street light is out")[0][0] == "street-light"
