"""Signed-in pages at twenty people at once, and search."""

import itertools
from dataclasses import dataclass
from urllib.parse import quote

from crowd import Ask, Outcome, crowd
from submit import PEOPLE, check

from city import Running

PAGES = {"home": "/", "service": "/services/residence-certificate.apply/", "my cases": "/cases/"}
WORDS = ("lost my driving licence", "move to a new flat", "老人卡", "having a baby", "医保报销", "pension", "驾照到期")
REPEATS = 400  # answers a page
READS = 1.0  # seconds on each page


@dataclass(frozen=True, slots=True)
class Answers:
    """Median and 95th percentile in milliseconds: of people who read each page, and of people who never pause."""

    reading: tuple[float, float]
    hurried: tuple[float, float]


def measure(running: Running) -> dict[str, Answers]:
    """Page -> how long its answers take."""
    residents, officer = cookies(PEOPLE), officer_cookie()
    found = {name: _page(running, [(path, cookie) for cookie, _case in residents]) for name, path in PAGES.items()}
    found["case"] = _page(running, [(f"/cases/{case}/", cookie) for cookie, case in residents])
    found["officer's queue"] = _page(running, [("/desk/", officer)])
    found["search"] = _page(running, [(f"/search?q={quote(words)}", residents[0][0]) for words in WORDS])
    return found


def _page(running: Running, addresses: list[tuple[str, str]]) -> Answers:
    endless = itertools.cycle(addresses)
    asks: list[Ask] = [("GET", path, b"", {"Cookie": cookie}) for path, cookie in itertools.islice(endless, REPEATS)]
    crowd(running.port, asks[:40], people=PEOPLE)
    reading = crowd(running.port, asks[: REPEATS // 2], people=PEOPLE, reads=READS)
    return Answers(_times(reading), _times(crowd(running.port, asks, people=PEOPLE)))


def _times(outcome: Outcome) -> tuple[float, float]:
    check(outcome)
    return outcome.percentile(0.5), outcome.percentile(0.95)


def cookies(count: int) -> list[tuple[str, str]]:
    """Sessions of residents who have cases: cookie, a case."""
    from onecity.applications.models import Case
    from onecity.identity.models import Account

    accounts = Account.objects.filter(email__endswith="@bench.example").order_by("id")
    found = []
    for account in accounts[: count * 20]:
        case = Case.objects.filter(resident_id=account.resident_id).order_by("-id").first()
        if case and len(found) < count:
            found.append((_cookie(account), str(case.id)))
    return found


def officer_cookie() -> str:
    from onecity.agencies.models import Post
    from onecity.city import queries as city
    from onecity.common.clock import today
    from onecity.identity.models import Account

    account, _new = Account.objects.get_or_create(email="officer@bench-office.example", defaults={"name": "Officer"})
    for unit in city.current().agencies["public-security"].units:
        Post.objects.get_or_create(
            account=account, agency="public-security", unit=unit, role="officer", defaults={"starts": today()}
        )
    return _cookie(account)


def _cookie(account: object) -> str:
    from django.test import Client

    client = Client()
    client.force_login(account)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
