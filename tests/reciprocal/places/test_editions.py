"""What came after the edition that an area was compiled against."""

from reciprocal.places import GEOGRAPHY_VERSION, Edition, newer_than, sector_exists
from reciprocal.places.editions import EDITIONS
from reciprocal.places.geography import english_sectors

OLD = Edition("old")
NEXT = Edition("next", frozenset({"E14 7"}), frozenset({"E06000099"}))
LAST = Edition("last", frozenset({"SE15 6"}))
THREE = (OLD, NEXT, LAST)


def test_the_geography_in_use_is_the_last_edition_and_each_has_its_name() -> None:
    assert EDITIONS[-1].name == GEOGRAPHY_VERSION
    names = [edition.name for edition in EDITIONS]
    assert len(set(names)) == len(names)
    assert all(sector_exists(s) for edition in EDITIONS for s in edition.sectors)


def test_what_came_after_is_all_that_later_editions_brought() -> None:
    assert newer_than("old", THREE) == Edition(
        "last", frozenset({"E14 7", "SE15 6"}), frozenset({"E06000099"})
    )
    assert newer_than("next", THREE) == Edition("last", frozenset({"SE15 6"}))
    assert newer_than("last", THREE) == Edition("last")
    assert newer_than(GEOGRAPHY_VERSION) == Edition(GEOGRAPHY_VERSION)


def test_everything_came_after_an_edition_that_is_not_known() -> None:
    newer = newer_than("a stranger", THREE)
    assert newer.sectors == frozenset(english_sectors())
    assert {"E09000030", "E06000065"} <= newer.authority_codes
