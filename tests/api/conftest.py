"""Callers of the API: programs with tokens, and a page with a session."""

import json

import pytest
from django.test import Client

from onecity.identity.domain import issue_token


class Caller:
    """Calls the API with a bearer token; every answer that is no success must be a problem."""

    def __init__(self, token=""):
        self.headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = Client(raise_request_exception=True)

    def call(self, method, path, data=None, *, raw=None, content_type="application/json", **headers):
        body = raw if raw is not None else ("" if data is None else json.dumps(data))
        answer = self.client.generic(
            method, f"/api/v1{path}", body, content_type=content_type, headers={**self.headers, **headers}
        )
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json", answer.content
            assert answer.json()["status"] == answer.status_code
        return answer

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, data=None, **more):
        return self.call("POST", path, data, **more)


@pytest.fixture
def nobody(huating):
    return Caller()


@pytest.fixture
def mei(resident):
    return Caller(issue_token(name="Mei's program", account=resident.account))


@pytest.fixture
def other(other_resident):
    return Caller(issue_token(name="Another's program", account=other_resident.account))


@pytest.fixture
def police(huating):
    return Caller(issue_token(name="Police system", agency="public-security"))


@pytest.fixture
def water(huating):
    return Caller(issue_token(name="Water system", agency="water"))


SERVICE = "residence-certificate.apply"
ANSWERS = {"purpose": "school", "phone": "13800000000"}


@pytest.fixture
def begun(mei):
    """A draft of the residence certificate, filled in through the API."""
    draft = mei.post("/drafts", {"service": SERVICE}).json()
    return mei.call("PATCH", f"/drafts/{draft['id']}", {"answers": ANSWERS}).json()


@pytest.fixture
def filed(mei, begun):
    return mei.post("/cases", {"draft": begun["id"]}).json()
