"""Who may take part in a cluster: an authority of its own, and a certificate for each machine that says its role."""

from __future__ import annotations

import enum
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from transcribe.errors import BadCluster

AUTHORITY = "authority.pem"
AUTHORITY_KEY = "authority.key"
"""Stays where it was made: who has it can make certificates of every role."""
CERTIFICATE = "certificate.pem"
KEY = "certificate.key"
AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 730

_BEFORE = timedelta(hours=1)
"""A certificate counts from then on: clocks of machines differ."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Role(enum.StrEnum):
    """What the holder of a certificate is in the cluster."""

    SCHEDULER = "scheduler"
    HEAD = "head"
    WORKER = "worker"


def make_all(directory: Path) -> list[Path]:
    """Make an authority and a folder for each role; return the folders, each to be copied to its machine.

    :raises BadCluster: there is an authority already.
    """
    if (directory / AUTHORITY_KEY).exists():
        raise BadCluster(
            f"{directory} has an authority already; name another folder, or add a worker with --worker NAME."
        )
    directory.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "muragat cluster")])
    _write_key(directory / AUTHORITY_KEY, key)
    public = key.public_key()
    certificate = (
        _builder(name, name, public, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    (directory / AUTHORITY).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return [make_one(directory, role, role.value) for role in Role]


def make_one(directory: Path, role: Role, name: str) -> Path:
    """Make a folder with a certificate of this role, and return it.

    :param directory: with the authority. :param name: of the folder; small Latin letters, digits and hyphens.
    :raises BadCluster: the name cannot be used, is taken, or there is no authority.
    """
    if not _NAME.fullmatch(name):
        raise BadCluster(f"“{name}” cannot be the name of a machine; use small Latin letters, digits and hyphens.")
    try:
        authority = x509.load_pem_x509_certificate((directory / AUTHORITY).read_bytes())
        signing = serialization.load_pem_private_key((directory / AUTHORITY_KEY).read_bytes(), None)
    except FileNotFoundError as error:
        raise BadCluster(f"{directory} has no authority; do “muragat cluster certs {directory}” first.") from error
    except ValueError as error:
        raise BadCluster(f"The authority in {directory} cannot be read; make a new one in another folder.") from error
    if not isinstance(signing, ec.EllipticCurvePrivateKey):
        raise BadCluster(f"The authority in {directory} was not made by muragat; make one in another folder.")
    place = directory / name
    try:
        place.mkdir(mode=0o700)
    except FileExistsError as error:
        raise BadCluster(f"{place} is there already; remove it, or choose another name.") from error
    key = ec.generate_private_key(ec.SECP256R1())
    _write_key(place / KEY, key)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role.value),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    public = key.public_key()
    certificate = (
        _builder(subject, authority.subject, public, CERTIFICATE_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(_purposes(role)), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .sign(signing, hashes.SHA256())
    )
    (place / CERTIFICATE).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (place / AUTHORITY).write_bytes((directory / AUTHORITY).read_bytes())
    return place


def days_left(place: Path) -> int:
    """Return how many whole days the certificate in a folder is still good. :raises BadCluster: it cannot be read."""
    try:
        certificate = x509.load_pem_x509_certificate((place / CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise BadCluster(f"{place / CERTIFICATE} cannot be read; copy the folder anew.") from error
    return (certificate.not_valid_after_utc - datetime.now(UTC)).days


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _purposes(role: Role) -> list[x509.ObjectIdentifier]:
    """The head asks and is never asked; the others do both."""
    both = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]
    return both[:1] if role is Role.HEAD else both


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Write a private key that its owner alone can read, from its first byte on."""
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
