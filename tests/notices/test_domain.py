from datetime import date

import pytest

from onecity.common.actor import Actor
from onecity.common.ids import new_id
from onecity.notices import domain, queries
from onecity.notices.models import AgencyAlert

pytestmark = pytest.mark.django_db


def told(resident_id, number="HT-1"):
    return domain.notify(resident_id=resident_id, kind="message", facts={"number": number})


def alert(**changes):
    fields = {"agency": "health", "unit": "intake", "kind": "overdue", "facts": {}, "about_id": new_id(), **changes}
    domain.alert_agency(**fields)
    return fields["about_id"]


def officer(**changes):
    return Actor(**{"kind": "officer", "agency": "health", "units": frozenset({"intake"}), **changes})


def test_an_inbox_holds_only_its_owners_notices_newest_first():
    mine, hers = new_id(), new_id()
    first, _, second = told(mine), told(hers), told(mine)
    assert [notice.id for notice in queries.inbox(mine)] == [second.id, first.id]
    assert queries.inbox(mine, after=second.id) == [first]


def test_reading_one_leaves_the_others_unread():
    mine = new_id()
    first, _second = told(mine), told(mine)
    assert domain.mark_read(resident_id=mine, notice_id=first.id) == 1
    assert queries.unread_count(mine) == 1


def test_nobody_marks_anothers_notice_as_read():
    notice = told(new_id())
    assert domain.mark_read(resident_id=new_id(), notice_id=notice.id) == 0


def test_the_same_alert_is_given_once_for_each_date():
    about = alert(due_on=date(2026, 12, 1))
    alert(about_id=about, due_on=date(2026, 12, 1))
    assert AgencyAlert.objects.count() == 1
    alert(about_id=about, due_on=date(2026, 12, 4))
    assert AgencyAlert.objects.count() == 2


def test_alerts_of_other_units_and_agencies_are_not_seen():
    alert(), alert(unit="records"), alert(agency="tax")
    assert len(queries.alerts_of(officer())) == 1


def test_an_alert_without_a_unit_is_for_all_of_the_agency():
    alert(unit="")
    assert queries.unseen_alerts(officer(units=frozenset({"records"}))) == 1


def test_escalated_alerts_are_for_heads():
    alert(heads=True)
    assert queries.unseen_alerts(officer()) == 0
    assert queries.unseen_alerts(officer(head=True)) == 1


def test_an_alert_once_seen_is_no_longer_counted():
    alert()
    (seen,) = queries.alerts_of(officer())
    assert domain.mark_seen(alert_id=seen.id, agency="tax", name="Wu") == 0
    assert domain.mark_seen(alert_id=seen.id, agency="health", name="Wu") == 1
    assert queries.unseen_alerts(officer()) == 0
