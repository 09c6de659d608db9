"""What can be asked about applications."""

from onecity.applications.queries.answers import Answer, AnswerPage, answer_pages
from onecity.applications.queries.case_files import read_case_file
from onecity.applications.queries.cases import (
    CaseFile,
    case_for_officer,
    case_for_resident,
    case_id_of_number,
    case_of_task,
    cases_by_version,
    cases_of,
    cases_of_agency,
    open_cases_of,
)
from onecity.applications.queries.page import Page
from onecity.applications.queries.queue import QueueFilter, changed_since_seen, queue
from onecity.applications.queries.ratings import Ratings, rating_of_case, ratings_of_service, ratings_to_answer
from onecity.applications.queries.timeline import Coming, Happening, timeline, what_comes_next

__all__ = [
    "Answer",
    "AnswerPage",
    "CaseFile",
    "Coming",
    "Happening",
    "Page",
    "QueueFilter",
    "Ratings",
    "answer_pages",
    "case_for_officer",
    "case_for_resident",
    "case_id_of_number",
    "case_of_task",
    "cases_by_version",
    "cases_of",
    "cases_of_agency",
    "changed_since_seen",
    "open_cases_of",
    "queue",
    "rating_of_case",
    "ratings_of_service",
    "ratings_to_answer",
    "read_case_file",
    "timeline",
    "what_comes_next",
]  # fmt: skip
