"""Personal data in somebody's words, taken out of what is public."""

import re

MARKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "[number]"),
    (re.compile(r"(?<!\d)(\+?\d[\d ()-]{6,}\d)(?!\d)"), "[phone]"),
    (re.compile(r"[\u4e00-\u9fff][A-Z][·• ]?[A-Z0-9]{5,6}(?![A-Z0-9])"), "[plate]"),
    (
        re.compile(r"\b((?i:my name is|this is|i am|i'm)) ((?i:mr|mrs|ms|dr)\.? )?[A-Z][\w'-]+( [A-Z][\w'-]+){0,2}"),
        r"\1 [name]",
    ),
    (re.compile(r"(我叫|我是|我姓|姓名[:是]?|联系人[:是]?)[\u4e00-\u9fff]{1,3}(?=[,，。.;；、\s]|$)"), r"\1[姓名]"),
    (re.compile(r"\d+ ?(号楼|幢|栋|座|单元|室|弄)(\d+ ?(号楼|幢|栋|座|单元|室|号))*"), "[门牌]"),
    (re.compile(r"(?<=[路街弄巷])\d+ ?号(\d+ ?室)?"), "[门牌]"),
    (re.compile(r"(?i)\b(flat|apartment|apt|room|unit|building|bldg|house|no)\.? ?#?\d+[a-z]?\b"), "[door]"),
)


def without_personal_data(words: str) -> str:
    """The words with phones, numbers, addresses of e-mail, plates, names and doors replaced by marks."""
    for pattern, mark in MARKS:
        words = pattern.sub(mark, words)
    return words
