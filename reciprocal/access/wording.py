"""What a system is told of a proof or an assertion that cannot be used.

Each sentence names the header's or the assertion's own field, and says what to do;
none repeats what was sent. The integrator reads these, so that nobody has to explain.
"""

from reciprocal.access.assertions import AssertionFault
from reciprocal.access.certificates import CertificateFault
from reciprocal.access.dpop import ProofFault
from reciprocal.errors import FieldFault

_ALGORITHMS = "Sign with ES256, EdDSA or PS256."
_ONE_JWT = "Send one signed JWT of three parts, up to 8192 characters."
_NO_CRITICAL = "Leave the header parameter out; no extension is known here."

OF_PROOFS: dict[ProofFault, FieldFault] = {
    ProofFault.NOT_ONE: FieldFault("DPoP", "Send exactly one DPoP header."),
    ProofFault.UNREADABLE: FieldFault("DPoP", _ONE_JWT),
    ProofFault.CRITICAL: FieldFault("DPoP.crit", _NO_CRITICAL),
    ProofFault.CLAIMS: FieldFault(
        "DPoP", "Give jti, htm and htu as text, and iat as a number of seconds."
    ),
    ProofFault.TYPE: FieldFault("DPoP.typ", "Say dpop+jwt."),
    ProofFault.ALGORITHM: FieldFault("DPoP.alg", _ALGORITHMS),
    ProofFault.PRIVATE_KEY: FieldFault(
        "DPoP.jwk", "Send the public half alone, and make a new pair: this one is out."
    ),
    ProofFault.KEY: FieldFault(
        "DPoP.jwk", "Give a public key that belongs to the algorithm."
    ),
    ProofFault.SIGNATURE: FieldFault("DPoP", "Sign with the private half of jwk."),
    ProofFault.METHOD: FieldFault("DPoP.htm", "Say the method of this very call."),
    ProofFault.ADDRESS: FieldFault(
        "DPoP.htu", "Say the address of this very call, by the service's public name."
    ),
    ProofFault.TIME: FieldFault(
        "DPoP.iat", "Make the proof as you call; set your clock within 60 seconds."
    ),
    ProofFault.ATH: FieldFault(
        "DPoP.ath", "Give the SHA-256 of the token that you send, as base64url."
    ),
    ProofFault.USED: FieldFault("DPoP.jti", "Make a new proof for each call."),
}

OF_CERTIFICATES: dict[CertificateFault, FieldFault] = {
    CertificateFault.NOT_ONE: FieldFault(
        "Client-Cert", "Have the proxy set this header exactly once."
    ),
    CertificateFault.UNREADABLE: FieldFault(
        "Client-Cert",
        "Have the proxy hand the certificate on as RFC 9440 has it: its DER as base64 "
        "between two colons.",
    ),
    CertificateFault.TIME: FieldFault(
        "Client-Cert", "Connect with a certificate that is valid now."
    ),
}

OF_ASSERTIONS: dict[AssertionFault, FieldFault] = {
    AssertionFault.UNREADABLE: FieldFault("client_assertion", _ONE_JWT),
    AssertionFault.CRITICAL: FieldFault("client_assertion.crit", _NO_CRITICAL),
    AssertionFault.TYPE: FieldFault(
        "client_assertion.typ", "Say JWT, or leave it out."
    ),
    AssertionFault.ALGORITHM: FieldFault("client_assertion.alg", _ALGORITHMS),
    AssertionFault.PARTIES: FieldFault(
        "client_assertion.iss", "Say the client id as iss and as sub."
    ),
    AssertionFault.AUDIENCE: FieldFault(
        "client_assertion.aud",
        "Say the service's public address or that of its token endpoint, and no more.",
    ),
    AssertionFault.EXPIRY: FieldFault(
        "client_assertion.exp", "Say a moment from now to five minutes on."
    ),
    AssertionFault.NOT_YET: FieldFault(
        "client_assertion.nbf", "Leave it out, or set your clock."
    ),
    AssertionFault.IDENTIFIER: FieldFault(
        "client_assertion.jti", "Give a new identifier, up to 256 characters."
    ),
}
