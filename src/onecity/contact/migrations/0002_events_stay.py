"""What happened to a request is added, never changed: the database itself refuses the rest."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION contact_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened to a contact request is never changed or removed.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER contact_event_stays BEFORE UPDATE OR DELETE ON contact_contactevent
    FOR EACH ROW EXECUTE FUNCTION contact_event_stays();
CREATE TRIGGER contact_events_stay BEFORE TRUNCATE ON contact_contactevent
    FOR EACH STATEMENT EXECUTE FUNCTION contact_event_stays();
"""
ALLOW = """
DROP TRIGGER contact_event_stays ON contact_contactevent;
DROP TRIGGER contact_events_stay ON contact_contactevent;
DROP FUNCTION contact_event_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
