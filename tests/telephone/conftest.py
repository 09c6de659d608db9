"""An answerer that is stopped after the test."""

import pytest
from tests.telephone.answering import Answerer


@pytest.fixture
def answerer(transactional_db, huating, tmp_path):
    """Started on the demonstration city, with its recorded sentences."""
    started = []

    def start(**more):
        started.append(Answerer(tmp_path, **more))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.stop()
