"""A copy of the small city that a test may change."""

import shutil
from pathlib import Path

import pytest

from onecity.city import queries as city_queries

SMALL = Path(__file__).parent.parent / "data" / "cities" / "small"


class Folder:
    """A city folder in which a test writes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a text that is there exactly once or more; a test that changes nothing would prove nothing."""
        text = (self.path / name).read_text()
        assert old in text, f"{old!r} is not in {name}"
        (self.path / name).write_text(text.replace(old, new))

    def write(self, name: str, text: str | bytes) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.fixture
def folder(tmp_path):
    city_queries.forget()
    yield Folder(shutil.copytree(SMALL, tmp_path / "small"))
    city_queries.forget()
