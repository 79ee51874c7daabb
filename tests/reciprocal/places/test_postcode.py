"""Postcodes as text."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.errors import ReciprocalError
from reciprocal.places import parse_district, parse_postcode, parse_sector
from reciprocal.places.errors import (
    DistrictUnknown,
    PostcodeUnreadable,
    SectorUnknown,
)

READ = [
    # given, postcode, district, sector, area
    ("E14 9AA", "E14 9AA", "E14", "E14 9", "E"),
    ("e149aa", "E14 9AA", "E14", "E14 9", "E"),
    (" e1  4ns ", "E1 4NS", "E1", "E1 4", "E"),
    ("SW1A1AA", "SW1A 1AA", "SW1A", "SW1A 1", "SW"),
    ("m1 1ae", "M1 1AE", "M1", "M1 1", "M"),
    ("DL7\t8AD", "DL7 8AD", "DL7", "DL7 8", "DL"),
]

UNREADABLE = [
    "",
    "E14",
    "E14 9",
    "E14 9A",
    "E14 9AAA",
    "E14 9CA",  # C is never in the last two letters
    "14 9AA",
    "EEE1 9AA",
    "E14-9AA",
    "E14 9AA; E1 4NS",
    "Ｅ14 9AA",  # noqa: RUF001 - a full-width letter is not an E
    "E١4 9AA",  # noqa: RUF001 - an Arabic digit is not a 1
]


@pytest.mark.parametrize(("given", "whole", "district", "sector", "area"), READ)
def test_reads(given: str, whole: str, district: str, sector: str, area: str) -> None:
    postcode = parse_postcode(given)
    assert (whole, district, sector, area) == (
        str(postcode),
        postcode.district,
        postcode.sector,
        postcode.area,
    )


@pytest.mark.parametrize("text", UNREADABLE)
def test_refuses_what_is_not_a_postcode(text: str) -> None:
    with pytest.raises(PostcodeUnreadable) as refusal:
        parse_postcode(text, field="home_postcode")
    assert refusal.value.faults[0].field == "home_postcode"


@pytest.mark.parametrize(
    ("parse", "text", "error"),
    [
        (parse_postcode, "QX77 7CC", PostcodeUnreadable),
        (parse_district, "QX777", DistrictUnknown),
        (parse_district, "QX7 7", DistrictUnknown),
        (parse_sector, "QX77", SectorUnknown),
        (parse_sector, "QX7 7A", SectorUnknown),
    ],
)
def test_a_refusal_never_repeats_what_was_given(
    parse: object, text: str, error: type[ReciprocalError]
) -> None:
    assert callable(parse)
    with pytest.raises(error) as refusal:
        parse(text)
    assert text not in str(refusal.value)
    assert "QX7" not in str(refusal.value) + str(refusal.value.faults)


def test_parts_alone_are_tidied() -> None:
    assert parse_district(" e14 ") == "E14"
    assert parse_district("w1a") == "W1A"
    assert parse_sector("e14   9") == "E14 9"


DISTRICTS = st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]?", fullmatch=True)
UNIT_LETTERS = sorted(set(string.ascii_uppercase) - set("CIKMOV"))
UNITS = st.text(UNIT_LETTERS, min_size=2, max_size=2)


@given(DISTRICTS, st.sampled_from(string.digits), UNITS, st.sampled_from(["", " "]))
def test_what_is_written_is_read_back(
    district: str, digit: str, unit: str, space: str
) -> None:
    """The district is found again with and without the space."""
    text = f"{district}{space}{digit}{unit}"
    postcode = parse_postcode(text.lower())
    assert (district, f"{district} {digit}", unit) == (
        postcode.district,
        postcode.sector,
        postcode.unit,
    )
    assert postcode == parse_postcode(str(postcode))
    assert postcode.district == parse_district(postcode.district)
    assert postcode.sector == parse_sector(postcode.sector)
