"""Settings from the environment. In production nothing has a default that could be a secret."""

import os
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DEMONSTRATION, PRODUCTION = "demo", "production"


def mode() -> str:
    """``demo`` (the default on a newcomer's machine) or ``production``."""
    value = os.environ.get("ONECITY_MODE", DEMONSTRATION)
    if value not in (DEMONSTRATION, PRODUCTION):
        raise ImproperlyConfigured(f"ONECITY_MODE is {value!r}; it must be 'demo' or 'production'.")
    return value


def secret(name: str) -> str:
    """A secret of at least 32 characters. A demonstration without one gets a fixed one; production refuses to start."""
    value = os.environ.get(name, "")
    if len(value) >= 32 and not value.startswith("demo-"):
        return value
    if mode() == PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} must be set to at least 32 random characters (and not to a demonstration's). "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return value or "demo-" + urlsafe_b64encode(sha256(name.encode()).digest()).decode()


def database() -> dict[str, object]:
    """Django's database settings from DATABASE_URL (postgresql://user:password@host:port/name?host=/socket/folder)."""
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if url.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL is not set to a postgresql:// address. `make run` sets it by itself.")
    query = dict(part.split("=", 1) for part in url.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(query.pop("host", "") or url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": int(os.environ.get("ONECITY_DB_POOL", "16")), "timeout": 5},
            "connect_timeout": 5,
            **{name: unquote(value) for name, value in query.items()},
        },
    }
