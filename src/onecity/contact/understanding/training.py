"""Learning which words mean which topic: from the city's folder, and from every choice that a person made."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from onecity.common.errors import Refusal
from onecity.contact import releases
from onecity.contact.definition import Centre
from onecity.contact.models import TopicModel
from onecity.contact.understanding import topics
from onecity.contact.understanding.meaning import Meaning, learn, packed, read, unpacked
from onecity.contact.understanding.measuring import Accuracy, Test
from onecity.contact.understanding.samples import Samples, samples_of
from onecity.contact.understanding.topics import Held
from onecity.contact.understanding.wording import Wording, wording_of

WORSE = 0.005  # share of right answers that may be lost to chance
Say = Callable[[str], None]


class TooFewExamples(Refusal):
    """Nothing could be held out, so nobody could tell how right a model is."""

    code = "too-few-examples"


@dataclass(frozen=True, slots=True)
class Training:
    """``before`` is the model that was in force, on the same contacts; none when there was none."""

    samples: int
    corrections: int
    after: Accuracy
    before: Accuracy | None
    installed: bool


def train(say: Say) -> Training:
    """Learn, compare with the model in force on contacts that neither has seen, and install what is not worse.

    What is put in force has learnt from the held-out contacts too. Its twin has not: it is what is measured, and what
    the next model is compared with.
    """
    centre = releases.current()
    samples = samples_of(centre)
    if not samples.tested:
        raise TooFewExamples(_("No topic has three examples."), next_step=_("Write some in contact/topics/."))
    say(f"Reading {len(samples):,} texts about {len(centre.topics)} topics …")
    whole, twin, test = _learnt(centre, samples)
    twin = test.warmed(twin)
    after, before = test.accuracy(twin), _before(centre, twin.wording, test)
    installed = before is None or after.best >= before.best - WORSE
    if installed:
        _install(whole, twin, after)
    return Training(len(samples), samples.choices, after, before, installed)


def _learnt(centre: Centre, samples: Samples) -> tuple[Meaning, Held, Test]:
    """What has learnt from everything, its twin, and what the twin has not seen."""
    tested, seen = slice(len(samples.seen), None), slice(len(samples.seen))
    vectors, codes = read([sample.words for sample in [*samples.seen, *samples.tested]]), tuple(centre.topics)
    numbers = _numbers(samples, codes)
    wording = wording_of(centre, without={sample.words for sample in samples.tested})
    twin = Held(0, None, 0.0, wording, learn(vectors.rows(seen), numbers[seen], codes))
    said = np.array([wording.scores(sample.words) for sample in samples.tested])
    test = Test(samples.tested, vectors.rows(tested), said, centre.rules.sure / 100)
    return learn(vectors, numbers, codes), twin, test


def _numbers(samples: Samples, codes: tuple[str, ...]) -> NDArray[np.int64]:
    number = {code: place for place, code in enumerate(codes)}
    return np.array([number[sample.topic] for sample in [*samples.seen, *samples.tested]])


def _before(centre: Centre, wording: Wording, test: Test) -> Accuracy | None:
    """The twin of the model in force on the same contacts; none when it knows other topics."""
    row = TopicModel.objects.order_by("-at").first()
    if row is None or set(row.topics) != set(centre.topics):
        return None
    return test.accuracy(Held(0, None, 0.0, wording, unpacked(bytes(row.judged), row.topics), tuple(row.warmth)))


def _install(whole: Meaning, twin: Held, report: Accuracy) -> None:
    if twin.meaning is None:
        return
    TopicModel.objects.create(
        topics=list(whole.topics), weights=packed(whole), judged=packed(twin.meaning), warmth=list(twin.warmth),
        report=asdict(report),
    )  # fmt: skip
    topics.forget()
