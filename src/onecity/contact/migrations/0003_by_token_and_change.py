"""A reporter's page is found by its token, and what changed since yesterday by the moment of the change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0002_events_stay")]
    operations = [
        migrations.AddIndex(
            "contactrequest",
            models.Index(fields=["changed_at"], condition=models.Q(is_public=True), name="contact_public_changed"),
        ),
        migrations.AddIndex("contactrequest", models.Index(fields=["token_mark"], name="contact_of_token")),
    ]
