"""Where postcodes are, against places anyone can look up."""

import hashlib
from math import hypot

import pytest

from reciprocal.errors import ReciprocalError
from reciprocal.places import ATTRIBUTION, GEOGRAPHY_VERSION, locate, parse_postcode
from reciprocal.places.errors import PostcodeNotEnglish, PostcodeUnknown
from reciprocal.places.geography import english_sectors, points_of_sector
from reciprocal.places.postcode import area_of
from reciprocal.places.source import DIGESTS, committed_bytes

KNOWN = [
    # postcode, authority, sector
    ("SE1 0AA", "E09000028", "SE1 0"),  # Southwark
    ("SW1A 1AA", "E09000033", "SW1A 1"),  # Buckingham Palace, Westminster
    ("EC2V 7HH", "E09000001", "EC2V 7"),  # Guildhall, City of London
    ("E1 4NS", "E09000030", "E1 4"),  # Queen Mary, Tower Hamlets
    ("E14 2BG", "E09000030", "E14 2"),
    ("LS1 1UR", "E08000035", "LS1 1"),  # Leeds Civic Hall
    ("B1 1BB", "E08000025", "B1 1"),  # Birmingham Council House
    ("S1 2HH", "E08000039", "S1 2"),  # Sheffield Town Hall, recoded 2025
    ("S70 2TA", "E08000038", "S70 2"),  # Barnsley Town Hall, recoded 2025
    ("CA3 8QG", "E06000063", "CA3 8"),  # Carlisle Civic Centre, now Cumberland
    ("LA9 4UQ", "E06000064", "LA9 4"),  # Kendal, Westmorland and Furness
    ("DL7 8AD", "E06000065", "DL7 8"),  # County Hall, North Yorkshire
    ("TA1 4DY", "E06000066", "TA1 4"),  # County Hall, Somerset
    ("TR21 0LW", "E06000053", "TR21 0"),  # Isles of Scilly
    ("TD15 1AA", "E06000057", "TD15 1"),  # Berwick, in a sector shared with Scotland
]

ELSEWHERE = [
    "EH1 1YZ",  # Edinburgh
    "G1 1XQ",  # Glasgow
    "CF10 1EP",  # Cardiff
    "BT1 5GS",  # Belfast
    "IM1 1AG",  # Isle of Man
    "JE2 3AB",  # Jersey
    "CH5 3LH",  # Wales, in an area mostly English
    "TD15 1TD",  # Scotland, in a sector shared with Berwick
    "HR3 5AE",  # Hay-on-Wye, on the Welsh side
]

UNKNOWN = ["ZZ1 1AA", "E14 9ZL", "SE1 0GX", "E99 1AA", "SW1A 9ZZ"]


@pytest.mark.parametrize(("text", "code", "sector"), KNOWN)
def test_finds_the_authority_and_sector(text: str, code: str, sector: str) -> None:
    place = locate(parse_postcode(text))
    assert (text, code, sector, GEOGRAPHY_VERSION) == (
        str(place.postcode),
        place.authority_code,
        place.sector,
        place.geography_version,
    )


def test_positions_are_metres_on_the_national_grid() -> None:
    """The published position of SW1A 1AA is 529090, 179645; ours is within 7.1 m."""
    place = locate(parse_postcode("SW1A 1AA"))
    assert hypot(place.easting_metres - 529090, place.northing_metres - 179645) < 7.1


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_postcode_outside_england_is_refused(text: str) -> None:
    with pytest.raises(PostcodeNotEnglish):
        locate(parse_postcode(text))


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_postcode_that_is_not_there_is_unknown(text: str) -> None:
    with pytest.raises(PostcodeUnknown):
        locate(parse_postcode(text))


@pytest.mark.parametrize("text", [*ELSEWHERE, *UNKNOWN])
def test_a_refusal_names_the_field_and_never_the_postcode(text: str) -> None:
    with pytest.raises(ReciprocalError) as refusal:
        locate(parse_postcode(text), field="home_postcode")
    said = str(refusal.value) + repr(refusal.value.faults)
    assert refusal.value.faults[0].field == "home_postcode"
    assert text not in said
    assert text.split(" ", maxsplit=1)[0] not in said


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_the_committed_files_are_the_ones_described(name: str) -> None:
    digest = hashlib.sha256(committed_bytes(name)).hexdigest()
    assert DIGESTS[name] == digest
    assert digest in committed_bytes("SOURCES.md").decode()


def test_the_attribution_stands_beside_the_files() -> None:
    sources = committed_bytes("SOURCES.md").decode()
    assert len(ATTRIBUTION) == 3
    for line in ATTRIBUTION:
        assert line.rstrip(".") in sources


@pytest.mark.parametrize("area", ["E", "SE", "TD", "TR"])
def test_the_index_of_sectors_agrees_with_the_postcodes(area: str) -> None:
    """Bounds and authorities are those of the points, for sectors of four areas."""
    inside = [
        sector for name, sector in english_sectors().items() if area_of(name) == area
    ]
    assert inside
    for sector in inside:
        points = list(points_of_sector(sector.name))
        eastings = [p.easting_metres for p in points]
        northings = [p.northing_metres for p in points]
        assert sector.authority_codes == {p.authority_code for p in points}
        assert sector.box == (
            min(eastings),
            min(northings),
            max(eastings),
            max(northings),
        )
