"""What all tables share."""

from django.db import models

from onecity.common.clock import now
from onecity.common.ids import new_id


class Row(models.Model):
    """A row with a UUIDv7 and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
