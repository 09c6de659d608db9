"""Contact requests (what somebody turns to the city about) and work orders (what agencies do about it)."""

from django.db import models

from onecity.common.clock import now
from onecity.common.models import Row


class CentreRelease(models.Model):
    """One installed state of the contact centre's folder (topics and articles); the newest is in force."""

    digest = models.CharField(max_length=64)
    definition = models.TextField()
    at = models.DateTimeField(default=now)


class TopicModel(Row):
    """A trained model of topics, the newest in force; ``report`` tells how right it was on contacts held out."""

    topics = models.JSONField()  # codes, in the order of the columns
    weights = models.BinaryField()
    judged = models.BinaryField()  # weights of its twin, which has not seen the held-out contacts
    warmth = models.JSONField()  # of what the shared encoder reads, and of what English's own reads too
    report = models.JSONField(default=dict)


class Rise(Row):
    """A topic of which people speak unusually often, in the city or in one district (else empty), since ``at``.

    ``counts`` are those of 24 hours: the last ones, then the same hours one to eight weeks before.
    """

    topic = models.CharField(max_length=60)
    district = models.CharField(max_length=40, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    counts = models.JSONField()
    usual = models.FloatField()
    most = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "district"], condition=models.Q(ended_at=None), name="one_running_rise_of_a_topic"
            )
        ]
        indexes = [models.Index(fields=["-at"], name="contact_rises")]


class ContactRequest(Row):
    """One matter, by whatever door it came. ``at`` is the moment it was stored, before anybody was told so.

    ``words`` are as they were said and for the office only; ``public_words`` have personal data taken out. The
    reporter, if she is known: a resident who was signed in, or the name and addresses she left, sealed.
    """

    RECEIVED, WORKING, ANSWERED, SOLVED, CLOSED, MERGED = (
        "received", "working", "answered", "solved", "closed", "merged",
    )  # fmt: skip
    STATES = (RECEIVED, WORKING, ANSWERED, SOLVED, CLOSED, MERGED)
    OPEN_STATES = (RECEIVED, WORKING, ANSWERED)
    CHANNELS = ("web", "phone", "operator", "email", "open311")

    number = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=RECEIVED)
    topic = models.CharField(max_length=60, blank=True)  # empty: a person has to choose
    topic_by = models.CharField(max_length=10, blank=True)  # machine, resident, operator, agency
    guesses = models.JSONField(default=list)  # [[topic, probability], …], the best first
    agency = models.CharField(max_length=40, blank=True)  # in the lead
    kind = models.CharField(max_length=12, blank=True)
    urgent = models.BooleanField(default=False)
    words = models.TextField()
    public_words = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)  # to the questions of the topic
    district = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=300, blank=True)  # as it was said
    public_place = models.CharField(max_length=200, blank=True)  # the street or estate, without the door
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    resident_id = models.UUIDField(null=True)
    reporter = models.BinaryField(null=True)  # sealed JSON: name, phone, email
    phone_mark = models.BinaryField(null=True)  # keyed hashes, by which earlier contacts are found
    email_mark = models.BinaryField(null=True)
    token_mark = models.BinaryField()  # keyed hash of the token of the reporter's own page
    request_key = models.CharField(max_length=64, blank=True)  # of the caller's system or e-mail: stored once
    account_id = models.UUIDField(null=True)  # the operator or API client who put it in
    at_first_contact = models.BooleanField(default=False)  # answered at once, by an article or a service
    answered_with = models.CharField(max_length=120, blank=True)  # article:code or service:code
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)  # what was done, in words for the reporter
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = models.UUIDField(null=True)
    parent_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField(default=now)
    made_up = models.BooleanField(default=False)
    forgotten_at = models.DateTimeField(null=True)  # who reported, and her very words, were erased

    class Meta:
        indexes = [
            models.Index(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=False, forgotten_at=None),
                name="contact_to_forget",
            ),
            models.Index(fields=["-at"], condition=models.Q(is_public=True), name="contact_public"),
            models.Index(fields=["changed_at"], condition=models.Q(is_public=True), name="contact_public_changed"),
            models.Index(fields=["token_mark"], name="contact_of_token"),
            models.Index(fields=["agency", "-at"], name="contact_of_agency"),
            models.Index(fields=["topic", "-at"], name="contact_of_topic"),
            models.Index(fields=["district", "-at"], name="contact_of_district"),
            models.Index(fields=["at"], condition=models.Q(state="received"), name="contact_to_sort"),
            models.Index(fields=["answered_at"], condition=models.Q(state="answered"), name="contact_to_confirm"),
            models.Index(
                fields=["resident_id", "-at"], condition=models.Q(resident_id__isnull=False), name="contact_of_resident"
            ),
            models.Index(
                fields=["phone_mark", "-at"], condition=models.Q(phone_mark__isnull=False), name="contact_of_phone"
            ),
            models.Index(
                fields=["email_mark", "-at"], condition=models.Q(email_mark__isnull=False), name="contact_of_email"
            ),
            models.Index(fields=["parent_id"], condition=models.Q(parent_id__isnull=False), name="contact_children"),
            models.Index(fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="contact_merged"),
            models.Index(fields=["lat", "lon", "-at"], condition=models.Q(lat__isnull=False), name="contact_near"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "request_key"], condition=~models.Q(request_key=""), name="one_contact_each_key"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("solved", "closed", "merged"), ended_at__isnull=False)
                | models.Q(state__in=("received", "working", "answered"), ended_at=None),
                name="contact_ends_with_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
                name="merged_into_something",
            ),
            models.CheckConstraint(
                condition=models.Q(lon=None, lat=None)
                | models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="contact_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("received", "closed", "merged")) | ~models.Q(topic=""),
                name="worked_on_by_topic",
            ),
        ]

    @property
    def ended(self) -> bool:
        return self.ended_at is not None


class WorkOrder(Row):
    """What one agency has to do about a request. One agency leads; helpers report to it."""

    LEAD, HELPER = "lead", "helper"
    OPEN, TAKEN, DONE, HANDED_BACK, CANCELLED = "open", "taken", "done", "handed-back", "cancelled"
    OPEN_STATES = (OPEN, TAKEN)

    request_id = models.UUIDField()
    number = models.CharField(max_length=20)  # of the request
    topic = models.CharField(max_length=60)
    district = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=6, default=LEAD)
    agency = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    state = models.CharField(max_length=11, default=OPEN)
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()  # before any extension
    extension = models.CharField(max_length=8, blank=True)  # asked, granted, refused
    extension_days = models.PositiveSmallIntegerField(default=0)
    extension_reason = models.TextField(blank=True)
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=120, blank=True)
    contacted_at = models.DateTimeField(null=True)  # the reporter was first spoken to
    alerted = models.CharField(max_length=10, blank=True)  # warned, overdue: what was said about the deadline
    outcome = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"], condition=models.Q(state__in=("open", "taken")), name="orders_queue"
            ),
            models.Index(fields=["due_at"], condition=models.Q(state__in=("open", "taken")), name="orders_by_due"),
            models.Index(fields=["request_id"], name="orders_of_request"),
            models.Index(fields=["agency", "-at"], name="orders_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "taken"), done_at=None)
                | models.Q(state__in=("done", "handed-back", "cancelled"), done_at__isnull=False),
                name="order_ends_with_a_moment",
            ),
            models.UniqueConstraint(
                fields=["request_id"],
                condition=models.Q(role="lead", state__in=("open", "taken")),
                name="one_lead_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["request_id", "agency"],
                condition=models.Q(state__in=("open", "taken")),
                name="one_open_order_each_agency",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="taken") | models.Q(taken_by__isnull=False), name="order_taken_by_somebody"
            ),
        ]


class ContactEvent(Row):
    """What happened to a request; added, never changed (a trigger refuses). ``public``: the reporter sees it."""

    request_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    actor_kind = models.CharField(max_length=14)
    actor_id = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    public = models.BooleanField(default=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["request_id", "id"], name="events_of_contact"),
            models.Index(fields=["-at"], condition=models.Q(public=True), name="contact_events_by_time"),
        ]


class Picture(Row):
    """A photo of a request, or the proof of a work order: JPEG or PNG, without the data of the camera."""

    request_id = models.UUIDField()
    order_id = models.UUIDField(null=True)  # proof
    is_public = models.BooleanField(default=False)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["request_id"], name="pictures_of_contact")]


class Survey(Row):
    """What the reporter said afterwards: solved or not, how content she is (1 to 5), by which door she said it."""

    request_id = models.UUIDField()
    agency = models.CharField(max_length=40)
    district = models.CharField(max_length=40, blank=True)
    round = models.PositiveSmallIntegerField(default=0)  # how often it was reopened before
    solved = models.BooleanField()
    stars = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    door = models.CharField(max_length=10)  # page, call

    class Meta:
        indexes = [models.Index(fields=["agency", "-at"], name="surveys_of_agency")]
        constraints = [
            models.UniqueConstraint(fields=["request_id", "round"], name="one_survey_each_round"),
            models.CheckConstraint(
                condition=models.Q(stars=None) | models.Q(stars__gte=1, stars__lte=5), name="survey_one_to_five"
            ),
        ]


class Inbound(Row):
    """What arrived from outside, raw, stored before it was acknowledged: an e-mail, a voicemail.

    ``key`` is the sender's own id for it (Message-ID, call id), so that what is sent twice is stored once.
    """

    WAITING, TAKEN_IN, REFUSED = "waiting", "taken-in", "refused"

    channel = models.CharField(max_length=10)
    key = models.CharField(max_length=200)
    raw = models.BinaryField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=WAITING)
    why = models.TextField(blank=True)
    request_id = models.UUIDField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="inbound_waiting"),
            models.Index(fields=["id"], condition=models.Q(state="refused"), name="inbound_refused"),
        ]
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="inbound_once")]


class Call(Row):
    """A telephone call, by whatever line: where it stands in the menu, and what came of it."""

    RINGING, MENU, WAITING, TALKING, ENDED = "ringing", "menu", "waiting", "talking", "ended"

    line = models.CharField(max_length=20)  # voice (webhooks), cti (desk phones), sip (our own answerer)
    key = models.CharField(max_length=100)  # the call's id there
    caller = models.BinaryField(null=True)  # sealed number
    phone_mark = models.BinaryField(null=True)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, default=RINGING)
    wants = models.CharField(max_length=12, blank=True)  # voicemail, call-back, operator
    operator_id = models.UUIDField(null=True)
    operator_name = models.CharField(max_length=120, blank=True)
    request_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(state__in=("ringing", "menu", "waiting", "talking")),
                name="calls_live",
            ),
            models.Index(
                fields=["at"], condition=models.Q(wants="call-back", called_back_at=None), name="calls_to_return"
            ),
            models.Index(fields=["phone_mark", "-at"], name="calls_of_phone"),
        ]
        constraints = [models.UniqueConstraint(fields=["line", "key"], name="one_call_each_key")]
