"""Identifiers are 128 random bits; what people read out names and never opens."""

import pytest

from reciprocal import ids


def test_an_identifier_is_32_hexadecimal_digits_and_new_each_time() -> None:
    drawn = {ids.new_id() for _ in range(1_000)}

    assert len(drawn) == 1_000
    assert {len(each) for each in drawn} == {32}
    assert set("".join(drawn)) == set("0123456789abcdef")


def test_a_number_is_63_bits_and_never_negative() -> None:
    """PostgreSQL's widest integer holds it."""
    with ids.source(lambda length: b"\xff" * length):
        assert ids.new_number() == 2**63 - 1
    with ids.source(lambda length: b"\x00" * length):
        assert ids.new_number() == 0


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("0" * 32, "0000-0000"),
        ("f" * 32, "ZZZZ-ZZZZ"),
        ("0000000001" + "f" * 22, "0000-0001"),
        ("8000000000" + "0" * 22, "G000-0000"),
        ("00443214c7" + "4" * 22, "0123-4567"),
    ],
)
def test_a_short_code_is_the_first_40_bits(reference: str, code: str) -> None:
    assert ids.short_code(reference) == code


def test_a_short_code_has_no_letter_that_is_misheard() -> None:
    read = "".join(ids.short_code(ids.new_id()) for _ in range(1_000))

    assert not set(read) & set("ILOU")


def test_a_source_of_identifiers_repeats_and_is_given_back() -> None:
    """Chance comes back also where what was done failed."""
    with ids.source(lambda length: bytes(range(length))):
        assert ids.new_id() == "000102030405060708090a0b0c0d0e0f"
    with pytest.raises(RuntimeError), ids.source(lambda length: b"\x01" * length):
        raise RuntimeError
    assert ids.new_id() != ids.new_id()
