"""What can be wrong with a rule."""

from django.utils.translation import gettext as _

from onecity.common.errors import Refusal


class RuleFault(Refusal):
    """A rule cannot be read or worked out.

    People are told so in plain words; ``detail`` and ``remedy`` are for the one who writes the service. Neither
    ever holds a value from a register or a form, because faults end up in logs.
    """

    code = "rule-fault"
    status = 409

    def __init__(self, detail: str, *, remedy: str = "") -> None:
        super().__init__(
            _("One of this service's rules could not be worked out. Nothing was lost."),
            next_step=_("Please call the city's number: an officer can look at it by hand."),
        )
        self.detail = detail
        self.remedy = remedy
