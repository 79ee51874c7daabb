"""Proofs of possession: the RFC's own examples, and each attack refused by name."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import OctKey, OKPKey, RSAKey

from reciprocal.access import dpop
from reciprocal.access.dpop import Proof, ProofFault
from reciprocal.access.holders import Binding, Holder
from reciprocal.access.wording import OF_PROOFS
from tests.support.machine import base64url, new_key, public_half, sign

# RFC 9449: the proof of figure 2 (a token request), that of figure 13 (a call) with
# its token, the `ath` of figure 14 and the `jkt` of figure 9.
FIGURE_2 = (
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
    "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
    "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
    "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIj"
    "oiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwia"
    "WF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg"
    "4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
)
FIGURE_13 = (
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
    "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
    "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
    "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIj"
    "oiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0Z"
    "WRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF"
    "c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71E"
    "OptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
)
RFC_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
RFC_ATH = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
RFC_HOLDER = Holder(Binding.KEY, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
ISSUED_2 = datetime.fromtimestamp(1_562_262_616, UTC)
ISSUED_13 = datetime.fromtimestamp(1_562_262_618, UTC)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = int(NOW.timestamp())
HERE = "https://homes.example.org/v1/homes"
TOKEN = "rt_of_this_call"
KEY = new_key()
CLAIMS = {
    "jti": "once",
    "htm": "POST",
    "htu": HERE,
    "iat": SECOND,
    "ath": dpop.token_hash(TOKEN),
}
HEADER = {"typ": "dpop+jwt", "alg": "ES256", "jwk": public_half(KEY)}


def proof(header: dict[str, Any] | None = None, **claims: object) -> str:
    """Return a good proof, with other words in it where they are given."""
    said = {key: value for key, value in (CLAIMS | claims).items() if value != "gone"}
    head = {key: value for key, value in (HEADER | (header or {})).items() if value}
    return sign(head, said, KEY)


def verify(
    *proofs: str, method: str = "POST", address: str = HERE, now: datetime = NOW
) -> Proof | ProofFault:
    return dpop.verify(proofs, method=method, address=address, now=now, token=TOKEN)


def test_the_token_request_of_figure_2() -> None:
    found = dpop.verify(
        [FIGURE_2],
        method="POST",
        address="https://server.example.com/token",
        now=ISSUED_2,
    )
    assert found == Proof(RFC_HOLDER, "-BwC3ESc6acc2lTc", ISSUED_2)


def test_the_call_of_figure_13_with_its_ath() -> None:
    assert dpop.token_hash(RFC_TOKEN) == RFC_ATH
    found = dpop.verify(
        [FIGURE_13],
        method="GET",
        address="https://resource.example.org/protectedresource",
        now=ISSUED_13,
        token=RFC_TOKEN,
    )
    assert found == Proof(RFC_HOLDER, "e1j3V_bKic8-LAEB", ISSUED_13)


def signed_by(key: Any, algorithm: str) -> Callable[[], str]:  # noqa: ANN401 - any JWK
    header = HEADER | {"alg": algorithm, "jwk": public_half(key)}
    return lambda: sign(header, CLAIMS, key)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (new_key(), "ES256"),
        (OKPKey.generate_key("Ed25519", private=True), "EdDSA"),
        (RSAKey.generate_key(2048, private=True), "PS256"),
    ],
)
def test_each_algorithm_proves_its_own_key(key: Any, algorithm: str) -> None:  # noqa: ANN401 - any JWK
    found = verify(signed_by(key, algorithm)())
    assert isinstance(found, Proof)
    assert found.holder == Holder(Binding.KEY, key.thumbprint())


def with_algorithm(algorithm: str) -> str:
    """Return a proof that names an algorithm it was not signed by."""
    text = sign(HEADER, CLAIMS, KEY)
    head = base64url(json.dumps(HEADER | {"alg": algorithm}).encode())
    return f"{head}.{text.partition('.')[2]}"


def by_secret() -> str:
    secret = OctKey.generate_key(256)
    header = {"typ": "dpop+jwt", "alg": "HS256", "jwk": secret.as_dict()}
    return sign(header, CLAIMS, secret)


def tampered() -> str:
    head, _, signature = proof().split(".")
    claims = proof(jti="another").split(".")[1]
    return f"{head}.{claims}.{signature}"


ATTACKS: dict[str, tuple[Callable[[], str], ProofFault]] = {
    "no proof at all": (lambda: "", ProofFault.UNREADABLE),
    "two proofs in one header": (
        lambda: f"{proof()},{proof()}",
        ProofFault.UNREADABLE,
    ),
    "a critical extension": (
        lambda: proof({"crit": ["b64"], "b64": False}),
        ProofFault.CRITICAL,
    ),
    "an empty crit": (lambda: critical([]), ProofFault.CRITICAL),
    "no jti": (lambda: proof(jti="gone"), ProofFault.CLAIMS),
    "an empty jti": (lambda: proof(jti=""), ProofFault.CLAIMS),
    "a jti without end": (lambda: proof(jti="j" * 257), ProofFault.CLAIMS),
    "no htm": (lambda: proof(htm="gone"), ProofFault.CLAIMS),
    "no htu": (lambda: proof(htu="gone"), ProofFault.CLAIMS),
    "no iat": (lambda: proof(iat="gone"), ProofFault.CLAIMS),
    "iat as a word": (lambda: proof(iat=str(SECOND)), ProofFault.CLAIMS),
    "iat as a truth": (lambda: proof(iat=True), ProofFault.CLAIMS),
    "no typ": (lambda: proof({"typ": ""}), ProofFault.TYPE),
    "an assertion for a proof": (lambda: proof({"typ": "JWT"}), ProofFault.TYPE),
    "alg none": (lambda: with_algorithm("none"), ProofFault.ALGORITHM),
    "alg HS256": (by_secret, ProofFault.ALGORITHM),
    "alg RS256": (lambda: with_algorithm("RS256"), ProofFault.ALGORITHM),
    "the private key in the header": (
        lambda: proof({"jwk": dict(KEY.as_dict(private=True))}),
        ProofFault.PRIVATE_KEY,
    ),
    "no key": (lambda: proof({"jwk": None}), ProofFault.KEY),
    "a key of another algorithm": (lambda: with_algorithm("PS256"), ProofFault.KEY),
    "another's public key": (
        lambda: proof({"jwk": public_half(new_key())}),
        ProofFault.SIGNATURE,
    ),
    "claims of another proof": (tampered, ProofFault.SIGNATURE),
    "another method": (lambda: proof(htm="GET"), ProofFault.METHOD),
    "the method in small letters": (lambda: proof(htm="post"), ProofFault.METHOD),
    "another path": (lambda: proof(htu=f"{HERE}/x"), ProofFault.ADDRESS),
    "another host": (
        lambda: proof(htu=HERE.replace("homes.", "evil.", 1)),
        ProofFault.ADDRESS,
    ),
    "http for https": (
        lambda: proof(htu=HERE.replace("https", "http")),
        ProofFault.ADDRESS,
    ),
    "another port": (
        lambda: proof(htu=HERE.replace(".org", ".org:8443")),
        ProofFault.ADDRESS,
    ),
    "a path alone": (lambda: proof(htu="/v1/homes"), ProofFault.ADDRESS),
    "no port at all": (
        lambda: proof(htu=HERE.replace(".org", ".org:x")),
        ProofFault.ADDRESS,
    ),
    "a name before the host": (
        lambda: proof(htu=HERE.replace("https://", "https://a@")),
        ProofFault.ADDRESS,
    ),
    "too old": (lambda: proof(iat=SECOND - 61), ProofFault.TIME),
    "from the future": (lambda: proof(iat=SECOND + 61), ProofFault.TIME),
    "no number": (lambda: proof(iat=float("nan")), ProofFault.TIME),
    "endless": (lambda: proof(iat=float("inf")), ProofFault.TIME),
    "beyond all numbers": (lambda: proof(iat=10**400), ProofFault.TIME),
    "no ath": (lambda: proof(ath="gone"), ProofFault.ATH),
    "the ath of another token": (
        lambda: proof(ath=dpop.token_hash("rt_of_another")),
        ProofFault.ATH,
    ),
    "an ath that is no word": (lambda: proof(ath=1), ProofFault.ATH),
    "an ath in another script": (lambda: proof(ath="é"), ProofFault.ATH),
}


def critical(names: list[str]) -> str:
    return sign(HEADER | {"crit": names}, CLAIMS, KEY)


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_is_refused_by_name(attack: str) -> None:
    made, fault = ATTACKS[attack]
    assert isinstance(verify(proof()), Proof)
    assert verify(made()) is fault


@pytest.mark.parametrize("count", [0, 2, 3])
def test_there_is_exactly_one_header(count: int) -> None:
    assert verify(*[proof()] * count) is ProofFault.NOT_ONE


@pytest.mark.parametrize("seconds", [-60, -59.5, 0, 59.5, 60])
def test_a_minute_either_way_is_near_enough(seconds: float) -> None:
    found = verify(proof(iat=SECOND + seconds))
    assert isinstance(found, Proof)
    assert found.issued_at == NOW + timedelta(seconds=seconds)


def test_a_proof_for_a_token_needs_no_ath() -> None:
    bare = proof(ath="gone")
    found = dpop.verify([bare], method="POST", address=HERE, now=NOW)
    assert isinstance(found, Proof)


@pytest.mark.parametrize(
    "htu",
    [
        f"{HERE}?postcode=none",
        f"{HERE}#part",
        HERE.replace("https://homes", "HTTPS://HOMES"),
        HERE.replace(".org", ".org:443"),
        HERE.replace("homes.example", "HOMES.Example"),
        f"{HERE[:-5]}%68omes",
    ],
)
def test_an_address_is_the_same_however_it_is_written(htu: str) -> None:
    assert isinstance(verify(proof(htu=htu)), Proof)


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://a.example", "https://a.example/"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("http://a.example:443/x", "http://a.example:443/x"),
        ("https://a.example/%7eb%2fc", "https://a.example/~b%2Fc"),
        ("https://a.example/A", "https://a.example/A"),
        ("ftp://a.example/", None),
        ("https:///x", None),
        ("https://a.example:99999/", None),
        ("", None),
    ],
)
def test_addresses_are_normalised(address: str, same: str | None) -> None:
    assert dpop.normalised(address) == same


@given(address=st.text() | st.from_regex(r"https?://[^\s]*"))
def test_normalising_again_changes_nothing(address: str) -> None:
    once = dpop.normalised(address)
    assert once is None or dpop.normalised(once) == once


def test_every_fault_has_its_own_words() -> None:
    assert set(OF_PROOFS) == set(ProofFault)
    assert {fault for _, fault in ATTACKS.values()} == set(ProofFault) - {
        ProofFault.NOT_ONE,
        ProofFault.USED,
    }
