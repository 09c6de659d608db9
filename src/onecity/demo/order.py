"""What is to be loaded."""

from dataclasses import dataclass
from datetime import date

CHUNK = 400  # residents
MOST = 9_998 * CHUNK  # residents: a chunk's number has four digits in a resident's
SERIALS = 1_000_000  # numbers for the cases of one chunk


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be loaded. ``start`` is the day that counts as today."""

    residents: int
    cases: int
    seed: int
    start: date

    @property
    def chunks(self) -> int:
        return -(-self.residents // CHUNK)

    @property
    def open_share(self) -> float:
        """Enough open cases to work on in a small city; the share of a real one in a large."""
        return min(0.15, max(0.03, 300 / max(1, self.cases)))

    def cases_of(self, chunk: int) -> range:
        """The serial numbers of a chunk's cases."""
        count = (chunk + 1) * self.cases // self.chunks - chunk * self.cases // self.chunks
        return range((chunk + 1) * SERIALS, (chunk + 1) * SERIALS + count)

    def people_of(self, chunk: int) -> int:
        return min(CHUNK, self.residents - chunk * CHUNK)
