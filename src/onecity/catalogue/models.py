"""Published versions of the city's services. A version never changes; a case keeps the one it was filed under."""

from django.db import models

from onecity.common.clock import now


class ServiceVersion(models.Model):
    """One version of one public service, with its whole definition."""

    code = models.CharField(max_length=100)  # family.act
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    definition = models.TextField()  # JSON as it was written: jsonb would forget the order of pages, steps and choices
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_service_version")]


class CurrentService(models.Model):
    """Which version of a service is in force; a service that was taken away has no row."""

    code = models.CharField(max_length=100, primary_key=True)
    version = models.OneToOneField(ServiceVersion, on_delete=models.PROTECT)


class Embedding(models.Model):
    """A text's vector, kept so that a start does not compute it again."""

    digest = models.CharField(max_length=64, primary_key=True)  # of model and text
    vector = models.BinaryField()
