"""A model is judged by a twin. Older models had none; `onecity contact train` makes the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0006_forgotten")]

    operations = [
        migrations.RunSQL("DELETE FROM contact_topicmodel", migrations.RunSQL.noop),
        migrations.RemoveField("topicmodel", "warmth"),
        migrations.AddField("topicmodel", "warmth", models.JSONField(default=list), preserve_default=False),
        migrations.AddField("topicmodel", "judged", models.BinaryField(default=b""), preserve_default=False),
    ]
