"""Made-up people are consistent, the same for the same seed, and plainly made up."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from onecity.city.files import read_city
from onecity.common.errors import Invalid
from onecity.demo import personas
from onecity.demo.cases import made_number
from onecity.demo.people import Chunk, check_digit, resident_number
from onecity.demo.records import records_of
from onecity.demo.traffic import _letters
from onecity.registers.values import parse_value

TODAY = date(2026, 11, 23)
CITY = Path(__file__).parents[2] / "cities" / "huating"


def made(seed=1, size=400):
    chunk = Chunk(seed=seed, number=3, size=size, districts=["liutang", "donghe"], today=TODAY)
    return [(p, records_of(p, chunk.rng, TODAY, 3000 + p.index)) for home in chunk.households() for p in home.people]


@pytest.fixture(scope="module")
def chunk():
    return made()


def test_the_same_seed_makes_the_same_people_with_the_same_records(chunk):
    assert [records for _, records in made()] == [records for _, records in chunk]
    assert [records for _, records in made(seed=2)] != [records for _, records in chunk]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 400])
def test_there_are_as_many_as_were_asked_for(size):
    assert len(made(size=size)) == size


def test_the_check_digit_is_that_of_the_standard():
    assert check_digit("11010519491231002") == "X"  # the example of GB 11643-1999


def test_numbers_are_unique_and_of_no_real_region(chunk):
    numbers = [resident_number(3, person) for person, _ in chunk]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("99") and len(number) == 18 for number in numbers)


@pytest.fixture(scope="module")
def registers():
    return read_city(CITY).city.registers


def test_every_record_is_what_the_city_says_its_register_keeps(chunk, registers):
    for _, records in chunk:
        for register, known in records.items():
            for attribute, value in known.items():
                assert as_told(registers[register].attributes[attribute], value) == value


def as_told(attribute, value):
    """The value again, from the text in which somebody would type it."""
    try:
        return parse_value(
            attribute, {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        )
    except Invalid:
        return f"not a value of {attribute.code}"


def test_spouses_name_each_other_and_the_same_wedding(chunk):
    known = {id(person): records["civil_status"] for person, records in chunk if "civil_status" in records}
    for person, _ in chunk:
        if person.spouse:
            hers, his = known[id(person)], known[id(person.spouse)]
            assert (hers["spouse_name"], his["spouse_name"]) == (person.spouse.name, person.name)
            assert hers["married_on"] == his["married_on"]
            assert (date.fromisoformat(hers["married_on"]) - max(person.born, person.spouse.born)).days > 22 * 365
        elif id(person) in known:
            assert known[id(person)]["status"] != "married"


def test_children_are_born_in_the_marriage_and_named_in_the_register(chunk):
    for person, records in chunk:
        children = sorted(person.children, key=lambda child: child.born)
        assert all((child.born - person.born).days > 18 * 365 for child in children)
        if children:
            status = records["civil_status"]
            assert (status["children"], status["youngest_child_name"]) == (len(children), children[-1].name)
        if person.spouse and children:
            assert person.married_on <= children[0].born
            assert person.sex == "male" or all((child.born - person.born).days < 44 * 365.25 for child in children)


def test_nobody_did_anything_before_being_born_or_after_today(chunk):
    ahead = {("driving", "expires"), ("vehicles", "inspection_due")}
    for person, records in chunk:
        days = [
            (r, a, v) for r, known in records.items() for a, v in known.items() if is_date(v) and (r, a) not in ahead
        ]
        assert [day for day in days if not person.born.isoformat() <= day[2] <= TODAY.isoformat()] == []


def is_date(value):
    return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"


def test_registers_agree_with_age(chunk):
    for person, records in chunk:
        age = person.age(TODAY)
        insured = records.get("social_insurance", {})
        assert ("driving" not in records) or age >= 18
        assert ("civil_status" in records) == (age >= 18)
        assert (insured.get("status") == "retired") == ("pension_monthly" in insured)
        if insured:
            assert (insured["status"] == "retired") == (age >= {"female": 55, "male": 60}[person.sex])
            assert insured["months_paid"] <= (age - 16) * 12
            assert not records["education"]["enrolled"]


def test_employees_and_pensioners_have_the_insurance_of_employees(chunk):
    for _, records in chunk:
        works = records.get("social_insurance", {}).get("status") in ("employed", "retired")
        assert (records["health_insurance"]["scheme"] == "employee") == works


def test_who_lives_together_has_one_address_and_one_book(chunk):
    for person, records in chunk:
        home = person.household
        assert (records["population"]["address"], records["household"]["book_number"]) == (home.address, home.book)
        assert records["household"]["members"] == len(home.people)


def test_a_city_has_all_kinds_of_people(chunk):
    ages = Counter(min(person.age(TODAY) // 18, 4) for person, _ in chunk)
    assert set(ages) == {0, 1, 2, 3, 4}
    statuses = Counter(records.get("social_insurance", {}).get("status") for _, records in chunk)
    assert {"employed", "flexible", "unemployed", "retired", None} == set(statuses)


def test_the_resident_of_the_demonstration_has_what_it_relies_on(registers):
    woman, husband, child, mother = personas.family(TODAY)
    known = personas.records(woman, TODAY)
    assert [person.age(TODAY) for person in (woman, husband, child, mother)] == [36, 38, 5, 71]
    assert known["civil_status"]["spouse_name"] == husband.name
    assert known["civil_status"]["youngest_child_name"] == child.name
    assert known["driving"]["expires"] == "2027-01-22"
    assert (known["social_insurance"]["status"], known["social_insurance"]["months_paid"]) == ("employed", 156)
    assert known["health_insurance"]["scheme"] == "employee"


@pytest.mark.parametrize("today", [date(2026, 3, 13), date(2026, 3, 14), date(2028, 2, 29), date(2026, 12, 31)])
def test_the_family_is_as_old_on_whatever_day_it_is_loaded(today):
    woman, *_, mother = personas.family(today)
    assert (woman.age(today), mother.age(today)) == (36, 71)
    assert all(personas.records(person, today) for person in personas.family(today))


def test_case_numbers_and_number_plates_do_not_collide():
    assert len({made_number("HT", serial) for serial in range(20_000)}) == 20_000
    assert len({_letters(serial) for serial in range(20_000)}) == 20_000
