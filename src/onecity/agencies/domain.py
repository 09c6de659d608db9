"""Giving and ending posts."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from onecity.agencies.models import Post
from onecity.city.queries import current
from onecity.common.errors import Invalid, NotFound


def give_post(
    *, account_id: UUID, agency: str, unit: str = "", role: str = Post.OFFICER, starts: date, ends: date | None = None
) -> Post:
    """A post from a day on; the same post given again begins again. Refuses units that the city does not have.

    Without a unit, the post is in the agency's first one, which takes in what names no other.
    """
    where = current().agencies.get(agency)
    if where is None or (unit and unit not in where.units):
        raise Invalid(_("The city has no such unit."), next_step=_("Take the codes from agencies.yaml."))
    if role not in Post.ROLES or (ends and ends < starts):
        raise Invalid(_("The role is officer, head, designer or operator, and a post ends after it begins."))
    post, _made = Post.objects.update_or_create(
        account_id=account_id,
        agency=agency,
        unit=unit or where.intake,
        role=role,
        defaults={"starts": starts, "ends": ends},
    )
    return post


def end_posts(*, account_id: UUID, agency: str, last_day: date) -> int:
    """End every post of an account at an agency; how many. Refuses when it holds none there."""
    ended = Post.objects.filter(account_id=account_id, agency=agency).update(ends=last_day)
    if not ended:
        raise NotFound(_("This account has no post at this agency."))
    return ended
