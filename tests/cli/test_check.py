"""`onecity check` and `onecity load city`, as they are typed."""

import argparse
import shutil
from pathlib import Path

import pytest

from onecity.city import queries as city_queries
from onecity.cli import check, load

SMALL = Path(__file__).parent.parent / "data" / "cities" / "small"
LICENCE = "services/transportation/driving-licence.yaml"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SMALL, tmp_path / "small")


def change(folder, name, old, new):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def typed(command, *words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    code = command.run(parser.parse_args([str(word) for word in words]))
    city_queries.forget()
    return code


def test_a_folder_in_order(folder, capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    assert typed(check, folder) == 0
    assert (
        capsys.readouterr().out
        == f"{folder} is in order: 2 agencies, 4 services in 2 families, 0 topics and 0 articles.\n"
    )


def test_a_mistake_is_printed_as_file_and_line(folder, capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    change(folder, LICENCE, "agency: traffic-police", "agency: trafic-police")
    assert typed(check, folder) == 1
    assert capsys.readouterr().out == (
        f"{folder}/{LICENCE}:3: the agency `trafic-police` does not exist\n"
        "    did you mean `traffic-police`?\n"
        "\n"
        "1 mistake in 1 file. Nothing can be loaded until they are mended.\n"
    )


def test_no_folder(capsys):
    assert typed(check, "/nowhere/at/all") == 1
    assert typed(load, "city", "/nowhere/at/all") == 1
    assert capsys.readouterr().err.startswith("/nowhere/at/all is not a folder.")


@pytest.mark.django_db
def test_with_a_database_a_version_that_was_not_raised_is_a_mistake(folder, capsys):
    assert typed(load, "city", folder) == 0
    change(folder, LICENCE, "days: 2", "days: 3")
    assert typed(check, folder) == 1
    assert f"{LICENCE}:2: driving-licence.renew has changed, but its version is still 2." in capsys.readouterr().out


@pytest.mark.django_db
def test_loading_tells_what_changed(folder, capsys):
    assert typed(load, "city", folder) == 0
    assert "      new  driving-licence.renew, version 2\n" in capsys.readouterr().out
    assert typed(load, "city", folder) == 0
    assert capsys.readouterr().out == f"{folder} was loaded before: nothing changed.\n"
    change(folder, LICENCE, "version: 2", "version: 3")
    (folder / "services/papers/residence-certificate.yaml").unlink()
    assert typed(load, "city", folder) == 0
    assert capsys.readouterr().out == (
        "  changed  driving-licence.renew, version 3\n"
        "  changed  driving-licence.replace, version 3\n"
        "withdrawn  residence-certificate.apply, version 1\n"
        "withdrawn  residence-certificate.change, version 1\n"
        f"{folder} is loaded: 2 services, 4 of them with a change.\n"
    )


@pytest.mark.django_db
def test_a_folder_with_mistakes_is_not_loaded(folder, capsys):
    change(folder, LICENCE, "version: 2", "version: two")
    assert typed(load, "city", folder) == 1
    assert f"{folder}/{LICENCE}:2: `two` is not a whole number" in capsys.readouterr().out
    assert city_queries.newest_release() is None


def test_the_schema_is_printed(capsys):
    assert typed(check, "--schema") == 0
    assert capsys.readouterr().out == (Path(__file__).parent.parent.parent / "docs/service.schema.json").read_text()
