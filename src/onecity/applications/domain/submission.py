"""Filing an application: one transaction, and a receipt only after it is stored."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onecity import rules
from onecity.applications import steps
from onecity.applications.casework import new_task
from onecity.applications.eligibility import judge
from onecity.applications.events import event
from onecity.applications.facts import registers_to_file
from onecity.applications.models import Case
from onecity.applications.refusals import AnswersWrong, KeyReused, MayNotFileFor, NoNumber, NotEligible, ServiceClosed
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Evidence, Service, Source
from onecity.catalogue.promise import promised_on
from onecity.city import queries as city
from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.common.errors import NotFound, Refusal
from onecity.common.ids import new_number
from onecity.files import domain as files
from onecity.files import queries as stored_files
from onecity.forms import answers as form_answers
from onecity.forms import domain as forms
from onecity.forms.models import Draft
from onecity.ledger import domain as ledger
from onecity.ledger.models import Entry
from onecity.notices import domain as notices
from onecity.people.permissions import may_act_for
from onecity.registers import queries as registers

Known = dict[str, dict[str, object]]
ONE_KEY = "one_case_each_request_key"
NUMBERS = 3  # tries to find a number that nobody has


def submit_application(*, draft_id: UUID, actor: Actor, key: str = "") -> Case:
    """File a draft. Filing it again gives the same case again, however many try at once.

    ``key`` is a caller's own key for this request: the same key for another draft is refused. When the random case
    number is taken (once in a million cases or so), everything is done again with another.
    """
    for _attempt in range(NUMBERS):
        try:
            return _submit(draft_id, actor, key)
        except IntegrityError as error:
            if _broken(error) == ONE_KEY:
                raise KeyReused from None
            if "number" not in _broken(error):
                raise
    raise NoNumber


def _submit(draft_id: UUID, actor: Actor, key: str) -> Case:
    """A refusal after the registers were read is raised when their looks are stored: no look without a trace."""
    with transaction.atomic():
        draft = forms.lock_draft(draft_id, actor)
        if draft.submitted_at:
            return _filed_before(draft, key)
        outcome = _file(draft, _service_of(draft), actor, key)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _filed_before(draft: Draft, key: str) -> Case:
    if key and Case.objects.filter(account_id=draft.account_id, request_key=key).exclude(draft_id=draft.id).exists():
        raise KeyReused
    return Case.objects.get(draft_id=draft.id)


def _broken(error: IntegrityError) -> str:
    """The name of the constraint that did not hold."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _service_of(draft: Draft) -> Service:
    """The version that the draft was begun with, as long as the city still offers the service."""
    try:
        catalogue.get_service(draft.service)
    except NotFound:
        raise ServiceClosed from None
    return catalogue.get_version(draft.version_id)


def _file(draft: Draft, service: Service, actor: Actor, key: str) -> Case | Refusal:
    today = clock.today()
    check_mandate(service, draft.resident_id, actor, today)
    answers = _asked(service, draft.answers)
    known, looks = registers.read_with_looks(
        resident_id=draft.resident_id, registers=registers_to_file(service), purpose=service.code, actor=actor
    )
    facts = rules.facts(registers=known, answers=answers, today=today)
    if refusal := _not_eligible(service, facts) or _evidence_missing(service, facts, draft):
        ledger.record_all(looks)
        return refusal
    case = _case_of(draft, service, facts, compare_sources(service, answers, known), today)
    case.request_key = key
    with rows.together():
        ledger.record_all([*looks, _filed(case, actor)])
        _store(case, service, draft, actor, today)
    return case


def check_mandate(service: Service, resident_id: UUID, actor: Actor, today: date) -> None:
    """She files for herself, or for somebody whose mandate she holds today, if the service may be had that way."""
    if actor.resident is None:
        raise MayNotFileFor
    if resident_id == actor.resident:
        whom = "self"
    else:
        mandate = may_act_for(actor.resident, resident_id, today)
        whom = mandate.kind if mandate else ""
    if whom not in service.whom:
        raise MayNotFileFor


def _asked(service: Service, answers: dict[str, object]) -> dict[str, object]:
    """The answers to what is asked; what was typed into questions that are hidden now stays behind in the draft."""
    if wrong := form_answers.check(service, answers):
        raise AnswersWrong(wrong)
    return {code: answers[code] for code in form_answers.visible_fields(service, answers) if code in answers}


def _not_eligible(service: Service, facts: rules.Facts) -> Refusal | None:
    judged = judge(service, facts)
    return None if judged.eligible else NotEligible([str(reason) for reason in judged.reasons])


def _evidence_missing(service: Service, facts: rules.Facts, draft: Draft) -> Refusal | None:
    needed = [evidence.code for evidence in service.evidence.values() if _is_needed(evidence, facts)]
    there = {file.evidence for file in stored_files.files_of_draft(draft.id)} if needed else set()
    missing = {code: _("Add this document.") for code in needed if code not in there}
    return AnswersWrong(missing) if missing else None


def _is_needed(evidence: Evidence, facts: rules.Facts) -> bool:
    if evidence.optional:
        return False
    return not evidence.needed or rules.compile(evidence.needed).holds(facts)


def compare_sources(service: Service, answers: dict[str, object], known: Known) -> dict[str, dict[str, object]]:
    """For every answer that a register could fill in: which one, what it says today, and whether the answer agrees."""
    return {
        field.code: _compared(field.source, known, answers[field.code])
        for field in service.fields.values()
        if field.source and field.code in answers and field.source.attribute in known.get(field.source.register, {})
    }


def _compared(source: Source, known: Known, answer: object) -> dict[str, object]:
    says = known[source.register][source.attribute]
    return {"register": source.register, "attribute": source.attribute, "value": says, "agrees": says == answer}


def _case_of(
    draft: Draft, service: Service, facts: rules.Facts, sources: dict[str, dict[str, object]], today: date
) -> Case:
    here = city.current()
    return Case(
        number=new_number(here.number_prefix), draft_id=draft.id, resident_id=draft.resident_id,
        account_id=draft.account_id, service=service.code, version_id=draft.version_id, agency=service.agency,
        answers=facts.answers, sources=sources, fee=rules.compile(service.fee).amount(facts),
        promised_on=promised_on(service, today), made_up=here.made_up,
    )  # fmt: skip


def _filed(case: Case, actor: Actor) -> Entry:
    return ledger.entry(
        actor=actor, action="submit", what="case", purpose=case.service, resident_id=case.resident_id, case_id=case.id
    )


def _store(case: Case, service: Service, draft: Draft, actor: Actor, today: date) -> None:
    promised = case.promised_on.isoformat()
    told = notices.new_notice(
        resident_id=case.resident_id,
        kind="case-received",
        facts={"number": case.number, "title": service.title, "promised_on": promised},
        case_id=case.id,
    )
    tasks = [new_task(case, step, today) for step in steps.can_begin(service, passed=(), begun=())]
    rows.store(case, event(case, "submitted", actor, promised_on=promised), *tasks, told)
    forms.mark_submitted(draft)
    if service.evidence:
        files.attach_to_case(draft.id, case.id)
