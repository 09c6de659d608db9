"""A file is what its content says, and nothing active comes in."""

import struct
import zlib

import pytest

from onecity.common.errors import Refusal
from onecity.files.inspection import clean_name, inspect

ALL = ("pdf", "jpeg", "png")


def png(width=4, height=4):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 20)) + chunk(b"IEND", b"")
    )


def jpeg(width=4, height=4):
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8 + 3, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + frame + b"\xff\xd9"


def pdf(body=b""):
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize(("data", "kind"), [(png(), "png"), (jpeg(), "jpeg"), (pdf(), "pdf")])
def test_the_three_kinds_come_in(data, kind):
    assert inspect(data, ALL) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b"MZ\x90\0" + b"\0" * 100,
        b"PK\x03\x04" + b"\0" * 100,
        b"GIF89a" + b"\0" * 20,
        b"plain text",
    ],
)
def test_everything_else_is_refused_in_words(data):
    with pytest.raises(Refusal, match="kind of file cannot be taken"):
        inspect(data, ALL)


def test_a_kind_that_is_not_asked_for_is_refused():
    with pytest.raises(Refusal):
        inspect(pdf(), ("jpeg", "png"))


@pytest.mark.parametrize("data", [png(60_000, 60_000), jpeg(60_000, 60_000)])
def test_a_pixel_flood_is_refused_before_it_is_decoded(data):
    with pytest.raises(Refusal, match="too large to open"):
        inspect(data, ALL)


@pytest.mark.parametrize("body", [b"/OpenAction<</S/JavaScript/JS(x)>>", b"<</Launch<<>>>>", b"/EmbeddedFile "])
def test_an_active_pdf_is_refused(body):
    with pytest.raises(Refusal, match="program or another file"):
        inspect(pdf(body), ALL)


@pytest.mark.parametrize("data", [pdf()[:-8], png()[:14], jpeg()[:24]])
def test_a_damaged_file_is_refused_in_words(data):
    with pytest.raises(Refusal):
        inspect(data, ALL)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\photos\\me.jpg", "me.pdf"),
        ("证件照.png", "证件照.pdf"),
        ("a\u202egnp.exe", "agnp.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_cleaned_and_end_as_what_the_file_is(name, shown):
    assert clean_name(name, "pdf") == shown
