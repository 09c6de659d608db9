"""What the registers know of a made-up person, consistent with her family and age."""

from datetime import date
from random import Random
from typing import Any

from onecity.demo.chance import Chances, one_of
from onecity.demo.livelihood import education, health_insurance, social_insurance
from onecity.demo.people import Person
from onecity.demo.traffic import driving, vehicles

Records = dict[str, dict[str, Any]]
CATEGORIES = ("sight", "hearing", "movement", "mind")
LEVELS = Chances({1: 15, 2: 25, 3: 30, 4: 30})


def records_of(person: Person, rng: Random, today: date, serial: int) -> Records:
    """Register -> attributes; a register that does not concern her has no record."""
    age = person.age(today)
    school = education(rng, age, today, serial)
    insured = social_insurance(person, rng, age, today, school)
    made = {
        "population": _population(person),
        "household": _household(person),
        "civil_status": _civil_status(person, rng, age),
        "education": school,
        "social_insurance": insured,
        "health_insurance": health_insurance(person, rng, today, serial, insured),
        "driving": driving(person, rng, age, today, serial),
        "vehicles": vehicles(person, rng, age, today, serial),
        "disability": _disability(rng, serial),
    }
    return {register: data for register, data in made.items() if data}


def _population(person: Person) -> dict[str, Any]:
    home = person.household
    return {
        "full_name": person.name,
        "latin_name": person.latin,
        "sex": person.sex,
        "born": person.born.isoformat(),
        "address": home.address,
        "district": home.district,
        "subdistrict": f"{home.district.capitalize()} {1 + len(home.address) % 6}",
        "registered_here": home.since is None,
        "moved_in": max(person.born, home.since or person.born).isoformat(),
    }


def _household(person: Person) -> dict[str, Any]:
    home = person.household
    return {
        "book_number": home.book,
        "members": len(home.people),
        "head": home.people[0] is person,
        "housing": home.housing,
    }


def _civil_status(person: Person, rng: Random, age: int) -> dict[str, Any]:
    """Of adults."""
    if age < 18:
        return {}
    status: dict[str, Any] = {"status": _marital(person, rng, age), "children": len(person.children)}
    if person.spouse and person.married_on:
        status["married_on"] = person.married_on.isoformat()
        status["spouse_name"] = person.spouse.name
    if person.children:
        youngest = max(person.children, key=lambda child: child.born)
        status["youngest_child_name"], status["youngest_child_born"] = youngest.name, youngest.born.isoformat()
    return status


def _marital(person: Person, rng: Random, age: int) -> str:
    if person.spouse:
        return "married"
    if age > 65 or person.children:
        return "widowed"
    return "divorced" if age > 30 and rng.random() < 0.3 else "single"


def _disability(rng: Random, serial: int) -> dict[str, Any]:
    if rng.random() > 0.02:
        return {}
    return {
        "level": LEVELS.draw(rng),
        "category": one_of(rng, CATEGORIES),
        "certificate_number": f"99{serial:016d}",
    }
