"""As what an account may act, and whose token this is."""

from collections import defaultdict
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from onecity.agencies.models import Post
from onecity.agencies.queries import posts_of
from onecity.common.actor import Actor
from onecity.common.clock import today
from onecity.common.errors import NotFound
from onecity.identity.models import Account


def actor_of(account: Account, *, on: date | None = None) -> list[Actor]:
    """Every role an account holds on a day: resident, officer of its agencies, operator, administrator, auditor."""
    return [
        *filter(None, [resident_actor(account)]),
        *officer_actors(account, on=on),
        *filter(None, [operator_actor(account, on=on)]),
        *filter(None, [administrator_actor(account), auditor_actor(account)]),
    ]


def resident_actor(account: Account) -> Actor | None:
    """The account as a resident; none when it is bound to nobody in the population register."""
    if not account.resident_id:
        return None
    return Actor(kind="resident", id=str(account.pk), resident=account.resident_id, name=account.name)


def officer_actors(account: Account, *, on: date | None = None) -> list[Actor]:
    """The account as an officer, once for each agency in which it holds a post that day, by agency code.

    A designer's or an operator's post gives no part in the work on cases.
    """
    by_agency: dict[str, list[Post]] = defaultdict(list)
    for post in posts_of(account.pk, on or today()):
        if post.role in Post.WITH_CASES:
            by_agency[post.agency].append(post)
    return [_officer(account, agency, posts) for agency, posts in sorted(by_agency.items())]


def designer_actor(account: Account, *, on: date | None = None) -> Actor | None:
    """The account as a designer of services: it sees definitions and counts, and has no unit whose cases to work on."""
    posts = [post for post in posts_of(account.pk, on or today()) if post.role == Post.DESIGNER]
    return Actor(kind="officer", id=str(account.pk), agency=posts[0].agency, name=account.name) if posts else None


def operator_actor(account: Account, *, on: date | None = None) -> Actor | None:
    """The account as an operator of the single number."""
    posts = [post for post in posts_of(account.pk, on or today()) if post.role == Post.OPERATOR]
    return Actor(kind="operator", id=str(account.pk), agency=posts[0].agency, name=account.name) if posts else None


def _officer(account: Account, agency: str, posts: list[Post]) -> Actor:
    return Actor(
        kind="officer",
        id=str(account.pk),
        agency=agency,
        units=frozenset(post.unit for post in posts),
        head=any(post.role == Post.HEAD for post in posts),
        name=account.name,
    )


def administrator_actor(account: Account) -> Actor | None:
    return Actor(kind="administrator", id=str(account.pk), name=account.name) if account.is_administrator else None


def auditor_actor(account: Account) -> Actor | None:
    return Actor(kind="auditor", id=str(account.pk), name=account.name) if account.is_auditor else None


def first_page_of(account: Account) -> str:
    """Where an account begins after signing in: residents on the portal, others at their desk or console."""
    if account.resident_id:
        return "/"
    if officer_actors(account):
        return "/desk/"
    return "/console/" if operator_actor(account) else "/"


def account_by_email(email: str) -> Account:
    """The account with an address; NotFound when there is none. For those who may see all accounts."""
    found = Account.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise NotFound(_("There is no account with this address."))
    return found


def people_with_an_office() -> list[Account]:
    """Everybody who is more than a resident, by address."""
    office = Q(is_administrator=True) | Q(is_auditor=True) | Q(posts__isnull=False)
    return list(Account.objects.filter(office).distinct().order_by("email"))
