"""Opening an account by what the register knows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.forms import SignupForm
from allauth.core import context
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onecity.common.errors import Refusal
from onecity.identity import limits
from onecity.identity.models import Account
from onecity.people.models import Resident
from onecity.people.queries import find_by_number, plain_number

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class SignUpForm(SignupForm):  # type: ignore[misc]
    """E-mail and password, and number, name and date of birth as the population register has them.

    Anything that does not match gives one and the same answer, also when the resident has an account already.
    """

    number = forms.CharField(label=_("Resident number"), max_length=30)
    name = forms.CharField(label=_("Full name"), max_length=120)
    born = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ["number", "name", "born", "email", "password1", "password2"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            cleaned["resident"] = self._resident(cleaned)
        return cleaned

    def _resident(self, given: dict[str, Any]) -> tuple[UUID, str]:
        """The resident and her name. Tries are counted by address and by number before anything is looked up."""
        try:
            limits.check(what="sign-up", who=limits.address_of(context.request), times=20, within=HOUR)
            limits.check(what="sign-up", who=plain_number(given["number"]), times=5, within=DAY)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        resident = find_by_number(given["number"])
        if resident is None or not _matches(resident, given) or _has_account(resident):
            raise forms.ValidationError(gettext("We could not match these details with the register."))
        return resident.pk, resident.name


def _matches(resident: Resident, given: dict[str, Any]) -> bool:
    return resident.born == given["born"] and _plain(resident.name) == _plain(given["name"])


def _has_account(resident: Resident) -> bool:
    return Account.objects.filter(resident_id=resident.pk).exists()


def _plain(name: str) -> str:
    """A name without spaces and case: 'Wang Fang' is 'wangfang'."""
    return "".join(name.split()).casefold()
