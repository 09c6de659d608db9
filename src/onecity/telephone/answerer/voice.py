"""What is heard of a sentence: the city's recording, else a tone. Read from disk once, and made ready for the line."""

from array import array
from collections.abc import Iterable
from functools import cache
from itertools import product

from onecity.telephone import prompts
from onecity.telephone.answerer import sound, tones

PAUSE = array("h", bytes(2 * sound.RATE // 4))  # a quarter of a second between sentences


class Recorded:
    """The sentences of the city in force when the answerer started."""

    @staticmethod
    @cache
    def say(code: str, language: str, codec: str) -> bytes:
        path = prompts.recorded(code, language)
        return sound.encode((sound.read_wav(path) if path else tones.signal(code)) + PAUSE, codec)

    def missing(self, codes: Iterable[str], languages: Iterable[str]) -> list[str]:
        """What will be a tone. Reads everything, so that no call waits for the disk."""
        every = list(product(languages, codes))
        for (language, code), codec in product(every, sound.SILENCE):
            self.say(code, language, codec)
        return [f"{language}/{code}" for language, code in every if not prompts.recorded(code, language)]
