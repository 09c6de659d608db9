"""HTML of a stranger, made plain text: parsed by libxml2, which loads nothing and runs nothing."""

from typing import Any

from lxml import etree

SILENT = frozenset(("script", "style", "head", "title", "template", "noscript", "object", "svg", "textarea", "select"))
LINES = frozenset(("br", "p", "div", "tr", "li", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4", "hr", "pre"))
QUOTED = "blockquote"


def without_markup(markup: str) -> str:
    """The text that a reader of the page would see. Quoted letters are marked with ``>`` as in plain mail."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True)
    root = etree.fromstring(markup.replace("\x00", "").encode("utf-8", "ignore") or b"<p/>", parser)
    if root is None:
        return ""
    written = _Written()
    for happens, element in etree.iterwalk(root, events=("start", "end")):
        written.start(element) if happens == "start" else written.end(element)
    return written.text()


class _Written:
    """Text as it is put together, element by element."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.silent = 0
        self.quoted = 0

    def start(self, element: Any) -> None:
        self.silent += element.tag in SILENT
        self.quoted += element.tag == QUOTED
        self._break(element)
        self._say(element.text)

    def end(self, element: Any) -> None:
        self.silent -= element.tag in SILENT
        self.quoted -= element.tag == QUOTED
        self._break(element)
        self._say(element.tail)

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def _break(self, element: Any) -> None:
        if element.tag in LINES or element.tag == QUOTED:
            self.pieces.append("\n> " if self.quoted else "\n")

    def _say(self, text: str | None) -> None:
        if text and not self.silent:
            self.pieces.append(text.replace("\n", " "))
