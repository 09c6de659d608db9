"""Letters that were not taken in are looked through by operators."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0007_judged_model")]

    operations = [
        migrations.AddIndex(
            "inbound",
            models.Index(fields=["id"], condition=models.Q(state="refused"), name="inbound_refused"),
        )
    ]
