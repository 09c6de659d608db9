"""A contact centre, and the browser of an operator."""

import pytest
from tests.contact.conftest import centre, hu, xu

__all__ = ["centre", "hu", "xu"]


@pytest.fixture
def console(operator, signed_in, centre):
    return signed_in(operator)
