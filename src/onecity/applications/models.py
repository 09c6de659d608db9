"""Cases: from submission to decision. The resident's word is application, the officer's is case."""

from django.db import models

from onecity.common.models import Row


class Case(Row):
    """One application as it was filed. ``at`` is the moment of submission."""

    OPEN, WAITING, GRANTED, REFUSED, WITHDRAWN = "open", "waiting", "granted", "refused", "withdrawn"
    STATES = (OPEN, WAITING, GRANTED, REFUSED, WITHDRAWN)

    number = models.CharField(max_length=20, unique=True)
    draft_id = models.UUIDField(unique=True)  # one draft, one case
    request_key = models.CharField(max_length=64, blank=True)  # the Idempotency-Key of the API
    resident_id = models.UUIDField()
    account_id = models.UUIDField()  # who filed it; another than the resident's own under a mandate
    service = models.CharField(max_length=100)
    version_id = models.BigIntegerField()
    agency = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default=OPEN)
    answers = models.JSONField()
    sources = models.JSONField(default=dict)
    fee = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    promised_on = models.DateField()
    stands_since = models.DateField(null=True)  # the clock stands since then, while WAITING
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of the decision, in words for the resident
    made_up = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["resident_id", "-id"], name="cases_of_resident"),
            models.Index(fields=["agency", "-id"], name="cases_of_agency"),
            models.Index(fields=["version_id"], name="cases_of_version"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "waiting"), decided_at=None)
                | models.Q(state__in=("granted", "refused", "withdrawn"), decided_at__isnull=False),
                name="case_ends_with_a_moment",
            ),
            models.UniqueConstraint(
                fields=["account_id", "request_key"],
                condition=~models.Q(request_key=""),
                name="one_case_each_request_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(stands_since=None), name="clock_stands_while_waiting"
            ),
        ]

    @property
    def ended(self) -> bool:
        return self.decided_at is not None


class Event(Row):
    """What happened in a case; added, never changed (a trigger refuses)."""

    case_id = models.UUIDField()
    resident_id = models.UUIDField()
    kind = models.CharField(max_length=40)  # submitted, step-passed, more-asked, more-given, handed-over, granted, ...
    actor_kind = models.CharField(max_length=14)
    actor_id = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    public = models.BooleanField(default=True)  # shown to the resident
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case_id", "id"], name="events_of_case")]


class Task(Row):
    """A step of a case that somebody, or the machine, has to do. It exists from the moment it can be begun."""

    READY, TAKEN, WAITING = "ready", "taken", "waiting"
    PASSED, REFUSED, CANCELLED, HANDED_OVER = "passed", "refused", "cancelled", "handed-over"
    OPEN_STATES = (READY, TAKEN, WAITING)
    STATES = (*OPEN_STATES, PASSED, REFUSED, CANCELLED, HANDED_OVER)

    case_id = models.UUIDField()
    resident_id = models.UUIDField()
    case_number = models.CharField(max_length=20)
    service = models.CharField(max_length=100)
    step = models.CharField(max_length=40)
    automatic = models.BooleanField(default=False)
    agency = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    state = models.CharField(max_length=11, default=READY)
    due_on = models.DateField()
    asked_on = models.DateField(null=True)  # the clock stands since then, while WAITING
    answer_by = models.DateField(null=True)  # until when the resident may answer, while WAITING
    reminded_on = models.DateField(null=True)  # when she was reminded of that
    alerted = models.CharField(
        max_length=9, blank=True, default="", db_default=""
    )  # the last alert about its present deadline
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"],
                condition=models.Q(automatic=False, state__in=("ready", "taken", "waiting")),
                name="queue",
            ),
            models.Index(fields=["case_id"], name="tasks_of_case"),
            models.Index(
                fields=["due_on"],
                condition=models.Q(automatic=False, asked_on=None, state__in=("ready", "taken", "waiting")),
                name="tasks_by_due_date",
            ),
            models.Index(fields=["answer_by"], condition=models.Q(state="waiting"), name="tasks_by_answer"),
            models.Index(
                fields=["id"], condition=models.Q(automatic=True, state="ready"), name="tasks_for_the_machine"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("ready", "taken", "waiting"), done_at=None)
                | models.Q(state__in=("passed", "refused", "cancelled", "handed-over"), done_at__isnull=False),
                name="task_ends_with_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", answer_by__isnull=False)
                | (~models.Q(state="waiting") & models.Q(answer_by=None, asked_on=None)),
                name="waiting_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="taken") | models.Q(taken_by__isnull=False), name="taken_by_somebody"
            ),
            models.UniqueConstraint(
                fields=["case_id", "step"],
                condition=models.Q(state__in=("ready", "taken", "waiting")),
                name="one_open_task_each_step",
            ),
        ]


class Message(Row):
    """A message between the resident and the officers of a case."""

    case_id = models.UUIDField()
    resident_id = models.UUIDField()
    from_resident = models.BooleanField()
    author_id = models.CharField(max_length=36)
    author_name = models.CharField(max_length=120)
    agency = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    asks_more = models.BooleanField(default=False)
    task_id = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case_id", "id"], name="messages_of_case")]


class Rating(Row):
    """The resident's public rating of a service after the decision; a bad one (1 or 2) must be answered."""

    case_id = models.UUIDField(unique=True)
    resident_id = models.UUIDField()
    service = models.CharField(max_length=100)
    agency = models.CharField(max_length=40)
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answer_due_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["service", "-id"], name="ratings_of_service"),
            models.Index(
                fields=["agency", "answer_due_on"],
                condition=models.Q(answered_at=None, answer_due_on__isnull=False),
                name="ratings_to_answer",
            ),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(stars__gte=1, stars__lte=5), name="one_to_five_stars")]


class Viewing(models.Model):
    """When an officer last looked at a case, so that what changed since is marked."""

    pk = models.CompositePrimaryKey("account_id", "case_id")
    account_id = models.UUIDField()
    case_id = models.UUIDField()
    at = models.DateTimeField()
