"""What can be done with contact requests and work orders. Each act is one transaction."""

from onecity.contact.domain.answering import answer_at_once
from onecity.contact.domain.intake import Received, receive
from onecity.contact.domain.linking import add_words, merge, set_parent, unlink
from onecity.contact.domain.orders import (
    add_helper,
    answer_order,
    ask_extension,
    decide_extension,
    hand_back,
    hand_over,
    mark_contacted,
    take_order,
)
from onecity.contact.domain.solving import confirm, may_reopen, reopen
from onecity.contact.domain.sorting import refuse_request, sort_request

__all__ = [
    "Received", "add_helper", "add_words", "answer_at_once", "answer_order", "ask_extension", "confirm",
    "decide_extension", "hand_back", "hand_over", "mark_contacted", "may_reopen", "merge", "receive",
    "refuse_request", "reopen", "set_parent", "sort_request", "take_order", "unlink",
]  # fmt: skip
