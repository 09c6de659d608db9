"""Programs that speak Open311, and a contact centre for them."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from lxml import etree
from tests.contact.conftest import BURST, LIGHT, WAGES, centre  # noqa: F401  fixtures

from onecity.identity.domain import issue_token

V2 = "/open311/v2"
BASIC = {"service_code": "street-light", "lat": "31.2304", "long": "121.4737", "description": "The lamp is dark."}


class Program:
    """Sends what it is told to, with a key or without."""

    def __init__(self, key=""):
        self.key, self.client = key, Client(raise_request_exception=True)

    def get(self, path, **query):
        return self.client.get(f"{V2}/{path}", query)

    def post(self, form="json", **fields):
        """As a plain form; as a form with files when one is among the fields."""
        fields = ({"api_key": self.key} if self.key else {}) | fields
        if any(hasattr(value, "read") for value in fields.values()):
            return self.client.post(f"{V2}/requests.{form}", fields)
        body = urlencode(fields, doseq=True)
        return self.client.post(f"{V2}/requests.{form}", body, content_type="application/x-www-form-urlencoded")

    def file(self, **fields):
        """File a request that is in order; its number."""
        answer = self.post(**{**BASIC, **fields})
        assert answer.status_code == 200, answer.content
        return answer.json()[0]["service_request_id"]


@pytest.fixture
def program(centre):  # noqa: F811
    """With a key of an agency's system."""
    return Program(issue_token(name="City app", agency="transport"))


@pytest.fixture
def stranger(centre):  # noqa: F811
    return Program()


@pytest.fixture
def numbers(stranger):
    """The numbers of a list."""

    def listed(**query):
        answer = stranger.get("requests.json", **query)
        assert answer.status_code == 200, answer.content
        return [each["service_request_id"] for each in answer.json()]

    return listed


def texts(answer, path):
    """The texts of elements in an XML answer."""
    return [element.text for element in etree.fromstring(answer.content).iterfind(path)]


def said(answer):
    """The codes and words of an answer that refuses, which is in the form of the specification."""
    if answer["Content-Type"].startswith("text/xml"):
        root = etree.fromstring(answer.content)
        assert root.tag == "errors"
        return [(int(error.findtext("code")), error.findtext("description")) for error in root.iterfind("error")]
    return [(error["code"], error["description"]) for error in answer.json()]
