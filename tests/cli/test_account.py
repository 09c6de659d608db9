"""`onecity account`."""

import argparse

import pytest

from onecity.agencies.models import Post
from onecity.cli import account, account_work
from onecity.identity.domain import account_or_agency_of
from onecity.identity.models import Account
from onecity.identity.queries import actor_of

NEW = "open wei@city.example --name Wei"
pytestmark = pytest.mark.usefixtures("huating")


@pytest.fixture
def onecity(capsys):
    """Run the command; its exit code and what it printed."""

    def run(line):
        parser = argparse.ArgumentParser()
        account.add_arguments(parser)
        code = account_work.do(parser.parse_args(line.split()))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_an_officer_is_opened_with_a_post_and_a_link_to_set_the_password(onecity, client):
    code, out, _ = onecity(f"{NEW} --agency health --role head")
    assert code == 0
    (role,) = actor_of(Account.objects.get())
    assert (role.kind, role.agency, role.head) == ("officer", "health", True)
    link = out.split()[-1].removeprefix("http://127.0.0.1:8000")
    page = client.get(link, follow=True)
    new = {"password1": "walks-by-the-harbour", "password2": "walks-by-the-harbour"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    assert Account.objects.get().check_password("walks-by-the-harbour")


def test_a_link_is_good_once(onecity, client):
    onecity(NEW)
    link = onecity("link wei@city.example")[1].split()[-1].removeprefix("http://127.0.0.1:8000")
    assert "form" in client.get(link, follow=True).context
    account = Account.objects.get()
    account.set_password("changed-in-the-meantime")
    account.save()
    assert client.get(link, follow=True).context.get("token_fail")


def test_administrators_and_auditors(onecity):
    onecity(f"{NEW} --administrator")
    onecity("open lin@city.example --name Lin --auditor")
    kinds = {account.email: [actor.kind for actor in actor_of(account)] for account in Account.objects.all()}
    assert kinds == {"wei@city.example": ["administrator"], "lin@city.example": ["auditor"]}
    assert onecity("list")[1].splitlines() == ["lin@city.example  Lin  auditor", "wei@city.example  Wei  administrator"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"{NEW} --agency moon", "no such unit"),
        (f"{NEW} --agency health --unit moon", "no such unit"),
        ("post nobody@city.example --agency health", "no account with this address"),
        ("token --agency moon --name x", "no such agency"),
    ],
)
def test_a_refusal_leaves_nothing_behind(onecity, line, words):
    code, _, err = onecity(line)
    assert (code, Account.objects.count(), Post.objects.count()) == (1, 0, 0)
    assert words in err


def test_a_post_can_be_given_ended_and_given_again(onecity):
    onecity(NEW)
    onecity("post wei@city.example --agency health")
    assert onecity("end-post wei@city.example --agency health")[0] == 0
    assert actor_of(Account.objects.get()) == []
    onecity("post wei@city.example --agency health")
    assert [role.agency for role in actor_of(Account.objects.get())] == ["health"]
    assert onecity("end-post wei@city.example --agency water")[0] == 1


def test_a_closed_account_is_closed(onecity, client):
    onecity(NEW)
    account = Account.objects.get()
    client.force_login(account)
    onecity("close wei@city.example")
    assert not Account.objects.get().is_active
    assert not client.get("/account/login/").wsgi_request.user.is_authenticated


def test_a_token_of_an_agency_is_printed_once(onecity):
    _, out, err = onecity("token --agency health --name ward")
    assert account_or_agency_of(out.strip()).agency == "health"
    assert "not shown again" in err


def test_a_residents_token_acts_as_the_resident(onecity, resident):
    _, out, _ = onecity(f"token --resident {resident.account.email} --name mine")
    assert account_or_agency_of(out.strip()).resident == resident.id


def test_there_is_no_token_for_an_office(onecity, officer):
    assert onecity(f"token --resident {officer.email} --name mine")[0] == 1


def test_the_demonstration_is_forgotten(onecity, resident):
    Account.objects.update(is_demo=True)
    assert "demonstration: 1" in onecity("forget-demo")[1]
    assert not Account.objects.exists()
