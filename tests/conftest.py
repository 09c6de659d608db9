"""What the tests share: a city, and people in it."""

import itertools
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.processes import COMMAND, PreparedCity, data_folder, environment, stop_database

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "cities" / "huating"
PASSWORD = "a-long-enough-password"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """No test ever runs in a real city's database: it would be emptied. A pool opened too early would lead there."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        if not (name := cursor.fetchone()[0]).startswith("test_"):
            pytest.exit(f"The tests would run in the database {name!r}: something connected before they began.", 3)


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> Any:
    """A test with transactions of its own empties the tables afterwards, which the append-only ones refuse to us all."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: Any, statements: list[str]) -> None:
        flush(operations, [*_triggers(operations, "DISABLE"), *statements, *_triggers(operations, "ENABLE")])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


def _triggers(operations: Any, verb: str) -> list[str]:
    """Statements that switch the triggers of every append-only table off or on."""
    with operations.connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        return [f"ALTER TABLE {table} {verb} TRIGGER USER" for (table,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A password that costs a tenth of a second to check is right in a city, and takes minutes of a test run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def look_again() -> None:
    """Every test has its own database state, so what a process keeps in memory is looked up again."""
    from onecity.city import queries as city
    from onecity.contact import releases

    city.forget()
    releases.forget()


@pytest.fixture(scope="session")
def prepared_city() -> Iterator[PreparedCity]:
    """The demonstration city after its first start, which is done once for all tests that need a city of their own."""
    with data_folder() as folder:
        command = [*COMMAND, "prepare"]
        done = subprocess.run(
            command, env=environment(folder), capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        stop_database(folder)
        yield PreparedCity(folder, done.stdout)


@pytest.fixture(scope="session")
def huating_folder() -> Any:
    """The demonstration city, read and checked once."""
    from onecity.catalogue.folder import read_folder

    folder = read_folder(CITY, published={})
    assert not folder.problems
    return folder


@pytest.fixture
def huating(db: None, huating_folder: Any) -> Any:
    """The demonstration city, installed."""
    from onecity.catalogue import domain as catalogue
    from onecity.city import queries as city

    catalogue._install(huating_folder)
    city.forget()
    return city.current()


_numbers = itertools.count(1)
RECORDS: dict[str, dict[str, Any]] = {
    "population": {
        "full_name": "林晓梅", "latin_name": "Lin Xiaomei", "sex": "female", "born": "1990-03-05",
        "address": "12 Willow Lane, Building 3, Flat 502", "district": "liutang", "subdistrict": "Liutang North",
        "registered_here": True, "moved_in": "2012-09-01",
    },
    "civil_status": {"status": "married", "married_on": "2016-05-20", "spouse_name": "陈明", "children": 1,
                     "youngest_child_name": "陈小雨", "youngest_child_born": "2020-06-01"},
    "household": {"book_number": "990312345", "members": 3, "head": True, "housing": "owner"},
    "social_insurance": {"status": "employed", "since": "2013-07-01", "months_paid": 150, "employer": "Huating Paper",
                         "monthly_base": 9800},
    "health_insurance": {"scheme": "employee", "active": True, "since": "2013-07-01", "card_number": "990000001234",
                         "clinic": "Liutang Clinic"},
}  # fmt: skip


@pytest.fixture
def new_resident(huating: Any) -> Callable[..., Any]:
    """Make a resident with an account, and with what the registers know of her."""

    def make(*, name: str = "林晓梅", born: str = "1990-03-05", account: bool = True, **records: Any) -> Any:
        from onecity.identity.domain import open_account
        from onecity.people.domain import register_resident
        from onecity.registers.models import Record

        serial = next(_numbers)
        resident = register_resident(
            number=f"99000019900101{serial:04d}", name=name, born=date.fromisoformat(born), district="liutang",
            email=f"resident{serial}@huating.example", made_up=True,
        )  # fmt: skip
        known = RECORDS | {"population": RECORDS["population"] | {"full_name": name, "born": born}} | records
        Record.objects.bulk_create(
            Record(resident_id=resident.id, register=code, data=data, made_up=True)
            for code, data in known.items()
            if data
        )
        if account:
            resident.account = open_account(email=resident.email, name=name, password=PASSWORD, resident_id=resident.id)
        return resident

    return make


@pytest.fixture
def resident(new_resident: Callable[..., Any]) -> Any:
    """A resident of 1990, married, employed; with ``.account``."""
    return new_resident()


@pytest.fixture
def other_resident(new_resident: Callable[..., Any]) -> Any:
    """Somebody who has nothing to do with ``resident``."""
    return new_resident(name="王建国", born="1985-07-12")


@pytest.fixture
def child(new_resident: Callable[..., Any], resident: Any) -> Any:
    """A child of ``resident``, who may act for her."""
    from onecity.people.domain import give_mandate
    from onecity.people.models import Mandate

    kid = new_resident(name="陈小雨", born="2020-06-01", account=False, civil_status=None, social_insurance=None)
    give_mandate(principal=kid, agent_id=resident.id, kind=Mandate.CHILD)
    return kid


@pytest.fixture
def new_officer(huating: Any) -> Callable[..., Any]:
    """Make an account with a post in every unit of an agency."""

    def make(agency: str = "public-security", role: str = "officer", name: str = "Chen Wei") -> Any:
        from onecity.agencies.models import Post
        from onecity.identity.domain import open_account

        account = open_account(email=f"{role}{next(_numbers)}@{agency}.example", name=name, password=PASSWORD)
        Post.objects.bulk_create(
            Post(account=account, agency=agency, unit=unit, role=role, starts=date(2020, 1, 1))
            for unit in huating.agencies[agency].units
        )
        return account

    return make


@pytest.fixture
def officer(new_officer: Callable[..., Any]) -> Any:
    return new_officer()


@pytest.fixture
def head(new_officer: Callable[..., Any]) -> Any:
    return new_officer(role="head", name="Zhao Min")


@pytest.fixture
def designer(new_officer: Callable[..., Any]) -> Any:
    return new_officer(agency="data-bureau", role="designer", name="Gu Yan")


@pytest.fixture
def operator(new_officer: Callable[..., Any]) -> Any:
    return new_officer(agency="data-bureau", role="operator", name="Xu Ning")


@pytest.fixture
def other_agency_officer(new_officer: Callable[..., Any]) -> Any:
    return new_officer(agency="water", name="Sun Li")


@pytest.fixture
def administrator(huating: Any) -> Any:
    return _plain_account("administrator", is_administrator=True)


@pytest.fixture
def auditor(huating: Any) -> Any:
    return _plain_account("auditor", is_auditor=True)


def _plain_account(role: str, **flags: bool) -> Any:
    from onecity.identity.domain import open_account

    return open_account(email=f"{role}{next(_numbers)}@city.example", name=role, password=PASSWORD, **flags)


@pytest.fixture
def actor_of() -> Callable[[Any], Any]:
    """The first role of an account: resident, officer, administrator or auditor."""

    def find(account: Any) -> Any:
        from onecity.identity.queries import actor_of as roles

        return roles(getattr(account, "account", account))[0]

    return find


@pytest.fixture
def signed_in() -> Callable[[Any], Any]:
    """A test client with the session of an account that has just proved itself."""

    def sign_in(account: Any) -> Any:
        from django.test import Client

        person = getattr(account, "account", account)
        client = Client()
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def draft(resident: Any, actor_of: Callable[[Any], Any]) -> Any:
    """A draft of the residence certificate, filled in."""
    from onecity.catalogue import queries as catalogue
    from onecity.forms import domain as forms

    service = catalogue.get_service("residence-certificate.apply")
    actor = actor_of(resident)
    begun = forms.start_draft(service=service, resident_id=resident.id, actor=actor)
    answers = {"purpose": "school", "phone": "13800000000"}
    return forms.save_answers(draft_id=begun.id, answers=answers, actor=actor).draft


@pytest.fixture
def case(draft: Any, resident: Any, actor_of: Callable[[Any], Any]) -> Any:
    """The draft, filed."""
    from onecity.applications import domain as applications

    return applications.submit_application(draft_id=draft.id, actor=actor_of(resident))
