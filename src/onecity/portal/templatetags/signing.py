"""What the sign-in pages need to know beyond what allauth tells them."""

from allauth.socialaccount.adapter import get_adapter
from allauth.utils import get_request_param
from django import template
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onecity.identity.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from onecity.portal.context import city_or_none

register = template.Library()


@register.simple_tag
def sign_up_is_open() -> bool:
    return bool(settings.SIGN_UP_BY_REGISTER)


@register.simple_tag
def demo_sign_ins() -> dict[str, object] | None:
    """The made-up people of a demonstration, so that a visitor can try every role; none in production."""
    here = city_or_none()
    if not settings.DEMONSTRATION or not (here and here.made_up):
        return None
    words = {
        "resident": _("A resident"), "officer": _("An officer"), "head": _("A head of unit"),
        "designer": _("A service designer"), "administrator": _("An administrator"), "auditor": _("An auditor"),
    }  # fmt: skip
    return {"password": DEMO_PASSWORD, "all": [(words[person.role], person.email) for person in DEMO_SIGN_INS]}


@register.simple_tag(takes_context=True)
def outside_providers(context: template.Context, process: str = "login") -> list[tuple[str, str]]:
    """Name and sign-in address of each outside provider; the page that was wanted goes along."""
    request: HttpRequest = context["request"]
    wanted = get_request_param(request, REDIRECT_FIELD_NAME)
    more = {"process": process} | ({REDIRECT_FIELD_NAME: wanted} if wanted else {})
    return [(each.name, each.get_login_url(request, **more)) for each in get_adapter(request).list_providers(request)]
