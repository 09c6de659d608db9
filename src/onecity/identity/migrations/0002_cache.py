"""The table of Django's database cache, as `createcachetable` makes it; unlogged, for a crash may forget it."""

from django.db import migrations

TABLE = """
CREATE UNLOGGED TABLE identity_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
)
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE identity_cache"),
        migrations.RunSQL("CREATE INDEX identity_cache_expires ON identity_cache (expires)", migrations.RunSQL.noop),
    ]
