"""What the single number knows, as the city's folder says it: topics that people call about, articles that answer."""

from msgspec import Struct, field

from onecity.common.text import Text

Words = dict[str, tuple[str, ...]]  # language -> phrases


class Question(Struct, frozen=True, kw_only=True):
    """One more thing to ask about a topic; ``type``: text, paragraph, number, datetime, one, many."""

    code: str
    title: Text
    type: str = "text"
    required: bool = False
    options: dict[str, Text] = field(default_factory=dict)


class Topic(Struct, frozen=True, kw_only=True):
    """A matter that people turn to the city about, and who does what about it by when.

    ``days`` are working days of the agency, ``hours`` are hours of the clock; exactly one of them is not 0.
    ``place``: needed, welcome, none. ``private``: never in a public list.
    """

    code: str
    title: Text
    agency: str
    unit: str = ""
    group: str
    kind: str
    days: int = 0
    hours: int = 0
    urgent: bool = False
    place: str = "welcome"
    private: bool = False
    helpers: tuple[str, ...] = ()
    words: Words = field(default_factory=dict)
    examples: Words = field(default_factory=dict)
    ask: dict[str, Question] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class Article(Struct, frozen=True, kw_only=True):
    """What can be answered at once. ``version`` rises by itself when the content changes; dates are ISO days."""

    code: str
    title: Text
    text: Text  # Markdown
    agency: str
    unit: str = ""
    words: Words = field(default_factory=dict)
    reviewed: str
    review: str
    services: tuple[str, ...] = ()
    version: int = 1

    @property
    def summary(self) -> Text:
        """Its first paragraph, for lists and for search."""
        return Text({language: text.strip().split("\n\n")[0] for language, text in self.text.items()})


class Rules(Struct, frozen=True, kw_only=True):
    """What a city decides about its contacts.

    ``sure``: the percentage from which a topic that was guessed is acted upon; below, a person decides.
    ``reopen_within``, ``silent_after``: days of the calendar after the answer in which the reporter may say that it is
    not solved, and after which her silence is taken as consent. ``forget_after``: days after the end.
    """

    sure: int = 40
    reopen_within: int = 15
    silent_after: int = 7
    forget_after: int = 365


class Centre(Struct, frozen=True, kw_only=True):
    """The contact centre of a city as its folder describes it."""

    rules: Rules = Rules()
    groups: dict[str, Text] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
