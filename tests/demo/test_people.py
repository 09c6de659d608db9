"""Made-up people are consistent, the same for the same seed, and plainly made up."""

from datetime import date

import pytest

from onecity.demo import personas
from onecity.demo.cases import made_number
from onecity.demo.people import Chunk, check_digit, resident_number
from onecity.demo.records import records_of

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def chunk():
    made = Chunk(seed=1, number=3, size=400, districts=["liutang", "donghe"], today=TODAY)
    return [(p, records_of(p, made.rng, TODAY, 3000 + p.index)) for home in made.households() for p in home.people]


def test_the_same_seed_makes_the_same_people(chunk):
    again = Chunk(seed=1, number=3, size=400, districts=["liutang", "donghe"], today=TODAY)
    assert [p.name for home in again.households() for p in home.people][:3] == [p.name for p, _ in chunk][:3]


def test_the_check_digit_is_that_of_the_standard():
    assert check_digit("11010519491231002") == "X"  # the example of GB 11643-1999


def test_numbers_are_unique_and_of_no_real_region(chunk):
    numbers = [resident_number(3, person) for person, _ in chunk]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("99") and len(number) == 18 for number in numbers)


def test_spouses_name_each_other_and_parents_are_older(chunk):
    known = {id(person): records for person, records in chunk}
    for person, records in chunk:
        if person.spouse:
            assert records["civil_status"]["spouse_name"] == person.spouse.name
            assert known[id(person.spouse)]["civil_status"]["spouse_name"] == person.name
        assert all((child.born - person.born).days > 18 * 365 for child in person.children)


def test_registers_agree_with_age(chunk):
    for person, records in chunk:
        age = person.age(TODAY)
        assert ("driving" not in records) or age >= 20
        assert ("civil_status" in records) == (age >= 18)
        if records.get("social_insurance", {}).get("status") == "retired":
            assert age >= 55
            assert "pension_monthly" in records["social_insurance"]


def test_the_resident_of_the_demonstration_has_what_it_relies_on():
    woman, husband, child, mother = personas.family(TODAY)
    known = personas.records(woman, TODAY)
    assert (woman.age(TODAY), child.age(TODAY), mother.age(TODAY)) == (36, 5, 71)
    assert known["civil_status"]["spouse_name"] == husband.name
    assert known["driving"]["expires"] == "2027-01-22"


def test_case_numbers_do_not_collide():
    assert len({made_number("HT", serial) for serial in range(20_000)}) == 20_000
