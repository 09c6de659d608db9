"""What the telephone says, sentence by sentence. The answerer plays them as sound, a provider reads them out."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from onecity.city import queries as city
from onecity.contact.domain.calls import OURS

VOICES = {"zh": "zh-CN", "en": "en-GB"}  # BCP 47, as providers name them
SENTENCES = {
    "welcome": _("Welcome to the city's single number."),
    "language": _("For English, press %(key)s."),  # each language asks in its own words
    "menu": _(
        "To report or to ask something, press 1. To hear how a report stands, press 2. "
        "To be called back, press 3. For an operator, press 0."
    ),
    "unknown-key": _("There is nothing under that key."),
    "number": _(
        "Key in the nine characters of your report's number, without the letters before the first dash. "
        "For a letter press the key that it stands on."
    ),
    "number-unknown": _("No report was found under that number."),
    "record": _(
        "After the tone, say what it is about and where, and your name if you like. Press the hash key to end."
    ),
    "record-too": _("If you like, say after the tone what it is about. Press the hash key to end."),
    "recorded": _("Your message is stored. An operator will listen to it."),
    "not-recorded": _("Nothing was heard."),
    "will-call": _("We will call you back on the number you are calling from."),
    "no-number": _("Your number is not shown to us."),
    "operator": _("You are being put through to an operator. The call is not recorded."),
    "operator-busy": _("No operator is free at the moment."),
    "bye": _("Thank you. Goodbye."),
    "state-received": _("Your report was received and is being looked at."),
    "state-working": _("Your report is being worked on."),
    "state-answered": _("Your report was answered. Please tell us whether it is solved."),
    "state-solved": _("Your report is solved."),
    "state-closed": _("Your report is closed."),
    "state-merged": _("Your report goes on together with another about the same matter."),
}


def sentence(code: str, language: str) -> str:
    """One sentence in a language of the city. ``language`` tells the key of that very language."""
    with translation.override(OURS.get(language, language)):
        key = list(city.current().languages).index(language) + 1 if code == "language" else 0
        return str(SENTENCES[code]) % {"key": key} if key else str(SENTENCES[code])


def spoken(codes: tuple[str, ...], language: str) -> Iterator[tuple[str, str, str]]:
    """Code, language and words of what is said. Before a language is chosen, everything is said in each."""
    chosen = list(city.current().languages) if "language" in codes else [language]
    for each in chosen:
        yield from ((code, each, sentence(code, each)) for code in codes)
