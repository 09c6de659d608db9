"""What of a service, or of anything else with a title, is searched, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from onecity.common.text import Text


class Findable(Protocol):
    """What can be searched: it has a title, a summary, and words that people use for it."""

    @property
    def title(self) -> Text: ...
    @property
    def summary(self) -> Text: ...
    @property
    def words(self) -> Mapping[str, Sequence[str]]: ...


@dataclass(frozen=True, slots=True)
class Documents:
    """The texts of one service.

    ``names``  its title and what people call it: each may be just what somebody types
    ``whole``  title and summary together: this tells the acts of a family apart, which share most of their names
    """

    title: str
    names: tuple[str, ...]
    summary: str

    @property
    def whole(self) -> str:
        return f"{self.title}. {self.summary}"

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.names, self.summary, self.whole)


def documents_of(services: Sequence[Findable], language: str) -> list[Documents]:
    return [_documents(service, language) for service in services]


def _documents(service: Findable, language: str) -> Documents:
    title = service.title.in_language(language)
    names = tuple(dict.fromkeys((title, *service.words.get(language, ()))))
    return Documents(title, names, service.summary.in_language(language))
