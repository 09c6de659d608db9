"""What an answer looks like: one content, written as XML or, by the Spark convention, as JSON.

A list in JSON is an element in XML that holds one child for each item; the specification names the children.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from lxml import etree

XML, JSON = "xml", "json"
FORMATS = (XML, JSON)
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "service_requests_updates": "request_update",
    "service_request_updates": "request_update",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "notes": "note",
    "photos": "photo",
    "endpoints": "endpoint",
    "formats": "format",
}  # list -> item of it
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2: no such characters

Content = Mapping[str, Any] | Sequence[Any]


def answer(root: str, content: Content, form: str, *, status: int = 200) -> HttpResponse:
    """An answer in the format asked for. JSON has no root: a list is a bare list."""
    body = as_json(content) if form == JSON else as_xml(root, content)
    return HttpResponse(body, status=status, content_type=CONTENT_TYPES[form])


def as_json(content: Content) -> bytes:
    return msgspec.json.encode(content)


def as_xml(root: str, content: Content) -> bytes:
    """An XML document in UTF-8, with its declaration; everything that XML reads as markup is escaped."""
    element = etree.Element(root)
    _fill(element, content)
    written: bytes = etree.tostring(element, encoding="utf-8", xml_declaration=True)
    return written


def _fill(element: Any, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _fill(etree.SubElement(element, name), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _fill(etree.SubElement(element, ITEMS[element.tag]), inner)
    else:
        element.text = _text(value)


def _text(value: object) -> str | None:
    """The text of a value; none makes an empty element."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else NOT_XML.sub("", str(value))
