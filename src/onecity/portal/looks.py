"""Rows of the ledger in words for the person whose data it was. Pure but for the city's names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from onecity.catalogue import queries as catalogue
from onecity.city import queries as city
from onecity.common.errors import NotFound
from onecity.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Look:
    """Several rows of one act: who, when, what was done to what, and why."""

    at: datetime
    who: str
    kind: str  # of the actor: resident, officer, client, system
    did: str
    what: str
    why: str


def grouped(entries: Sequence[Entry]) -> list[Look]:
    """Rows of one actor, one action and one purpose within a minute are one line."""
    return [_look(list(rows)) for _key, rows in groupby(entries, key=_same_act)]


def _same_act(entry: Entry) -> tuple[object, ...]:
    minute = entry.at.replace(second=0, microsecond=0)
    return entry.actor_kind, entry.actor_id, entry.action, entry.purpose, minute


def _look(rows: Sequence[Entry]) -> Look:
    first = rows[0]
    what = _(", ").join(dict.fromkeys(_what(row.what) for row in rows))
    return Look(first.at, _who(first), first.actor_kind, _did(first.action), what, _why(first.purpose))


def _who(entry: Entry) -> str:
    """An officer is shown as her office: the ledger itself keeps her name for the auditors."""
    if entry.action == "check":
        return _("Somebody who has the code")
    agency = city.current().agencies.get(entry.agency)
    if agency:
        return str(agency.name)
    return _("The city’s system") if entry.actor_kind == "system" else entry.actor_name


def _did(action: str) -> str:
    words = {
        "read": _("read"), "submit": _("sent in"), "decide": _("decided on"), "withdraw": _("withdrew"),
        "issue": _("issued"), "revoke": _("revoked"), "hand-in": _("handed in"), "change": _("changed"),
        "dispute": _("reported as wrong"), "mend": _("put right"), "keep": _("kept as it was"),
        "check": _("checked"),
    }  # fmt: skip
    return words.get(action, action)


def _what(what: str) -> str:
    """What was touched: a register by its title, the rest by its kind."""
    kind, _dot, rest = what.partition(".")
    here = city.current()
    if kind == "register" and (register := here.registers.get(rest.partition(".")[0])):
        attribute = register.attributes.get(rest.partition(".")[2])
        return f"{register.title}: {attribute.title}" if attribute else str(register.title)
    if kind == "certificate" and (found := here.certificates.get(rest)):
        return str(found.title)
    words = {
        "case": _("the application"), "task": _("the application"), "file": _("a document"),
        "certificate": _("a certificate"), "contact": _("the contact details"), "report": _("a report to the city"),
        "mandate": _("a mandate"),
    }  # fmt: skip
    return words.get(kind, what)


def _why(purpose: str) -> str:
    """A purpose is a service, or one of a few words."""
    words = {
        "correction": _("a correction"),
        "contact": _("contact"),
        "mandate": _("a mandate"),
        "message": _("a message"),
        "reminder": _("a reminder"),
    }
    if purpose in words:
        return words[purpose]
    try:
        return str(catalogue.get_service(purpose).title)
    except NotFound:
        return purpose
