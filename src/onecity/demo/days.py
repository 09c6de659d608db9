"""Days in a made-up life."""

from datetime import date, timedelta
from random import Random

from onecity.demo.chance import whole


def birthday(born: date, age: int) -> date:
    """The day of coming to an age; born on 29 February, one does on 1 March when there is none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def days_before(rng: Random, today: date, fewest: int, most: int, *, earliest: date) -> date:
    """A day so many days ago, but not before another."""
    return max(today - timedelta(days=whole(rng, fewest, most)), earliest)
