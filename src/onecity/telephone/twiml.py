"""TwiML, the answers that voice providers understand. Elements are built, never pasted: words are escaped."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from onecity.telephone.prompts import address
from onecity.telephone.words import VOICES

KEYS_SECONDS = "6"
RECORD_SECONDS = "180"
DIAL_SECONDS = "30"
Said = Iterable[tuple[str, str, str]]


class Answer:
    """A ``Response`` under construction."""

    def __init__(self) -> None:
        self._root = Element("Response")

    def say(self, said: Said, *, within: Element | None = None) -> "Answer":
        """Read out by the provider, or played where the city has recorded its own voice."""
        parent = self._root if within is None else within
        for code, language, words in said:
            if url := address(code, language):
                SubElement(parent, "Play").text = url
            else:
                SubElement(parent, "Say", {"language": VOICES.get(language, language)}).text = words
        return self

    def gather(self, said: Said, *, action: str, keys: int) -> "Answer":
        """Say it and wait for keys, which end the saying. Nothing pressed is told to the same address."""
        limits = {"input": "dtmf", "numDigits": str(keys), "timeout": KEYS_SECONDS, "actionOnEmptyResult": "true"}
        gather = SubElement(self._root, "Gather", {"action": action, "method": "POST", **limits})
        return self.say(said, within=gather)

    def record(self, *, action: str) -> "Answer":
        limits = {
            "maxLength": RECORD_SECONDS,
            "timeout": "8",
            "finishOnKey": "#",
            "playBeep": "true",
            "trim": "do-not-trim",
        }
        SubElement(self._root, "Record", {"action": action, "method": "POST", **limits})
        return self

    def dial(self, line: str, *, action: str) -> "Answer":
        dial = SubElement(self._root, "Dial", {"action": action, "method": "POST", "timeout": DIAL_SECONDS})
        SubElement(dial, "Sip" if line.startswith("sip:") else "Number").text = line
        return self

    def hang_up(self) -> "Answer":
        SubElement(self._root, "Hangup")
        return self

    def xml(self) -> bytes:
        xml: bytes = tostring(self._root, encoding="utf-8", xml_declaration=True)
        return xml
