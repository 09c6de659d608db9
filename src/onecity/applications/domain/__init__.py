"""What can be done with an application."""

from onecity.applications.domain.automatic import advance_case
from onecity.applications.domain.deadlines import watch_deadlines
from onecity.applications.domain.decisions import decide_task
from onecity.applications.domain.messages import write_message
from onecity.applications.domain.more import ask_more, give_more
from onecity.applications.domain.ratings import answer_rating, rate_case
from onecity.applications.domain.submission import submit_application
from onecity.applications.domain.tasks import assign_task, hand_over, release_task, take_task
from onecity.applications.domain.withdrawal import withdraw_case

__all__ = [
    "advance_case",
    "answer_rating",
    "ask_more",
    "assign_task",
    "decide_task",
    "give_more",
    "hand_over",
    "rate_case",
    "release_task",
    "submit_application",
    "take_task",
    "watch_deadlines",
    "withdraw_case",
    "write_message",
]
