"""The sentences of the product, found in its source, and those that have a translation."""

import ast
import re
from pathlib import Path

import polib
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "onecity"
FUNCTIONS = {"_", "N_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
LITERAL = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:_|gettext|ngettext)\({LITERAL}")


def sentences() -> set[str]:
    """Every English sentence that is to be translated."""
    return {text for path in SOURCE.rglob("*.py") for text in _in_python(path)} | {
        text for path in SOURCE.rglob("*.html") for text in _in_template(path)
    }


def translated(language: str) -> set[str]:
    """Those with a translation in some room's file."""
    files = SOURCE.rglob(f"locale/{language}/LC_MESSAGES/django.po")
    return {entry.msgid for path in files for entry in polib.pofile(str(path)).translated_entries()}


def _in_python(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    named = (call for call in calls if getattr(call.func, "id", "") in FUNCTIONS and call.args)
    return {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}


def _in_template(path: Path) -> set[str]:
    return {ast.literal_eval(found) for found in CALL.findall(templatize(path.read_text(), origin=str(path)))}
