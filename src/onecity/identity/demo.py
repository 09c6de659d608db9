"""The sign-ins of a demonstration city. They exist in a demonstration only; production refuses them."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from onecity.agencies.models import Post
from onecity.city.definition import Agency
from onecity.city.queries import current
from onecity.common.clock import today
from onecity.identity.domain import open_account
from onecity.identity.models import Account

DEMO_PASSWORD = "walk-along-the-river"  # noqa: S105  shown to everybody who starts a demonstration
DOMAIN = "huating.example"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody one can be in the demonstration. ``agency`` and ``post`` are an officer's."""

    role: str  # resident, officer, head, designer, operator, administrator, auditor
    email: str
    name: str
    agency: str = ""
    post: str = ""


DEMO_SIGN_INS = (
    SignIn("resident", f"resident@{DOMAIN}", ""),  # named after the resident it is bound to
    SignIn("officer", f"officer@{DOMAIN}", "Chen Wei 陈巍", "public-security", Post.OFFICER),
    SignIn("head", f"head@{DOMAIN}", "Zhao Min 赵敏", "public-security", Post.HEAD),
    SignIn("designer", f"designer@{DOMAIN}", "Gu Yan 顾妍", "data-bureau", Post.DESIGNER),
    SignIn("operator", f"operator@{DOMAIN}", "Xu Ning 徐宁", "data-bureau", Post.OPERATOR),
    SignIn("administrator", f"administrator@{DOMAIN}", "Lin Jing 林静"),
    SignIn("auditor", f"auditor@{DOMAIN}", "Shen Kai 沈凯"),
)


def create_demo_accounts(*, resident_id: UUID, resident_name: str) -> list[Account]:
    """Everybody of ``DEMO_SIGN_INS`` and an officer in each agency, unless they exist. Refused in production."""
    if not settings.DEMONSTRATION:
        raise ImproperlyConfigured("Demonstration accounts are not made in production.")
    hashed = make_password(DEMO_PASSWORD)
    wanted = [*DEMO_SIGN_INS, *(officer_of(agency) for agency in current().agencies.values())]
    with transaction.atomic():
        known = set(Account.objects.filter(is_demo=True).values_list("email", flat=True))
        return [_create(person, hashed, resident_id, resident_name) for person in wanted if person.email not in known]


def forget_demo_accounts() -> int:
    """Delete every account of a demonstration; how many there were."""
    demo = Account.objects.filter(is_demo=True)
    count = demo.count()
    demo.delete()
    return count


def officer_of(agency: Agency) -> SignIn:
    """The demonstration officer of an agency, named by it: ``officer.health@huating.example``."""
    name = f"Officer, {agency.name.in_language('en')}"
    return SignIn("officer", f"officer.{agency.code}@{DOMAIN}", name[:120], agency.code, Post.OFFICER)


def _create(person: SignIn, hashed: str, resident_id: UUID, resident_name: str) -> Account:
    account = open_account(
        email=person.email,
        name=person.name or resident_name,
        hashed=hashed,
        resident_id=resident_id if person.role == "resident" else None,
        is_administrator=person.role == "administrator",
        is_auditor=person.role == "auditor",
        is_demo=True,
    )
    if person.agency:
        _give_posts(account, current().agencies[person.agency], person.post)
    return account


def _give_posts(account: Account, agency: Agency, role: str) -> None:
    """A post in every unit, so that one officer can walk a whole case."""
    Post.objects.bulk_create(
        Post(account=account, agency=agency.code, unit=unit, role=role, starts=today()) for unit in agency.units
    )
