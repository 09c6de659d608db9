"""What the tests of the portal share."""

import re
from collections.abc import Callable
from typing import Any

import pytest

Client = Any


@pytest.fixture
def home(resident: Any, signed_in: Callable[[Any], Client]) -> Client:
    """The browser of ``resident``."""
    return signed_in(resident)


@pytest.fixture
def words() -> Callable[[Any], str]:
    """What a page says: its main part, without tags, in single spaces."""

    def read(response: Any) -> str:
        whole = response.content.decode()
        main = re.search(r"<main.*</main>", whole, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", main.group() if main else whole).split())

    return read
