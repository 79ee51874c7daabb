"""One landlord hides: what it withholds is in no round; the others are as before."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reciprocal.__main__ import app
from reciprocal.laboratory.hiding import (
    COLUMNS,
    Deviation,
    Hiding,
    Tally,
    Trial,
    summary,
)
from reciprocal.laboratory.policies import RULE
from reciprocal.laboratory.regimes import REGIMES, RHYTHMS
from reciprocal.laboratory.scheme import Scheme
from reciprocal.laboratory.world import World

WORLD = World(REGIMES["C12"], RHYTHMS["monthly"], 1)


def busiest() -> str:
    """The landlord that has most voids."""
    return max(WORLD.members, key=lambda member: member.voids).id


def offered(scheme: Scheme, *, by: bool) -> tuple[int, int]:
    """How many voids of five years are offered by that landlord, or others; of all."""
    homes = [
        home
        for at in range(60)
        for home in WORLD.voids(at)
        if (home.landlord_id == busiest()) is by
    ]
    return sum(map(scheme.offers, homes)), len(homes)


@pytest.mark.parametrize("way", Deviation)
def test_it_gives_what_its_way_lets_it_give(way: Deviation) -> None:
    scheme = Hiding(WORLD, RULE, landlord_id=busiest(), deviation=way)
    some, of_all = offered(scheme, by=True)
    if way in (Deviation.NO_VOIDS, Deviation.FREE_RIDER):
        assert some == 0
    elif way is Deviation.HALF_VOIDS:
        assert of_all // 4 < some < of_all
    else:
        assert some == of_all
    others, of_others = offered(scheme, by=False)
    assert others == of_others
    gives = {
        home.landlord_id: scheme.lists(home)
        for at in range(60)
        for home in WORLD.lettings(at)
    }
    refuses = way in (Deviation.REFUSES, Deviation.FREE_RIDER)
    assert gives.pop(busiest()) is not refuses
    assert all(gives.values())


def test_nobody_moves_into_what_it_refuses() -> None:
    way = Deviation.REFUSES
    hides = Hiding(WORLD, RULE, landlord_id=busiest(), deviation=way)
    let = [
        sum(
            each.letting and each.home.landlord_id == busiest()
            for played in scheme.run(24)
            for each in played.moved
        )
        for scheme in (Scheme(WORLD, RULE), hides)
    ]
    assert let[0] > let[1] == 0


def test_its_own_come_first_into_homes_that_would_do() -> None:
    scheme = Hiding(WORLD, RULE, landlord_id=busiest(), deviation=Deviation.OWN_FIRST)
    for at in range(60):
        before = scheme.quietly
        voids = [h for h in WORLD.voids(at) if h.landlord_id == busiest()]
        played = scheme.play(at)
        if scheme.quietly > before:
            waited = {case.id for case in played.waiting}
            assert len([h for h in voids if h.id not in scheme.homes]) >= 1
            assert not {m.case.id for m in played.moved} & waited
            return
    pytest.fail("nobody was moved quietly, so that nothing was looked at")


def test_a_way_is_told_by_its_own_gain_and_what_it_costs() -> None:
    found = [
        Trial(1, "a", way, honest=Tally(10, 100), deviating=Tally(own, others))
        for way in Deviation
        for own, others in ((12, 95), (9, 99))
    ]
    heading, first, *rest = summary(found)
    assert heading == ["deviation", "trials", "own", "own_most", "gained", "others"]
    assert first == ["own_first", "2", "+0.50", "+2", "1", "-3.00"]
    assert len(rest) == len(Deviation) - 1


def test_the_command_writes_a_line_for_each_trial(tmp_path: Path) -> None:
    file = tmp_path / "hiding.csv"
    asked = ["--seeds", "1", "--rounds", "1", "--processes", "1", "--file", str(file)]
    told = CliRunner().invoke(app, ["simulate-hiding", *asked])
    assert told.exit_code == 0, told.output
    assert all(way.says in told.output for way in Deviation)
    rows = list(csv.reader(file.read_text().splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + len(WORLD.members) * len(Deviation)
    refused = CliRunner().invoke(app, ["simulate-hiding", "--regime", "nowhere"])
    assert refused.exit_code != 0
