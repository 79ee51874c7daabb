"""Districts, authorities and distances as sets of sectors."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocal.places import (
    locate,
    parse_postcode,
    sector_exists,
    sectors_along,
    sectors_of_authority,
    sectors_of_district,
    sectors_within,
)
from reciprocal.places.errors import DistanceUnusable, DistrictUnknown
from reciprocal.places.geography import english_sectors, points_of_sector
from reciprocal.places.sectors import (
    nearest_sectors,
    sectors_beside_authority,
    sectors_near_sector,
)
from reciprocal.places.source import POSITION_ERROR_METRES

WALKS = settings(max_examples=15, deadline=None)
LONDON_EASTINGS = st.integers(525_000, 545_000)
LONDON_NORTHINGS = st.integers(170_000, 190_000)


def within_by_looking_at_every_postcode(
    easting: int, northing: int, metres: int
) -> frozenset[str]:
    """The slow and obvious reading, for the sectors of inner London."""
    reach = metres + POSITION_ERROR_METRES
    return frozenset(
        sector
        for sector in INNER_LONDON
        if any(
            (p.easting_metres - easting) ** 2 + (p.northing_metres - northing) ** 2
            <= reach**2
            for p in points_of_sector(sector)
        )
    )


INNER_LONDON = sorted(
    sectors_of_district("E14") | sectors_of_district("SE10") | sectors_of_district("E3")
)


def test_e1_never_matches_e14() -> None:
    e1 = sectors_of_district("E1")
    assert {"E1 0", "E1 4", "E1 8", "E1W 1"} <= e1
    assert not any(sector.startswith(("E14", "E10", "E11")) for sector in e1)
    assert not e1 & sectors_of_district("E14")


def test_a_district_takes_in_its_lettered_parts() -> None:
    assert sectors_of_district("W1A") < sectors_of_district("W1")
    assert "W1T 1" in sectors_of_district("W1")
    assert not any(s.startswith("W10") for s in sectors_of_district("W1"))


@pytest.mark.parametrize("district", ["EH1", "ZZ9", "BT1", ""])
def test_a_district_without_english_postcodes_is_unknown(district: str) -> None:
    with pytest.raises(DistrictUnknown):
        sectors_of_district(district)


def test_a_sector_exists_if_england_has_a_postcode_in_it() -> None:
    assert sector_exists("E14 9")
    assert sector_exists("TD15 1")
    assert not sector_exists("EH1 1")
    assert not sector_exists("E14")
    assert not sector_exists("E99 9")


def test_an_authority_holds_every_sector_it_reaches_into() -> None:
    assert {"E14 9", "E1 4"} <= sectors_of_authority("E09000030")
    assert "SE10 9" not in sectors_of_authority("E09000030")
    assert frozenset() == sectors_of_authority("E08000019")


@WALKS
@given(LONDON_EASTINGS, LONDON_NORTHINGS, st.integers(0, 1_500))
def test_within_a_distance_agrees_with_looking_at_every_postcode(
    easting: int, northing: int, metres: int
) -> None:
    found = sectors_within(easting, northing, metres)
    assert found & set(INNER_LONDON) == within_by_looking_at_every_postcode(
        easting, northing, metres
    )


def along_by_looking_at_every_postcode(
    stops: list[tuple[int, int]], metres: int
) -> frozenset[str]:
    """The slow reading again: the nearest point of each leg, in fractions."""
    reach = metres + POSITION_ERROR_METRES
    return frozenset(
        sector
        for sector in INNER_LONDON
        if any(
            squared_distance((p.easting_metres, p.northing_metres), start, end)
            <= reach**2
            for p in points_of_sector(sector)
            for start, end in (pairwise(stops) if stops[1:] else [(*stops, *stops)])
        )
    )


def squared_distance(
    here: tuple[int, int], start: tuple[int, int], end: tuple[int, int]
) -> Fraction:
    """How far a point is from the nearest point between two others, squared."""
    leg = (end[0] - start[0], end[1] - start[1])
    long = leg[0] ** 2 + leg[1] ** 2
    ahead = (here[0] - start[0]) * leg[0] + (here[1] - start[1]) * leg[1]
    share = max(Fraction(0), min(Fraction(1), Fraction(ahead, long or 1)))
    nearest = (start[0] + share * leg[0], start[1] + share * leg[1])
    return (here[0] - nearest[0]) ** 2 + (here[1] - nearest[1]) ** 2


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.tuples(LONDON_EASTINGS, LONDON_NORTHINGS), min_size=1, max_size=4),
    st.integers(0, 900),
)
def test_along_a_route_agrees_with_looking_at_every_postcode(
    stops: list[tuple[int, int]], metres: int
) -> None:
    found = sectors_along(stops, metres)
    assert found & set(INNER_LONDON) == along_by_looking_at_every_postcode(
        stops, metres
    )


def test_a_route_turned_round_is_the_same_route() -> None:
    stops = [(536_000, 181_000), (538_500, 179_000), (538_500, 182_000)]
    assert sectors_along(stops, 400) == sectors_along(stops[::-1], 400)


@WALKS
@given(LONDON_EASTINGS, LONDON_NORTHINGS, st.integers(0, 2_000), st.integers(0, 1_000))
def test_a_longer_distance_never_loses_a_sector(
    easting: int, northing: int, metres: int, more: int
) -> None:
    shorter = sectors_within(easting, northing, metres)
    assert shorter <= sectors_within(easting, northing, metres + more)


@WALKS
@given(st.sampled_from(["SE1 0AA", "E14 2BG", "LS1 1UR", "TD15 1AA", "TR21 0LW"]))
def test_a_postcode_is_within_no_distance_of_itself(text: str) -> None:
    place = locate(parse_postcode(text))
    assert place.sector in sectors_within(
        place.easting_metres, place.northing_metres, 0
    )


def test_the_whole_of_england_is_not_a_distance() -> None:
    for metres in (-1, 50_001):
        with pytest.raises(DistanceUnusable):
            sectors_within(530_000, 180_000, metres)
    assert len(sectors_within(530_000, 180_000, 50_000)) > 1_000


def test_the_middle_of_the_sea_is_near_nothing() -> None:
    assert frozenset() == sectors_within(700_000, 100_000, 5_000)


@WALKS
@given(st.sampled_from(INNER_LONDON), st.integers(0, 800))
def test_neighbours_are_mutual(sector: str, metres: int) -> None:
    for other in sectors_near_sector(sector, metres):
        assert sector in sectors_near_sector(other, metres)


def test_beside_an_authority_is_outside_it_and_close() -> None:
    """Greenwich lies across the river from Tower Hamlets; Croydon does not."""
    beside = sectors_beside_authority("E09000030", 600)
    assert "SE16 7" in sectors_beside_authority("E09000030", 1_000)
    assert "SE10 9" in sectors_beside_authority("E09000030", 1_000)
    assert not any(s.startswith("CR") for s in beside)
    for sector in beside:
        codes = english_sectors()[sector].authority_codes
        assert codes - {"E09000030"}
    assert beside <= sectors_beside_authority("E09000030", 1_000)


def test_nothing_is_beside_an_authority_that_has_ended() -> None:
    assert frozenset() == sectors_beside_authority("E08000019", 1_000)


def test_nearest_sectors_make_up_the_number_and_keep_their_own() -> None:
    three = nearest_sectors({"TR21 0"}, 3)
    assert len(three) == 3
    assert "TR21 0" in three
    assert {"E14 9", "E1 4"} == nearest_sectors({"E14 9", "E1 4"}, 2)
