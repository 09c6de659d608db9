"""Files that residents hand in. The bytes are in the database: one transaction, one backup."""

from django.db import models

from onecity.common.models import Row


class File(Row):
    """A file of a draft; of a case once it is submitted."""

    resident_id = models.UUIDField()
    draft_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    evidence = models.CharField(max_length=40)  # which evidence it is; "message" when sent with one
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # pdf, jpeg, png: by content, never by name
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["draft_id"], name="files_of_draft"),
            models.Index(fields=["case_id"], name="files_of_case"),
        ]


class Content(models.Model):
    """The bytes of a file."""

    file = models.OneToOneField(File, primary_key=True, on_delete=models.CASCADE)
    data = models.BinaryField()
