"""What makes the portal an app: colours, manifest, icons, service worker, and the page for when there is no network."""

from functools import lru_cache

import typst
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onecity.city import queries as city
from onecity.common.errors import NotFound
from onecity.portal import brand, icons

SIZES = (192, 512)  # pixels
KEPT = "public, max-age=300"


@require_safe
def style_sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The city's colours."""
    here = city.current()
    return _kept(HttpResponse(brand.style_sheet(here.accent, here.warm), content_type="text/css"))


@require_safe
def outlines(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The city's own map: districts, water and roads as GeoJSON (RFC 7946)."""
    drawn = city.current().outlines
    if not drawn:
        raise NotFound(_("This city has no map."))
    return _kept(HttpResponse(drawn, content_type="application/geo+json"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    here = city.current()
    pictures = [_picture(f"/icon-{size}.png", f"{size}x{size}", "image/png") for size in SIZES]
    pictures.append(_picture("/icon-512.png", "512x512", "image/png") | {"purpose": "maskable"})
    pictures.append(_picture("/icon.svg", "any", "image/svg+xml"))
    found = {
        "id": "/",
        "name": str(here.name),
        "short_name": str(here.name)[:12],
        "description": _("Everything you need from your city, in one place."),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": here.accent,
        "icons": pictures,
    }
    return _kept(JsonResponse(found, content_type="application/manifest+json"))


@require_safe
def icon_svg(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return _kept(HttpResponse(_drawn(), content_type="image/svg+xml"))


@require_safe
def icon_png(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001
    """The same picture for phones that take no SVG, in one of the sizes of the manifest."""
    if size not in SIZES:
        raise NotFound(_("There is no such picture."))
    return _kept(HttpResponse(_pixels(_drawn(), size), content_type="image/png"))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """At the root, because a service worker serves only what lies beside and below it."""
    path = icons.path_of("service-worker.js")
    script = path.read_bytes() if path.is_file() else b""
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker, so nothing personal may be in it: it is made as for a stranger."""
    return render(request, "failures/offline.html")


def _picture(src: str, sizes: str, kind: str) -> dict[str, str]:
    return {"src": src, "sizes": sizes, "type": kind}


def _drawn() -> str:
    here = city.current()
    return render_to_string("portal/parts/icon.svg", {"city": here})


@lru_cache(maxsize=8)
def _pixels(drawn: str, size: int) -> bytes:
    """Typst draws it: the wheel is there for the certificates anyway. A point is a pixel at 72 to the inch."""
    page = f"#set page(width: {size}pt, height: {size}pt, margin: 0pt)\n"
    picture = '#image(bytes(sys.inputs.drawn), format: "svg", width: 100%)'
    return typst.compile((page + picture).encode(), format="png", ppi=72, sys_inputs={"drawn": drawn})


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = KEPT
    return response
