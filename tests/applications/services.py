"""Small services in which every way through a case can be walked. Their agencies are Huating's."""

from onecity.catalogue.definition import Condition, Evidence, Field, Given, Page, Service, Source, Step
from onecity.common.text import Text

OFFICE = "traffic-police"


def text(words):
    return Text(en=words, zh=words + "（中文）")


def human(code="decide", *, needs=(), agency=OFFICE, unit="intake", days=3):
    return Step(code=code, title=text(code.title()), needs=tuple(needs), agency=agency, unit=unit, days=days)


def auto(code="check", *, test="true", needs=(), otherwise="refuse"):
    return Step(
        code=code, title=text(code.title()), needs=tuple(needs), auto=test, otherwise=otherwise,
        reason=text("The check did not hold."), agency=OFFICE, unit="intake",
    )  # fmt: skip


def question(code, *, schema=None, **more):
    return Field(code=code, title=text(code.title()), schema=schema or {"type": "string", "maxLength": 60}, **more)


NAME = question("full_name", source=Source("population", "full_name"))
REASON = question("reason", choices={"lost": text("Lost"), "worn": text("Worn")}, schema={"enum": ["lost", "worn"]})
STORY = question("story", shown="form.reason == 'lost'")


def service(code, *steps, fields=(NAME, REASON, STORY), **more):
    """A service of the traffic police with one page of questions."""
    page = Page(code="you", title=text("You"), fields=tuple(field.code for field in fields))
    plain = {
        "code": code, "family": code.split(".")[0], "version": 1, "agency": OFFICE, "subject": "transportation",
        "life_events": ("owning-a-car",), "title": text(code), "summary": text("A service."), "words": {},
        "law": (text("A law"),), "whom": ("self", "child"), "channels": ("online",), "evidence": {}, "eligible": (),
        "fee": "0", "fields": {field.code: field for field in fields}, "pages": {"you": page},
        "steps": {step.code: step for step in steps},
    }  # fmt: skip
    return Service(**plain | more)


ADULT = Condition(test="applicant.age >= 18", reason=text("You must be of age."))
DRIVER = Condition(
    test="has(register.driving.points) && register.driving.points < 12", reason=text("You have 12 points or more.")
)
CARD = Given(certificate="driving-licence", valid_years=6)
PHOTO = Evidence(code="photo", title=text("Photo"), needed="form.reason == 'worn'")
SERVICES = (
    service("one.apply", human(), fee="10.5"),
    service("auto.apply", auto("check"), auto("decide", needs=["check"]), gives=CARD),
    service("mixed.apply", auto("check", test="register.driving.points < 6"), human(needs=["check"]), gives=CARD),
    service("softly.apply", auto("check", test="register.driving.points < 1", otherwise="officer")),
    service(
        "wide.apply",
        human("photo"),
        human("health", agency="health", days=5),
        human(needs=["photo", "health"], days=2),
    ),
    service("strict.apply", human(), eligible=(ADULT, DRIVER)),
    service("papers.apply", human(), evidence={"photo": PHOTO}),
    service("running.apply", human(), clock_stops=False),
)
