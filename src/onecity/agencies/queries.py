"""Who works where."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from onecity.agencies.models import Post


def posts_of(account_id: UUID, on: date) -> list[Post]:
    """The posts that an account holds on a day, oldest first."""
    still = Q(ends=None) | Q(ends__gte=on)
    return list(Post.objects.filter(still, account_id=account_id, starts__lte=on).order_by("starts", "id"))


def officers_of(agency: str, unit: str, on: date) -> list[Post]:
    """The posts held in a unit on a day, with their accounts: for assigning a task to somebody."""
    still = Q(ends=None) | Q(ends__gte=on)
    held = Post.objects.filter(still, agency=agency, unit=unit, starts__lte=on, role__in=Post.WITH_CASES)
    return list(held.select_related("account").order_by("account_id"))
