"""Secrets of a demonstration: made once, read by nobody else."""

import stat
from concurrent.futures import ThreadPoolExecutor

from onecity.cli.secret_files import NAMES, read_or_make


def test_a_secret_stays_the_same(tmp_path):
    assert read_or_make(tmp_path, NAMES[0]) == read_or_make(tmp_path, NAMES[0])


def test_every_secret_and_every_place_has_its_own(tmp_path):
    (tmp_path / "other").mkdir()
    made = [read_or_make(tmp_path, name) for name in NAMES] + [read_or_make(tmp_path / "other", NAMES[0])]
    assert len(set(made)) == len(NAMES) + 1
    assert min(map(len, made)) >= 64


def test_only_the_owner_reads_it(tmp_path):
    read_or_make(tmp_path, "ONECITY_SECRET_KEY")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "secret_key").stat().st_mode) == 0o600


def test_many_at_once_get_the_same_one(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: read_or_make(tmp_path, "ONECITY_SECRET_KEY"), range(32)))
    assert len(made) == 1
    assert [file.name for file in (tmp_path / "secrets").iterdir()] == ["secret_key"]
