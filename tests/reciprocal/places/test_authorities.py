"""The register of authorities and its dates."""

from datetime import date

import pytest

from reciprocal.places import (
    authorities,
    authorities_by_region,
    authorities_on,
    authority,
    authority_by_name,
    london_authorities,
    sectors_of_authority,
    standing,
)
from reciprocal.places.errors import AuthorityUnknown
from reciprocal.places.geography import english_sectors

RECODED = [
    # ended, successor, name of successor, last day
    ("E08000016", "E08000038", "Barnsley", date(2025, 3, 31)),
    ("E08000019", "E08000039", "Sheffield", date(2025, 3, 31)),
    ("E07000028", "E06000063", "Cumberland", date(2023, 3, 31)),
    ("E07000030", "E06000064", "Westmorland and Furness", date(2023, 3, 31)),
    ("E07000165", "E06000065", "North Yorkshire", date(2023, 3, 31)),
    ("E07000246", "E06000066", "Somerset", date(2023, 3, 31)),
]


def test_london_is_32_boroughs_and_the_city() -> None:
    codes = [a.code for a in london_authorities()]
    assert frozenset(codes) == authorities_by_region()["London"]
    assert [f"E090000{n:02}" for n in range(1, 34)] == codes


def test_england_has_296_authorities_today_and_309_in_2021() -> None:
    assert len(authorities_on(date(2026, 11, 1))) == 296
    assert len(authorities_on(date(2021, 4, 1))) == 309
    assert len(authorities_on(date(2021, 3, 31))) == 0


@pytest.mark.parametrize(("ended", "successor", "name", "last"), RECODED)
def test_an_authority_that_ended_names_its_successor(
    ended: str, successor: str, name: str, last: date
) -> None:
    old, new = authority(ended), authority(successor)
    assert (last, successor, name) == (old.valid_to, old.successor, new.name)
    assert new == standing(ended)
    assert new == standing(successor)
    assert old.in_force_on(last)
    assert not new.in_force_on(last)
    assert new.in_force_on(new.valid_from)
    assert not old.in_force_on(new.valid_from)
    assert old.region == new.region


def test_a_name_means_the_authority_still_standing() -> None:
    assert authority_by_name("sheffield").code == "E08000039"
    assert authority_by_name(" Barnsley ").code == "E08000038"
    assert authority_by_name("Carlisle").code == "E07000028"
    assert authority_by_name("Tower Hamlets").code == "E09000030"


@pytest.mark.parametrize("code", ["", "E09000034", "W06000015", "e09000030"])
def test_an_unknown_code_is_refused_without_repeating_it(code: str) -> None:
    with pytest.raises(AuthorityUnknown) as refusal:
        authority(code, field="areas_of_choice")
    assert refusal.value.faults[0].field == "areas_of_choice"
    assert not code or code not in str(refusal.value)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AuthorityUnknown):
        authority_by_name("Ankh-Morpork")


def test_the_geography_and_the_register_know_the_same_authorities() -> None:
    """Every standing authority has a sector, and every sector's authority stands."""
    used = {c for s in english_sectors().values() for c in s.authority_codes}
    assert used == {a.code for a in authorities() if a.valid_to is None}
    for one in authorities():
        assert bool(sectors_of_authority(one.code)) == (one.valid_to is None)


def test_every_authority_has_one_of_nine_regions() -> None:
    assert len({a.region for a in authorities()}) == 9
