"""What `onecity check` and `onecity load city` do and print, once Django is there."""

import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import DatabaseError, transaction

from onecity.catalogue import queries
from onecity.catalogue.domain import Change, FolderHasMistakes, Installation, install_folder
from onecity.catalogue.folder import Folder, read_folder
from onecity.catalogue.queries import published_versions
from onecity.catalogue.schema import published_schema
from onecity.catalogue.versions import Published
from onecity.city.sheet import Problem
from onecity.cli import contact_training
from onecity.common.errors import Refusal
from onecity.contact import knowledge, releases
from onecity.contact.definition import Centre
from onecity.contact.files import Read, read_centre

MOST_LINES = 20


def print_schema() -> int:
    print(published_schema(), end="")
    return 0


def check(path: Path, *, has_database: bool) -> int:
    """Print every mistake of a folder; with a database, a changed service that kept its version is one."""
    folder = read_folder(path, published=_published() if has_database else None)
    read = _centre_of(path, folder)
    if problems := sorted({*folder.problems, *read.problems}):
        _print_problems(path, problems)
        return 1
    print(f"{path} is in order: {_summary(folder, read.centre)}.")
    return 0


def load(path: Path) -> int:
    """Install a folder, whole or not at all, and print what changed."""
    try:
        done, centre_changed = _install(path)
    except FolderHasMistakes as refusal:
        _print_problems(path, refusal.problems)
        return 1
    except Refusal as refusal:
        print(f"{refusal.message}\n{refusal.next_step}", file=sys.stderr)
        return 1
    _print_changes(path, done)
    if centre_changed:
        print(f"The contact centre is loaded: {_centre_summary(releases.current())}.")
    prepare_search()
    contact_training.train_first()
    return 0


@transaction.atomic
def _install(path: Path) -> tuple[Installation, bool]:
    """The city with its services, and its contact centre, in one transaction."""
    done = install_folder(path)
    read = _centre_of(path, read_folder(path))
    if read.problems:
        raise FolderHasMistakes(read.problems)
    return done, releases.install_centre(centre=read.centre)


def _centre_of(path: Path, folder: Folder) -> Read:
    return read_centre(path, folder.city, {service.code for service in folder.services})


def prepare_search() -> None:
    """Compute what search by meaning needs, once, so that a start of the city does not have to."""
    progress = _print_progress if sys.stdout.isatty() else None
    computed = queries.engine().keep(progress) + knowledge.engine().keep(progress)
    if computed:
        print(f"\rSearch is ready: {computed:,} texts were added.".ljust(60))


def _print_progress(done: int, of: int) -> None:
    print(f"\rPreparing search: {done:,} of {of:,} texts …".ljust(60), end="", flush=True)


def _published() -> Published | None:
    try:
        return published_versions()
    except DatabaseError:
        print("The database does not answer: versions were not compared with those in force.", file=sys.stderr)
        return None


def _print_problems(path: Path, problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(f"{path}/{problem}")
    counted = f"{_counted(len(problems), 'mistake')} in {_counted(len({problem.file for problem in problems}), 'file')}"
    print(f"\n{counted}. Nothing can be loaded until they are mended.")


def _print_changes(path: Path, done: Installation) -> None:
    for kind in ("new", "changed", "withdrawn"):
        _print_kind(kind, [change for change in done.changes if change.kind == kind])
    if not done.changed:
        print(f"{path} was loaded before: nothing changed.")
    elif not done.changes:
        print(f"{path} is loaded. The city changed, its {_counted(done.services, 'service')} did not.")
    else:
        print(f"{path} is loaded: {_counted(done.services, 'service')}, {len(done.changes)} of them with a change.")


def _print_kind(kind: str, changes: Sequence[Change]) -> None:
    """A line for each change; of a whole catalogue only the first."""
    for change in changes[:MOST_LINES]:
        print(f"{kind:>9}  {change.code}, version {change.version}")
    if len(changes) > MOST_LINES:
        print(f"{kind:>9}  … and {len(changes) - MOST_LINES} more")


def _centre_summary(centre: Centre) -> str:
    return f"{_counted(len(centre.topics), 'topic')} and {_counted(len(centre.articles), 'article')}"


def _summary(folder: Folder, centre: Centre) -> str:
    families = len({service.family for service in folder.services})
    services = _counted(len(folder.services), "service")
    return f"{len(folder.city.agencies)} agencies, {services} in {families} families, {_centre_summary(centre)}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
