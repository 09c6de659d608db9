"""From what the rooms give to what the API shows."""

from onecity.applications.models import Case, Message, Rating, Task
from onecity.applications.queries import Answer, CaseFile, Coming, Happening
from onecity.catalogue.definition import Field, Service, Step
from onecity.catalogue.promise import promised_on
from onecity.common import clock
from onecity.files.models import File
from onecity.forms.models import Draft


def service_brief(service: Service) -> dict[str, object]:
    return {
        "code": service.code, "title": service.title, "summary": service.summary, "agency": service.agency,
        "subject": service.subject, "life_events": list(service.life_events),
    }  # fmt: skip


def service_detail(service: Service, form: dict[str, object]) -> dict[str, object]:
    return {
        **service_brief(service), "version": service.version, "law": list(service.law), "whom": list(service.whom),
        "channels": list(service.channels), "form": form,
        "pages": [{"code": p.code, "title": p.title, "fields": list(p.fields)} for p in service.pages.values()],
        "fields": {field.code: _field(field) for field in service.fields.values()},
        "evidence": [
            {"code": e.code, "title": e.title, "hint": e.hint, "accept": list(e.accept), "optional": e.optional}
            for e in service.evidence.values()
        ],
        "steps": [_step(step) for step in service.steps.values()],
        "conditions": [condition.reason for condition in service.eligible],
        "promised_on": promised_on(service, clock.today()),
        "certificate": service.gives.certificate if service.gives else "", "related": list(service.related),
    }  # fmt: skip


def _field(field: Field) -> dict[str, object]:
    source = f"{field.source.register}.{field.source.attribute}" if field.source else ""
    return {
        "title": field.title, "hint": field.hint, "choices": field.choices, "source": source,
        "optional": field.optional, "shown": field.shown,
    }  # fmt: skip


def _step(step: Step) -> dict[str, object]:
    return {
        "code": step.code, "title": step.title, "needs": list(step.needs), "automatic": bool(step.auto),
        "agency": step.agency, "unit": step.unit, "days": step.days,
    }  # fmt: skip


def rating(row: Rating) -> dict[str, object]:
    return {
        "stars": row.stars, "comment": row.comment, "at": row.at, "answer": row.answer, "answered_at": row.answered_at,
    }  # fmt: skip


def draft(row: Draft, errors: dict[str, str]) -> dict[str, object]:
    return {
        "id": row.id, "service": row.service, "resident": row.resident_id, "answers": row.answers,
        "sources": row.sources, "errors": errors, "saved_at": row.saved_at, "submitted": row.submitted_at is not None,
    }  # fmt: skip


def file(row: File) -> dict[str, object]:
    return {
        "id": row.id, "evidence": row.evidence, "name": row.name, "kind": row.kind, "size": row.size,
        "sha256": row.sha256,
    }  # fmt: skip


def case(row: Case) -> dict[str, object]:
    return {
        "id": row.id, "number": row.number, "service": row.service, "state": row.state, "submitted_at": row.at,
        "promised_on": row.promised_on, "decided_at": row.decided_at, "reason": row.reason, "fee": str(row.fee),
    }  # fmt: skip


def case_detail(found: CaseFile) -> dict[str, object]:
    return {
        **case(found.case), "timeline": [_happening(each) for each in found.timeline],
        "next": [_coming(each) for each in found.next], "messages": [message(each) for each in found.messages],
        "answers": [_answer(each) for page in found.answers for each in page.answers],
        "files": [file(each) for each in found.files],
    }  # fmt: skip


def agency_case_detail(found: CaseFile) -> dict[str, object]:
    return {**case_detail(found), "tasks": [task(each) for each in found.tasks]}


def message(row: Message) -> dict[str, object]:
    return {
        "id": row.id, "at": row.at, "from_resident": row.from_resident, "author": row.author_name, "text": row.text,
        "asks_more": row.asks_more,
    }  # fmt: skip


def task(row: Task) -> dict[str, object]:
    return {
        "id": row.id, "case": row.case_id, "number": row.case_number, "service": row.service, "step": row.step,
        "agency": row.agency, "unit": row.unit, "state": row.state, "due_on": row.due_on, "taken_by": row.taken_by_name,
    }  # fmt: skip


def _happening(each: Happening) -> dict[str, object]:
    return {"at": each.at, "kind": each.kind, "words": each.words, "who": each.who}


def _coming(each: Coming) -> dict[str, object]:
    return {
        "step": each.step, "title": each.title, "office": each.office, "state": each.state, "due_on": each.due_on,
    }  # fmt: skip


def _answer(each: Answer) -> dict[str, object]:
    return {
        "field": each.field, "question": each.question, "words": each.words, "source": each.source,
        "register_says": each.register_says,
    }  # fmt: skip
