"""Signing in through an outside provider: whose account it is.

The provider has proved who stands before it and gives her number in a claim of its answer, which came straight from
the provider over TLS. The number finds the resident by its keyed hash. An e-mail address never does: it may be
shared, mistyped or taken over.
"""

from collections.abc import Mapping
from typing import NoReturn
from uuid import UUID

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from onecity.identity.models import Account, ApiToken
from onecity.identity.provider import number_kept
from onecity.people.models import Resident
from onecity.people.queries import find_by_number


def bind(request: HttpRequest, login: SocialLogin) -> None:
    """Decide whose account this sign-in opens. Refuses (with a page) what cannot be decided safely."""
    resident = _resident_of(request, login.account.extra_data)
    if login.is_existing:
        _same_person(request, login.user, resident.pk)
    elif login.state.get("process") == AuthProcess.CONNECT:
        _connect(request, resident)
    else:
        _new_account(request, login, resident)


def _resident_of(request: HttpRequest, data: Mapping[str, str]) -> Resident:
    number = number_kept(data)
    resident = find_by_number(number) if number else None
    if resident is None:
        _refuse(request, _("The register knows nobody with the number that came with this sign-in."))
    return resident


def _same_person(request: HttpRequest, account: Account, resident_id: UUID) -> None:
    """A provider that suddenly gives another number for the same account is not believed."""
    if account.resident_id not in (None, resident_id):
        _refuse(request, _("This sign-in belongs to somebody else's account."))
    if account.resident_id is None:
        _refuse(request, _("This account is no longer bound to a resident."))


def _connect(request: HttpRequest, resident: Resident) -> None:
    """Somebody signed in adds the provider to her account: it must be the same person's."""
    account = Account.objects.get(pk=str(request.user.pk))
    holder = Account.objects.filter(resident_id=resident.pk).exclude(pk=account.pk).first()
    if holder or account.resident_id not in (None, resident.pk):
        _refuse(request, _("This sign-in belongs to somebody else's account."))
    account.resident_id, account.proved_by = resident.pk, Account.OUTSIDE
    account.save(update_fields=["resident_id", "proved_by"])


@transaction.atomic
def _new_account(request: HttpRequest, login: SocialLogin, resident: Resident) -> None:
    """The first sign-in. An account that was opened on weaker proof gives the resident up; another is not touched."""
    holder = Account.objects.select_for_update().filter(resident_id=resident.pk).first()
    if holder and (holder.proved_by != Account.REGISTER or SocialAccount.objects.filter(user=holder).exists()):
        _refuse(request, _("You have an account already. Sign in to it, then add this way of signing in."))
    if holder:
        _release(holder)
    login.user.resident_id, login.user.name = resident.pk, resident.name
    login.user.proved_by = Account.OUTSIDE


def _release(account: Account) -> None:
    """Somebody with better proof has come: the earlier account loses the resident, its sessions and its tokens."""
    account.resident_id, account.is_active = None, False
    account.save(update_fields=["resident_id", "is_active"])
    ApiToken.objects.filter(account=account).delete()


def _refuse(request: HttpRequest, words: str) -> NoReturn:
    messages.error(request, words)
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
