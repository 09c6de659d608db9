"""Papers as PDF by Typst, in the fonts that the front end is built with."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typst
from django.conf import settings

if TYPE_CHECKING:
    from typst import PDFStandards

STANDARDS: "PDFStandards" = ["a-2a", "ua-1"]  # PDF/A-2a (archive) and PDF/UA-1 (screen readers)
FONTS = ["Noto Sans", "Noto Sans SC"]
_compilers = threading.local()


class NoFonts(RuntimeError):
    """The fonts of papers are not where the settings say."""


def typeset(paper: Path, said: dict[str, Any], standards: "PDFStandards" = STANDARDS) -> bytes:
    """A PDF of what is ``said``, which the paper reads as data; nothing of it is ever read as code.

    Raises ``typst.TypstError`` for a character that no font has when the standards forbid that.
    """
    inputs = {"said": msgspec.json.encode(said).decode()}
    compiled = _compiler(paper).compile(format="pdf", sys_inputs=inputs, pdf_standards=standards)
    if not isinstance(compiled, bytes):
        raise TypeError("typst gave no single document")
    return compiled


def _compiler(paper: Path) -> typst.Compiler:
    """One compiler a thread and paper; all share the fonts, which take 40 ms to open."""
    held: dict[Path, typst.Compiler] = _compilers.__dict__.setdefault("held", {})
    if paper not in held:
        held[paper] = typst.Compiler(str(paper), root=str(paper.parent), font_paths=_fonts(), ignore_system_fonts=True)
    return held[paper]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS)])
    if not set(FONTS) <= set(fonts.families()):
        raise NoFonts(f"{settings.FONTS} must hold the fonts {' and '.join(FONTS)}: run 'make build'.")
    return fonts
