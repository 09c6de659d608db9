"""The people one can be in the demonstration: a woman, her husband, their child, and her mother who lives alone."""

from datetime import date, timedelta
from random import Random

from onecity.demo.people import Household, Person, resident_number
from onecity.demo.records import Records, records_of

CHUNK = 0  # theirs alone
DISTRICT = "liutang"
EMAIL = "resident@huating.example"


def family(today: date) -> list[Person]:
    """The four, the resident first. Their ages stay the same whenever the demonstration is loaded."""
    home = Household("9900000001", DISTRICT, "12 Willow Lane 柳林路, 3-502", "owner")
    alone = Household("9900000002", DISTRICT, "40 Pagoda Street 宝塔街, 1-101", "owner")
    woman = Person(0, "林晓梅", "Lin Xiaomei", "female", _years_ago(today, 36), home)
    husband = Person(1, "陈明", "Chen Ming", "male", _years_ago(today, 38), home)
    child = Person(2, "陈雨涵", "Chen Yuhan", "female", _years_ago(today, 5), home)
    mother = Person(3, "周玉兰", "Zhou Yulan", "female", _years_ago(today, 71), alone)
    woman.spouse, husband.spouse = husband, woman
    woman.children, husband.children, mother.children = [child], [child], [woman]
    home.people, alone.people = [woman, husband, child], [mother]
    return [woman, husband, child, mother]


def number_of_resident(today: date) -> str:
    """The personal number of the woman, by which her account is bound to her."""
    return resident_number(CHUNK, family(today)[0])


def records(person: Person, today: date) -> Records:
    """Her records, made as everybody's, and then settled where the demonstration relies on them."""
    made = records_of(person, Random(person.index), today, person.index)  # noqa: S311
    if person.index == 0:
        made["population"] |= {"registered_here": True, "moved_in": _years_ago(today, 11).isoformat()}
        made["social_insurance"] |= {"status": "employed", "months_paid": 156, "employer": "Huating Paper 华亭纸业"}
        expires = today + timedelta(days=60)
        made["driving"] = {
            "licence_number": "990000000001",
            "licence_class": "C1",
            "issued": (expires - timedelta(days=2191)).isoformat(),
            "expires": expires.isoformat(),
            "points": 3,
        }
    return made


def _years_ago(today: date, years: int) -> date:
    return (
        date(today.year - years, 3, 14) if (today.month, today.day) >= (3, 14) else date(today.year - years - 1, 3, 14)
    )
