"""Signing a PDF (PAdES B-B), and checking a signature of ours."""

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO

from asn1crypto import x509
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from onecity.certificates import authority

FIELD = "City"


def sign(pdf: bytes, *, city: str) -> bytes:
    """The PDF with the city's signature, which certifies that nothing may be changed or added."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=city,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(metadata, signer=_signer(), new_field_spec=_unseen_field(city))
    return bytes(signer.sign_pdf(_Writer(BytesIO(pdf)), bytes_reserved=_room()).getvalue())


class _Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Adds to a PDF and leaves its metadata as Typst wrote it for the archive."""

    def _update_meta(self) -> None:
        pass


def _unseen_field(city: str) -> SigFieldSpec:
    """A field without a place on the page: of no size (so PDF/A wants no picture) and outside (so PDF/UA no tag)."""
    unseen = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    return SigFieldSpec(FIELD, readable_field_name=city, invis_sig_settings=unseen)


class NotOurs(ValueError):
    """A PDF without one whole, untouched signature of this city."""


def keywords_of_signed(pdf: bytes) -> dict[str, str]:
    """The marks (``code:…``, ``digest:…``) of a PDF whose signature is ours and covers all of it. Raises ``NotOurs``.

    Whatever a stranger's file makes the reader stumble over means the same: it is not ours.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        _check_signature(reader)
        keywords = str(reader.trailer_view["/Info"]["/Keywords"])
    except NotOurs:
        raise
    except Exception as error:
        raise NotOurs(type(error).__name__) from error
    return dict(word.strip().split(":", 1) for word in keywords.split(",") if ":" in word)


def _check_signature(reader: PdfFileReader) -> None:
    signatures = reader.embedded_signatures
    if len(signatures) != 1:
        raise NotOurs("one signature is wanted")
    _check_status(signatures[0])


def _check_status(signature: EmbeddedPdfSignature) -> None:
    moment = signature.self_reported_timestamp or datetime.now(UTC)
    status = validate_pdf_signature(signature, _context(moment))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and status.trusted and whole):
        raise NotOurs("the signature is broken, is another's, or leaves something out")


def _context(moment: datetime) -> ValidationContext:
    """We trust our own root only. The time is the signer's own word, and the signer is the city."""
    *others, root = _chain()
    return ValidationContext(trust_roots=[root], other_certs=others, allow_fetching=False, moment=moment)


@lru_cache(maxsize=1)
def _signer() -> SimpleSigner:
    own, *others = _chain()
    password = settings.CERTIFICATE_KEY_PASSWORD.encode() or None
    key = load_private_key_from_pemder(str(authority.files().key), password)
    return SimpleSigner(own, key, SimpleCertificateStore.from_certs(others))  # type: ignore[no-untyped-call]


@lru_cache(maxsize=1)
def _room() -> int:
    """Hexadecimal digits kept free for the signature: its certificates and 2,000 bytes. To guess saves a trial."""
    return 2 * (sum(len(certificate.dump()) for certificate in _chain()) + 2_000)


@lru_cache(maxsize=1)
def _chain() -> list[x509.Certificate]:
    return list(load_certs_from_pemder([str(authority.files().chain)]))  # type: ignore[no-untyped-call]
