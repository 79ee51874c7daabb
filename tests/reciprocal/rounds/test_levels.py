"""What of a plan's levels a coordinator is told, and what a round says of its plan."""

from fractions import Fraction

import pytest

from fixtures.scenarios import chain_from_a_void, lopsided, unsafe_ring
from matching.certify import certify
from matching.fall_through import expected_moves
from matching.pool import Level
from reciprocal.organisations.rules import SchemeRules
from reciprocal.rounds import levels, plan_queries, queries, run
from reciprocal.rounds.child import Solved
from reciprocal.rounds.tables import MatchRound
from tests.reciprocal.rounds.test_rounds import (
    box_of,
    frozen,
    plan_of,
    row_of,
    silent,
)
from tests.support.world import DAY, MakeWorld, World, solve_here

WISHES = {"home_quality.first_choice", "home_quality.closeness"}


def shown(world: World, row: MatchRound) -> dict[str, object]:
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        return queries.show_round(session, coordinator, row).opened()


def test_the_levels_of_wishes_are_levels_that_there_are(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    row = row_of(world, world.run_round())
    assert {str(level["level"]) for level in row.levels} > WISHES == levels.OF_WISHES


@pytest.mark.parametrize(("moves", "told"), [(0, 0), (1, 0), (4, 0), (5, 2), (6, 2)])
def test_wishes_are_told_of_five_moves_or_more(moves: int, told: int) -> None:
    rows = [{"level": name} for name in (*sorted(WISHES), Level.HOUSEHOLDS)]
    found = levels.told(rows, moves=moves)
    assert {"level": Level.HOUSEHOLDS} in found
    assert len([row for row in found if row["level"] in WISHES]) == told


def test_a_round_says_how_its_plan_is_known_and_what_may_be_expected(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)
    before = shown(world, row_of(world, round_id))
    assert before["levels"] == []
    for name in ("plan_status", "certificate_closes", "home_types", "expected_moves"):
        assert before[name] is None
    run.solve_round(world.working.database, round_id, silent, solve=solve_here)
    row, plan = row_of(world, round_id), plan_of(world, round_id)
    pool, policy, _ = box_of(world, round_id)
    after = shown(world, row)
    assert after["plan_status"] == plan.status
    assert after["certificate_closes"] is certify(plan, pool, policy).closed
    assert after["home_types"] == plan.home_types
    # 4/5 + 16/25 + 64/125 of three steps.
    assert after["expected_moves"] == {
        "tenths": 19,
        "step_completes_percent": 80,
        "assumed": True,
    }
    told = {level.level: level for level in plan.levels if level.level not in WISHES}
    rows = after["levels"]
    assert isinstance(rows, list)
    assert [row["level"] for row in rows] == list(told)
    for one in rows:
        report = told[one["level"]]
        assert one == {
            "level": report.level,
            "value": report.value,
            "bound": report.bound,
            "gap": report.gap,
            "sense": report.sense,
            "proved_by": report.proved_by,
        }


def test_a_plan_that_moves_nobody_says_so_too(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    seen = shown(world, row_of(world, world.run_round()))
    assert (seen["plan_status"], seen["certificate_closes"]) == ("empty", True)
    assert seen["expected_moves"] == {
        "tenths": 0,
        "step_completes_percent": 80,
        "assumed": True,
    }


@pytest.mark.parametrize("percent", [0, 55, 100])
def test_the_odds_are_those_of_the_scheme_s_rules_and_choose_no_plan(
    make_world: MakeWorld, percent: int
) -> None:
    world = make_world(lopsided(DAY), SchemeRules(step_completes_percent=percent))
    round_id = world.run_round()
    plan = plan_of(world, round_id)
    expected = int(10 * expected_moves(plan, Fraction(percent, 100)))
    assert shown(world, row_of(world, round_id))["expected_moves"] == {
        "tenths": expected,
        "step_completes_percent": percent,
        "assumed": True,
    }
    assert expected == 4 * percent // 10


def test_a_certificate_that_does_not_close_is_told(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)

    def unsure(*given: object) -> Solved:
        solved = solve_here(*given)  # type: ignore[arg-type]
        return Solved(solved.plan, solved.explanation, certificate_closes=False)

    run.solve_round(world.working.database, round_id, silent, solve=unsure)
    assert shown(world, row_of(world, round_id))["certificate_closes"] is False


def test_steps_carry_the_references_that_may_be_tried_out(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    row = row_of(world, world.run_round())
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        page = plan_queries.steps(session, coordinator, row)
        moves = plan_queries.moves_shown(session, coordinator, row)
        found = {
            (
                queries.request_of(session, coordinator, str(step["request"])),
                queries.home_of(session, coordinator, str(step["home"])),
            )
            for step in page
        }
    assert found == moves
    assert len(moves) == 3
