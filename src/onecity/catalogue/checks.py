"""What must hold in a service beyond the shape of its file."""

from onecity.catalogue.checks_of_fields import check_fields
from onecity.catalogue.checks_of_rules import check_rules
from onecity.catalogue.definition import Service, Step
from onecity.city.checks import placeholders
from onecity.city.definition import City
from onecity.city.shape import Reading, nearest
from onecity.city.sheet import Map


def check_service(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    """Notes every mistake in one act: names of nothing, questions nobody is asked, steps that never start, rules."""
    _check_words(service, sheet, city, reading)
    _check_names(service, sheet, city, reading)
    _check_pages(service, sheet, reading)
    check_fields(service, sheet, city, reading)
    _check_steps(service, sheet, city, reading)
    _check_certificate(service, sheet, city, reading)
    check_rules(service, sheet, city, reading)


def _check_words(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    for language in service.words.keys() - set(city.languages):
        remedy = nearest(language, city.languages)
        reading.note(sheet.where("words", language), f"`{language}` is no language of the city", remedy)


def _check_names(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    if service.agency and service.agency not in city.agencies:
        reading.note_unknown(sheet.where("agency"), "the agency", service.agency, city.agencies)
    if service.subject and service.subject not in city.subjects:
        reading.note_unknown(sheet.where("subject"), "the subject", service.subject, city.subjects)
    for number, event in enumerate(service.life_events):
        if event and event not in city.life_events:
            reading.note_unknown(sheet.where("life_events", number), "the life event", event, city.life_events)


def _check_pages(service: Service, sheet: Map, reading: Reading) -> None:
    """Every field stands on exactly one page."""
    homes: dict[str, str] = {}
    for page in service.pages.values():
        for number, name in enumerate(page.fields):
            place = sheet.where("pages", page.code, "fields", number)
            if name not in service.fields:
                reading.note_unknown(place, "the field", name, service.fields)
            elif name in homes:
                reading.note(place, f"the field `{name}` is also on the page `{homes[name]}`", "ask it once")
            homes.setdefault(name, page.code)
    for name in service.fields.keys() - homes.keys():
        remedy = f"add it to the fields of a page, or take it away with `{name}: null`"
        reading.note(sheet.where("fields", name), f"the field `{name}` is on no page", remedy)


def _check_steps(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    for step in service.steps.values():
        _check_step(step, service, sheet, reading)
        _check_unit(step, sheet, city, reading)
    circle = _circle(service)
    if circle:
        what = f"the steps {' → '.join(circle)} wait for each other"
        reading.note(sheet.where("steps", circle[0], "needs"), what, "take one of these `needs` away")


def _check_step(step: Step, service: Service, sheet: Map, reading: Reading) -> None:
    place = sheet.where("steps", step.code)
    for number, name in enumerate(step.needs):
        if name not in service.steps:
            reading.note_unknown(sheet.where("steps", step.code, "needs", number), "the step", name, service.steps)
    if step.auto and sheet.has("steps", step.code, "by"):
        what = f"the step `{step.code}` is both automatic and done by an officer"
        reading.note(
            place, what, "keep `auto` or `by`; with `otherwise: officer` a person looks when the rule does not hold"
        )
    if step.auto and not step.reason and step.otherwise == "refuse":
        what = f"the step `{step.code}` may refuse without a reason"
        reading.note(place, what, "add `else:` with the reason that the resident reads")
    if not step.auto and not sheet.has("steps", step.code, "days"):
        what = f"the step `{step.code}` has no `days`"
        reading.note(place, what, "add `days:`, the working days it takes; or `auto:` with a rule")


def _check_unit(step: Step, sheet: Map, city: City, reading: Reading) -> None:
    agency = city.agencies.get(step.agency)
    if agency is None:
        if step.agency and sheet.has("steps", step.code, "agency"):
            reading.note_unknown(sheet.where("steps", step.code, "agency"), "the agency", step.agency, city.agencies)
    elif step.unit and step.unit not in agency.units:
        reading.note_unknown(
            sheet.where("steps", step.code, "unit"), f"in `{agency.code}`, the unit", step.unit, agency.units
        )


def _circle(service: Service) -> list[str]:
    """Steps that wait for each other, the first of them again at the end; none when the graph is sound."""
    done: set[str] = set()

    def walk(code: str, path: list[str]) -> list[str]:
        if code in path:
            return [*path[path.index(code) :], code]
        if code in done or code not in service.steps:
            return []
        found = next((circle for need in service.steps[code].needs if (circle := walk(need, [*path, code]))), [])
        done.add(code)
        return found

    return next((circle for code in service.steps if (circle := walk(code, []))), [])


def _check_certificate(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    if service.gives is None or not service.gives.certificate:
        return
    place = sheet.where("gives", "certificate")
    kind = city.certificates.get(service.gives.certificate)
    if kind is None:
        reading.note_unknown(place, "the certificate", service.gives.certificate, city.certificates)
        return
    named = {name for text in kind.text.values() for name in placeholders(text) or ()}
    for name in sorted(named - service.fields.keys()):
        what = f"the certificate `{kind.code}` needs the field `{name}`, which is not asked"
        reading.note(place, what, f"add the field `{name}`, or choose another certificate")
