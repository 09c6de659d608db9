"""A certificate as PDF: made and signed when it is asked for, never stored."""

import io
import logging
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.db import transaction

from onecity.certificates.codes import show_code
from onecity.certificates.domain import said_by, trace
from onecity.certificates.models import Certificate
from onecity.certificates.wording import Said, same, written_date
from onecity.common.actor import Actor
from onecity.common.text import Text
from onecity.common.typeset import typeset

logger = logging.getLogger(__name__)

PAPER = Path(__file__).with_name("paper.typ")
INK = "#16202b"
WORDS = {
    "made_up": Text(en="Made up: a demonstration", zh="演示样本，内容虚构"),
    "check": Text(
        en="Whoever holds this paper may check it: scan the code, or type it at the address below.",
        zh="持证人或收件人可扫描二维码，或在下列网址输入编码核验真伪。",
    ),
}


@transaction.atomic
def hand_out(*, certificate: Certificate, actor: Actor) -> bytes:
    """The signed PDF, for somebody who may see the certificate; the look is traced."""
    trace(actor, "read", certificate)
    return render(certificate)


def render(certificate: Certificate) -> bytes:
    """The signed PDF (PDF/A-2a, PDF/UA-1, PAdES B-B) of a certificate."""
    from onecity.certificates.signing import sign  # half a second that few processes need

    said = said_by(certificate)
    return sign(unsigned(certificate, said), city=said.city.in_language("en"))


def unsigned(certificate: Certificate, said: Said) -> bytes:
    """The PDF without its signature.

    A name may hold a character that no font has. An archive forbids that, so such a certificate is made as plain PDF.
    """
    shown = _shown(certificate, said)
    try:
        return typeset(PAPER, shown)
    except typst.TypstError:  # its words quote the name, so they go into no log
        logger.warning("certificate %s cannot be PDF/A: a character is in no font", certificate.pk)
        return typeset(PAPER, shown, [])


def check_address(code: str) -> str:
    """Where anybody checks a certificate; this is what its QR code holds."""
    return f"{settings.PUBLIC_URL}/verify/{code}/"  # printed on paper for good: this address stays


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG (error correction M: 15 % may be dirty)."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=0, dark=INK, xmldecl=False, svgns=True, nl=False
    )
    return drawn.getvalue().decode()


def _shown(certificate: Certificate, said: Said) -> dict[str, Any]:
    address = check_address(certificate.code)
    own, other = said.languages[-1], said.languages[0]

    def pair(text: Text) -> dict[str, str]:
        return {"own": text.in_language(own), "other": text.in_language(other)}

    return {
        **{name: pair(getattr(said, name)) for name in ("title", "text", "agency", "city")},
        "facts": [{"label": pair(fact.label), "value": pair(fact.value)} for fact in said.facts],
        "lines": [{"label": pair(label), "value": pair(value)} for label, value in _lines(said)],
        "words": {name: pair(text) for name, text in WORDS.items()},
        "languages": [own.split("-")[0], other.split("-")[0]],
        "accent": said.accent,
        "made_up": said.made_up,
        "case_number": said.case_number,
        "code": certificate.code,
        "digest": certificate.digest,
        "date": [said.issued_on.year, said.issued_on.month, said.issued_on.day],
        "address": address,
        "site": address.removesuffix(f"{certificate.code}/").partition("//")[2],
        "shown_code": show_code(certificate.code),
        "qr": qr_svg(address),
    }


def _lines(said: Said) -> list[tuple[Text, Text]]:
    until = written_date(said.valid_until) if said.valid_until else Text(en="without end", zh="长期有效")
    return [
        (Text(en="Case", zh="受理号"), same(said.case_number)),
        (Text(en="Issued on", zh="签发日期"), written_date(said.issued_on)),
        (Text(en="Valid until", zh="有效期至"), until),
    ]
