"""A client certificate as a proxy hands it on (RFC 9440): values in, values out.

The proxy has seen the private key at work when the connection was made, and nobody here
can see that again. So what is read here has to come from a listed proxy: `api.proxies`
takes the header away from every other request.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from cryptography import x509

from reciprocal.access import jose
from reciprocal.access.holders import Binding, Holder

TEXT_CHARACTERS_MAX = 16_384

# A byte sequence of RFC 9651, without parameters: RFC 9440 section 2.2 has none.
_ITEM = re.compile(r":([A-Za-z0-9+/]+={0,2}):")


class CertificateFault(StrEnum):
    """What is wrong with what a proxy handed on."""

    NOT_ONE = "not_one"
    UNREADABLE = "unreadable"
    TIME = "time"


def read(certificates: Sequence[str], *, now: datetime) -> Holder | CertificateFault:
    """Return who holds the certificate of a connection, or what is wrong with it.

    Args:
        certificates: Every `Client-Cert` header of the call; exactly one is taken.
    """
    if len(certificates) != 1:
        return CertificateFault.NOT_ONE
    der = _der(certificates[0].strip(" \t"))
    if der is None:
        return CertificateFault.UNREADABLE
    try:
        found = x509.load_der_x509_certificate(der)
        begins, ends = found.not_valid_before_utc, found.not_valid_after_utc
    except ValueError:
        return CertificateFault.UNREADABLE
    # Which no issuer may give (RFC 5280, section 4.1.2.2); the library warns of it yet.
    if found.serial_number <= 0:
        return CertificateFault.UNREADABLE
    if not begins <= now <= ends:
        return CertificateFault.TIME
    thumbprint = jose.base64url(hashlib.sha256(der).digest())
    return Holder(Binding.CERTIFICATE, thumbprint)


def _der(text: str) -> bytes | None:
    item = _ITEM.fullmatch(text)
    if item is None or len(text) > TEXT_CHARACTERS_MAX:
        return None
    try:
        return b64decode(item[1], validate=True)
    except ValueError:
        return None
