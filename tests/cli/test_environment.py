"""What a process finds in its environment, in a demonstration and in production."""

import os

import pytest

from onecity.cli import environment
from onecity.cli.place import Need

OURS = ("ONECITY_SECRET_KEY", "ONECITY_IDENTIFIER_KEY", "ONECITY_SIGNING_KEY", "DATABASE_URL")


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    for name in OURS:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("ONECITY_DATA", str(tmp_path / "city"))
    monkeypatch.setenv("ONECITY_MODE", "demo")


def test_a_demonstration_gets_secrets_of_its_own():
    environment.prepare(Need.NOTHING)
    assert all(len(os.environ[name]) >= 64 for name in OURS[:3])


def test_what_is_set_is_left_as_it_is(monkeypatch):
    monkeypatch.setenv("ONECITY_SECRET_KEY", "chosen")
    monkeypatch.setenv("DATABASE_URL", "postgresql://city@db.example/city")
    environment.prepare(Need.DATABASE)
    assert (os.environ["ONECITY_SECRET_KEY"], os.environ["DATABASE_URL"]) == (
        "chosen",
        "postgresql://city@db.example/city",
    )


def test_production_gets_nothing_made_up(monkeypatch, tmp_path):
    monkeypatch.setenv("ONECITY_MODE", "production")
    environment.prepare(Need.DATABASE)
    assert [os.environ[name] for name in OURS] == ["", "", "", ""]
    assert not (tmp_path / "city").exists()


def test_a_database_that_does_not_run_is_not_started_for_a_look(tmp_path):
    environment.prepare(Need.DATABASE_IF_RUNNING)
    assert os.environ["DATABASE_URL"] == ""
    assert not (tmp_path / "city" / "postgres").exists()
