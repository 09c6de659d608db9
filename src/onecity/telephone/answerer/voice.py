"""What is heard of a sentence: the city's recording, else a tone. Read from disk once."""

from array import array
from functools import cache

from onecity.telephone import prompts
from onecity.telephone.answerer import sound, tones


class Recorded:
    """The prompts of the city in force when the answerer started."""

    @staticmethod
    @cache
    def say(code: str, language: str) -> "array[int]":
        path = prompts.recorded(code, language)
        return sound.read_wav(path) if path else tones.signal(code)

    def missing(self, codes: list[str], languages: tuple[str, ...]) -> list[str]:
        """What will be a tone. Reads everything, so that no call waits for the disk."""
        for code in codes:
            for language in languages:
                self.say(code, language)
        return [
            f"{language}/{code}" for language in languages for code in codes if not prompts.recorded(code, language)
        ]
