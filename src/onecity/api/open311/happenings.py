"""What anybody may be told of a step in the life of a public request: that it happened, in words that name nobody.

The event itself may say more (a reason, an outcome, a question), and that is for the reporter and the office.
"""

from django.utils.translation import gettext_noop as N_  # noqa: N812

OPEN, CLOSED = "open", "closed"

HAPPENINGS = {
    "received": (OPEN, N_("The report was received.")),
    "sorted": (OPEN, N_("The report went to the agency in charge.")),
    "contacted": (OPEN, N_("The agency spoke with whoever reported it.")),
    "extension-granted": (OPEN, N_("The agency was given more time.")),
    "answered": (OPEN, N_("The agency says that it is done.")),
    "answered-at-once": (CLOSED, N_("The report was answered at once.")),
    "solved": (CLOSED, N_("Whoever reported it says that it is solved.")),
    "closed": (CLOSED, N_("The report was closed: nobody objected to the answer.")),
    "reopened": (OPEN, N_("Whoever reported it says that it is not solved; the agency has it again.")),
    "refused": (CLOSED, N_("The report was closed: it is no matter of the city.")),
    "merged": (CLOSED, N_("Joined with another report of the same matter.")),
}  # kind of the event -> (status afterwards, words)
