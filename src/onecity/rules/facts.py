"""What a rule is worked out from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from onecity.rules.source import OF_APPLICANT, References

Records = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the city knows of a person (``registers``), what was answered in the form, and the date.

    ``applicant`` holds her age in whole years, sex and district.
    """

    registers: Records
    answers: Mapping[str, object]
    today: date
    applicant: Mapping[str, object]

    def years_since(self, text: object) -> int:
        """Whole years from a date until today."""
        return whole_years(read_date(text), self.today)

    def seen_by(self, names: References) -> dict[str, object]:
        """The variables of one rule: only what it names. Unknown attributes are absent, unanswered questions null."""
        return {
            "register": self._attributes(names),
            "form": {name: self._answer(name) for name in names.fields},
            "applicant": dict(self.applicant) if names.applicant else {},
            "today": as_moment(self.today),
        }

    def _attributes(self, names: References) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {register: {} for register, _ in names.attributes}
        for register, attribute in names.attributes:
            value = self.registers.get(register, {}).get(attribute)
            if value is not None:
                found[register][attribute] = value
        return found

    def _answer(self, name: str) -> object:
        answer = self.answers.get(name)
        return None if answer == "" else answer


def facts(*, registers: Records, answers: Mapping[str, object], today: date) -> Facts:
    """The facts for a person's rules. ``registers`` holds a record per register read; a missing one is no fault."""
    return Facts(registers=registers, answers=answers, today=today, applicant=_applicant(registers, today))


def _applicant(registers: Records, today: date) -> dict[str, object]:
    """What the population register says of her, as far as it was read."""
    known = registers.get("population", {})
    found = {name: known.get(attribute) for name, attribute in OF_APPLICANT.items()}
    born = found["age"]
    found["age"] = whole_years(read_date(born), today) if born else None
    return {name: value for name, value in found.items() if value is not None}


def whole_years(start: date, end: date) -> int:
    """Whole years between two dates. Someone born on 29 February is a year older on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def read_date(text: object) -> date:
    """A date from ``2026-12-01``; nothing else is taken for a date."""
    if not isinstance(text, str) or len(text) != 10:
        raise ValueError("not a date")
    return date.fromisoformat(text)


def as_moment(day: date) -> datetime:
    """CEL knows moments only: a date is its midnight, all in one zone."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def span(count: object) -> timedelta:
    """A span of whole days, at most a long life's."""
    if not isinstance(count, int) or isinstance(count, bool) or abs(count) > 50_000:
        raise ValueError("not a number of days")
    return timedelta(days=count)
