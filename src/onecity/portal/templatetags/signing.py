"""The forms of sign-in in our own words, and whom one can be in a demonstration."""

from collections.abc import Mapping

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from onecity.identity.demo import DEMO_PASSWORD, DEMO_SIGN_INS

register = template.Library()


@register.simple_tag
def sign_up_is_open() -> bool:
    return bool(settings.SIGN_UP_BY_REGISTER)


@register.simple_tag
def demo_sign_ins() -> list[dict[str, str]]:
    """Whom one can be; nobody outside a demonstration."""
    if not settings.DEMONSTRATION:
        return []
    words = {
        "resident": (_("Resident"), "user-round"), "officer": (_("Officer"), "briefcase-business"),
        "head": (_("Head of a unit"), "users-round"), "designer": (_("Service designer"), "pencil-ruler"),
        "operator": (_("Operator of the single number"), "phone"),
        "administrator": (_("Administrator"), "settings"), "auditor": (_("Auditor"), "scroll-text"),
    }  # fmt: skip
    return [
        {"email": person.email, "password": DEMO_PASSWORD, "role": words[person.role][0], "icon": words[person.role][1]}
        for person in DEMO_SIGN_INS
    ]


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field of allauth's forms is drawn."""
    kind = getattr(field.field.widget, "input_type", "text")
    return kind if kind in ("password", "email", "checkbox", "radio", "date", "tel") else "text"


@register.filter
def plain_label(field: BoundField) -> str:
    """Our words for the fields of allauth's forms."""
    words = {
        "login": _("E-mail"), "email": _("E-mail"), "password": _("Password"), "password1": _("Password"),
        "password2": _("Password, once more"), "oldpassword": _("Password now"), "code": _("Code"),
        "name": _("A name for it"),
    }  # fmt: skip
    own = field.name in words and (field.name != "name" or len(field.form.fields) == 1)  # else the name of a person
    return words[field.name] if own else str(field.label)


@register.filter
def plain_hint(field: BoundField) -> str:
    """What a good password is, in one line; nothing where there is nothing to say."""
    if field.name == "password1":
        return _("At least 8 characters. Three or four words in a row are easy to remember and hard to guess.")
    return "" if field.name in ("login", "password", "password2", "code") else strip_tags(str(field.help_text))


@register.filter
def first_id(form: BaseForm) -> str:
    """Where the link of an error leads that concerns the whole form."""
    return str(form.visible_fields()[0].id_for_label) if form.visible_fields() else "main"


@register.filter
def way_in_words(way: Mapping[str, str]) -> str:
    """Another way to prove oneself."""
    words = {
        "reauthenticate": _("with your password"), "mfa_reauthenticate": _("with a code from your app"),
        "mfa_reauthenticate:webauthn": _("with your passkey"),
    }  # fmt: skip
    return words.get(way["id"], str(way["description"]))
