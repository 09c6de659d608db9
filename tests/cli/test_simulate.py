from argparse import ArgumentParser

import pytest

from onecity.cli import simulate
from onecity.cli.failures import Failure


@pytest.fixture
def simulation(tmp_path, monkeypatch):
    monkeypatch.setenv("ONECITY_DATA", str(tmp_path))
    parser = ArgumentParser()
    simulate.add_arguments(parser)
    return lambda *words: simulate.run(parser.parse_args(words))


def test_a_city_without_a_body_is_told_how_to_draw_one(simulation):
    with pytest.raises(Failure, match="onecity twin build --load"):
        simulation()


def test_what_cannot_go_wrong_is_told(simulation, tmp_path):
    (tmp_path / "twin").mkdir()
    (tmp_path / "twin" / "entities.ndjson").touch()
    with pytest.raises(Failure, match=r"'flood' cannot go wrong\. What can: feeder, cabinet"):
        simulation("--happen", "flood")


def test_without_a_message_server_one_is_told_how_to_start_it(simulation, tmp_path, monkeypatch):
    monkeypatch.delenv("ONECITY_MQTT_URL", raising=False)
    (tmp_path / "twin").mkdir()
    (tmp_path / "twin" / "entities.ndjson").touch()
    with pytest.raises(Failure, match="No message server runs here"):
        simulation()
