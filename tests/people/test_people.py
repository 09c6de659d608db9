"""Residents are found by a number that is never stored readable; mandates count from day to day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from onecity.common import clock
from onecity.common.errors import Invalid, NotAllowed, NotFound
from onecity.people.domain import change_contact, give_mandate, last_day_as_minor, register_resident, revoke_mandate
from onecity.people.models import Mandate, Resident
from onecity.people.permissions import may_act_for
from onecity.people.queries import find_by_number, get_resident

pytestmark = pytest.mark.django_db


def test_a_number_is_found_however_it_is_written_and_never_stored_readable():
    made = register_resident(number="99000019900305001x", name="Lin", born=date(1990, 3, 5), district="liutang")
    assert find_by_number("990000 19900305 001X").id == made.id
    stored = Resident.objects.get(id=made.id)
    assert b"19900305" not in bytes(stored.number_sealed) + bytes(stored.number_hash)


def test_the_same_number_is_taken_up_once(resident):
    register_resident(number="990000199001019999", name="A", born=date(1990, 1, 1), district="liutang")
    with pytest.raises(IntegrityError):
        register_resident(number="990000199001019999", name="B", born=date(1990, 1, 1), district="liutang")


def test_nobody_is_nobody():
    assert find_by_number("1") is None
    with pytest.raises(NotFound):
        get_resident(Mandate().id)


def test_a_parents_mandate_ends_when_the_child_comes_of_age(child, resident):
    mandate = Mandate.objects.get(principal_id=child.id)
    assert mandate.ends == date(2038, 5, 31)
    assert may_act_for(resident.id, child.id, date(2038, 5, 31))
    assert not may_act_for(resident.id, child.id, date(2038, 6, 1))


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2020, 2, 29), date(2038, 2, 28)),
        (date(2020, 1, 31), date(2038, 1, 30)),
        (date(2010, 3, 1), date(2028, 2, 29)),
    ],
)
def test_one_is_a_minor_until_the_eighteenth_birthday(born, last):
    assert last_day_as_minor(born) == last


def test_a_mandate_goes_one_way_and_ends_at_once_when_revoked(child, resident, actor_of):
    assert not may_act_for(child.id, resident.id, clock.today())
    revoke_mandate(mandate_id=Mandate.objects.get().id, actor=actor_of(resident))
    assert not may_act_for(resident.id, child.id, clock.today())


def test_a_stranger_revokes_nothing(child, other_resident, actor_of):
    with pytest.raises(NotFound):
        revoke_mandate(mandate_id=Mandate.objects.get().id, actor=actor_of(other_resident))


def test_nobody_holds_a_mandate_for_herself(resident):
    with pytest.raises(IntegrityError):
        give_mandate(principal=resident, agent_id=resident.id, kind=Mandate.PARENT, ends=clock.today() + timedelta(1))


def contact(resident, actor, **values):
    kept = {"email": "a@b.example", "phone": "", "language": "en", "notices_by_email": True} | values
    return change_contact(resident_id=resident.id, actor=actor, **kept)


def test_contact_is_changed_by_herself_only(resident, other_resident, actor_of):
    assert contact(resident, actor_of(resident), phone="+86 21 1234 5678").phone == "+86 21 1234 5678"
    with pytest.raises(NotAllowed):
        contact(resident, actor_of(other_resident))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("phone", "call me"),
        ("phone", "12"),
        ("phone", "12345" + "-" * 30),
        ("email", "a\x00b"),
        ("language", "tlh"),
    ],
)
def test_wrong_contact_is_refused_by_field(resident, actor_of, field, value):
    with pytest.raises(Invalid) as refused:
        contact(resident, actor_of(resident), **{field: value})
    assert list(refused.value.fields) == [field]


def test_full_width_digits_of_a_telephone_become_plain(resident, actor_of):
    assert contact(resident, actor_of(resident), phone="１３９００００００００").phone == "13900000000"
