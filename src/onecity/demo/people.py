"""Made-up households: who lives together, who is married to whom, whose child somebody is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import mul
from random import Random

from onecity.demo.chance import Chances, one_of, whole
from onecity.demo.names import Name, full_name, surname

STREETS = (
    "Willow Lane 柳林路", "Heron Road 白鹭路", "Old Dock Street 老码头街", "Silk Bridge Road 丝桥路",
    "Lotus Street 荷花街", "Observatory Road 观象路", "Rice Market Lane 米市弄", "Camphor Avenue 香樟大道",
    "Pagoda Street 宝塔街", "Ferry Road 渡口路", "Maple Court Road 枫园路", "Printworks Lane 印书弄",
)  # fmt: skip
HOUSING = Chances({"owner": 70, "tenant": 22, "family": 8})
CHILDREN = Chances({0: 25, 1: 55, 2: 20})
RETIREMENT = {"female": 55, "male": 60}
YEAR = 365.25  # days
LONGEST_AT_HOME = 26  # years that children live with their parents
LATEST_MOTHER = 42  # years of age
LARGEST_FAMILY = 5


@dataclass(slots=True)
class Household:
    """People at one address; the first is its head. ``since``: when they came to the city; none for natives."""

    book: str
    district: str
    address: str
    housing: str
    since: date | None = None
    people: list["Person"] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """One made-up person. ``index`` counts within a chunk; ``children`` and ``spouse`` are people of her chunk."""

    index: int
    name: str
    latin: str
    sex: str
    born: date
    household: Household
    spouse: "Person | None" = None
    married_on: date | None = None
    children: list["Person"] = field(default_factory=list)

    def age(self, on: date) -> int:
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


class Chunk:
    """``size`` people in whole households, the same for the same seed and number, whatever else is made."""

    def __init__(self, *, seed: int, number: int, size: int, districts: Sequence[str], today: date) -> None:
        self.number, self.size, self.districts, self.today = number, size, districts, today
        self.rng = Random(seed * 1_000_003 + number)  # noqa: S311  made-up people need no secrets
        self.count = 0

    def households(self) -> Iterator[Household]:
        """Households until the chunk is full; the last ones are as large as there is room for."""
        while self.count < self.size:
            yield self._household()

    def _household(self) -> Household:
        home, family = self._home(), surname(self.rng)
        kind, room = self.rng.random(), self.size - self.count
        if kind < 0.22 or room < 2:
            self._person(home, family, age=whole(self.rng, 19, 78))
        elif kind < 0.36 or room < LARGEST_FAMILY:
            self._couple(home, family, age=whole(self.rng, 58, 88))
        else:
            self._family(home, family, with_grandparent=kind > 0.86)
        return home

    def _home(self) -> Household:
        rng, serial = self.rng, self.number * 1000 + self.count
        street = one_of(rng, STREETS)
        address = f"{whole(rng, 1, 480)} {street}, {whole(rng, 1, 30)}-{whole(rng, 1, 26)}{whole(rng, 1, 4):02d}"
        since = None if rng.random() < 0.62 else self.today - timedelta(days=whole(rng, 20, 9000))
        return Household(f"99{serial:08d}", one_of(rng, self.districts), address, HOUSING.draw(rng), since)

    def _family(self, home: Household, family: Name, *, with_grandparent: bool) -> None:
        age = whole(self.rng, 24, 56)
        father, mother = self._couple(home, family, age=age)
        youngest, oldest = self._ages_of_children(mother)
        for _child in range(CHILDREN.draw(self.rng) if youngest <= oldest else 0):
            self._is_child(self._person(home, family, age=whole(self.rng, youngest, oldest)), father, mother)
        if with_grandparent:
            self._grandparent(home, family, father, min(92, age + whole(self.rng, 23, 32)))

    def _ages_of_children(self, mother: Person) -> tuple[int, int]:
        """Born in the marriage, before the mother was 43; those above 26 live elsewhere."""
        oldest = min(LONGEST_AT_HOME, _years(mother.married_on, self.today) - 1)
        return max(0, mother.age(self.today) - LATEST_MOTHER), oldest

    def _is_child(self, child: Person, *parents: Person) -> None:
        for parent in parents:
            parent.children.append(child)

    def _grandparent(self, home: Household, family: Name, father: Person, age: int) -> None:
        """The father's mother more often than his father; a woman keeps the name of her own family."""
        is_woman = self.rng.random() < 0.65
        own = surname(self.rng) if is_woman else family
        self._is_child(father, self._person(home, own, age=age, is_woman=is_woman))

    def _couple(self, home: Household, family: Name, *, age: int) -> tuple[Person, Person]:
        """Both of age to marry (22), and married at 22 to 30 of the younger."""
        husband = self._person(home, family, age=age, is_woman=False)
        wife = self._person(home, surname(self.rng), age=max(22, age - whole(self.rng, -2, 5)), is_woman=True)
        younger = max(husband.born, wife.born)
        wedding = younger + timedelta(days=int(YEAR * 22) + 2 + whole(self.rng, 0, 3000))
        husband.spouse, wife.spouse = wife, husband
        husband.married_on = wife.married_on = min(wedding, self.today)
        return husband, wife

    def _person(self, home: Household, family: Name, *, age: int, is_woman: bool | None = None) -> Person:
        is_woman = self.rng.random() < 0.5 if is_woman is None else is_woman
        name, latin = full_name(self.rng, family, woman=is_woman)
        born = self.today - timedelta(days=int(age * YEAR) + whole(self.rng, 1, 364))
        person = Person(self.count, name, latin, "female" if is_woman else "male", born, home)
        home.people.append(person)
        self.count += 1
        return person


def _years(since: date | None, until: date) -> int:
    return (until - since).days // 366 if since else 0


def resident_number(chunk: int, person: Person) -> str:
    """An 18-digit number in the form of GB 11643, under the region 99, which no real place has.

    The last place is the check digit of ISO 7064 MOD 11-2.
    """
    body = f"99{chunk:04d}{person.born:%Y%m%d}{person.index:03d}"
    return body + check_digit(body)


WEIGHTS = tuple(2**place % 11 for place in range(17, 0, -1))


def check_digit(body: str) -> str:
    """ISO 7064 MOD 11-2 over 17 digits; ten is written X."""
    total = sum(map(mul, map(int, body), WEIGHTS))
    return "10X98765432"[total % 11]
