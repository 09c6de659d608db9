"""Accounts and tokens."""

from datetime import timedelta

import pytest

from onecity.common import clock
from onecity.common.errors import Invalid, NotAllowed
from onecity.identity.domain import account_or_agency_of, issue_token, open_account, revoke_token
from onecity.identity.models import ApiToken


def test_one_account_an_address(db):
    open_account(email="a@city.example", name="A")
    with pytest.raises(Invalid, match="already has an account"):
        open_account(email=" A@City.example", name="B")


def test_an_account_without_a_password_cannot_be_entered_with_one(db):
    assert not open_account(email="a@city.example", name="A").has_usable_password()


def test_passwords_are_hashed_by_scrypt(db, settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the one that makes the tests quick
    account = open_account(email="a@city.example", name="A", password="walks-by-the-harbour")
    assert account.password.startswith("scrypt$16384$")
    assert account.check_password("walks-by-the-harbour")


def test_a_residents_token_acts_as_the_resident(resident):
    token = issue_token(name="my program", account=resident.account)
    actor = account_or_agency_of(token)
    assert (actor.kind, actor.resident) == ("resident", resident.id)


def test_an_agencys_token_acts_as_a_client_of_that_agency(db):
    actor = account_or_agency_of(issue_token(name="ward system", agency="health"))
    assert (actor.kind, actor.agency, actor.name) == ("client", "health", "ward system")


def test_an_officer_gets_no_office_by_a_token(officer):
    with pytest.raises(NotAllowed):
        account_or_agency_of(issue_token(name="x", account=officer))


def test_only_a_hash_of_a_token_is_kept(db):
    token = issue_token(name="x", agency="health")
    assert token.encode() not in bytes(ApiToken.objects.get().token_hash)


def test_tokens_that_ended_are_refused_like_unknown_ones(resident):
    token, gone = (issue_token(name="x", account=resident.account) for _ in range(2))
    revoke_token(ApiToken.objects.order_by("-id")[0])
    with clock.set_to(clock.now() + timedelta(days=366)), pytest.raises(NotAllowed) as expired:
        account_or_agency_of(token)
    with pytest.raises(NotAllowed) as revoked:
        account_or_agency_of(gone)
    with pytest.raises(NotAllowed) as unknown:
        account_or_agency_of("oc_nothing")
    assert {(error.value.message, error.value.status) for error in (expired, revoked, unknown)} == {
        ("This token is not valid.", 401)
    }


def test_a_closed_account_takes_its_tokens_along(resident):
    token = issue_token(name="x", account=resident.account)
    resident.account.is_active = False
    resident.account.save()
    with pytest.raises(NotAllowed):
        account_or_agency_of(token)
