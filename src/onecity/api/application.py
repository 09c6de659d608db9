"""The JSON API: thin routes over the same domain functions as the pages."""

from typing import Any

from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from onecity.api import problems
from onecity.api.routes import agency, cases, catalogue, drafts
from onecity.api.strict import Renderer, StrictParser, always_a_problem, known_query_only

PROBLEM = {
    "description": "Refused: what happened, and what to do now (RFC 9457)",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class CityAPI(NinjaAPI):
    """Every operation may be refused, always in the same form."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = PROBLEM
        parts = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= {**parts.pop("$defs"), "Problem": parts}
        return schema

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = always_a_problem(pattern.callback)
        return patterns


api = CityAPI(
    title="OneCity",
    version="1",
    description="Find a public service, apply, follow the case; for agencies: their cases. Errors: RFC 9457.",
    docs_url=None,
    parser=StrictParser(),
    renderer=Renderer(),
    urls_namespace="api",
)
api.add_decorator(known_query_only, mode="view")
problems.answer_with_problems(api)
for each in (catalogue.router, drafts.router, cases.router, agency.router):
    api.add_router("", each)
