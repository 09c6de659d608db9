"""The PDF: archive format, both scripts, its code; what was altered is not valid."""

import io
import re
import time

import pypdf
import pytest
from django.db import connection
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from tests.certificates.conftest import forget_key

from onecity.certificates import authority, signing
from onecity.certificates.codes import show_code
from onecity.certificates.document import check_address, hand_out, qr_svg, render, unsigned
from onecity.certificates.domain import revoke, said_by
from onecity.certificates.models import Certificate
from onecity.certificates.queries import check_code, check_pdf
from onecity.common.actor import Actor
from onecity.ledger.models import Entry

POLICE = Actor(kind="officer", id="1", agency="public-security", name="Chen Wei")


@pytest.fixture
def pdf(certificate):
    return render(certificate)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_paper_says_it_in_both_scripts(certificate, pdf):
    text = text_of(pdf)
    for words in (
        "Residence certificate",
        "居住证明",
        "林晓梅",
        "5 March 1990",
        "Made up: a demonstration",
        "演示样本",
    ):
        assert words in text
    assert show_code(certificate.code) in text
    assert certificate.case_number in text
    assert "13800000000" not in text  # typed in the form, and not for show


def test_it_is_marked_as_pdf_a_2a_and_ua_1_and_names_its_languages(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part\W+2\b", metadata)
    assert re.search(r"pdfaid:conformance\W+A\b", metadata)
    assert re.search(r"pdfuaid:part\W+1\b", metadata)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] in ("zh", "zh-CN", "en")
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_font_is_embedded_and_nothing_is_encrypted_or_scripted(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert not reader.is_encrypted
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/Names"} & set(root) or "/JavaScript" not in root.get("/Names", {})
    assert b"/JavaScript" not in pdf


def test_metadata_and_information_agree_as_an_archive_wants(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata.title == reader.xmp_metadata.dc_title["x-default"] == "居住证明 Residence certificate"


def test_the_signature_leaves_the_archives_metadata_alone_and_takes_no_room(certificate, pdf):
    before = pypdf.PdfReader(io.BytesIO(unsigned(certificate, said_by(certificate)))).trailer["/Root"]
    after = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    without_ids = re.compile(rb"(InstanceID|DocumentID|instanceID)>[^<]+<")
    assert without_ids.sub(b"", after["/Metadata"].get_data()) == without_ids.sub(b"", before["/Metadata"].get_data())
    assert after["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    field = after["/AcroForm"]["/Fields"][0].get_object()
    left, bottom, right, top = field["/Rect"]
    assert left == right < 0
    assert bottom == top < 0
    assert field["/F"] & 0b100111 == 0b100  # printed, neither hidden nor unseen


def test_the_qr_code_leads_to_the_check(certificate, settings):
    settings.PUBLIC_URL = "https://huating.example"
    assert check_address(certificate.code) == f"https://huating.example/verify/{certificate.code}/"
    assert qr_svg(check_address(certificate.code)).startswith("<svg")


def test_an_untouched_file_is_valid(certificate, pdf):
    verdict = check_pdf(pdf)
    assert (verdict.state, verdict.code) == ("valid", certificate.code)
    assert verdict.said == said_by(certificate)


def test_it_may_be_rendered_again_and_again(certificate, pdf):
    assert check_pdf(render(certificate)).state == "valid"


def test_a_revoked_certificates_file_shows_the_revocation(certificate, pdf):
    revoke(certificate_id=certificate.pk, reason="Issued by mistake.", actor=POLICE)
    assert check_pdf(pdf).state == "revoked"


def test_any_changed_byte_of_what_is_signed_is_found(pdf):
    for place in range(100, len(pdf), max(1, len(pdf) // 40)):
        changed = bytearray(pdf)
        changed[place] ^= 1
        assert check_pdf(bytes(changed)).state == "not-valid" or _in_signature(pdf, place)


def _in_signature(pdf, place):
    """The padding after the signature itself is not signed, in any PDF."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    first, length, second, _ = signature.byte_range
    return first + length <= place < second


def test_something_added_afterwards_is_found(pdf):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)
    assert added.getvalue().startswith(pdf)
    assert check_pdf(added.getvalue()).state == "not-valid"
    assert check_pdf(pdf + b"\n% more").state == "not-valid"


class Careless(PdfSigner):
    """A program that does not care that the first signature forbids a second."""

    def _enforce_certification_constraints(self, reader):
        pass


def test_a_second_signature_by_somebody_else_is_found(pdf, tmp_path, settings):
    ours, settings.DATA = settings.DATA, tmp_path
    forget_key()
    twice = Careless(PdfSignatureMetadata(field_name="Other"), signer=signing._signer()).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf))
    )
    settings.DATA = ours
    forget_key()
    assert check_pdf(twice.getvalue()).state == "not-valid"


def test_the_same_text_signed_by_another_key_is_not_valid(certificate, tmp_path, settings):
    ours = settings.DATA
    settings.DATA = tmp_path
    forget_key()
    forged = render(certificate)
    assert check_pdf(forged).state == "valid"  # to whoever made it
    settings.DATA = ours
    forget_key()
    assert check_pdf(forged).state == "not-valid"


def test_another_pdf_of_ours_without_a_known_code_is_not_valid(certificate, pdf):
    stranger = Certificate(**{field.attname: getattr(certificate, field.attname) for field in Certificate._meta.fields})
    stranger.code = "0" * 26
    assert check_pdf(render(stranger)).state == "not-valid"


def test_a_row_that_was_edited_in_the_database_is_not_valid(certificate, pdf):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE certificates_certificate SET data = jsonb_set(data, '{holder}', '\"Somebody\"') WHERE id = %s",
            [certificate.pk],
        )
    assert check_code(certificate.code).state == "not-valid"
    assert check_pdf(pdf).state == "not-valid"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"hello", b"%PDF-1.7\n" + b"(" * 100_000, b"\x00" * 1000, b"%PDF" * 2_000_000],
    ids=["nothing", "header", "text", "brackets", "zeros", "huge"],
)
def test_what_is_no_certificate_is_told_so_quickly(db, content):
    begun = time.monotonic()
    assert check_pdf(content).state == "not-valid"
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("code", ["0" * 26, "", "nonsense", "'; DROP TABLE x; --"])
def test_an_unknown_code_is_not_valid_and_leaves_no_trace(db, code):
    assert check_code(code).state == "not-valid"
    assert not Entry.objects.exists()


def test_a_check_and_a_download_are_traced_for_the_holder(certificate):
    check_code(certificate.code)
    hand_out(certificate=certificate, actor=POLICE)
    assert list(
        Entry.objects.exclude(action="issue").order_by("id").values_list("action", "actor_name", "resident_id")
    ) == [
        ("check", "Certificate check", certificate.resident_id),
        ("read", "Chen Wei", certificate.resident_id),
    ]


def test_words_in_a_name_are_never_read_as_code(new_certificate):
    strange = '#import "x": y; $sum$ `raw` *b* [c] {d} \\ </script> @ref "q"'
    assert strange in text_of(render(new_certificate(full_name=strange))).replace("\n", " ")


def test_a_character_that_no_font_has_costs_the_archive_mark_and_nothing_else(new_certificate):
    pdf = render(new_certificate(full_name="\U00020bb7林"))
    assert check_pdf(pdf).state == "valid"
    assert b"pdfaid" not in pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data()


def test_long_facts_run_on_to_a_second_page(new_certificate):
    pdf = render(new_certificate(address="Flat 502, " * 400))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) >= 2


def test_processes_that_start_together_share_one_key(tmp_path, settings, huating):
    settings.DATA = tmp_path
    authority._make(tmp_path / "certificates")
    first = (tmp_path / "certificates" / "key.pem").read_bytes()
    authority._make(tmp_path / "certificates")
    assert (tmp_path / "certificates" / "key.pem").read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["certificates"]
    assert (tmp_path / "certificates" / "key.pem").stat().st_mode & 0o777 == 0o600


def test_production_takes_the_key_of_a_certification_authority(certificate, tmp_path, settings):
    from datetime import UTC, datetime

    key, chain = authority.new_authority("Another", datetime.now(UTC))
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "chain.pem").write_bytes(chain)
    settings.CERTIFICATE_KEY, settings.CERTIFICATE_CHAIN = str(tmp_path / "key.pem"), str(tmp_path / "chain.pem")
    forget_key()
    pdf = render(certificate)
    assert check_pdf(pdf).state == "valid"
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert signature.signer_cert.subject.native["common_name"] == "City of Another"


def test_signing_needs_no_second(certificate):
    render(certificate)
    begun = time.monotonic()
    for _ in range(5):
        render(certificate)
    print(f"{(time.monotonic() - begun) / 5 * 1000:.0f} ms a signed PDF")
    assert time.monotonic() - begun < 5
