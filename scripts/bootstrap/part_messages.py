"""Translations: every django.po compiled to the django.mo beside it."""

from pathlib import Path

from places import ROOT, VENV, VENV_PYTHON, digest, is_stamped, set_stamp
from progress import run, step

STAMP = VENV / "messages.stamp"
COMPILE = "import sys, polib; [polib.pofile(po).save_as_mofile(po[:-3] + '.mo') for po in sys.argv[1:]]"


def ready() -> None:
    sources = sorted((ROOT / "src").rglob("LC_MESSAGES/*.po"))
    wanted = digest(sources)
    if is_stamped(STAMP, wanted) and all(_compiled(source).is_file() for source in sources):
        return
    with step(f"Compiling {len(sources)} files of translations"):
        run([VENV_PYTHON, "-c", COMPILE, *sources])
    set_stamp(STAMP, wanted)


def _compiled(source: Path) -> Path:
    return source.with_suffix(".mo")
