"""When a contact has ended long ago (the city rules), nobody can tell from it who reported it or what exactly she said.

What stays is what was public all along: the public words, the street, a rounded point, who did what about it by when.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Round

from onecity.common import clock
from onecity.contact import releases
from onecity.contact.models import Call, ContactRequest, Inbound, Picture, Survey

BATCH = 200
DECIMALS = 3  # of a point: about 100 metres


@transaction.atomic
def forget_reporters(limit: int = BATCH) -> int:
    """Erase name, addresses, exact words and place of contacts that ended long ago; how many that were.

    A resident who was signed in still finds the contact in her own list.
    """
    before = clock.now() - timedelta(days=releases.current().rules.forget_after)
    old = ContactRequest.objects.select_for_update(skip_locked=True).filter(ended_at__lt=before, forgotten_at=None)
    chosen = list(old.order_by("ended_at").values_list("id", flat=True)[:limit])
    if chosen:
        _forget(chosen)
        _forget_around(chosen)
    return len(chosen)


def _forget(chosen: Sequence[UUID]) -> None:
    ContactRequest.objects.filter(id__in=chosen).update(
        reporter=None, phone_mark=None, email_mark=None, answers={}, words=F("public_words"), place=F("public_place"),
        lon=Round("lon", DECIMALS), lat=Round("lat", DECIMALS), forgotten_at=clock.now(),
    )  # fmt: skip


def _forget_around(chosen: Sequence[UUID]) -> None:
    """The letter or recording it came by, the caller's number, pictures and comments that were not public."""
    Inbound.objects.filter(request_id__in=chosen).update(raw=b"", facts={})
    Call.objects.filter(request_id__in=chosen).update(caller=None, phone_mark=None)
    Picture.objects.filter(request_id__in=chosen, is_public=False).delete()
    Survey.objects.filter(request_id__in=chosen).update(comment="")
