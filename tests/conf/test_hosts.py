"""Requests that name another host than the city's."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/services/", "/api/v1/services"])
def test_a_name_that_is_not_ours_is_refused_plainly(path, huating):
    answer = Client(raise_request_exception=False).get(path, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"Traceback" not in answer.content


def test_a_cookie_or_link_never_carries_a_foreign_name(huating):
    answer = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert b"evil.example" not in answer.content
