"""The API told to people: one page, made from the OpenAPI."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onecity.api.application import api


@dataclass(frozen=True, slots=True)
class Told:
    """One operation."""

    tag: str
    method: str
    path: str
    words: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    openapi = reverse("api:openapi-json")
    found = operations(api.get_openapi_schema(path_prefix=openapi.removesuffix("openapi.json")))
    groups = [(_titles()[tag], list(group)) for tag, group in groupby(found, key=lambda told: told.tag)]
    return render(request, "api/docs.html", {"groups": groups, "openapi": openapi})


def operations(schema: dict[str, Any]) -> list[Told]:
    """Every operation in the order of its routes."""
    return [
        Told(operation["tags"][0], method.upper(), path, operation.get("description", operation["summary"]))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _titles() -> dict[str, str]:
    return {
        "services": _("Find a service"),
        "drafts": _("Write an application"),
        "cases": _("File it and follow it"),
        "agencies": _("For agencies"),
    }
