"""The outside provider, from the environment.

ONECITY_OIDC_ISSUER      https://id.example/realms/city (its /.well-known/openid-configuration is read)
ONECITY_OIDC_CLIENT_ID   as registered there, with the redirect address <ONECITY_URL>/account/oidc/city/login/callback/
ONECITY_OIDC_SECRET
ONECITY_OIDC_NAME        what people call it: on the button of the sign-in page
ONECITY_OIDC_CLAIM       the claim that carries the resident number (default: resident_number)
ONECITY_OIDC_SCOPE       what to ask for besides openid (default: profile email)
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "city"
CLAIM = "resident_number"
PROVIDER_CLASS = "onecity.identity.provider.CityProvider"


def providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's settings for the provider; empty without one. Refuses an issuer that is not reached by https."""
    issuer = environment.get("ONECITY_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    _check(issuer, environment)
    scope = ["openid", *environment.get("ONECITY_OIDC_SCOPE", "profile email").split()]
    app = {
        "provider_id": PROVIDER,
        "name": environment.get("ONECITY_OIDC_NAME", "City ID"),
        "client_id": environment["ONECITY_OIDC_CLIENT_ID"],
        "secret": environment["ONECITY_OIDC_SECRET"],
        "settings": {"server_url": issuer, "scope": scope},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True, "provider_class": PROVIDER_CLASS}}


def form_targets(environment: Mapping[str, str]) -> list[str]:
    """Where the button's form ends up: the browser checks it against the content security policy."""
    issuer = urlsplit(environment.get("ONECITY_OIDC_ISSUER", ""))
    return [f"{issuer.scheme}://{issuer.netloc}"] if issuer.netloc else []


def _check(issuer: str, environment: Mapping[str, str]) -> None:
    missing = [name for name in ("ONECITY_OIDC_CLIENT_ID", "ONECITY_OIDC_SECRET") if not environment.get(name)]
    if missing:
        raise ImproperlyConfigured(f"ONECITY_OIDC_ISSUER is set, but {' and '.join(missing)} is not.")
    address = urlsplit(issuer)
    trying = environment.get("ONECITY_OIDC_ALLOW_HTTP") == "1" and address.hostname in ("127.0.0.1", "localhost")
    if address.scheme != "https" and not trying:
        raise ImproperlyConfigured("ONECITY_OIDC_ISSUER must begin with https://.")
