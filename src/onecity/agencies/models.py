"""Who works where. Agencies and units themselves are city data (``onecity.city``), named here by code."""

from django.conf import settings
from django.db import models

from onecity.common.models import Row


class Post(Row):
    """A person's post in a unit of an agency, for a time."""

    OFFICER, HEAD, DESIGNER, OPERATOR = "officer", "head", "designer", "operator"
    WITH_CASES = (OFFICER, HEAD)
    ROLES = (OFFICER, HEAD, DESIGNER, OPERATOR)

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    agency = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    role = models.CharField(max_length=10, default=OFFICER, choices=[(r, r) for r in ROLES])
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "agency", "unit", "role"], name="one_post_each")]
        indexes = [models.Index(fields=["agency", "unit"], name="post_by_unit")]
