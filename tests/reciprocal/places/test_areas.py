"""Areas to avoid, stated and compiled."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocal.errors import ReciprocalError
from reciprocal.places import (
    GEOGRAPHY_VERSION,
    AlongRoute,
    CompiledAreas,
    ListedPostcodes,
    Postcode,
    StatedArea,
    WholeAuthority,
    WholeDistrict,
    WholeSector,
    WithinDistance,
    compile_areas,
    locate,
    parse_postcode,
    sectors_along,
    sectors_by_distance,
    sectors_of_district,
    sectors_within,
)
from reciprocal.places.errors import (
    AuthorityUnknown,
    DistanceUnusable,
    DistrictUnknown,
    PostcodeNotEnglish,
    PostcodeUnknown,
    SectorUnknown,
)

MILE_END = parse_postcode("E1 4NS")
CARDIFF = parse_postcode("CF10 1EP")
NOWHERE = parse_postcode("ZZ1 1AA")

TEXTS = ["SE1 0AA", "E14 2BG", "E1 4NS", "LS1 1UR", "TR21 0LW", "TD15 1AA"]
POSTCODES = st.sampled_from([parse_postcode(t) for t in TEXTS])
STATED: st.SearchStrategy[StatedArea] = st.one_of(
    st.builds(WholeAuthority, st.sampled_from(["E09000030", "E06000053"])),
    st.builds(WholeDistrict, st.sampled_from(["E14", "E1", "TR21", "LS1"])),
    st.builds(WholeSector, st.sampled_from(["E14 9", "TR22 0", "SE1 0"])),
    st.builds(ListedPostcodes, st.tuples(POSTCODES)),
    st.builds(WithinDistance, POSTCODES, st.integers(0, 1_200)),
    st.builds(
        AlongRoute,
        st.sampled_from(
            [
                (parse_postcode("E1 4NS"), parse_postcode("E14 2BG")),
                (parse_postcode("LS1 1UR"),),
            ]
        ),
        st.integers(0, 600),
    ),
)
STATEMENTS = st.lists(STATED, max_size=3)
SLOWLY = settings(max_examples=15, deadline=None)


def places_stated(area: StatedArea) -> tuple[frozenset[str], frozenset[str]]:
    """Authorities and sectors that nobody could say the statement leaves out."""
    match area:
        case WholeAuthority(code):
            return frozenset({code}), frozenset()
        case WholeDistrict(district):
            return frozenset(), sectors_of_district(district)
        case WholeSector(sector):
            return frozenset(), frozenset({sector})
        case ListedPostcodes(postcodes):
            return frozenset(), frozenset(p.sector for p in postcodes)
        case WithinDistance(postcode, metres):
            centre = locate(postcode)
            return frozenset(), sectors_within(
                centre.easting_metres, centre.northing_metres, metres
            )
        case AlongRoute(postcodes, metres):
            stops = [locate(postcode) for postcode in postcodes]
            line = [(stop.easting_metres, stop.northing_metres) for stop in stops]
            return frozenset(), sectors_along(line, metres)


@SLOWLY
@given(STATEMENTS, st.sampled_from([0, 250]))
def test_compiling_never_loses_what_was_stated(
    stated: list[StatedArea], border: int
) -> None:
    compiled = compile_areas(stated, border_metres=border)
    for area in stated:
        codes, sectors = places_stated(area)
        assert codes <= compiled.authority_codes
        assert sectors <= compiled.sectors


@SLOWLY
@given(STATEMENTS, st.sampled_from([0, 250]), st.sampled_from([0, 500]))
def test_a_wider_border_never_loses_a_sector(
    stated: list[StatedArea], border: int, more: int
) -> None:
    """Made-up numbers aside, since the nearest sectors may then be other ones."""
    narrow = compile_areas(stated, border_metres=border)
    wide = compile_areas(stated, border_metres=border + more)
    assert narrow.authority_codes == wide.authority_codes
    if len(narrow.sectors) > 3:
        assert narrow.sectors <= wide.sectors


@SLOWLY
@given(STATEMENTS, st.sampled_from([0, 250]))
def test_nothing_below_authority_level_compiles_to_fewer_than_three_sectors(
    stated: list[StatedArea], border: int
) -> None:
    compiled = compile_areas(stated, border_metres=border)
    if any(not isinstance(area, WholeAuthority) for area in stated):
        assert len(compiled.sectors) >= 3


@SLOWLY
@given(STATEMENTS)
def test_order_and_repetition_do_not_matter(stated: list[StatedArea]) -> None:
    again = stated[::-1] + stated[:1]
    assert compile_areas(stated, border_metres=250) == compile_areas(
        again, border_metres=250
    )


def test_a_lone_island_sector_is_made_up_to_three() -> None:
    """St Agnes, in Scilly, has no other sector within reach of its own."""
    compiled = compile_areas([WholeSector("TR22 0")], border_metres=0)
    assert len(compiled.sectors) == 3
    assert "TR22 0" in compiled.sectors


def test_the_centre_and_the_distance_are_not_kept() -> None:
    fields = {f.name for f in dataclasses.fields(CompiledAreas)}
    assert {"authority_codes", "sectors", "geography_version"} == fields
    compiled = compile_areas([WithinDistance(MILE_END, 400)], border_metres=0)
    assert "E1 4NS" not in repr(compiled)
    assert compiled.geography_version == GEOGRAPHY_VERSION


def test_a_route_covers_what_lies_between_its_stops() -> None:
    """From Mile End to Millwall: the line, and not only the two ends."""
    stops = (MILE_END, parse_postcode("E14 2BG"))
    ends = [WithinDistance(stop, 150) for stop in stops]
    route = compile_areas([AlongRoute(stops, 150)], border_metres=0)
    assert route.sectors > compile_areas(ends, border_metres=0).sectors
    assert "SE10 9" not in route.sectors  # across the river, further on


def test_a_route_and_its_width_are_not_kept() -> None:
    stops = (MILE_END, parse_postcode("E14 2BG"))
    compiled = compile_areas([AlongRoute(stops, 437)], border_metres=0)
    for stated in ("E1 4NS", "E14 2BG", "4NS", "437"):
        assert stated not in repr(compiled)


def test_a_point_of_a_route_that_is_passed_twice_adds_nothing() -> None:
    once = compile_areas([AlongRoute((MILE_END,), 300)], border_metres=0)
    twice = compile_areas([AlongRoute((MILE_END, MILE_END), 300)], border_metres=0)
    assert once == twice
    assert once == compile_areas([WithinDistance(MILE_END, 300)], border_metres=0)


def test_one_whole_authority_brings_its_border_and_no_more() -> None:
    bare = compile_areas([WholeAuthority("E09000030")], border_metres=0)
    padded = compile_areas([WholeAuthority("E09000030")], border_metres=500)
    assert bare.sectors < padded.sectors
    assert "E3 2" in padded.sectors  # shared with Hackney and Newham
    assert "SW1A 1" not in padded.sectors


def test_an_authority_that_ended_stands_for_its_successor() -> None:
    compiled = compile_areas([WholeAuthority("E08000019")], border_metres=0)
    assert {"E08000039"} == compiled.authority_codes
    assert compiled.covers(locate(parse_postcode("S1 2HH")))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("E1 4NS", True),  # in the sector
        ("E14 2BG", True),  # in the authority
        ("LS1 1UR", False),
        ("SW1A 1AA", False),
    ],
)
def test_covers_homes_in_an_authority_or_a_sector(text: str, covered: bool) -> None:  # noqa: FBT001
    compiled = CompiledAreas(
        frozenset({"E09000030"}), frozenset({"E1 4"}), GEOGRAPHY_VERSION
    )
    assert covered == compiled.covers(locate(parse_postcode(text)))


@pytest.mark.parametrize(
    ("area", "error"),
    [
        (WholeAuthority("E09000099"), AuthorityUnknown),
        (WholeDistrict("EH1"), DistrictUnknown),
        (WholeSector("E14 X"), SectorUnknown),
        (ListedPostcodes((NOWHERE,)), PostcodeUnknown),
        (ListedPostcodes((MILE_END, CARDIFF)), PostcodeNotEnglish),
        (WithinDistance(CARDIFF, 100), PostcodeNotEnglish),
        (WithinDistance(MILE_END, -1), DistanceUnusable),
        (WithinDistance(MILE_END, 50_001), DistanceUnusable),
        (AlongRoute((MILE_END, CARDIFF), 100), PostcodeNotEnglish),
        (AlongRoute((MILE_END, NOWHERE), 100), PostcodeUnknown),
        (AlongRoute((MILE_END, MILE_END), 50_001), DistanceUnusable),
    ],
)
def test_what_cannot_be_placed_is_refused(
    area: StatedArea, error: type[Exception]
) -> None:
    with pytest.raises(error) as refused:
        compile_areas([area], border_metres=0, field="where")
    assert isinstance(refused.value, ReciprocalError)
    assert [fault.field for fault in refused.value.faults] == ["where"]


@pytest.mark.parametrize("border", [-1, 50_001])
def test_a_border_out_of_range_is_refused(border: int) -> None:
    with pytest.raises(DistanceUnusable):
        compile_areas([], border_metres=border)


def test_nothing_stated_compiles_to_nothing() -> None:
    nothing = CompiledAreas(frozenset(), frozenset(), GEOGRAPHY_VERSION)
    assert nothing == compile_areas([], border_metres=1_000)


@SLOWLY
@given(
    st.lists(POSTCODES, min_size=1, max_size=2),
    st.integers(100, 1_500),
    st.integers(1, 3),
)
def test_bands_hold_each_sector_once_by_how_near_it_comes(
    postcodes: list[Postcode], metres: int, bands: int
) -> None:
    found = sectors_by_distance(postcodes, metres, bands=bands, field="close_to")
    assert len(found) == bands
    assert len(found[0]) >= 3
    whole = [sector for band in found for sector in band]
    assert len(whole) == len(set(whole))
    for number in range(1, bands + 1):
        reached = set().union(*found[:number])
        within: set[str] = set()
        for postcode in postcodes:
            at = locate(postcode)
            within |= sectors_within(
                at.easting_metres, at.northing_metres, number * metres
            )
        assert within <= reached
        # What was added so that there are three is all that may lie further away.
        assert reached - within <= found[0]


def test_a_band_is_never_one_sector_alone() -> None:
    scilly = parse_postcode("TR21 0LW")
    nearest, next_band = sectors_by_distance([scilly], 100, bands=2, field="close_to")
    assert len(nearest) == 3
    assert not nearest & next_band


@pytest.mark.parametrize(
    ("postcode", "metres", "fault"),
    [
        (NOWHERE, 500, PostcodeUnknown),
        (CARDIFF, 500, PostcodeNotEnglish),
        (MILE_END, 16_667, DistanceUnusable),
    ],
)
def test_bands_that_cannot_be_drawn_are_refused_by_their_field(
    postcode: Postcode, metres: int, fault: type[ReciprocalError]
) -> None:
    with pytest.raises(fault) as refused:
        sectors_by_distance([postcode], metres, bands=3, field="close_to")
    assert [each.field for each in refused.value.faults] == ["close_to"]
