"""A file is what its content says, and nothing active comes in."""

import contextlib
import io
import struct
import zlib

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from onecity.common.errors import Refusal
from onecity.files.inspection import clean_name, inspect
from onecity.files.refusals import FileRefused

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


def packed(body, name=b"/ObjStm"):
    """A stream of objects, as PDF 1.5 and later keep them."""
    data = zlib.compress(body)
    return b"9 0 obj<</Type%s/N 1/First 4/Filter/FlateDecode/Length %d>>stream\r\n%s\nendstream endobj" % (
        name,
        len(data),
        data,
    )


@pytest.mark.parametrize(
    "body",
    [
        b"/OpenAction<</S/JavaScript/JS(x)>>",
        b"<</Launch<<>>>>",
        b"/EmbeddedFile ",
        b"<</S/Java#53cript/JS(x)>>",
        b"/AcroForm<</XFA [(a) 1 0 R]>>",
        packed(b"1 0 <</S/JavaScript/JS(app.alert(1))>>"),
        packed(b"1 0 <</S/Java#53cript/JS(app.alert(1))>>"),
        packed(b"harmless", name=b"/Obj#53tm"),
    ],
)
def test_an_active_pdf_is_refused(body):
    with pytest.raises(Refusal, match="program or another file"):
        inspect(pdf(body), ALL)


@pytest.mark.parametrize(
    "body", [b"(/JSmith and /JS )", b"/LaunchPad", packed(b"1 0 <</Type/Page>>"), b"/ObjStm without a stream"]
)
def test_a_pdf_that_only_looks_like_it_comes_in(body):
    assert inspect(pdf(body), ALL) == "pdf"


def test_a_locked_pdf_is_refused_with_what_to_do():
    with pytest.raises(Refusal, match="locked by a password") as refused:
        inspect(pdf(b"trailer<</Encrypt 5 0 R>>"), ALL)
    assert refused.value.next_step == "Save it without one, and send it again."


@pytest.mark.parametrize("body", [b"/ObjStm" * 3000, packed(b"\0" * 999_000) * 40])
def test_a_pdf_that_unpacks_to_a_flood_is_refused(body):
    with pytest.raises(Refusal, match="too large to look through"):
        inspect(pdf(body), ALL)


def test_what_a_scanner_and_our_own_printer_make_comes_in():
    scan = Image.effect_noise((900, 1200), 90)
    made = io.BytesIO()
    scan.save(made, "PDF", resolution=150)
    assert inspect(made.getvalue(), ALL) == "pdf"
    assert inspect(typst.compile(b"= Paper", format="pdf", pdf_standards="a-2b"), ALL) == "pdf"


@pytest.mark.parametrize(("kind", "mode"), [("png", "RGBA"), ("jpeg", "RGB"), ("jpeg", "CMYK")])
def test_pictures_as_programs_make_them_come_in(kind, mode):
    made = io.BytesIO()
    Image.new(mode, (30, 40)).save(made, kind, **({"progressive": True} if kind == "jpeg" else {}))
    assert inspect(made.getvalue(), ALL) == kind


def test_fill_bytes_before_a_marker_are_passed_over():
    assert inspect(jpeg().replace(b"\xff\xc0", b"\xff\xff\xff\xc0"), ALL) == "jpeg"


STARTS = [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b""]


@given(st.sampled_from(STARTS), st.binary(max_size=200), st.sampled_from([b"", b"%%EOF", b"\xff"]))
def test_no_bytes_break_the_inspection(start, middle, end):
    with contextlib.suppress(FileRefused):
        assert inspect(start + middle + end, ALL) in ALL


@pytest.mark.parametrize(
    "data", [pdf()[:-8], png()[:14], png(0, 4), jpeg()[:24], b"\xff\xd8\xff", jpeg()[:20] + b"\xff"]
)
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
