import time

import pytest

PAGES = "tests.identity.pages"


@pytest.fixture
def pages(settings):
    """The pages of ``tests.identity.pages`` instead of the city's."""
    settings.ROOT_URLCONF = PAGES


@pytest.fixture
def later():
    """Let a client's session have begun, been used and proved some seconds earlier than it was."""

    def move(client, seconds):
        session = client.session
        for record in session.get("account_authentication_methods", []):
            record["at"] -= seconds
        for mark in ("begun", "seen"):
            session[mark] = session.get(mark, time.time()) - seconds
        session.save()

    return move
