"""A certificate that was issued."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from onecity.catalogue import queries as catalogue
from onecity.certificates import authority, signing
from onecity.certificates.domain import issue
from onecity.common.actor import SYSTEM

ANSWERS = {
    "full_name": "林晓梅",
    "born": "1990-03-05",
    "address": "12 Willow Lane, Building 3, Flat 502",
    "district": "liutang",
    "purpose": "school",
    "phone": "13800000000",
}


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("key")


@pytest.fixture(autouse=True)
def own_key(key_folder, settings):
    """The tests make their own signing key, once."""
    settings.DATA = key_folder
    forget_key()


def forget_key():
    for cached in (authority.files, signing._signer, signing._room, signing._chain):
        cached.cache_clear()


@pytest.fixture
def new_certificate(resident):
    """Issue a residence certificate to ``resident``."""

    def make(**changes):
        service = catalogue.get_service("residence-certificate.apply")
        granted = SimpleNamespace(pk=uuid4(), number="HT-7K2M-9QXD-W", resident_id=resident.id)
        with transaction.atomic():
            return issue(case=granted, service=service, answers=ANSWERS | changes, actor=SYSTEM)

    return make


@pytest.fixture
def certificate(new_certificate):
    return new_certificate()
