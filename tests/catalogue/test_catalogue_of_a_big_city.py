"""The format and the start carry 1,274 services, as many as Shanghai's."""

import shutil
import time
from pathlib import Path

import pytest

from onecity.catalogue import queries
from onecity.catalogue.domain import install_folder
from onecity.catalogue.folder import read_folder
from onecity.city import queries as city_queries

HUATING = Path(__file__).parent.parent.parent / "cities" / "huating"
AS_MANY_AS_SHANGHAI = 1274


@pytest.fixture(scope="module")
def big_city(tmp_path_factory):
    """Huating with each of its families again and again under another name, up to 1,274 services."""
    folder = tmp_path_factory.mktemp("big") / "city"
    shutil.copytree(HUATING, folder)
    families = {path: path.read_text() for path in sorted((folder / "services").glob("**/*.yaml"))}
    missing = AS_MANY_AS_SHANGHAI - len(read_folder(folder).services)
    for copy in range(2, 100):
        for path, text in families.items():
            acts = len(read_acts(text))
            if acts <= missing:
                missing -= acts
                write_copy(path, text, copy)
    assert missing == 0
    return folder


def read_acts(text):
    """The names of the acts: lines with two spaces under `acts:`."""
    lines = text.split("\nacts:\n")[1].splitlines()
    return [line for line in lines if line.startswith("  ") and line[2] not in " #\n"]


def write_copy(path, text, copy):
    family = f"{path.stem}-{copy}"
    text = text.replace(f"family: {path.stem}\n", f"family: {family}\n")
    lines = [numbered(line, copy) for line in text.split("\n")]
    path.with_name(f"{family}.yaml").write_text("\n".join(lines))


def numbered(line, copy):
    """A title of an act gets the number of its copy: no two services have one title."""
    if not line.startswith("    title:"):
        return line
    head, _, chinese = line.rpartition("zh: ")
    return head.replace("en: ", f"en: {copy}. ").replace(f'en: {copy}. "', f'en: "{copy}. ') + f"zh: {copy}号{chinese}"


def seconds(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


@pytest.mark.django_db
def test_reading_installing_and_starting_with_1274_services(big_city):
    city_queries.forget()
    reading, folder = seconds(lambda: read_folder(big_city))
    assert folder.problems == ()
    installing, done = seconds(lambda: install_folder(big_city))
    city_queries.forget()
    starting, services = seconds(queries.all_services)
    assert (done.services, len(services)) == (AS_MANY_AS_SHANGHAI, AS_MANY_AS_SHANGHAI)
    print(f"\nread and check {reading:.1f} s, read and install {installing:.1f} s, start {starting:.2f} s")
    assert starting < 3
    assert reading < 30
    city_queries.forget()
