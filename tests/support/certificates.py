"""Client certificates as a proxy hands them on (RFC 9440)."""

from base64 import b64encode
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reciprocal import clock


def handed_on(der: bytes) -> str:
    """Return the header's value for a certificate."""
    return f":{b64encode(der).decode()}:"


def new_certificate(begins: datetime | None = None) -> str:
    """Return the header's value for a new certificate that is good for a day."""
    begins = begins or clock.now() - timedelta(hours=1)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "voids.example.org")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return handed_on(certificate.public_bytes(serialization.Encoding.DER))
