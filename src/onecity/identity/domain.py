"""Opening accounts, and the tokens by which programs sign in."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from onecity.common import rows
from onecity.common.actor import Actor
from onecity.common.clock import now
from onecity.common.errors import Invalid, NotAllowed
from onecity.identity.models import Account, ApiToken

TOKEN_DAYS = 365
TOKEN_PREFIX = "oc_"  # lets secret scanners recognise a leaked token  # noqa: S105
HOLDER = """
SELECT token.id, token.name, token.agency, account.id, account.name, account.resident_id
FROM identity_apitoken token LEFT JOIN identity_account account ON account.id = token.account_id
WHERE token.token_hash = %s AND token.revoked_at IS NULL AND token.expires_at > %s
  AND (token.agency <> '' OR (account.is_active AND account.resident_id IS NOT NULL))
"""  # every request of every program asks this


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    password: str | None = None,
    hashed: str = "",
    resident_id: UUID | None = None,
    **flags: bool,
) -> Account:
    """An account whose e-mail address counts as verified: an administrator, or the register, vouches for it.

    ``hashed`` is a password hash made before (many accounts with one); without any password the account can only be
    entered by a reset, a passkey or an outside provider. Refuses an address that is taken.
    """
    account = Account(email=email.strip().lower(), name=name, resident_id=resident_id, **flags)
    if Account.objects.filter(email=account.email).exists():
        raise Invalid(_("This e-mail address already has an account."), code="email-taken")
    account.set_password(password)
    account.password = hashed or account.password
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def close_account(account: Account) -> None:
    """Nobody signs in to it any more; its sessions end with the next request, its tokens now."""
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    ApiToken.objects.filter(account=account).delete()


def password_link(account: Account) -> str:
    """A link by which its owner sets a password, once; as secret as the password itself."""
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    path = reverse("account_reset_password_from_key", args=key.split("-", 1))
    return f"{settings.PUBLIC_URL}{path}"


def issue_token(*, name: str, account: Account | None = None, agency: str = "", days: int = TOKEN_DAYS) -> str:
    """A bearer token for a resident's own program or an agency's system. It is shown once; only its hash is kept."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        token_hash=_hash(token), name=name, account=account, agency=agency, expires_at=now() + timedelta(days=days)
    )
    return token


def revoke_token(token: ApiToken) -> None:
    """End a token now. One that has ended stays ended."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now())


def account_or_agency_of(token: str) -> Actor:
    """The actor behind a bearer token: the resident whose account it is, or the agency's system (``client``).

    An officer's account gives no more than its resident by a token: there is no second factor in it.
    Refuses tokens that are unknown, expired or revoked, all in the same words.
    """
    found = rows.one(HOLDER, [_hash(token), now()])
    if found is None:
        raise NotAllowed(_("This token is not valid."), next_step=_("Make a new token."), code="bad-token", status=401)
    token_id, name, agency, account_id, holder, resident_id = found
    if agency:
        return Actor(kind="client", id=str(token_id), agency=agency, name=name)
    return Actor(kind="resident", id=str(account_id), resident=resident_id, name=holder)


def _hash(token: str) -> bytes:
    """A plain hash is enough: a token is 256 random bits, which nobody can guess through a fast hash."""
    return sha256(token.encode()).digest()
