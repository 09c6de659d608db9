"""What is wrong with a page as it is drawn: found by axe, and by measuring text."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
MEASURE = (Path(__file__).parent / "measure.js").read_text()


def accessibility_faults(page: Page) -> list[str]:
    """Violations of WCAG 2.2 A and AA that axe finds."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(RUN_AXE, WCAG)
    return [_said(violation) for violation in found["violations"]]


def layout_faults(page: Page) -> list[str]:
    """Text that is cut off, lies over other text, or sticks out of the page sideways."""
    faults: list[str] = page.evaluate(MEASURE)
    return faults


@cache
def _axe() -> str:
    return AXE.read_text()


def _said(violation: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
    return f"axe {violation['id']}: {violation['help']} ({nodes})"
