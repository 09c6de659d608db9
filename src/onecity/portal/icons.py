"""Icons by name (Lucide), drawn into the page: one style, any colour, no request of their own."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

PLAIN = "file-text"  # when a city names an icon that does not exist


def draw(name: str, css: str = "") -> SafeString:
    """An icon beside words that say the same: hidden from screen readers."""
    shapes = _drawings()
    inner = shapes.get(name) or shapes.get(PLAIN, "")
    return mark_safe(  # noqa: S308  drawings from our own build
        f'<svg class="icon {escape(css)}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inner}</svg>'
    )


def address_of(name: str) -> str:
    """The address of a built file, with its digest so that a browser may keep it until it changes."""
    return f"{settings.STATIC_URL}built/{name}?v={_digest(name)}"


@cache
def _drawings() -> dict[str, str]:
    path = path_of("icons.json")
    return dict(json.loads(path.read_text())) if path.is_file() else {}


@cache
def _digest(name: str) -> str:
    path = path_of(name)
    return sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "none"


def path_of(name: str) -> Path:
    """Where the front-end build put a file; nothing is there before it was built."""
    return Path(settings.STATICFILES_DIRS[0], f"built/{name}")
