"""The city in force, in memory."""

import threading
import time
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.db import OperationalError
from django.utils.translation import gettext as _

from onecity.city.definition import City
from onecity.city.models import CityRelease
from onecity.common.errors import Refusal
from onecity.common.text import Text

LOOK_EVERY = 5.0  # seconds between two looks for a newer release


class NoCity(Refusal):
    """No city has been installed."""

    code = "no-city"
    status = 503


@dataclass(frozen=True, slots=True)
class _Held:
    release: int
    city: City
    looked: float


_held: _Held | None = None
_loading = threading.Lock()


def current() -> City:
    """The city in force. At most one small query every five seconds; none in between."""
    return _fresh().city


def release() -> int:
    """The release in force; it rises whenever the city or a service changes."""
    return _fresh().release


def newest_release() -> int | None:
    """The newest release in the database itself; None when nothing was installed yet."""
    return CityRelease.objects.order_by("-id").values_list("id", flat=True).first()


def forget() -> None:
    """Look again at the next call (after an installation in this process, and in tests)."""
    global _held  # noqa: PLW0603
    _held = None


def as_text(kind: type[Any], value: Any) -> Any:
    """How msgspec makes the types that it does not know: a ``Text`` of a plain map, an ``object`` of anything."""
    return Text(value) if kind is Text else value


def _fresh() -> _Held:
    held = _held
    if held and time.monotonic() - held.looked < LOOK_EVERY:
        return held
    with _loading:
        return _looked_at(_held)


def _looked_at(held: _Held | None) -> _Held:
    """What is in force now. While the database is away, what was in force last."""
    global _held  # noqa: PLW0603
    if held and time.monotonic() - held.looked < LOOK_EVERY:
        return held
    try:
        _held = _again(held, newest_release())
    except OperationalError:
        if held is None:
            raise
        _held = replace(held, looked=time.monotonic())
    return _held


def _again(held: _Held | None, newest: int | None) -> _Held:
    if newest is None:
        raise NoCity(_("No city has been installed here yet."), next_step=_("Run: onecity load city <folder>"))
    if held and held.release == newest:
        return replace(held, looked=time.monotonic())
    definition = CityRelease.objects.values_list("definition", flat=True).get(id=newest)
    return _Held(newest, msgspec.json.decode(definition, type=City, dec_hook=as_text), time.monotonic())
