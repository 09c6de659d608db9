"""Made-up contacts: as many as asked, labelled, such as the city could have had, and once is enough."""

from tests.contact.conftest import centre  # noqa: F401

from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder
from onecity.demo.contacts import load_contacts


def test_contacts_are_there_labelled_and_once(centre):  # noqa: F811
    assert load_contacts(contacts=600, seed=1, say=print) == 600
    assert load_contacts(contacts=600, seed=1, say=print) == 0
    assert ContactRequest.objects.filter(made_up=True).count() == WorkOrder.objects.count() == 600
    assert ContactEvent.objects.filter(kind="received").count() == 600
    assert not ContactRequest.objects.filter(topic="unpaid-wages", is_public=True).exists()
