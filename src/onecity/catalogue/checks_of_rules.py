"""Checks of the rules of a service: each is compiled, its names are looked up, and it is tried."""

from collections.abc import Iterator
from dataclasses import dataclass

from onecity import rules
from onecity.catalogue.definition import Service
from onecity.catalogue.trials import Kinds, first_failure, kinds_named
from onecity.city.definition import City
from onecity.city.shape import Reading
from onecity.city.sheet import Map, Place


@dataclass(frozen=True, slots=True)
class Written:
    """A rule where it was written.

    ``form``       whether it may look at answers: conditions are read before there are any
    ``registers``  whether it may look at what the city knows: what is asked follows from answers alone
    ``money``      whether it gives a sum
    """

    source: str
    place: Place
    form: bool = True
    registers: bool = True
    money: bool = False
    asked: frozenset[str] = frozenset()  # the questions that are answered by then


def check_rules(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    for written in rules_of(service, sheet):
        if not written.source:
            continue
        try:
            rule = rules.compile(written.source)
        except rules.RuleFault as fault:
            reading.note(written.place, f"the rule {fault.detail}", fault.remedy)
            continue
        if _names_hold(rule, written, service, city, reading):
            _try(rule, written, kinds_named(rule, service, city), reading)


def rules_of(service: Service, sheet: Map) -> Iterator[Written]:
    """Every rule of a service, with its place."""
    all_ = frozenset(service.fields)
    for field in service.fields.values():
        asked = _asked_by_then(service, field.code)
        yield Written(field.shown, sheet.where("fields", field.code, "shown"), registers=False, asked=asked)
    for evidence in service.evidence.values():
        yield Written(evidence.needed, sheet.where("evidence", evidence.code, "needed"), registers=False, asked=all_)
    for number, condition in enumerate(service.eligible):
        yield Written(condition.test, sheet.where("eligible", number, "if"), form=False)
    for step in service.steps.values():
        yield Written(step.auto, sheet.where("steps", step.code, "auto"), asked=all_)
    yield Written(service.fee, sheet.where("fee", "amount"), money=True, asked=all_)


def _asked_by_then(service: Service, field: str) -> frozenset[str]:
    """The questions on the pages up to a field's own, without itself."""
    asked: set[str] = set()
    for page in service.pages.values():
        asked.update(page.fields)
        if field in page.fields:
            break
    return frozenset(asked - {field})


def _names_hold(rule: rules.Rule, written: Written, service: Service, city: City, reading: Reading) -> bool:
    """Whether all that the rule names exists; what does not is noted."""
    if rule.names.registers and not written.registers:
        remedy = "decide it by an answer: ask a field that is filled in from the register"
        reading.note(written.place, "what is asked cannot depend on registers, only on answers", remedy)
        return False
    attributes = [_attribute_holds(pair, written, city, reading) for pair in sorted(rule.names.attributes)]
    fields = [_field_holds(name, written, service, reading) for name in sorted(rule.names.fields)]
    return all(attributes) and all(fields)


def _attribute_holds(pair: tuple[str, str], written: Written, city: City, reading: Reading) -> bool:
    register, attribute = pair
    known = city.registers.get(register)
    if known is None:
        reading.note_unknown(written.place, "the register", register, city.registers)
    elif attribute not in known.attributes:
        reading.note_unknown(written.place, f"in the register `{register}`, the attribute", attribute, known.attributes)
    return known is not None and attribute in known.attributes


def _field_holds(name: str, written: Written, service: Service, reading: Reading) -> bool:
    if not written.form:
        remedy = "a condition is read before the form: use what registers know, or check it in a step"
        reading.note(written.place, f"the condition asks for `form.{name}`", remedy)
    elif name not in service.fields:
        reading.note_unknown(written.place, "the field", name, service.fields)
    elif name not in written.asked:
        what = f"`form.{name}` is asked after what it decides about"
        reading.note(written.place, what, "move that question to an earlier page, or to the same")
    return written.form and name in service.fields


def _try(rule: rules.Rule, written: Written, kinds: Kinds, reading: Reading) -> None:
    failure = first_failure(rule.source, kinds, money=written.money)
    if failure:
        when, detail, remedy = failure
        reading.note(written.place, f"{when}the rule {detail}", remedy)
