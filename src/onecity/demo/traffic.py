"""Licences and vehicles of a made-up person."""

from datetime import date, timedelta
from random import Random
from typing import Any

from onecity.common.ids import ALPHABET
from onecity.demo.chance import Chances, one_of
from onecity.demo.days import birthday, days_before
from onecity.demo.people import Person

MAKES = ("Roewe", "BYD", "Geely", "Volkswagen", "Toyota", "NIO", "Chery")
CLASSES = Chances({"C1": 70, "C2": 24, "B2": 4, "A1": 2})
POINTS = Chances({0: 70, 1: 10, 3: 10, 6: 6, 9: 3, 12: 1})
ENERGY = Chances({"petrol": 60, "electric": 27, "hybrid": 13})
VALID = timedelta(days=2191)  # six years
DRIVERS = range(19, 80)  # years of age
OWNERS = range(22, 76)
PLATES = 32**5


def driving(person: Person, rng: Random, age: int, today: date, serial: int) -> dict[str, Any]:
    """Of every other adult; a few licences have run out, a few will soon."""
    if age not in DRIVERS or rng.random() > 0.52:
        return {}
    issued = days_before(rng, today, 3, 2230, earliest=birthday(person.born, 18))
    return {
        "licence_number": f"99{serial:010d}",
        "licence_class": CLASSES.draw(rng) if age > 25 else "C1",
        "issued": issued.isoformat(),
        "expires": (issued + VALID).isoformat(),
        "points": POINTS.draw(rng),
    }


def vehicles(person: Person, rng: Random, age: int, today: date, serial: int) -> dict[str, Any]:
    """Inspected every two years."""
    if age not in OWNERS or rng.random() > 0.3:
        return {}
    registered = days_before(rng, today, 30, 4300, earliest=birthday(person.born, 18))
    years = (today - registered).days // 731 * 2 + 2
    return {
        "count": 1 if rng.random() < 0.9 else 2,
        "plate": f"华A·{_letters(serial)}",
        "make": one_of(rng, MAKES),
        "registered": registered.isoformat(),
        "inspection_due": birthday(registered, years).isoformat(),
        "energy": ENERGY.draw(rng),
    }


def _letters(serial: int) -> str:
    """Five letters and digits that no other serial number below 33 million gets."""
    scrambled = serial * 0x9E3779B % PLATES
    return "".join(ALPHABET[scrambled >> shift & 31] for shift in range(20, -5, -5))
