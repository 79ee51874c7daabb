"""A cycle of three is carried out from an interim home; nobody is ever without one."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from fixtures.load import COORDINATOR
from fixtures.scenarios import (
    AREAS,
    CAMDEN,
    HACKNEY,
    ISLINGTON,
    LAMBETH,
    LEWISHAM,
    three_in_a_ring,
)
from reciprocal.access.actor import service
from reciprocal.rounds.tables import CarriedCycle
from tests.journeys.walking import (
    ATTESTED,
    SERVICE,
    Walk,
    case_body,
    clear_marker,
    countersign,
    decide,
    home_body,
    items,
    open_check,
    open_questions,
    post_home,
    steps,
    submit,
)
from tests.support.invariants import broken
from tests.support.snapshot import take
from tests.support.world import DAY, MakeWorld, World

RING = (CAMDEN, HACKNEY, ISLINGTON)
"""Camden's household goes to Hackney, Hackney's to Islington, Islington's to Camden."""

WITH_KEYS = ("offered", "agreed", "accepted", "signed")
INTERIM_UPRN = "900000000777"


def published(make_world: MakeWorld) -> tuple[World, str]:
    """Return a world whose round planned a cycle, and the round's reference."""
    world = make_world(three_in_a_ring(DAY))
    return world, Walk(world).run_round()


def lent(world: World, area: str = LAMBETH, **changes: object) -> str:
    """Let Lambeth post a home after the round; return the coordinator's reference."""
    post_home(world, LAMBETH, home_body(world, area, INTERIM_UPRN, **changes))
    name = world.loaded.members[LAMBETH].name
    board = items(world, COORDINATOR, "/v1/board/homes")
    (home,) = [row["reference"] for row in board if row["landlord"] == name]
    return str(home)


def dated(world: World, days: dict[str, int]) -> None:
    """Let each landlord say by when the home its tenant lives in could be let."""
    today = world.hands.now().date()
    for code, after in days.items():
        (home,) = items(world, code, "/v1/homes")
        path = f"/v1/homes/{home['reference']}"
        body = {"ready_date": (today + timedelta(days=after)).isoformat()}
        answer = world.call(code, "PATCH", path, body)
        assert answer.status_code == 200, answer.json()


IN_ORDER = {CAMDEN: 21, HACKNEY: 50, ISLINGTON: 35}
"""Camden's household goes first: its home is let again, then Islington's, Hackney's."""


def name(world: World, round_ref: str, home: str, number: int = 1) -> Any:  # noqa: ANN401 - an httpx response
    path = f"/v1/rounds/{round_ref}/interim-home"
    body = {"exchange_number": number, "home": home}
    return world.call(COORDINATOR, "POST", path, body)


def missing(world: World, round_ref: str) -> list[str]:
    """Return what the cycle needs, which is told alike of each of its steps."""
    rows = steps(world, round_ref)
    assert {row["exchange_kind"] for row in rows} == {"cycle"}
    assert {row["deliverable"] for row in rows} == {not rows[0]["missing"]}
    (codes,) = {tuple(row["missing"]) for row in rows}
    return list(codes)


def to_keys(walk: Walk) -> None:
    """Carry a step to its keys, and let the old landlord have its home back, ready."""
    for stage in WITH_KEYS:
        walk.to_next(stage)
    walk.world.wait(hours=24)
    day = walk.today()
    end = {"tenancy_end": day.isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    walk.to_next("completed")


def comes_empty(walk: Walk) -> None:
    """Let the old landlord say that the home is empty, and clear its marker."""
    day = walk.today()
    empty = {
        "void_date": day.isoformat(),
        "ready_date": (day + timedelta(days=5)).isoformat(),
    }
    answer = walk.as_old("POST", "/home-empty", empty)
    assert answer.status_code == 200, answer.json()
    clear_marker(walk.world, walk.old, answer.json()["reference"])


def next_of_the_cycle(world: World, new: str, old: str) -> Walk:
    """Let a person decide about the marked home; the next round takes the step up."""
    walk = Walk(world, new=new, old=old)
    walk.run_round()
    for asked in open_questions(world):
        decide(world, asked["reference"], "safe_for_them")
    walk.propose()
    return walk


def gone_first(world: World, round_ref: str) -> Walk:
    """Name the interim home, and find what it was proposed to."""
    dated(world, IN_ORDER)
    assert name(world, round_ref, lent(world)).status_code == 204
    walk = Walk(world, new=LAMBETH, old=CAMDEN)
    walk.case = walk.only_case("proposed")
    return walk


def moved_in(world: World, round_ref: str) -> Walk:
    """Let the first household have the keys of the interim home."""
    walk = gone_first(world, round_ref)
    to_keys(walk)
    comes_empty(walk)
    return walk


def referred_on(first: Walk) -> str:
    """Refer the first household anew from the interim home; return the new case."""
    world = first.world
    body = case_body(LAMBETH, HACKNEY, tenancy_start=first.today().isoformat())
    home = body["home"] | {"uprn": INTERIM_UPRN, "postcode": AREAS[LAMBETH]}
    anew = first.as_worker("POST", "/refer-again", body | {"home": home})
    assert anew.status_code == 201, anew.json()
    case = str(anew.json()["reference"])
    submit(world, case)
    left = home_body(world, LAMBETH, INTERIM_UPRN, possession_recorded=True)
    for unsaid in ("supply", "void_date", "ready_date"):
        left.pop(unsaid)
    path = f"/v1/tenancy-checks/{open_check(world, LAMBETH)}/attest"
    said = world.call(LAMBETH, "POST", path, ATTESTED | {"home": left})
    assert said.status_code == 200, said.json()
    countersign(world)
    return case


def balances(world: World) -> dict[str, int]:
    rows = items(world, COORDINATOR, "/v1/balances")
    return {row["landlord_code"]: row["posted"] for row in rows if row["posted"]}


def stages_of(world: World, code: str) -> list[str]:
    return sorted(row["stage"] for row in items(world, code, "/v1/homes"))


def test_three_households_move_round_a_ring_and_the_interim_home_is_free_again(
    make_world: MakeWorld,
) -> None:
    # Given a round whose plan is a cycle: nobody can go first
    world, round_ref = published(make_world)
    assert missing(world, round_ref) == ["interim_home", "dates"]
    waited = {
        row["reference"]: row["waiting_since"]
        for row in items(world, SERVICE, "/v1/cases")
    }
    # When each landlord has said by when, and an interim home is named
    first = gone_first(world, round_ref)
    # Then the cycle can be carried out, and one household is proposed that home
    assert missing(world, round_ref) == []
    told = first.as_worker("GET", "/proposal").json()
    assert (told["interim_home"], told["stage"]) == (True, "proposed")
    assert told["address"] == home_body(world, LAMBETH, INTERIM_UPRN)["address"]
    # And no other household, and no landlord, is told of anything
    assert len({row["stage"] for row in items(world, SERVICE, "/v1/cases")}) == 2
    for code in (*RING, LAMBETH):
        assert items(world, code, "/v1/offers") == []
    # When the first has the keys there, its old home goes to the next in the ring
    to_keys(first)
    comes_empty(first)
    assert balances(world) == {LAMBETH: 1, CAMDEN: -1}
    second = next_of_the_cycle(world, CAMDEN, ISLINGTON)
    assert second.as_worker("GET", "/proposal").json()["interim_home"] is False
    moving_on = referred_on(first)
    to_keys(second)
    comes_empty(second)
    third = next_of_the_cycle(world, ISLINGTON, HACKNEY)
    to_keys(third)
    comes_empty(third)
    # Then the last home left is proposed to the household that went first
    last = next_of_the_cycle(world, HACKNEY, LAMBETH)
    assert last.case == moving_on
    to_keys(last)
    comes_empty(last)
    # And three live where the plan had them, the interim home is free for another,
    assert stages_of(world, LAMBETH) == ["in_pot", "let"]
    assert [stages_of(world, code) for code in RING] == [["let"]] * 3
    # the book is square, every household kept its date, and the cycle is over
    assert balances(world) == {}
    for row in items(world, SERVICE, "/v1/cases"):
        if row["reference"] != moving_on:
            assert row["waiting_since"] == waited[row["reference"]]
    assert last.case_stage() == second.case_stage() == third.case_stage() == "moved"
    Walk(world).run_round()
    assert carried(world) == ["done"]
    assert broken(take(world.working.database)) == ()


def carried(world: World) -> list[str]:
    """Return how each cycle that was begun stands, in that order."""
    with world.working.database.transaction(service()) as session:
        rows = session.exec(select(CarriedCycle).order_by(col(CarriedCycle.number)))
        return [str(row.state) for row in rows]


def test_what_a_cycle_needs_is_told_in_codes(make_world: MakeWorld) -> None:
    world, round_ref = published(make_world)
    home = lent(world)
    refused = name(world, round_ref, home)
    assert (refused.status_code, refused.json()["code"]) == (409, "cycle_dates_missing")
    # A date of two is not enough, and dates that no order of moves has are none
    dated(world, {CAMDEN: 21, HACKNEY: 35})
    assert missing(world, round_ref) == ["interim_home", "dates"]
    dated(world, {CAMDEN: 50, HACKNEY: 35, ISLINGTON: 60})
    assert missing(world, round_ref) == ["interim_home"]
    dated(world, {CAMDEN: 21, HACKNEY: 35, ISLINGTON: 50})
    assert missing(world, round_ref) == ["interim_home", "dates_in_order"]
    assert name(world, round_ref, home).json()["code"] == "cycle_dates_missing"
    # And nothing else of a home that is lived in is its landlord's to amend
    (lived_in,) = items(world, CAMDEN, "/v1/homes")
    path = f"/v1/homes/{lived_in['reference']}"
    dearer = {"ready_date": lived_in["ready_date"], "weekly_rent_pence": 1}
    for body in (dearer, {}):
        assert world.call(CAMDEN, "PATCH", path, body).status_code == 409
    # A date that has gone by is none either
    dated(world, IN_ORDER)
    assert missing(world, round_ref) == ["interim_home"]
    world.wait(days=22)
    assert missing(world, round_ref) == ["interim_home", "dates"]
    assert carried(world) == []


WITHOUT_USE: tuple[tuple[str, str, dict[str, int]], ...] = (
    (LAMBETH, LEWISHAM, {}),  # where nobody of them would live
    (LAMBETH, LAMBETH, {"bedrooms": 1}),  # too small for any of them
    (LAMBETH, HACKNEY, {}),  # from there nobody goes to a home in Hackney
    (HACKNEY, LAMBETH, {}),  # of a landlord that has another part in it
)


def test_an_interim_home_keeps_every_rule_and_a_refusal_names_none(
    make_world: MakeWorld,
) -> None:
    world, round_ref = published(make_world)
    dated(world, IN_ORDER)
    before = {row["reference"] for row in items(world, COORDINATOR, "/v1/board/homes")}
    for place, (landlord, area, changes) in enumerate(WITHOUT_USE):
        post_home(
            world, landlord, home_body(world, area, f"90000000080{place}", **changes)
        )
    board = items(world, COORDINATOR, "/v1/board/homes")
    for home in {row["reference"] for row in board}:
        refused = name(world, round_ref, home)
        assert refused.json()["code"] == "interim_home_unsuitable"
    assert len(board) == len(before) + len(WITHOUT_USE)
    assert carried(world) == []
    assert {row["stage"] for row in items(world, SERVICE, "/v1/cases")} == {"in_pot"}


def test_only_a_published_cycle_whose_homes_are_lived_in_is_begun_and_once(
    make_world: MakeWorld,
) -> None:
    world, round_ref = published(make_world)
    dated(world, IN_ORDER)
    home = lent(world)
    assert name(world, round_ref, "0" * 32).status_code == 404
    assert name(world, round_ref, home, number=2).status_code == 404
    assert name(world, round_ref, home).status_code == 204
    assert name(world, round_ref, home).json()["code"] == "state_conflict"
    walk = Walk(world, new=LAMBETH, old=CAMDEN)
    walk.case = walk.only_case("proposed")
    to_keys(walk)
    # Once somebody has moved, the cycle is not begun anew
    with world.working.database.transaction(service()) as session:
        session.execute(delete(CarriedCycle))
    assert name(world, round_ref, home).json()["code"] == "state_conflict"


def test_an_interim_home_that_is_not_safe_leaves_all_as_it_was(
    make_world: MakeWorld,
) -> None:
    world, round_ref = published(make_world)
    walk = gone_first(world, round_ref)
    assert walk.look(safe=False).status_code == 200
    Walk(world).run_round()
    assert carried(world) == ["broken"]
    assert {row["stage"] for row in items(world, SERVICE, "/v1/cases")} == {"in_pot"}
    assert missing(world, round_ref) == ["interim_home"]
    assert stages_of(world, LAMBETH) == ["in_pot"]
    # And another may be named
    body = home_body(world, LAMBETH, "900000000778")
    known = {row["reference"] for row in items(world, COORDINATOR, "/v1/board/homes")}
    post_home(world, LAMBETH, body)
    board = items(world, COORDINATOR, "/v1/board/homes")
    (other,) = [row["reference"] for row in board if row["reference"] not in known]
    assert name(world, round_ref, other).status_code == 204
    assert carried(world) == ["broken", "under_way"]
    assert walk.case_stage() == "proposed"
    assert broken(take(world.working.database)) == ()


def test_who_went_first_keeps_the_interim_home_if_another_refuses(
    make_world: MakeWorld,
) -> None:
    world, round_ref = published(make_world)
    first = moved_in(world, round_ref)
    second = next_of_the_cycle(world, CAMDEN, ISLINGTON)
    assert second.look(safe=False).status_code == 200
    Walk(world).run_round()
    # Then the cycle is over; one is housed, and two are in the pot as they were
    assert carried(world) == ["broken"]
    stages = sorted(row["stage"] for row in items(world, SERVICE, "/v1/cases"))
    assert stages == ["in_pot", "in_pot", "moved"]
    assert (first.case_stage(), second.case_stage()) == ("moved", "in_pot")
    # And the home that was left is in the pot for anybody
    assert stages_of(world, CAMDEN) == ["in_pot"]
    assert balances(world) == {LAMBETH: 1, CAMDEN: -1}
    assert broken(take(world.working.database)) == ()


def test_a_cycle_lapses_when_a_home_is_not_left_in_time(make_world: MakeWorld) -> None:
    world, round_ref = published(make_world)
    first = moved_in(world, round_ref)
    world.wait(days=300)
    Walk(world).run_round()
    assert carried(world) == ["lapsed"]
    assert first.case_stage() == "moved"
    assert broken(take(world.working.database)) == ()


def test_a_hidden_step_lets_no_interim_home_be_named(make_world: MakeWorld) -> None:
    world, round_ref = published(make_world)
    walk = gone_first(world, round_ref)
    walk.to_next("offered")
    told = {"stop": False, "hide_from_lead": False}
    answer = walk.as_worker("POST", "/change-in-risk", told)
    assert answer.status_code == 200, answer.json()
    known = {row["reference"] for row in items(world, COORDINATOR, "/v1/board/homes")}
    for home in sorted(known):
        refused = name(world, round_ref, home)
        assert refused.json()["code"] == "round_hides_a_step"
    # And the cycle goes on with the others, as each home comes empty
    Walk(world).run_round()
    assert carried(world) == ["under_way"]
    assert missing(world, round_ref) == []
