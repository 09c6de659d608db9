"""What the registers know of a made-up person, consistent with her family and age."""

from datetime import date, timedelta
from random import Random
from typing import Any

from onecity.demo.people import RETIREMENT, Person

Records = dict[str, dict[str, Any]]
EMPLOYERS = (
    "Huating Paper 华亭纸业", "River Port Company 江港公司", "Blue Heron Hotel 蓝鹭酒店", "Maple Software 枫叶软件",
    "Third Spinning Mill 第三纺织厂", "City Bus Company 城市公交公司", "Willow Clinic 柳林诊所",
    "Lotus Bookshop 荷花书店",
)  # fmt: skip
MAKES = ("Roewe", "BYD", "Geely", "Volkswagen", "Toyota", "NIO", "Chery")
SCHOOLS = {
    "kindergarten": "Little Crane Kindergarten 小鹤幼儿园", "primary": "Willow Primary School 柳林小学",
    "junior": "Pagoda Middle School 宝塔中学", "senior": "Observatory High School 观象高中",
    "college": "Huating Technical College 华亭职业技术学院", "bachelor": "Huating University 华亭大学",
    "master": "Huating University 华亭大学", "doctor": "Huating University 华亭大学",
}  # fmt: skip


def records_of(person: Person, rng: Random, today: date, serial: int) -> Records:
    """Register -> attributes; a register that does not concern her has no record."""
    age = person.age(today)
    made = {
        "population": _population(person, rng, today),
        "household": _household(person),
        "health_insurance": _health(person, rng, age, serial),
        "civil_status": _civil_status(person, rng, age, today),
        "social_insurance": _social_insurance(person, rng, age),
        "education": _education(rng, age, today, serial),
        "driving": _driving(rng, age, today, serial),
        "vehicles": _vehicle(rng, age, today, serial),
        "disability": _disability(rng, serial),
    }
    return {register: data for register, data in made.items() if data}


def _population(person: Person, rng: Random, today: date) -> dict[str, Any]:
    home = person.household
    return {
        "full_name": person.name,
        "latin_name": person.latin,
        "sex": person.sex,
        "born": person.born.isoformat(),
        "address": home.address,
        "district": home.district,
        "subdistrict": f"{home.district.capitalize()} {1 + len(home.address) % 6}",
        "registered_here": rng.random() < 0.62,
        "moved_in": _earlier(rng, max(person.born, today - timedelta(days=9000)), today).isoformat(),
    }


def _household(person: Person) -> dict[str, Any]:
    home = person.household
    return {
        "book_number": home.book,
        "members": len(home.people),
        "head": home.people[0] is person,
        "housing": home.housing,
    }


def _health(person: Person, rng: Random, age: int, serial: int) -> dict[str, Any]:
    scheme = "employee" if 22 <= age < RETIREMENT[person.sex] and serial % 4 else "resident"
    since = max(person.born.year, 2004) + 1
    return {
        "scheme": scheme,
        "active": rng.random() < 0.97,
        "since": f"{since}-01-01",
        "card_number": f"99{serial:010d}",
        "clinic": f"{person.household.district.capitalize()} Community Clinic",
    }


def _civil_status(person: Person, rng: Random, age: int, today: date) -> dict[str, Any]:
    if age < 18:
        return {}
    status: dict[str, Any] = {"status": _marital(person, rng, age), "children": len(person.children)}
    if person.spouse:
        wedding = max(person.born, person.spouse.born) + timedelta(days=8400)  # the younger was 23
        status["married_on"] = min(wedding, today).isoformat()
        status["spouse_name"] = person.spouse.name
    if person.children:
        youngest = max(person.children, key=lambda child: child.born)
        status["youngest_child_name"], status["youngest_child_born"] = youngest.name, youngest.born.isoformat()
    return status


def _marital(person: Person, rng: Random, age: int) -> str:
    if person.spouse:
        return "married"
    if age > 65:
        return "widowed"
    return "divorced" if age > 30 and rng.random() < 0.3 else "single"


def _social_insurance(person: Person, rng: Random, age: int) -> dict[str, Any]:
    if age < 20:
        return {}
    retired = age >= RETIREMENT[person.sex]
    status = "retired" if retired else rng.choices(("employed", "flexible", "unemployed"), (80, 13, 7))[0]
    worked = min(age, RETIREMENT[person.sex]) - rng.randint(19, 24)
    months = max(0, worked * 12 - rng.randint(0, 60))
    insured: dict[str, Any] = {"status": status, "since": f"{person.born.year + 21}-07-01", "months_paid": months}
    insured["monthly_base"] = rng.randint(73, 365) * 100
    if status == "employed":
        insured["employer"] = rng.choice(EMPLOYERS)
    if retired:
        insured["pension_monthly"] = rng.randint(24, 92) * 100
    return insured


def _education(rng: Random, age: int, today: date, serial: int) -> dict[str, Any]:
    if age < 3:
        return {}
    if age < 18:
        level = "kindergarten" if age < 6 else "primary" if age < 12 else "junior" if age < 15 else "senior"
        return {"level": level, "school": SCHOOLS[level], "enrolled": True}
    level = rng.choices(("junior", "senior", "college", "bachelor", "master", "doctor"), (22, 26, 22, 23, 6, 1))[0]
    years = {"junior": 15, "senior": 18, "college": 21, "bachelor": 22, "master": 25, "doctor": 28}[level]
    if age <= years:
        return {"level": level, "school": SCHOOLS[level], "enrolled": True}
    graduated = date(today.year - age + years, 7, 1)
    return {
        "level": level,
        "school": SCHOOLS[level],
        "enrolled": False,
        "graduated": graduated.isoformat(),
        "certificate_number": f"99{graduated.year}{serial:08d}",
    }


def _driving(rng: Random, age: int, today: date, serial: int) -> dict[str, Any]:
    if not 20 <= age < 76 or rng.random() > 0.52:
        return {}
    issued = today - timedelta(days=rng.randint(40, 2150))
    return {
        "licence_number": f"99{serial:010d}",
        "licence_class": rng.choices(("C1", "C2", "B2", "A1"), (70, 24, 4, 2))[0],
        "issued": issued.isoformat(),
        "expires": (issued + timedelta(days=2191)).isoformat(),
        "points": rng.choices((0, 1, 3, 6, 9, 12), (70, 10, 10, 6, 3, 1))[0],
    }


def _vehicle(rng: Random, age: int, today: date, serial: int) -> dict[str, Any]:
    if not 22 <= age < 76 or rng.random() > 0.3:
        return {}
    registered = today - timedelta(days=rng.randint(30, 4300))
    years = (today - registered).days // 730 * 2 + 2
    return {
        "count": 1 if rng.random() < 0.9 else 2,
        "plate": f"华A·{serial % 100000:05d}",
        "make": rng.choice(MAKES),
        "registered": registered.isoformat(),
        "inspection_due": (registered + timedelta(days=int(years * 365.25))).isoformat(),
        "energy": rng.choices(("petrol", "electric", "hybrid"), (60, 27, 13))[0],
    }


def _disability(rng: Random, serial: int) -> dict[str, Any]:
    if rng.random() > 0.02:
        return {}
    category = rng.choice(("sight", "hearing", "movement", "mind"))
    return {"level": rng.randint(1, 4), "category": category, "certificate_number": f"99{serial:016d}"}


def _earlier(rng: Random, start: date, end: date) -> date:
    return start + timedelta(days=rng.randint(0, max(0, (end - start).days)))
