"""Posts are held for a time."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model

from onecity.agencies.models import Post
from onecity.agencies.queries import officers_of, posts_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def account():
    return get_user_model().objects.create(email="officer@example.org")


def post(account, unit="papers", starts=date(2026, 1, 1), ends=None, role=Post.OFFICER):
    return Post.objects.create(account=account, agency="town-hall", unit=unit, starts=starts, ends=ends, role=role)


def test_posts_held_today(account):
    held = [post(account, "papers"), post(account, "intake", starts=TODAY, ends=TODAY)]
    post(account, "past", ends=date(2026, 11, 22))
    post(account, "coming", starts=date(2026, 11, 24))
    assert posts_of(account.id, TODAY) == held


def test_nobody_sees_anothers_posts(account):
    post(account)
    other = get_user_model().objects.create(email="other@example.org")
    assert posts_of(other.id, TODAY) == []


def test_officers_of_a_unit(account):
    held = post(account)
    post(account, "intake")
    post(account, role=Post.DESIGNER)
    assert officers_of("town-hall", "papers", TODAY) == [held]
