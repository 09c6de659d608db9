"""Her own pages: how she is reached, who looked, what she reported."""

from onecity.identity.models import Account
from onecity.people.models import Resident
from onecity.registers.models import Correction


def test_contact_details_are_changed(home, resident):
    typed = {"email": "new@huating.example", "phone": "13922223333", "language": "zh-hans", "notices_by_email": "yes"}
    home.post("/me/contact/", typed)
    changed = Resident.objects.get(id=resident.id)
    assert (changed.email, changed.language, changed.notices_by_email) == ("new@huating.example", "zh-hans", True)


def test_a_wrong_address_is_kept_on_the_page(home, resident, words):
    answer = home.post("/me/contact/", {"email": "not an address", "phone": "", "language": "en"})
    assert answer.status_code == 422
    assert 'value="not an address"' in answer.content.decode()


def test_who_looked_is_told_in_words(home, case, words):
    page = words(home.get("/me/looks/"))
    assert "Get a residence certificate" in page
    assert "residence-certificate.apply" not in page


def test_somebody_else_sees_nothing_of_it(case, other_resident, signed_in, words):
    assert "Nobody yet" in words(signed_in(other_resident).get("/me/looks/"))


def test_a_mistake_is_reported_where_it_is_seen(home, words):
    assert "12 Willow Lane" in words(home.get("/me/corrections/population/address/"))
    home.post("/me/corrections/population/address/", {"should_be": "1 New Street", "note": "I moved."})
    assert Correction.objects.get().should_be == "1 New Street"
    assert "1 New Street" in words(home.get("/me/corrections/"))


def test_the_language_is_kept_with_the_account(home, resident):
    answer = home.post("/language", {"language": "zh-hans", "next": "/cases/"})
    assert answer.headers["Location"] == "/cases/"
    assert Account.objects.get(id=resident.account.id).language == "zh-hans"
    assert '<html lang="zh-Hans">' in home.get("/cases/").content.decode()


def test_the_language_switch_leads_nowhere_else(home):
    assert home.post("/language", {"language": "en", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_reading_the_inbox_marks_it_read(home, case, words):
    assert "unread" in home.get("/").content.decode()
    home.get("/inbox/")
    assert "unread" not in home.get("/").content.decode()
