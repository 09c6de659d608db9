"""What can be answered at once: the articles and the public services that fit somebody's words, by meaning."""

from dataclasses import dataclass

from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.catalogue.search.engine import Engine
from onecity.city import queries as city
from onecity.contact import releases
from onecity.contact.definition import Article


@dataclass(frozen=True, slots=True)
class Answers:
    """The best first. That they are here does not say that one of them answers: the reader decides."""

    articles: tuple[Article, ...]
    services: tuple[Service, ...]


_held: tuple[int, Engine] | None = None


def find_answers(*, words: str, language: str, limit: int = 3) -> Answers:
    """Articles and services for somebody's words."""
    articles = tuple(hit.service for hit in engine().find(words=words, language=language, limit=limit))
    services = catalogue.search_services(words=words, language=language, limit=limit)
    return Answers(articles, tuple(hit.service for hit in services))


def engine() -> Engine:
    """Search over the articles in force: to warm its models, or to keep its vectors."""
    global _held  # noqa: PLW0603
    release = releases.release()
    if _held is None or _held[0] != release:
        _held = (release, Engine(tuple(releases.current().articles.values()), city.current().languages))
    return _held[1]
