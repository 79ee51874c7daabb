"""The committed page of who sees what is the one that the file gives."""

from pathlib import Path

import pytest

from reciprocal.access.actor import Role
from reciprocal.disclosure.present import resources
from reciprocal.support.checklist import CHECKLIST
from scripts.print_disclosure import (
    _ROADS,
    _WHO,
    ITEMS_OF_ROADS,
    disclosure_page,
)
from scripts.tree import ROOT

PAGE = ROOT / "docs" / "disclosure.md"


def test_the_committed_page_is_the_one_the_file_gives() -> None:
    assert Path(PAGE).read_text(encoding="utf-8") == disclosure_page()


@pytest.mark.parametrize("name", sorted(resources()))
def test_each_thing_and_each_role_that_sees_it_stands_on_the_page(name: str) -> None:
    section = disclosure_page().split(f"### {name}\n")[1].split("\n#")[0]

    for role in resources()[name].roles:
        assert f"| `{role}` |" in section


def test_each_role_that_sees_anything_is_told_of_in_a_sentence() -> None:
    seeing = {role for resource in resources().values() for role in resource.roles}

    assert set(_WHO) == seeing == set(Role) - {Role.SERVICE}


@pytest.mark.parametrize(
    "road", ["Benefits", "Schools", "GP", "Courts", "Contact with children"]
)
def test_the_roads_outside_the_service_are_named(road: str) -> None:
    assert f"| {road}" in disclosure_page()


def test_each_road_names_its_items_and_each_is_in_the_checklist() -> None:
    there = {item.code for item in CHECKLIST}
    support = (ROOT / "docs" / "support.md").read_text(encoding="utf-8")

    assert list(ITEMS_OF_ROADS) == [road for road, _, _ in _ROADS]
    for road, items in ITEMS_OF_ROADS.items():
        (row,) = [one for one in disclosure_page().splitlines() if f"| {road} |" in one]
        assert set(items) <= there, road
        for item in items:
            assert f"`{item}`" in row, road
            assert f"`{item}`" in support, item
