"""Events are added, never changed: the database itself refuses the rest."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION applications_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The events of a case are never changed or removed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER applications_event_stays BEFORE UPDATE OR DELETE ON applications_event
    FOR EACH ROW EXECUTE FUNCTION applications_event_stays();
CREATE TRIGGER applications_events_stay BEFORE TRUNCATE ON applications_event
    FOR EACH STATEMENT EXECUTE FUNCTION applications_event_stays();
"""
ALLOW = """
DROP TRIGGER applications_event_stays ON applications_event;
DROP TRIGGER applications_events_stay ON applications_event;
DROP FUNCTION applications_event_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
