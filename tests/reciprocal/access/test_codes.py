"""Codes by RFC 6238's own examples, at the borders of their half-minutes."""

from datetime import UTC, datetime

import pyotp
import pytest

from reciprocal.access import codes

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238, appendix B: the ASCII digits 1 to 0, twice, as base32."""

# Appendix B's moments and the last six digits of its codes for SHA-1.
EXAMPLES = (
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
)


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


@pytest.mark.parametrize(("seconds", "code"), EXAMPLES)
def test_the_standard_s_own_codes_are_right(seconds: int, code: str) -> None:
    assert codes.step_of(SECRET, code, at(seconds), after=-1) == seconds // 30


@pytest.mark.parametrize(
    ("later", "counts"),
    [(-31, False), (-30, True), (-1, True), (0, True), (59, True), (60, False)],
)
def test_a_code_counts_for_its_half_minute_and_one_on_either_side(
    later: int,
    counts: bool,  # noqa: FBT001 - an outcome
) -> None:
    begins = 1_111_111_110
    code = pyotp.TOTP(SECRET).at(begins)
    found = codes.step_of(SECRET, code, at(begins + later), after=-1)
    assert found == (begins // 30 if counts else None)


def test_neither_a_used_step_nor_one_before_it_counts() -> None:
    now = at(1_111_111_111)
    step = 1_111_111_111 // 30
    totp = pyotp.TOTP(SECRET)
    for after, expected in ((step - 2, True), (step - 1, True), (step, False)):
        found = codes.step_of(SECRET, totp.at(now), now, after=after)
        assert (found == step) is expected
    before = totp.generate_otp(step - 1)
    assert codes.step_of(SECRET, before, now, after=step - 1) is None
    following = totp.generate_otp(step + 1)
    assert codes.step_of(SECRET, following, now, after=step) == step + 1


@pytest.mark.parametrize("code", ["", "28708", "2870822", "abcdef", "é87082"])
def test_nothing_else_is_a_code(code: str) -> None:
    assert codes.step_of(SECRET, code, at(59), after=-1) is None


@pytest.mark.parametrize("written", ["287082", "287 082", " 287082", "287-082"])
def test_a_code_may_be_spaced(written: str) -> None:
    assert codes.step_of(SECRET, written, at(59), after=-1) == 1


def test_an_address_names_nobody() -> None:
    secret = codes.new_secret()
    assert len(secret) == 32
    assert codes.address_of(secret) == (
        f"otpauth://totp/Desk:Desk?secret={secret}&issuer=Desk"
    )
    assert codes.in_groups(SECRET).replace(" ", "") == SECRET
    assert max(len(group) for group in codes.in_groups(SECRET).split()) == 4


def test_a_recovery_code_is_long_enough_for_a_plain_digest() -> None:
    made = {codes.new_recovery_code() for _ in range(100)}
    assert len(made) == 100
    for code in made:
        assert len(codes.plain(code)) * 5 >= 112
        assert codes.is_recovery_code(code)
        assert codes.is_recovery_code(code.lower().replace(" ", "-"))
    assert not codes.is_recovery_code("287082")
