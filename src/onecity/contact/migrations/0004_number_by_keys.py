"""A report is found by its number as it is keyed in on a telephone: nine digits, letters by the keys they stand on."""

from django.db import migrations

KEYED = "right(translate(number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-', '22233344455566677778889999'), 9)"


class Migration(migrations.Migration):
    dependencies = [("contact", "0003_by_token_and_change")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX contact_by_keys ON contact_contactrequest (({KEYED}))", "DROP INDEX contact_by_keys"
        )
    ]
