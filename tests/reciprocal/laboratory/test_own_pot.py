"""A scheme's own round as a kind of scheme: who comes is like who was in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from matching import Pool
from matching.codec import exported_to_text
from matching.exported import ExportedRound
from matching.objectives import lot
from matching.terms import Access, AreaOfChoice, Urgency
from reciprocal.__main__ import app
from reciprocal.laboratory import own_pot
from reciprocal.laboratory.regimes import MONTHLY, Regime, regime_of
from reciprocal.laboratory.world import CaseComes, HomeComes, World
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    chain_of_three,
    solved,
)

_ROUNDS = 20
LISTED = frozenset({"north", "south"})


def a_round() -> Pool:
    """Two landlords, each with one household, and one void of three bedrooms."""
    households = (
        a_household(
            "p",
            "a",
            current_authority="west",
            bedrooms_min=2,
            bedrooms_max=3,
            access_need=Access.STEP_FREE,
            urgency=Urgency.MOST_URGENT,
            area_of_choice=AreaOfChoice.LISTED,
            authorities_of_choice=LISTED,
            authorities_to_avoid=frozenset({"west"}),
        ),
        a_household(
            "q",
            "b",
            current_authority="east",
            urgency=Urgency.PLANNED,
            area_of_choice=AreaOfChoice.ANYWHERE_ELSE,
            authorities_of_choice=frozenset(),
            authorities_to_avoid=frozenset({"east"}),
        ),
    )
    homes = (
        a_home("lived in", "a", authority="west", bedrooms=1, occupant_id="p"),
        a_home("void", "b", authority="north", bedrooms=3, access=Access.STEP_FREE),
    )
    return Pool(households, homes, (a_landlord("a"), a_landlord("b")))


def _regime(pool: Pool, changes: str = "") -> Regime:
    own = own_pot.regime(pool, "f00dface", cases_a_month=4, voids_a_month=2)
    return regime_of(own_pot.NAME + changes, {own_pot.NAME: own})


def _came(changes: str = "") -> tuple[World, list[CaseComes], list[HomeComes]]:
    world = own_pot.world_of(_regime(a_round(), changes), MONTHLY, 1)
    cases = [case for number in range(_ROUNDS) for case in world.cases(number)]
    voids = [home for number in range(_ROUNDS) for home in world.voids(number)]
    return world, cases, voids


def test_who_comes_is_like_who_was_there() -> None:
    world, cases, voids = _came()
    assert world.areas == ("east", "north", "south", "west")
    assert [member.areas for member in world.members] == [("west",), ("north",)]
    by_landlord = {case.home.landlord_id: case for case in cases}
    assert by_landlord.keys() == {"a", "b"}
    one, other = by_landlord["a"], by_landlord["b"]
    assert (one.needs, one.takes, one.step_free) == (2, 3, True)
    assert (one.home.area, one.home.bedrooms, one.home.step_free) == ("west", 1, False)
    assert one.areas_of_choice == LISTED
    assert one.urgency is Urgency.MOST_URGENT
    # Who can live anywhere can live nowhere that it flees; the least urgent band that
    # the laboratory counts is the third.
    assert other.areas_of_choice == {"north", "south", "west"}
    assert (other.urgency, other.home.area) == (Urgency.SOON, "east")
    assert {(v.landlord_id, v.area, v.bedrooms, v.step_free) for v in voids} == {
        ("b", "north", 3, True)
    }


def test_more_areas_are_asked_for_and_nobody_else_comes() -> None:
    _, before, _ = _came()
    _, after, _ = _came("+areas=3")
    assert [case.id for case in after] == [case.id for case in before]
    for case, earlier in zip(after, before, strict=True):
        assert len(case.areas_of_choice) == 3
        assert case.areas_of_choice >= earlier.areas_of_choice
        assert not case.areas_of_choice & case.areas_to_avoid


def test_more_landlords_are_like_those_there_are_and_bring_as_much() -> None:
    world, cases, voids = _came("+landlords=6")
    assert len(world.members) == 8
    assert {member.like for member in world.members[2:]} <= {"a", "b"}
    assert {home.landlord_id for home in voids} <= {
        "b",
        *(member.id for member in world.members if member.like == "b"),
    }
    # Four times the landlords bring about four times as much.
    assert len(cases) > 2 * len(_came()[1])


def test_a_made_up_scheme_grows_likewise() -> None:
    made_up = Regime(name="made", landlords=10, cases_a_month=8, voids_a_month=4)
    grown = regime_of("made+landlords=5+areas=7", {"made": made_up})
    assert (grown.landlords, grown.cases_a_month, grown.voids_a_month) == (15, 12, 6)
    assert grown.name == "made+landlords=5+areas=7"
    world = own_pot.world_of(grown, MONTHLY, 1)
    chosen = [len(case.areas_of_choice) for case in world.cases(0)]
    assert chosen
    assert min(chosen) >= 7


def test_a_landlord_without_a_home_and_a_home_without_a_place_are_drawn_for() -> None:
    pool = a_round()
    nowhere = replace(pool.homes[1], authority=None)
    bare = Pool(
        tuple(replace(row, current_authority=None) for row in pool.households),
        (nowhere,),
        (*pool.landlords, a_landlord("c")),
    )
    world = own_pot.world_of(_regime(bare), MONTHLY, 1)
    assert all(set(member.areas) <= set(world.areas) for member in world.members)
    homes = [home for number in range(_ROUNDS) for home in world.voids(number)]
    left = [case.home for number in range(_ROUNDS) for case in world.cases(number)]
    assert {home.area for home in (*homes, *left)} <= set(world.areas)


@pytest.mark.parametrize("without", ["households", "voids", "landlords"])
def test_there_must_be_something_to_draw_from(without: str) -> None:
    pool = a_round()
    households, homes, landlords = pool.households, pool.homes, pool.landlords
    if without == "households":
        households, homes = (), homes[1:]
    elif without == "voids":
        homes = homes[:1]
    else:
        households, homes = households[1:], homes[1:]
        landlords = landlords[1:]
    with pytest.raises(own_pot.TooSmall):
        _regime(Pool(households, homes, landlords))


def _exported(folder: Path, pool: Pool) -> Path:
    plan = solved(pool)
    lots = tuple((row.id, lot(plan.seed, row.id)) for row in pool.households)
    file = folder / "round.json"
    file.write_text(exported_to_text(ExportedRound(pool, POLICY, plan, lots)))
    return file


RATES = ("--cases-a-month", "5", "--voids-a-month", "2")


def test_the_command_compares_policies_in_a_scheme_of_ones_own(tmp_path: Path) -> None:
    file = _exported(tmp_path, chain_of_three())
    words = "--regime own --regime own+landlords=2 --seeds 1 --rounds 2 --processes 1"
    folder = ("--folder", str(tmp_path / "out"))
    typed = CliRunner().invoke(
        app, ["simulate", "--from", str(file), *RATES, *words.split(), *folder]
    )
    assert typed.exit_code == 0, typed.output
    (named,) = [line for line in typed.output.splitlines() if "regime" in line]
    own, _, grown, _ = named.split()[1:]
    assert own.startswith("own-")
    assert grown == f"{own}+landlords=2"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--cases-a-month", "5"), "also needs"),
        ((*RATES, "--regime", "own+areas=0"), "regime: one of"),
        ((*RATES, "--regime", "own+rents=2"), "regime: one of"),
    ],
)
def test_what_is_missing_or_unknown_is_said(
    words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    file = _exported(tmp_path, chain_of_three())
    typed = CliRunner().invoke(app, ["simulate", "--from", str(file), *words])
    assert typed.exit_code == 2
    assert says in " ".join(typed.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("text", "says"),
    [("{}", "This is not an exported round"), (None, "The round has no household")],
)
def test_a_file_to_draw_nothing_from_is_one_sentence(
    text: str | None, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "round.json"
    if text is None:
        empty = Pool((), (), (a_landlord("a"), a_landlord("b")))
        _exported(tmp_path, empty)
    else:
        file.write_text(text)
    typed = CliRunner().invoke(app, ["simulate", "--from", str(file), *RATES])
    assert typed.exit_code == 2
    assert says in typed.output
