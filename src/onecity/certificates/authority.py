"""The city's signing key and its certificates.

Production names the files of a key that a certification authority has certified (ONECITY_CERTIFICATE_KEY and
ONECITY_CERTIFICATE_CHAIN). Otherwise an authority of our own is made at first use and kept with the data: its
signatures can be checked here, and are unknown to other programs.
"""

import os
import tempfile
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings

from onecity.city.queries import current
from onecity.common.clock import now

YEARS = timedelta(days=365)
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


class Files(NamedTuple):
    """Where the key is, and its certificates: its own first, the root last."""

    key: Path
    chain: Path


@lru_cache(maxsize=1)
def files() -> Files:
    """The configured files, or those made at first use."""
    if settings.CERTIFICATE_KEY:
        return Files(Path(settings.CERTIFICATE_KEY), Path(settings.CERTIFICATE_CHAIN))
    folder = settings.DATA / "certificates"
    if not (folder / "chain.pem").exists():
        _make(folder)
    return Files(folder / "key.pem", folder / "chain.pem")


def _make(folder: Path) -> None:
    """Both files or none, also when several processes start at once: the first folder in place stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".certificates-"))
    key, chain = new_authority(current().name.in_language("en"), now())
    _write(making / "key.pem", key, 0o600)
    _write(making / "chain.pem", chain, 0o644)
    try:
        making.rename(folder)
    except OSError:  # another process was faster
        for made in making.iterdir():
            made.unlink()
        making.rmdir()


def _write(path: Path, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def new_authority(city: str, moment: datetime) -> tuple[bytes, bytes]:
    """A key (P-256) and its chain of two certificates, as PEM."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name(city, f"{city} Certification Authority"), _name(city, f"City of {city}")
    root = _authority(_builder(root_name, root_name, root_key.public_key(), moment, 20 * YEARS)).sign(
        root_key, hashes.SHA256()
    )
    signer = _signer(_builder(name, root_name, key.public_key(), moment, 10 * YEARS)).sign(root_key, hashes.SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, signer.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def _name(city: str, common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, city), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, moment: datetime, span: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + span)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _authority(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(
        _usage(key_cert_sign=True, crl_sign=True), critical=True
    )


def _signer(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    )


def _usage(**used: bool) -> x509.KeyUsage:
    unused = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    return x509.KeyUsage(**(unused | used))
