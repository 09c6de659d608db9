"""Nothing in the ledger can be changed or taken away: the database refuses, whoever asks."""

from django.db import migrations

TABLES = ("entry", "leaf", "node", "checkpoint")
FUNCTION = """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""


def _triggers(table):
    return [
        (
            f"CREATE TRIGGER ledger_{table}_kept BEFORE UPDATE OR DELETE ON ledger_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()",
            f"DROP TRIGGER ledger_{table}_kept ON ledger_{table}",
        ),
        (
            f"CREATE TRIGGER ledger_{table}_not_emptied BEFORE TRUNCATE ON ledger_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()",
            f"DROP TRIGGER ledger_{table}_not_emptied ON ledger_{table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE ledger_pending DROP CONSTRAINT ledger_pending_pkey",
            "ALTER TABLE ledger_pending ADD PRIMARY KEY (entries)",
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION ledger_is_append_only()"),
        *(migrations.RunSQL(make, undo) for table in TABLES for make, undo in _triggers(table)),
    ]
