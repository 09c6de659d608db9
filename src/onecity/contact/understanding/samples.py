"""What there is to learn from: the city's folder, and every choice that a person made."""

from dataclasses import dataclass
from hashlib import sha256

from onecity.contact.definition import Centre, Topic
from onecity.contact.models import ContactRequest
from onecity.contact.understanding.wording import texts_of

MOST = 20_000  # choices of people, the newest
ONE_IN = 5  # of the choices are held out


@dataclass(frozen=True, slots=True)
class Sample:
    words: str
    topic: str


@dataclass(frozen=True, slots=True)
class Samples:
    """``tested`` is held out of what is ``seen``; ``choices`` of both are people's."""

    seen: list[Sample]
    tested: list[Sample]
    choices: int

    def __len__(self) -> int:
        return len(self.seen) + len(self.tested)


def samples_of(centre: Centre) -> Samples:
    seen, tested = _of_folder(centre)
    chosen, chosen_out = _of_people(centre)
    return Samples([*seen, *chosen], [*tested, *chosen_out], len(chosen) + len(chosen_out))


def _of_folder(centre: Centre) -> tuple[list[Sample], list[Sample]]:
    """One example of each topic and language is held out, always the same ones."""
    kept: list[Sample] = []
    out: list[Sample] = []
    for topic in centre.topics.values():
        held = {min(said, key=_lot) for said in topic.examples.values() if len(said) > 2}
        out += [Sample(text, topic.code) for text in sorted(held)]
        kept += [Sample(text, topic.code) for text in _said_of(topic, centre) if text not in held]
    return kept, out


def _lot(text: str) -> bytes:
    """Draws lots among texts; a text keeps its lot, whatever is added beside it."""
    return sha256(text.encode()).digest()


def _said_of(topic: Topic, centre: Centre) -> list[str]:
    """What the folder says of a topic, with the titles and phrases of the articles that answer it."""
    articles = [centre.articles[code] for code in topic.answers if code in centre.articles]
    titles = [text for article in articles for text in article.title.values()]
    phrases = [text for article in articles for said in article.words.values() for text in said]
    return list(dict.fromkeys([*texts_of(topic), *titles, *phrases]))


def _of_people(centre: Centre) -> tuple[list[Sample], list[Sample]]:
    """What people chose; every fifth is held out, by its number, so that it stays held out."""
    rows = ContactRequest.objects.filter(topic_by__in=("operator", "agency"), topic__in=list(centre.topics))
    found = list(rows.order_by("-at").values_list("words", "topic", "number")[:MOST])
    kept = [Sample(words, topic) for words, topic, number in found if not _is_out(number)]
    return kept, [Sample(words, topic) for words, topic, number in found if _is_out(number)]


def _is_out(number: str) -> bool:
    return sum(map(ord, number)) % ONE_IN == 0
