"""Opening an account by what the register knows."""

import pytest

from onecity.identity.models import Account
from onecity.people.queries import get_resident

NUMBER = "99000019920202777X"
NEW = {
    "number": NUMBER, "name": "王芳", "born": "1992-02-02", "email": "fang@mail.example",
    "password1": "seven-green-lanterns", "password2": "seven-green-lanterns",
}  # fmt: skip


@pytest.fixture
def newcomer(huating, pages):
    """Somebody in the register who has no account yet."""
    from datetime import date

    from onecity.people.domain import register_resident

    return register_resident(number=NUMBER, name="王芳", born=date(1992, 2, 2), district="liutang", made_up=True)


def sign_up(client, **changes):
    return client.post("/account/signup/", {**NEW, **changes})


def refusal(answer):
    return [str(words) for errors in answer.context["form"].errors.values() for words in errors]


def test_a_resident_opens_her_account_and_is_signed_in(newcomer, client):
    answer = sign_up(client, number="990000 19920202 777x", name=" 王 芳 ")
    assert answer.status_code == 302, refusal(answer)
    account = Account.objects.get(email="fang@mail.example")
    assert (account.resident_id, account.name, account.proved_by) == (newcomer.id, "王芳", "register")
    assert client.get("/resident").content == b"resident  GET "
    assert get_resident(newcomer.id)


@pytest.mark.parametrize(
    "wrong",
    [{"number": "990000199202027771"}, {"name": "王方"}, {"born": "1992-02-03"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_whatever_does_not_match_gets_the_same_answer(newcomer, client, wrong):
    answer = sign_up(client, **wrong)
    assert refusal(answer) == ["We could not match these details with the register."]
    assert not Account.objects.filter(email="fang@mail.example").exists()


def test_a_resident_with_an_account_gets_that_answer_too(newcomer, client):
    sign_up(client)
    client.logout()
    answer = sign_up(client, email="second@mail.example")
    assert refusal(answer) == ["We could not match these details with the register."]


def test_what_was_typed_is_still_there_after_a_mistake(newcomer, client):
    page = sign_up(client, born="1992-02-03").content.decode()
    assert "fang@mail.example" in page
    assert NUMBER in page
    assert "seven-green-lanterns" not in page


def test_a_number_can_be_tried_five_times_a_day(newcomer, client):
    for _ in range(5):
        sign_up(client, born="1992-02-03")
    assert refusal(sign_up(client)) == ["You have tried this too often."]


def test_another_number_can_still_be_tried_then(newcomer, client):
    for _ in range(6):
        sign_up(client, number="990000199001010000")
    assert sign_up(client).status_code == 302


def test_production_opens_accounts_by_the_outside_provider_only(newcomer, client, settings):
    settings.SIGN_UP_BY_REGISTER = False
    answer = sign_up(client)
    assert not Account.objects.filter(email="fang@mail.example").exists()
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
