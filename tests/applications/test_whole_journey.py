"""From the draft to the certificate, through the rooms' own doors."""

from onecity.applications import domain as applications
from onecity.applications.models import Case, Task
from onecity.certificates.models import Certificate


def test_an_application_is_filed_checked_decided_and_gives_a_certificate(case, officer, actor_of):
    applications.advance_case(case.id)
    task = Task.objects.get(case_id=case.id, state=Task.READY)
    assert (task.step, task.agency) == ("decide", "public-security")
    actor = actor_of(officer)
    applications.take_task(task_id=task.id, actor=actor)
    applications.decide_task(task_id=task.id, outcome="pass", reason="All is in order.", actor=actor)
    assert Case.objects.get(id=case.id).state == Case.GRANTED
    assert Certificate.objects.get(case_id=case.id).kind == "residence-certificate"
