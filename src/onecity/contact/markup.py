"""Articles are Markdown; on a page they are headings, paragraphs and lists, and never HTML of their own."""

from functools import lru_cache

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=1000)
def as_html(text: str) -> SafeString:
    """The text of an article for a page. Markup that stands in it is shown as it was written."""
    return SafeString(_reader.render(text))
