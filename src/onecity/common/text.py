"""A text in the city's languages."""

from collections.abc import Mapping

from django.utils.translation import get_language


class Text(dict[str, str]):
    """A text in several languages; as a string, the one of the reader's language (else the first).

    >>> Text({"en": "Yes", "zh": "是"}).in_language("zh-hans")
    '是'
    """

    def in_language(self, language: str) -> str:
        """The text in a language such as ``zh-hans``: its own, that of its root ``zh``, or the first there is."""
        root = language.split("-")[0].lower()
        return self.get(language) or self.get(root) or next(iter(self.values()), "")

    def __str__(self) -> str:
        return self.in_language(get_language() or "en")

    @classmethod
    def of(cls, value: "str | Mapping[str, str]") -> "Text":
        return cls(value) if isinstance(value, Mapping) else cls({"en": value})
