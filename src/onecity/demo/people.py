"""Made-up households: who lives together, who is married to whom, whose child somebody is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from onecity.demo.names import Name, full_name, surname

STREETS = (
    "Willow Lane 柳林路", "Heron Road 白鹭路", "Old Dock Street 老码头街", "Silk Bridge Road 丝桥路",
    "Lotus Street 荷花街", "Observatory Road 观象路", "Rice Market Lane 米市弄", "Camphor Avenue 香樟大道",
    "Pagoda Street 宝塔街", "Ferry Road 渡口路", "Maple Court Road 枫园路", "Printworks Lane 印书弄",
)  # fmt: skip
RETIREMENT = {"female": 55, "male": 60}


@dataclass(slots=True)
class Person:
    """One made-up person. ``index`` counts within a chunk; ``children`` and ``spouse`` are people of her household."""

    index: int
    name: str
    latin: str
    sex: str
    born: date
    household: "Household"
    spouse: "Person | None" = None
    children: list["Person"] = field(default_factory=list)

    def age(self, on: date) -> int:
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(slots=True)
class Household:
    """People at one address; the first is its head."""

    book: str
    district: str
    address: str
    housing: str
    people: list[Person] = field(default_factory=list)


class Chunk:
    """Up to ``size`` people, the same for the same seed and number, whatever else is made."""

    def __init__(self, *, seed: int, number: int, size: int, districts: Sequence[str], today: date) -> None:
        self.number, self.size, self.districts, self.today = number, size, districts, today
        self.rng = Random(seed * 1_000_003 + number)  # noqa: S311  made-up people need no secrets
        self.count = 0

    def households(self) -> Iterator[Household]:
        """Whole households until the chunk is full."""
        while self.count < self.size:
            yield self._household()

    def _household(self) -> Household:
        home = self._home()
        kind = self.rng.random()
        family = surname(self.rng)
        if kind < 0.22:
            self._person(home, family, age=self.rng.randint(19, 78))
        elif kind < 0.36:
            self._couple(home, family, age=self.rng.randint(58, 88))
        else:
            self._family(home, family, grandparents=kind > 0.86)
        return home

    def _home(self) -> Household:
        rng, serial = self.rng, self.number * 1000 + self.count
        address = f"{rng.randint(1, 480)} {rng.choice(STREETS)}, {rng.randint(1, 30)}-{rng.randint(101, 2604)}"
        housing = rng.choices(("owner", "tenant", "family"), (70, 22, 8))[0]
        return Household(f"99{serial:08d}", rng.choice(self.districts), address, housing)

    def _family(self, home: Household, family: Name, *, grandparents: bool) -> None:
        age = self.rng.randint(24, 56)
        father, mother = self._couple(home, family, age=age)
        for _child in range(self.rng.choices((0, 1, 2), (25, 55, 20))[0]):
            years = self.rng.randint(0, max(0, min(26, mother.age(self.today) - 22)))
            child = self._person(home, family, age=years)
            father.children.append(child)
            mother.children.append(child)
        if grandparents:
            parent = self._person(home, family, age=min(92, age + self.rng.randint(23, 32)))
            parent.children.append(father)

    def _couple(self, home: Household, family: Name, *, age: int) -> tuple[Person, Person]:
        husband = self._person(home, family, age=age, woman=False)
        wife = self._person(home, surname(self.rng), age=max(22, age - self.rng.randint(-2, 5)), woman=True)
        husband.spouse, wife.spouse = wife, husband
        return husband, wife

    def _person(self, home: Household, family: Name, *, age: int, woman: bool | None = None) -> Person:
        is_woman = self.rng.random() < 0.5 if woman is None else woman
        name, latin = full_name(self.rng, family, woman=is_woman)
        born = self.today - timedelta(days=int(age * 365.25) + self.rng.randint(1, 364))
        person = Person(self.count, name, latin, "female" if is_woman else "male", born, home)
        home.people.append(person)
        self.count += 1
        return person


def resident_number(chunk: int, person: Person) -> str:
    """An 18-digit number in the form of GB 11643, under the region 99, which no real place has.

    The last place is the check digit of ISO 7064 MOD 11-2.
    """
    body = f"99{chunk:04d}{person.born:%Y%m%d}{person.index:03d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """ISO 7064 MOD 11-2 over the digits of ``body``; ten is written X."""
    total = 0
    for digit in body:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(12 - total) % 11]
