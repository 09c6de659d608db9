"""What somebody wrote herself in an e-mail, without the letters before it and without her signature.

The signs of a quoted letter are those of the common mail programs, in English and Chinese. A letter that is nothing
but a quotation (somebody passes on what she got) is kept whole.
"""

import re

BEGINS = re.compile(
    r"""^\s*(?:
        -{2,}\s*(?:original\ message|原始邮件|forwarded\ message|转发邮件信息).*   # Outlook, QQ Mail
      | _{10,}\s*                                                          # Outlook on the web
      | (?:on|am|le)\ .{4,200}\b(?:wrote|schrieb|a\ écrit)\s*:             # Thunderbird, Gmail, Apple Mail
      | 在?\s*\d{4}[-年/.].{4,200}(?:写道|來信|来信)\s*[:：]                  # the same in Chinese
      | (?:发件人|寄件者)\s*[:：].{0,300}
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
OUTLOOK = re.compile(r"^\s*\*?from\s*:", re.IGNORECASE)
OUTLOOK_NEXT = re.compile(r"^\s*\*?(?:sent|date|to)\s*:", re.IGNORECASE)
LONGEST_LINE = 500  # characters; a longer one begins no quotation


def own_words(text: str) -> str:
    """The words above the quotation; the whole text when there are none above it."""
    lines = text.split("\n")
    kept = [line for line in lines[: _end(lines)] if not line.lstrip().startswith(">")]
    return _tidy(kept) or _tidy(lines)


def _end(lines: list[str]) -> int:
    """The line where the quotation or the signature begins."""
    return next((place for place in range(len(lines)) if _begins(lines, place)), len(lines))


def _begins(lines: list[str], place: int) -> bool:
    line = lines[place]
    if len(line) > LONGEST_LINE:
        return False
    if line.rstrip() == "--" or BEGINS.match(line):
        return True
    if _wraps(line) and place + 1 < len(lines) and len(lines[place + 1]) < LONGEST_LINE:
        return bool(BEGINS.match(f"{line} {lines[place + 1].strip()}"))
    return bool(OUTLOOK.match(line)) and any(OUTLOOK_NEXT.match(after) for after in lines[place + 1 : place + 3])


def _wraps(line: str) -> bool:
    """``On Monday … at 10:30 Li Na`` / ``<li@…> wrote:`` over two lines."""
    return line.lstrip()[:3].lower() in ("on ", "am ", "le ") or line.lstrip().startswith("在")


def _tidy(lines: list[str]) -> str:
    """At most one empty line between two others."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
