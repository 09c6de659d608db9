"""The people one can be in the demonstration: a woman, her husband, their child, and her mother who lives alone."""

from datetime import date, timedelta
from random import Random

from onecity.demo.days import birthday
from onecity.demo.livelihood import SCHOOLS
from onecity.demo.people import Household, Person
from onecity.demo.records import Records, records_of

CHUNK = 0  # theirs alone
DISTRICT = "liutang"
EMAIL = "resident@huating.example"
LICENCE_LEFT = timedelta(days=60)  # the woman's driving licence expires so soon
WORKING = {"status": "employed", "months_paid": 156, "employer": "Huating Paper 华亭纸业", "monthly_base": 12_600}


def family(today: date) -> list[Person]:
    """The four, the resident first. Their ages are the same on whatever day the demonstration is loaded."""
    home = Household("9900000001", DISTRICT, "12 Willow Lane 柳林路, 3-502", "owner")
    alone = Household("9900000002", DISTRICT, "40 Pagoda Street 宝塔街, 1-101", "owner")
    woman = Person(0, "林晓梅", "Lin Xiaomei", "female", _years_ago(today, 36), home)
    husband = Person(1, "陈明", "Chen Ming", "male", _years_ago(today, 38), home)
    child = Person(2, "陈雨涵", "Chen Yuhan", "female", _years_ago(today, 5), home)
    mother = Person(3, "周玉兰", "Zhou Yulan", "female", _years_ago(today, 71), alone)
    woman.spouse, husband.spouse = husband, woman
    woman.married_on = husband.married_on = _years_ago(today, 9).replace(month=5, day=20)
    woman.children, husband.children, mother.children = [child], [child], [woman]
    home.people, alone.people = [woman, husband, child], [mother]
    return [woman, husband, child, mother]


def records(person: Person, today: date) -> Records:
    """Her records, made as everybody's, and then settled where the demonstration relies on them."""
    made = records_of(person, Random(person.index), today, person.index)  # noqa: S311
    made.pop("disability", None)
    made["health_insurance"]["active"] = True
    if person.index in (0, 1):
        made |= _of_a_couple(person)
    if person.index == 0:
        made["driving"] = _licence(today)
    return made


def _of_a_couple(person: Person) -> Records:
    studied, began = birthday(person.born, 22), birthday(person.born, 23).isoformat()
    return {
        "education": {
            "level": "bachelor", "school": SCHOOLS["bachelor"], "enrolled": False, "graduated": f"{studied.year}-07-01",
            "certificate_number": f"99{studied.year}{person.index:08d}",
        },
        "social_insurance": WORKING | {"since": began},
        "health_insurance": {
            "scheme": "employee", "active": True, "since": began, "card_number": f"99{person.index:010d}",
            "clinic": "Liutang Community Clinic",
        },
    }  # fmt: skip


def _licence(today: date) -> dict[str, object]:
    expires = today + LICENCE_LEFT
    return {
        "licence_number": "990000000001",
        "licence_class": "C1",
        "issued": (expires - timedelta(days=2191)).isoformat(),
        "expires": expires.isoformat(),
        "points": 3,
    }


def _years_ago(today: date, years: int) -> date:
    """14 March, so many whole years ago."""
    return date(today.year - years - ((today.month, today.day) < (3, 14)), 3, 14)
