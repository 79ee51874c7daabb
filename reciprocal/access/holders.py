"""Who may use a machine's token: the holder of a key, or of a certificate."""

from dataclasses import dataclass
from enum import StrEnum


class Binding(StrEnum):
    """What a token is bound to, by the members of `cnf` (RFC 7800).

    `jkt` is the key of a DPoP proof (RFC 9449 section 6); `x5t#S256` the certificate of
    a mutual TLS connection (RFC 8705 section 3.1).
    """

    KEY = "jkt"
    CERTIFICATE = "x5t#S256"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever has shown to hold a private key.

    Attributes:
        thumbprint: Base64url of a SHA-256: of the JWK (RFC 7638), or of the certificate
            as DER.
    """

    binding: Binding
    thumbprint: str
