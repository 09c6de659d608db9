"""A draft goes on under a new version of its service: what still fits stays, what the city knows now is filled in."""

from collections.abc import Mapping

from onecity.catalogue.definition import Service
from onecity.forms.checks import wrong_with
from onecity.forms.prefill import Sources, prefill, sources_after
from onecity.registers.queries import Known

Answers = Mapping[str, object]


def carried(
    answers: Answers, sources: Sources, *, old: Service, new: Service, known: Known
) -> tuple[dict[str, object], Sources]:
    """Answers and sources under the new version.

    Left behind are answers to questions that are gone, and those that were right and are wrong now (a choice that is
    no longer offered). What came from a register and was not changed is taken from it anew.
    """
    filled, told = prefill(new, known)
    hers = {code: value for code, value in answers.items() if not (code in filled and _untouched(sources.get(code)))}
    kept = {code: value for code, value in hers.items() if code in new.fields and _fits(old, new, code, value)}
    together = filled | kept
    return together, sources_after(told, together)


def _untouched(source: Mapping[str, object] | None) -> bool:
    return source is not None and not source["typed"]


def _fits(old: Service, new: Service, code: str, value: object) -> bool:
    """What was wrong before stays too: it was typed, and is still to be corrected."""
    if value is None or not wrong_with(new, new.fields[code], value):
        return True
    return code in old.fields and bool(wrong_with(old, old.fields[code], value))
