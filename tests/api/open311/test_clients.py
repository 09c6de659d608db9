"""Programs of others, as they are on PyPI, against a running server.

``georeport`` reads; ``three`` reads and files. ``three`` was written for Python 2: it is given the one name that Python 3
took away (``itertools.ifilter``), and is otherwise as its authors left it. In XML it leans on more that is gone, so it
speaks JSON here and ``georeport`` speaks both. A third, ``open311``, is Python 2 through and through.
"""

import itertools
import warnings
from datetime import timedelta
from urllib.request import urlopen

import pytest
from georeport import GeoReport
from requests import HTTPError
from tests.api.open311.test_filing import photo

from onecity.common import clock
from onecity.contact.models import ContactRequest
from onecity.identity.domain import issue_token

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def endpoint(live_server, centre, settings):
    settings.PUBLIC_URL = live_server.url
    return f"{live_server.url}/open311/v2"


@pytest.fixture
def three(endpoint, monkeypatch):
    """The client of Code for America, with a key."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    monkeypatch.delenv("OPEN311_CITY_INFO", raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from three import Three
    client = Three(endpoint, api_key=issue_token(name="three", agency="transport"), jurisdiction="huating")
    yield client
    client.session.close()


@pytest.fixture(params=["json", "xml"])
def georeport(endpoint, request):
    """The client in both of its formats."""
    return GeoReport(endpoint, jurisdiction="huating", output_format=request.param)


def filed(three, **more):
    return three.post("street-light", address="12 Willow Lane", description="The lamp is dark.", **more)


def test_three_finds_its_way(three, endpoint):
    assert three.discovery()["endpoints"][0]["url"] == endpoint
    assert three.discovery(f"{endpoint.removesuffix('/v2')}/discovery.json").startswith(b"{")
    assert [service["service_code"] for service in three.services()] == ["burst-pipe", "street-light", "unpaid-wages"]
    assert three.services("street-light") == {"service_code": "street-light", "attributes": []}


def test_three_files_follows_and_lists(three):
    told = filed(three, name="Li Na", phone="13800000000")[0]
    number, token = told["service_request_id"], told["service_notice"].rstrip("/").rpartition("/")[2]
    assert three.request(number)[0]["status"] == "open"
    assert three.token(token) == [{"service_request_id": number, "token": token}]
    tomorrow = (clock.today() + timedelta(days=1)).strftime("%m-%d-%Y")
    assert [each["service_request_id"] for each in three.requests("street-light", status="open")] == [number]
    lately = three.requests(between=[clock.today() - timedelta(days=2), tomorrow], count=10)
    assert [each["service_request_id"] for each in lately] == [number]


def test_three_sends_a_photo(three):
    number = filed(three, media=photo())[0]["service_request_id"]
    with urlopen(three.request(number)[0]["media_url"]) as shown:
        assert shown.headers["Content-Type"] == "image/jpeg"


def test_three_is_told_why_not(three):
    three.api_key = "wrong"
    assert filed(three) == [{"code": 403, "description": "This api_key is not valid. Ask the city for another one."}]
    assert not ContactRequest.objects.exists()


def test_georeport_reads_services(georeport):
    codes = [service["service_code"] for service in georeport.get_service_list()]
    assert codes == ["burst-pipe", "street-light", "unpaid-wages"]
    assert georeport.get_service_definition("street-light")["service_code"] == "street-light"
    with pytest.raises(HTTPError, match="404"):
        georeport.get_service_definition("nothing")


def test_georeport_reads_requests(georeport, three):
    first, second = (filed(three)[0]["service_request_id"] for _ in range(2))
    found = georeport.get_service_requests(service_code="street-light", status="open")
    assert [each["service_request_id"] for each in found] == [second, first]
    one = georeport.get_service_request(first)
    assert (one["service_request_id"], one["service_name"]) == (first, "Street light is out")
    with pytest.raises(HTTPError, match="404"):
        georeport.get_service_request("HT-0000-0000-1")
