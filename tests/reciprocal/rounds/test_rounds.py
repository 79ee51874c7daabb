"""Freeze, solve, verify, publish: each once, and the same again from the same box."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import select

from fixtures.deciding import agree_to_all
from fixtures.scenarios import chain_from_a_void, lopsided, unsafe_ring
from matching.codec import digest, plan_to_text, pool_to_text
from matching.plan import Exchange, Plan
from matching.pool import Policy, Pool
from matching.verify import verify
from reciprocal.access.actor import service
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import Forbidden, NotFound
from reciprocal.jobs import Progress
from reciprocal.proposals.tables import Proposal
from reciprocal.rounds import operations, plan_queries, publishing, queries, run
from reciprocal.rounds.child import Solved, SolveFailed
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.operations import RoundRunning
from reciprocal.rounds.tables import MatchRound
from tests.support.world import DAY, MakeWorld, World, solve_here

Told = Callable[[str, int, int], None]


def frozen(world: World) -> str:
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        return operations.freeze(session, actor=coordinator).id


def row_of(world: World, round_id: str) -> MatchRound:
    with world.acting(world.coordinator) as session:
        return session.get_one(MatchRound, round_id)


def box_of(world: World, round_id: str) -> tuple[Pool, Policy, int]:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return run.opened(session, alone, session.get_one(MatchRound, round_id))


def plan_of(world: World, round_id: str) -> Plan:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return run.opened_plan(session, alone, session.get_one(MatchRound, round_id))


def proposals(world: World) -> list[Proposal]:
    with world.acting(world.coordinator) as session:
        return list(session.exec(select(Proposal)).all())


def acts(world: World, round_id: str) -> list[tuple[str, str]]:
    with world.acting(world.coordinator) as session:
        rows = session.exec(
            select(AuditEntry).where(
                AuditEntry.subject_id == round_id, AuditEntry.action != "sealed.read"
            )
        ).all()
    return [(row.action, row.code) for row in sorted(rows, key=lambda r: r.sequence)]


def silent(_: Progress) -> None:
    """Nobody listens."""


def test_a_round_is_frozen_solved_and_published_once(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)
    heard: list[Progress] = []
    database = world.working.database
    publish_nothing = publishing.publish_nothing
    publish_nothing(database, round_id, heard.append)
    assert row_of(world, round_id).state is RoundState.FROZEN
    run.solve_round(database, round_id, heard.append, solve=solve_here)
    solved = row_of(world, round_id)
    assert solved.state is RoundState.SOLVED
    run.solve_round(database, round_id, heard.append, solve=never)
    publish_nothing(database, round_id, heard.append)
    assert row_of(world, round_id) == solved, "a person decides"
    assert agree_to_all(database, world.coordinator, round_id)
    published = row_of(world, round_id)
    assert published.state is RoundState.PUBLISHED
    assert (published.ready_steps, published.forecast_steps) == (1, 2)
    assert published.proposed == len(proposals(world)) == 1
    assert not agree_to_all(database, world.coordinator, round_id)
    publish_nothing(database, round_id, heard.append)
    run.solve_round(database, round_id, heard.append, solve=never)
    assert row_of(world, round_id) == published
    assert len(proposals(world)) == 1
    assert heard[-1] == Progress("publish", 0, 1)
    assert Progress("publish", 1, 1) in heard
    assert acts(world, round_id) == [
        ("round.frozen", ""),
        ("round.solved", ""),
        ("round.published", ""),
    ]


def never(*_: object) -> Solved:
    raise AssertionError("a round that is solved is not solved again")


def test_one_round_runs_at_a_time(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    round_id = frozen(world)
    with pytest.raises(RoundRunning):
        frozen(world)
    with world.acting(service()) as session:
        assert queries.unfinished(session) == [round_id]
    world.working.run_round(round_id)
    with world.acting(service()) as session:
        assert queries.unfinished(session) == []
    assert frozen(world) != round_id


def test_only_a_coordinator_freezes_a_round(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    worker = world.worker()
    with pytest.raises(Forbidden), world.acting(worker) as session:
        operations.freeze(session, actor=worker)


def test_a_round_is_replayed_to_the_letter_from_its_own_box(
    make_world: MakeWorld,
) -> None:
    world = make_world(lopsided(DAY))
    round_id = world.run_round()
    row = row_of(world, round_id)
    pool, policy, seed = box_of(world, round_id)
    assert digest(pool_to_text(pool)) == row.pool_digest
    assert hashlib.sha256(str(seed).encode()).hexdigest() == row.seed_commitment
    plan = plan_of(world, round_id)
    again = solve_here(pool, policy, seed, lambda *_: None)
    assert plan_to_text(again.plan) == plan_to_text(plan)
    assert plan.pool_digest == row.pool_digest
    assert plan.seed == seed
    assert policy.version == str(row.rule_version)
    assert (len(pool.households), len(pool.homes)) == (row.households, row.homes)
    assert verify(plan, pool, policy) == ()


def corrupt(pool: Pool, policy: Policy, seed: int, told: Told) -> Solved:
    """Give one household's place in the plan twice."""
    solved = solve_here(pool, policy, seed, told)
    plan = solved.plan
    first = plan.exchanges[0]
    doubled = Exchange(first.kind, (*first.steps, first.steps[0]))
    spoiled = replace(plan, exchanges=(doubled, *plan.exchanges[1:]))
    return replace(solved, plan=spoiled)


def test_a_plan_the_checker_refuses_is_never_published(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)
    run.solve_round(world.working.database, round_id, silent, solve=corrupt)
    publishing.publish_nothing(world.working.database, round_id, silent)
    row = row_of(world, round_id)
    assert row.state is RoundState.REFUSED
    assert row.refused_code
    assert row.published_at is None
    assert proposals(world) == []
    assert acts(world, round_id) == [
        ("round.frozen", ""),
        ("round.refused", row.refused_code),
    ]
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        # What was refused is not shown as a plan; the auditor can open it.
        assert plan_queries.steps(session, coordinator, row) == []
        assert queries.no_home_yet(session, coordinator, row) == []
        assert queries.unused_homes(session, coordinator, row) == []
        assert queries.show_round(session, coordinator, row)["refused_code"]
    assert plan_of(world, round_id).exchanges
    assert world.run_round() != round_id
    assert len(proposals(world)) == 1


def test_a_solver_that_fails_lets_another_round_run(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)

    def fail(*_: object) -> Solved:
        raise SolveFailed

    with pytest.raises(SolveFailed):
        run.solve_round(world.working.database, round_id, silent, solve=fail)
    row = row_of(world, round_id)
    assert (row.state, row.refused_code, row.plan) == (
        RoundState.REFUSED,
        "solve_failed",
        None,
    )
    assert acts(world, round_id)[-1] == ("round.refused", "solve_failed")
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        assert plan_queries.steps(session, coordinator, row) == []
    world.run_round()
    assert len(proposals(world)) == 1


@pytest.mark.parametrize("fails", [False, True])
def test_a_worker_that_comes_second_changes_nothing(
    make_world: MakeWorld, *, fails: bool
) -> None:
    """Two workers may solve one round; the state is looked at again under a lock."""
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)
    database = world.working.database

    def overtaken(pool: Pool, policy: Policy, seed: int, told: Told) -> Solved:
        run.solve_round(database, round_id, silent, solve=solve_here)
        if fails:
            raise SolveFailed
        return solve_here(pool, policy, seed, told)

    if fails:
        with pytest.raises(SolveFailed):
            run.solve_round(database, round_id, silent, solve=overtaken)
    else:
        run.solve_round(database, round_id, silent, solve=overtaken)
    assert row_of(world, round_id).state is RoundState.SOLVED
    assert acts(world, round_id) == [("round.frozen", ""), ("round.solved", "")]


def test_the_coordinator_reads_a_round_by_codes_and_no_place(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = frozen(world)
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        assert plan_queries.steps(session, coordinator, row) == []
        assert queries.no_home_yet(session, coordinator, row) == []
        assert queries.unused_homes(session, coordinator, row) == []
        assert queries.running(session, coordinator) is row
    world.working.run_round(round_id)
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        steps = plan_queries.steps(session, coordinator, row)
        assert queries.running(session, coordinator) is None
        assert queries.own_round(session, coordinator, row.board_ref) is row
        (listed,) = queries.rounds(session, coordinator)
        assert listed == queries.show_round(session, coordinator, row)
        with pytest.raises(NotFound):
            queries.own_round(session, coordinator, row.id)
    assert [(step["position"], step["kind"]) for step in steps] == [
        (1, "ready"),
        (2, "forecast"),
        (3, "forecast"),
    ]
    assert all(step["deliverable"] for step in steps)
    no_place_in(str(steps), world)


def test_no_home_yet_gives_a_reason_and_no_place(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    round_id = world.run_round()
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        waiting = queries.no_home_yet(session, coordinator, row)
    assert len(waiting) == 3
    counted = queries.reasons_counted(waiting)
    assert sum(counted.values()) == 3
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    no_place_in(str(waiting), world)


def no_place_in(shown: str, world: World) -> None:
    """Assert that nothing told names an area, a street, a landlord or a reference."""
    rows = (*chain_from_a_void(DAY).requests, *unsafe_ring(DAY).requests)
    places = {word for row in rows for word in (row.home_postcode, row.home_address)}
    places |= {code for row in rows for code in (*row.areas_of_choice, "NW1 8")}
    places |= {member.name for member in world.loaded.members.values()}
    assert [place for place in sorted(places) if place in shown] == []
