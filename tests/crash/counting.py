"""What must hold between the rows of every case that the clients filed. Each query names the cases where it does not."""

OURS = """
ours AS (
    SELECT filed.* FROM applications_case filed
    JOIN identity_account account ON account.id = filed.account_id AND account.email LIKE '%@crash.example'
)
"""
FILED = f"WITH {OURS} SELECT draft_id::text, id::text, number FROM ours ORDER BY 1"
HALVES = {
    "not exactly one first event": """
        (SELECT count(*) FROM applications_event WHERE case_id = ours.id AND kind = 'submitted') <> 1""",
    "no task": """
        NOT EXISTS (SELECT FROM applications_task WHERE case_id = ours.id)""",
    "not exactly one ledger row of the submission": """
        (SELECT count(*) FROM ledger_entry WHERE case_id = ours.id AND action = 'submit') <> 1""",
    "not exactly one notice of receipt": """
        (SELECT count(*) FROM notices_notice WHERE case_id = ours.id AND kind = 'case-received') <> 1""",
    "draft not marked as submitted": """
        NOT EXISTS (SELECT FROM forms_draft WHERE id = ours.draft_id AND submitted_at IS NOT NULL)""",
    "a step done twice": """
        EXISTS (SELECT FROM applications_event WHERE case_id = ours.id AND kind = 'step-passed'
                GROUP BY data->>'step' HAVING count(*) > 1)""",
    "granted, and not exactly one certificate": """
        state = 'granted' AND (SELECT count(*) FROM certificates_certificate WHERE case_id = ours.id) <> 1""",
    "certificate, but not granted": """
        state <> 'granted' AND EXISTS (SELECT FROM certificates_certificate WHERE case_id = ours.id)""",
    "ended, and not exactly one event of it": """
        decided_at IS NOT NULL
        AND (SELECT count(*) FROM applications_event WHERE case_id = ours.id AND kind = ours.state) <> 1""",
    "ended, and not exactly one notice of the decision": """
        decided_at IS NOT NULL
        AND (SELECT count(*) FROM notices_notice WHERE case_id = ours.id AND kind = 'case-' || ours.state) <> 1""",
}
REPORTED = "SELECT number FROM contact_contactrequest WHERE request_key <> '' ORDER BY 1"
HALF_REPORTS = {
    "not exactly one first event": """
        (SELECT count(*) FROM contact_contactevent WHERE request_id = report.id AND kind = 'received') <> 1""",
    "not exactly one work order": """
        (SELECT count(*) FROM contact_workorder WHERE request_id = report.id) <> 1""",
    "not exactly one notice of receipt": """
        (SELECT count(*) FROM notices_notice
         WHERE kind = 'contact-received' AND facts->>'number' = report.number) <> 1""",
}
SUBMITTED_WITHOUT_CASE = """
SELECT draft.id::text FROM forms_draft draft
JOIN identity_account account ON account.id = draft.account_id AND account.email LIKE '%@crash.example'
WHERE submitted_at IS NOT NULL AND NOT EXISTS (SELECT FROM applications_case WHERE draft_id = draft.id)
"""
MACHINE_HAS_WORK = "SELECT EXISTS (SELECT FROM applications_task WHERE automatic AND state = 'ready')"
LEDGER_HAS_WORK = "SELECT EXISTS (SELECT FROM ledger_pending)"
UNDECIDED = f"WITH {OURS} SELECT number FROM ours WHERE service = 'library-card.apply' AND state <> 'granted'"


def half_report(what: str) -> str:
    """The query for one of ``HALF_REPORTS``."""
    return f"SELECT number FROM contact_contactrequest report WHERE request_key <> '' AND {HALF_REPORTS[what]}"


def half(what: str) -> str:
    """The query for one of ``HALVES``."""
    return f"WITH {OURS} SELECT number FROM ours WHERE {HALVES[what]}"
