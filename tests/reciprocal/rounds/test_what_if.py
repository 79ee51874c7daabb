"""A coordinator tries something out; nothing is stored but that they did."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlmodel import col, select

from fixtures.scenarios import chain_from_a_void
from matching.plan import Plan
from matching.pool import Policy, Pool
from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import Forbidden, NotFound
from reciprocal.homes.tables import Home
from reciprocal.proposals import operations as proposals
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import MatchRound
from reciprocal.rounds.what_if import (
    WISHES_LEFT_OUT,
    Answer,
    LockUnknown,
    NothingToTry,
    RoundNotSolved,
    StepNotInPlan,
    Tried,
    show_answer,
    what_if,
)
from tests.reciprocal.rounds.test_rounds import frozen, plan_of, row_of
from tests.support.world import DAY, MakeWorld, World, solve_here

Row = TypeVar("Row", PropertyRequest, Home)


def plan_here(pool: Pool, policy: Policy, seed: int) -> Plan:
    return solve_here(pool, policy, seed, lambda *_: None).plan


def ask(world: World, round_id: str, actor: Actor, tried: Tried) -> Answer:
    return what_if(
        world.working.database,
        actor=actor,
        round_ref=row_of(world, round_id).board_ref,
        tried=tried,
        solve=plan_here,
    )


def chain(world: World, round_id: str) -> tuple[list[str], list[str]]:
    """Return the chain's requests and homes in its order, by internal id."""
    (exchange,) = plan_of(world, round_id).exchanges
    steps = exchange.steps
    return [step.household_id for step in steps], [step.home_id for step in steps]


def refs(world: World, table: type[Row], ids: Sequence[str]) -> list[str]:
    with world.acting(world.coordinator) as session:
        return [session.get_one(table, each).board_ref for each in ids]


def written(world: World) -> list[tuple[str, str, str, str]]:
    with world.acting(world.coordinator) as session:
        rows = session.exec(
            select(AuditEntry)
            .where(AuditEntry.action == "round.tried_out")
            .order_by(col(AuditEntry.sequence))
        ).all()
    return [(row.actor_id, row.subject_kind, row.subject_id, row.code) for row in rows]


def test_what_is_tried_out_is_answered_written_down_and_not_stored(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    before = row_of(world, round_id)
    requests, homes = chain(world, round_id)
    (request,), (home,) = (
        refs(world, PropertyRequest, requests[1:2]),
        refs(world, Home, homes[1:2]),
    )
    coordinator = world.coordinator
    answer = ask(world, round_id, coordinator, Tried(forbid_moves=[(request, home)]))
    lost = {level.level: level.lost for level in answer.cost.levels if level.lost}
    assert lost["households"] == 2
    assert answer.cost.no_longer == tuple(sorted(requests[1:]))
    # 4/5 + 16/25 + 64/125 of three steps, and 4/5 of the one that is left.
    assert answer.expected_tenths == (19, 8)
    assert row_of(world, round_id) == before
    assert written(world) == [
        (coordinator.id, "round", round_id, ""),
        (coordinator.id, "request", requests[1], "forbid"),
        (coordinator.id, "home", homes[1], "forbid"),
    ]


@pytest.mark.parametrize("of_home", [True, False])
def test_a_request_or_a_home_is_forced_or_forbidden(
    of_home: bool,  # noqa: FBT001 - a case
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    if of_home:
        (first,), about = refs(world, Home, homes[:1]), ("home", homes[0])
        forced, forbidden = Tried(force_homes=[first]), Tried(forbid_homes=[first])
    else:
        (first,), about = (
            refs(world, PropertyRequest, requests[:1]),
            ("request", requests[0]),
        )
        forced = Tried(force_requests=[first])
        forbidden = Tried(forbid_requests=[first])
    for tried, households_lost, kept in ((forced, 0, 1), (forbidden, 3, 0)):
        cost = ask(world, round_id, world.coordinator, tried).cost
        lost = {level.level: level.lost for level in cost.levels}
        assert lost["households"] == households_lost
        assert (cost.asked, cost.kept) == (kept, kept)
    assert [row[1:] for row in written(world)] == [
        ("round", round_id, ""),
        (*about, "force"),
        ("round", round_id, ""),
        (*about, "forbid"),
    ]


def test_before_there_is_a_plan_there_is_nothing_to_compare(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)
    with pytest.raises(RoundNotSolved):
        ask(world, round_id, world.coordinator, Tried(forbid_homes=["a"]))
    with world.acting(world.coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        row.state = RoundState.REFUSED
        session.add(row)
    with pytest.raises(RoundNotSolved):
        ask(world, round_id, world.coordinator, Tried(forbid_homes=["a"]))
    assert written(world) == []


def test_only_a_coordinator_of_the_scheme_tries_anything_out(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, _ = chain(world, round_id)
    tried = Tried(force_requests=refs(world, PropertyRequest, requests[:1]))
    with pytest.raises(Forbidden):
        ask(world, round_id, world.worker(), tried)
    elsewhere = replace(world.coordinator, scheme_id="elsewhere")
    with pytest.raises(NotFound):
        ask(world, round_id, elsewhere, tried)
    assert written(world) == []


def test_few_things_are_tried_at_once_and_one_of_them_forced(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    request = refs(world, PropertyRequest, requests)
    home = refs(world, Home, homes)
    for tried in (
        Tried(),
        Tried(force_requests=request[:1], force_homes=home[:1]),
        Tried(force_requests=request[:2]),
        Tried(forbid_homes=home, forbid_requests=request[:1]),
        Tried(forbid_homes=[home[0], home[0]]),
    ):
        with pytest.raises(NothingToTry):
            ask(world, round_id, world.coordinator, tried)
    most = Tried(force_requests=request[:1], forbid_homes=home[1:])
    assert ask(world, round_id, world.coordinator, most).cost.kept == 1


def test_what_is_not_in_the_round_or_closed_to_them_is_unknown(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    (request,), (home,) = (
        refs(world, PropertyRequest, requests[:1]),
        refs(world, Home, homes[1:2]),
    )
    closed = replace(world.coordinator, blocked=frozenset(requests[:1]))
    # The second home of the chain is the one that the first household leaves.
    for actor, tried in (
        (world.coordinator, Tried(forbid_homes=["nothing"])),
        (world.coordinator, Tried(forbid_requests=[home])),
        (world.coordinator, Tried(forbid_homes=[requests[0]])),
        (closed, Tried(force_requests=[request])),
        (closed, Tried(forbid_homes=[home])),
        (closed, Tried(forbid_moves=[(request, home)])),
    ):
        with pytest.raises(LockUnknown):
            ask(world, round_id, actor, tried)
    open_to_them = ask(world, round_id, world.coordinator, Tried(forbid_homes=[home]))
    assert open_to_them.cost.no_longer


def test_a_home_of_an_earlier_round_is_not_in_a_later_one(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    first = world.run_round()
    requests, homes = chain(world, first)
    later = world.run_round()
    # What was proposed is reserved, and no round draws it again.
    for tried in (
        Tried(force_homes=refs(world, Home, homes[:1])),
        Tried(force_requests=refs(world, PropertyRequest, requests[:1])),
    ):
        assert ask(world, first, world.coordinator, tried).cost.kept == 1
        with pytest.raises(LockUnknown):
            ask(world, later, world.coordinator, tried)


def test_a_step_of_the_plan_is_forced_and_no_other_pair(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    request = refs(world, PropertyRequest, requests)
    home = refs(world, Home, homes)
    step = Tried(force_moves=[(request[0], home[0])])
    cost = ask(world, round_id, world.coordinator, step).cost
    assert (cost.asked, cost.kept, cost.first) == (1, 1, None)
    held = Tried(force_moves=[(request[0], home[0])], forbid_homes=[home[1]])
    assert ask(world, round_id, world.coordinator, held).cost.kept == 1
    before = written(world)

    def never(*_: object) -> Plan:
        raise AssertionError("a pair that is refused is not solved")

    # The third home could be entered by the third household alone; the first may not.
    for pair in ((request[0], home[2]), (request[1], home[0])):
        with pytest.raises(StepNotInPlan):
            what_if(
                world.working.database,
                actor=world.coordinator,
                round_ref=row_of(world, round_id).board_ref,
                tried=Tried(force_moves=[pair]),
                solve=never,
            )
    assert written(world) == before


def test_no_step_beside_a_closed_case_is_forced(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    closed = replace(world.coordinator, blocked=frozenset(requests[2:]))
    (request,) = refs(world, PropertyRequest, requests[:1])
    (home,) = refs(world, Home, homes[:1])
    with pytest.raises(StepNotInPlan):
        ask(world, round_id, closed, Tried(force_moves=[(request, home)]))


def test_of_whoever_agrees_to_matching_no_more_nothing_is_tried(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    household = chain(world, round_id)[0][2]
    (request,) = refs(world, PropertyRequest, [household])
    worker, forced = world.worker(), Tried(force_requests=[request])
    assert ask(world, round_id, world.coordinator, forced).cost.kept == 1
    with world.acting(worker) as session:
        proposals.withdraw_consent(
            session,
            actor=worker,
            case_ref=session.get_one(PropertyRequest, household).case_ref,
            purpose=ConsentPurpose.MATCHING,
        )
    with pytest.raises(LockUnknown):
        ask(world, round_id, world.coordinator, forced)


def test_of_wishes_nothing_is_answered(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    _, homes = chain(world, round_id)
    (home,) = refs(world, Home, homes[:1])
    answer = ask(world, round_id, world.coordinator, Tried(forbid_homes=[home]))
    said = show_answer(world.coordinator, answer).opened()
    names = {level.level for level in answer.cost.levels}
    assert not {name for name in names if "choice" in name or "closeness" in name}
    assert "home_quality.exact_size" in names
    rows = said["levels"]
    assert isinstance(rows, list)
    assert [row["level"] for row in rows] == [each.level for each in answer.cost.levels]
    assert answer.sentences[-1] == WISHES_LEFT_OUT
    assert said["sentences"] == list(answer.sentences)


def test_an_answer_is_shown_in_counts_and_names_nobody(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    (request,) = refs(world, PropertyRequest, requests[1:2])
    (home,) = refs(world, Home, homes[1:2])
    coordinator = world.coordinator
    answer = ask(world, round_id, coordinator, Tried(forbid_moves=[(request, home)]))
    said = show_answer(coordinator, answer).opened()
    assert said["reference"] == row_of(world, round_id).board_ref
    assert (said["no_longer"], said["instead"]) == (2, 0)
    assert (said["asked"], said["kept"], said["kept_at_most"]) == (0, 0, 0)
    tenths = [said["expected_without"], said["expected_with"]]
    assert tenths == [
        {"tenths": 19, "step_completes_percent": 80, "assumed": True},
        {"tenths": 8, "step_completes_percent": 80, "assumed": True},
    ]
    all_refs = {
        *requests,
        *homes,
        *refs(world, PropertyRequest, requests),
        *refs(world, Home, homes),
    }
    assert not any(each in str(said) for each in all_refs)
    assert show_answer(world.worker(), answer).opened() == {}
