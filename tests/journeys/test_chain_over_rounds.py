"""A chain runs from its void, one ready step a round; what is behind binds nobody."""

from datetime import timedelta

from fixtures.load import COORDINATOR
from fixtures.scenarios import (
    CAMDEN,
    HACKNEY,
    ISLINGTON,
    LAMBETH,
    LEWISHAM,
    SOUTHWARK,
    chain_from_a_void,
)
from tests.journeys.walking import (
    SERVICE,
    Walk,
    attest,
    case_body,
    clear_marker,
    countersign,
    decide,
    items,
    open_questions,
    refer,
    steps,
)
from tests.support.invariants import broken
from tests.support.snapshot import take
from tests.support.world import DAY, MakeWorld, World

WITH_KEYS = ("offered", "agreed", "accepted", "signed")


def referred(world: World, landlord: str, only: str, urgency: int) -> str:
    """Refer a household of a landlord that can live in one area, and see it checked."""
    case = refer(world, case_body(landlord, only, urgency=urgency))
    attest(world, landlord)
    countersign(world)
    return case


def stages(world: World) -> dict[str, str]:
    rows = items(world, SERVICE, "/v1/cases")
    return {row["reference"]: row["stage"] for row in rows}


def home_is_free(walk: Walk) -> None:
    """Give keys, and let the old landlord say when the home that was left is ready."""
    walk.world.wait(hours=24)
    day = walk.today()
    end = {"tenancy_end": day.isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    walk.to_next("completed")
    empty = {
        "void_date": day.isoformat(),
        "ready_date": (day + timedelta(days=5)).isoformat(),
    }
    left = walk.as_old("POST", "/home-empty", empty).json()
    clear_marker(walk.world, walk.old, left["reference"])


def next_step(world: World, new: str, old: str) -> Walk:
    """Let a person decide who may enter a marked home; then run the next round."""
    walk = Walk(world, new=new, old=old)
    walk.run_round()
    for asked in open_questions(world):
        decide(world, asked["reference"], "safe_for_them")
    walk.propose()
    return walk


def test_a_chain_of_four_gives_keys_over_three_rounds(make_world: MakeWorld) -> None:
    # Given a void, and four households that can follow one another in
    world = make_world(chain_from_a_void(DAY))
    last = referred(world, LEWISHAM, LAMBETH, 2)
    # When a round is run
    walk = Walk(world)
    planned = steps(world, walk.propose())
    # Then all four are in its plan, and the one whose home is empty is ready
    kinds = [row["kind"] for row in sorted(planned, key=lambda row: row["position"])]
    assert kinds == ["ready", "forecast", "forecast", "forecast"]
    # And the others are told of nothing, and nothing is kept for them
    assert sorted(stages(world).values()) == ["in_pot"] * 3 + ["proposed"]
    for case in set(stages(world)) - {walk.case}:
        told = world.call(SERVICE, "GET", f"/v1/cases/{case}/proposal")
        assert told.status_code == 404
    board = items(world, COORDINATOR, "/v1/board/homes")
    assert sorted(row["stage"] for row in board) == ["occupied"] * 3 + ["reserved"]
    for code in (HACKNEY, ISLINGTON, LAMBETH):
        assert items(world, code, "/v1/offers") == []
    # When the first has its keys and its old home a date
    for stage in WITH_KEYS:
        walk.to_next(stage)
    home_is_free(walk)
    assert broken(take(world.working.database)) == ()
    # Then the second round offers that home, here as the first had forecast
    second = next_step(world, HACKNEY, ISLINGTON)
    for stage in WITH_KEYS:
        second.to_next(stage)
    # And when somebody more urgent has come by the third, the home goes to them
    newcomer = referred(world, SOUTHWARK, ISLINGTON, 1)
    forecast = {row["reference"]: row for row in items(world, SERVICE, "/v1/cases")}
    home_is_free(second)
    third = next_step(world, ISLINGTON, SOUTHWARK)
    assert third.case == newcomer
    for stage in WITH_KEYS:
        third.to_next(stage)
    third.to_next("completed")
    # And those the forecast had named wait with the dates they had
    for row in items(world, SERVICE, "/v1/cases"):
        if row["stage"] == "in_pot":
            assert row["waiting_since"] == forecast[row["reference"]]["waiting_since"]
    assert stages(world)[last] == "in_pot"
    assert sorted(stages(world).values()) == ["in_pot"] * 2 + ["moved"] * 3
    # And each landlord in between gave a home for the one it was given
    balances = items(world, COORDINATOR, "/v1/balances")
    posted = {row["landlord_code"]: row["posted"] for row in balances if row["posted"]}
    assert posted == {CAMDEN: 1, SOUTHWARK: -1}
    assert broken(take(world.working.database)) == ()
