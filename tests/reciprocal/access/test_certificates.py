"""A certificate that a proxy hands on is read in one way only."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.access import certificates
from reciprocal.access.certificates import CertificateFault
from reciprocal.access.holders import Binding, Holder
from tests.support.certificates import handed_on, new_certificate

FIGURE_6 = b64decode(
    "MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAxODEyMzcwOVoX"
    "DTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA"
    "BNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ/Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsD"
    "Sb0tH6IxLm8wCgYIKoZIzj0EAwIDSQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeOR"
    "Wz83AiEA5x2eXZOVbUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY="
)
"""The certificate of RFC 8705 appendix A, figure 6, and its `x5t#S256` of figure 5."""
FIGURE_5 = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"
BEGINS = datetime(2018, 10, 18, 12, 37, 9, tzinfo=UTC)
ENDS = datetime(2022, 5, 2, 12, 37, 9, tzinfo=UTC)
GOOD = handed_on(FIGURE_6)


@pytest.mark.parametrize("moment", [BEGINS, ENDS])
@pytest.mark.parametrize("text", [GOOD, f" {GOOD}\t"])
def test_the_thumbprint_of_rfc_8705_s_own_example(moment: datetime, text: str) -> None:
    found = certificates.read([text], now=moment)
    assert found == Holder(Binding.CERTIFICATE, FIGURE_5)


@pytest.mark.parametrize(
    "moment", [BEGINS - timedelta(seconds=1), ENDS + timedelta(seconds=1)]
)
def test_a_certificate_counts_while_it_is_valid(moment: datetime) -> None:
    assert certificates.read([GOOD], now=moment) is CertificateFault.TIME


@pytest.mark.parametrize("sent", [[], [GOOD, GOOD]])
def test_exactly_one_is_taken(sent: list[str]) -> None:
    assert certificates.read(sent, now=ENDS) is CertificateFault.NOT_ONE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "::",
        GOOD[1:],
        GOOD[:-1],
        f"{GOOD};valid=?1",
        f"{GOOD}, {GOOD}",
        f":{GOOD}:",
        GOOD.replace("+", "-"),
        ":AAA:",
        ":AAAA:",
        ":AAAAA:",
        handed_on(FIGURE_6[:-1]),
        handed_on(FIGURE_6 + b"\0"),
        handed_on(b"\x30\x00"),
        f":{'A' * certificates.TEXT_CHARACTERS_MAX}:",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_any_other_form_is_unreadable(text: str) -> None:
    assert certificates.read([text], now=ENDS) is CertificateFault.UNREADABLE


@given(st.binary(max_size=600))
def test_whatever_a_proxy_sends_is_an_answer(der: bytes) -> None:
    """A fault of the text is a value: nothing that is sent may raise."""
    found = certificates.read([handed_on(der)], now=ENDS)
    assert isinstance(found, CertificateFault)


@given(st.integers(0, len(FIGURE_6) - 1), st.integers(1, 255))
def test_a_changed_certificate_is_another_holder_s(place: int, other: int) -> None:
    der = bytearray(FIGURE_6)
    der[place] ^= other
    found = certificates.read([handed_on(bytes(der))], now=ENDS)
    assert found != Holder(Binding.CERTIFICATE, FIGURE_5)


def test_a_serial_number_that_no_issuer_may_give_is_unreadable() -> None:
    """The library only warns of it yet; one day it raises, which is read alike."""
    der = bytearray(FIGURE_6)
    place = der.index(bytes.fromhex("020102")) + 2
    for number in (0x00, 0x82):
        der[place] = number
        found = certificates.read([handed_on(bytes(der))], now=ENDS)
        assert found is CertificateFault.UNREADABLE


def test_two_new_certificates_are_two_holders() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    one, other = (certificates.read([new_certificate(now)], now=now) for _ in "ab")
    assert isinstance(one, Holder)
    assert one != other
