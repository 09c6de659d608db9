"""Every route of the product, found in Django's resolver and in the API, and the table that says who may use it."""

import re
from pathlib import Path
from urllib.parse import quote

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

TABLE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
API = "api/v1/"
PAGES = ("GET", "POST")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes():
    """``METHOD /path/<parameter>/`` of every route."""
    return sorted({*_pages(), *_api()})


def _pages():
    for path in _walk(get_resolver()):
        if not path.startswith(API):
            yield from (f"{method} /{_plain(path)}" for method in PAGES)


def _walk(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here)
        else:
            yield here


def _plain(path):
    """A pattern as it is written in the table: parameters in angle brackets, without their types."""
    return CONVERTER.sub(r"<\1>", GROUP.sub(r"<\1>", path).replace("^", "").replace("$", "").replace("\\", ""))


def _api():
    from onecity.api.application import api

    schema = api.get_openapi_schema()
    for path, methods in schema["paths"].items():
        yield from (f"{method.upper()} {path.replace('{', '<').replace('}', '>')}" for method in methods)
    yield from (f"GET /{API}", f"GET /{API}openapi.json")


def table():
    """The rows of ``docs/access.md``: route -> {role: what happens}."""
    rows, roles = {}, ()
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "route":
            roles = cells[1:]
        elif cells[0].startswith("`"):
            rows[cells[0].strip("`")] = dict(zip(roles, cells[1:], strict=True))
    return rows


def address(route, names):
    """A route with its parameters filled in; those of one route may be given under ``route: name``."""
    _, path = route.split(" ", 1)
    return re.sub(r"<(\w+)>", lambda found: quote(str(names.get((path, found[1]), names.get(found[1])))), path)
