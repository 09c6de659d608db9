"""Accounts and API clients: who can sign in, and as what."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from onecity.common.models import Row


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, Row):
    """Somebody who can sign in. Roles follow from what it is linked to: a resident, posts, or one of the two flags."""

    USERNAME_FIELD = EMAIL_FIELD = "email"

    OUTSIDE, REGISTER, OFFICE = "outside", "register", "office"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    resident_id = models.UUIDField(null=True, blank=True, unique=True)
    proved_by = models.CharField(max_length=10, default=OFFICE)  # who vouches that she is this resident
    is_administrator = models.BooleanField(default=False)
    is_auditor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)

    objects = AccountManager()

    def __str__(self) -> str:
        return self.name


class ApiToken(Row):
    """A bearer token of a resident's own program (``account``) or of an agency's system. Only its hash is kept."""

    token_hash = models.BinaryField(unique=True)
    name = models.CharField(max_length=80)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="tokens")
    agency = models.CharField(max_length=40, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account=None) ^ models.Q(agency=""), name="token_of_account_or_agency"
            )
        ]


class Limit(models.Model):
    """How often something was tried in a span of time: one row for each who and what, gone after the span."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="limits_to_forget")]
