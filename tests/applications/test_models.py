"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from onecity.applications.models import Case, Event, Task

NEVER = [
    (Case, {"state": "granted"}),
    (Case, {"decided_at": "2026-01-01T00:00Z"}),
    (Case, {"stands_since": "2026-01-01"}),
    (Task, {"state": "taken"}),
    (Task, {"state": "passed"}),
    (Task, {"state": "waiting"}),
    (Task, {"asked_on": "2026-01-01"}),
    (Event, {"kind": "granted"}),
]


@pytest.mark.parametrize(("table", "change"), NEVER, ids=str)
def test_an_illegal_state_cannot_be_written(mei, table, change):
    mei.file("one.apply")
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(**change)


def test_an_event_cannot_be_removed(mei):
    mei.file("one.apply")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()


def test_a_step_has_one_open_task(mei):
    task = Task.objects.get(case_id=mei.file("one.apply").id)
    task.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.bulk_create(
            [Task(**{f.attname: getattr(task, f.attname) for f in Task._meta.concrete_fields if f.attname != "id"})]
        )
