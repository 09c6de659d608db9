"""How allauth meets our accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    pass


class OutsideAccountAdapter(DefaultSocialAccountAdapter):
    pass
