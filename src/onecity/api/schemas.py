"""What goes in and comes out, as the OpenAPI shows it. Names that are not here are refused."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Words = dict[str, str]  # language -> text
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=100)]
Cursor = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$", max_length=200)]
PlainText = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class In(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ServiceBrief(Out):
    code: str
    title: Words
    summary: Words
    agency: str
    subject: str
    life_events: list[str]


class Found(Out):
    """A service that fits the words, and why."""

    service: ServiceBrief
    why: str


class SearchResult(Out):
    found: list[Found]


class ServicePage(Out):
    """``after`` gives the next page; empty on the last."""

    items: list[ServiceBrief]
    after: str


class StepOut(Out):
    code: str
    title: Words
    needs: list[str]
    automatic: bool
    agency: str
    unit: str
    days: int


class EvidenceOut(Out):
    code: str
    title: Words
    hint: Words
    accept: list[str]
    optional: bool


class PageOut(Out):
    code: str
    title: Words
    fields: list[str]


class FieldOut(Out):
    """One question. ``source``: the register attribute that fills it in; ``shown``: the rule for asking it (CEL)."""

    title: Words
    hint: Words
    choices: dict[str, Words]
    source: str
    optional: bool
    shown: str


class ServiceDetail(ServiceBrief):
    """``form`` is the JSON Schema (2020-12) of the answers; ``pages`` and ``fields`` say how they are asked."""

    version: int
    law: list[Words]
    whom: list[str]
    channels: list[str]
    form: dict[str, JsonValue]
    pages: list[PageOut]
    fields: dict[str, FieldOut]
    evidence: list[EvidenceOut]
    steps: list[StepOut]
    conditions: list[Words]
    promised_on: date
    certificate: str
    related: list[str]


class RatingOut(Out):
    stars: int
    comment: str
    at: datetime
    answer: str
    answered_at: datetime | None


class RatingsOut(Out):
    average: float | None
    count: int
    latest: list[RatingOut]


class EligibilityOut(Out):
    eligible: bool
    reasons: list[Words]


class DraftIn(In):
    """``resident`` when acting for somebody under a mandate."""

    service: Code
    resident: Annotated[UUID | None, Field(strict=False)] = None


class AnswersIn(In):
    """Answers by field; wrong ones are kept too, and named in ``errors``."""

    answers: Annotated[dict[str, JsonValue], Field(max_length=200)]


class DraftOut(Out):
    id: UUID
    service: str
    resident: UUID
    answers: dict[str, JsonValue]
    sources: dict[str, JsonValue]
    errors: Words
    saved_at: datetime
    submitted: bool


class DraftPage(Out):
    items: list[DraftOut]


class FileOut(Out):
    id: UUID
    evidence: str
    name: str
    kind: str
    size: int
    sha256: str


class SubmitIn(In):
    draft: Annotated[UUID, Field(strict=False)]


class CaseOut(Out):
    id: UUID
    number: str
    service: str
    state: Literal["open", "waiting", "granted", "refused", "withdrawn"]
    submitted_at: datetime
    promised_on: date
    decided_at: datetime | None
    reason: str
    fee: str


class CasePage(Out):
    items: list[CaseOut]
    after: str


class HappeningOut(Out):
    at: datetime
    kind: str
    words: str
    who: str


class ComingOut(Out):
    step: str
    title: str
    office: str
    state: str
    due_on: date | None


class MessageOut(Out):
    id: UUID
    at: datetime
    from_resident: bool
    author: str
    text: str
    asks_more: bool


class AnswerOut(Out):
    field: str
    question: str
    words: str
    source: str
    register_says: str


class CaseDetail(CaseOut):
    timeline: list[HappeningOut]
    next: list[ComingOut]
    messages: list[MessageOut]
    answers: list[AnswerOut]
    files: list[FileOut]


class MessageIn(In):
    text: Annotated[PlainText, Field(min_length=1, max_length=5000)]


class TaskOut(Out):
    id: UUID
    case: UUID
    number: str
    service: str
    step: str
    agency: str
    unit: str
    state: str
    due_on: date
    taken_by: str


class TaskPage(Out):
    items: list[TaskOut]
    after: str


class AgencyCaseDetail(CaseDetail):
    tasks: list[TaskOut]


class DecisionIn(In):
    """``reason`` is read by the resident."""

    outcome: Literal["pass", "refuse"]
    reason: Annotated[PlainText, Field(min_length=1, max_length=2000)]
