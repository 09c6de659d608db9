"""The contact centre in force, in memory; and putting another one in force."""

import hashlib
import time
from dataclasses import dataclass

import msgspec
from django.db import transaction

from onecity.city.queries import LOOK_EVERY, as_text
from onecity.contact.definition import Article, Centre
from onecity.contact.models import CentreRelease


@dataclass(frozen=True, slots=True)
class _Held:
    release: int
    centre: Centre
    looked: float


_held: _Held | None = None


def current() -> Centre:
    """The centre in force; empty for a city without one. At most one small query every five seconds."""
    return _fresh().centre


def release() -> int:
    """The release in force; it rises whenever a topic or an article changes. 0 for a city without a centre."""
    return _fresh().release


def forget() -> None:
    """Look again at the next call (after an installation in this process, and in tests)."""
    global _held  # noqa: PLW0603
    _held = None


@transaction.atomic
def install_centre(*, centre: Centre) -> bool:
    """Put a centre in force; whether anything changed. An article that changed gets the next version by itself."""
    newest = CentreRelease.objects.select_for_update().order_by("-id").first()
    before = _decode(newest.definition) if newest else Centre()
    articles = {code: _versioned(article, before.articles.get(code)) for code, article in centre.articles.items()}
    definition = msgspec.json.encode(msgspec.structs.replace(centre, articles=articles))
    digest = hashlib.sha256(definition).hexdigest()
    if newest and newest.digest == digest:
        return False
    CentreRelease.objects.create(digest=digest, definition=definition.decode())
    transaction.on_commit(forget)
    return True


def _versioned(article: Article, before: Article | None) -> Article:
    if before is None:
        return article
    same = msgspec.structs.replace(article, version=before.version)
    return same if same == before else msgspec.structs.replace(article, version=before.version + 1)


def _fresh() -> _Held:
    """A look asks for the newest id only; the definition is read when it is another."""
    global _held  # noqa: PLW0603
    held = _held
    if held and time.monotonic() - held.looked < LOOK_EVERY:
        return held
    newest = CentreRelease.objects.order_by("-id").values_list("id", flat=True).first() or 0
    centre = held.centre if held and held.release == newest else _read(newest)
    _held = _Held(newest, centre, time.monotonic())
    return _held


def _read(newest: int) -> Centre:
    if not newest:
        return Centre()
    return _decode(CentreRelease.objects.values_list("definition", flat=True).get(id=newest))


def _decode(definition: str) -> Centre:
    centre: Centre = msgspec.json.decode(definition, type=Centre, dec_hook=as_text)
    return centre
