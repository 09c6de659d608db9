"""How well, and how lately, somebody has proved who she is."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from onecity.identity import suspended

View = Callable[..., HttpResponse]


def proved_lately(request: HttpRequest) -> bool:
    """Whether a sign-in or a step-up lies less than 15 minutes back."""
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0.0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def second_factor_given(request: HttpRequest) -> bool:
    """Whether this session was opened, or stepped up, with a passkey, a security key or an authenticator's code."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def step_up_required(view: View) -> View:
    """The person must have proved herself in the last 15 minutes: before a decision, before a certificate.

    What she sent is not lost: it is kept, and sent on once she has proved herself.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if proved_lately(request):
            return view(request, *args, **kwargs)
        return suspended.ask_first(request, where_to_prove(request), account=str(request.user.pk))

    return answer


def where_to_add_factor(request: HttpRequest) -> str:
    """The page on which this person gives her second factor, or sets one up when she has none."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return next((str(method["url"]) for method in methods if method["id"] != "reauthenticate"), reverse("mfa_index"))


def where_to_prove(request: HttpRequest) -> str:
    """The page on which this person proves herself: by password or second factor, else again at her provider."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    if methods:
        return str(methods[0]["url"])
    outside = SocialAccount.objects.filter(user=request.user.pk).first()
    if outside is None:
        return reverse("account_set_password")
    again = urlencode({"auth_params": "prompt=login"})  # the provider must ask her too
    return f"{reverse('openid_connect_login', kwargs={'provider_id': outside.provider})}?{again}"
