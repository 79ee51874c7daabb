"""What a round was short of is found apart, told in regions, and written down."""

from dataclasses import replace

import pytest
from sqlmodel import select

from fixtures.scenarios import chain_from_a_void
from matching.pool import Policy, Pool
from matching.scarcity import Scarcity
from matching.terms import Access
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import Forbidden, NotFound
from reciprocal.rounds.child import scarcity_apart
from reciprocal.rounds.short_of import short_of
from reciprocal.rounds.what_if import RoundNotSolved
from tests.matching.builders import POLICY, a_home, a_household, a_pool
from tests.reciprocal.rounds.test_rounds import frozen, row_of
from tests.reciprocal.rounds.test_what_if import plan_here
from tests.support.world import DAY, MakeWorld, World

NOTHING = Scarcity(shortages=(), one_more=())
CAMDEN = "E09000007"


def asked(world: World) -> list[tuple[str, str]]:
    with world.acting(world.coordinator) as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.action == "round.short_of")
        ).all()
    return [(row.actor_id, row.subject_id) for row in rows]


def test_a_child_tells_what_is_short_by_region() -> None:
    people = [a_household(f"p{i}", "a") for i in range(6)]
    pool = a_pool(people, [a_home("v", "b", authority=CAMDEN)])
    found = scarcity_apart(pool, POLICY, 7)
    assert found.sentences == (
        (
            "Five to nineteen households need two bedrooms and general access; "
            "one to four homes suit any of them, so that five to nineteen of "
            "them stay without a home in any plan."
        ),
        (
            "One more home with two bedrooms and general access in the London "
            "region would move one more household."
        ),
    )
    assert found.one_more[0].access is Access.GENERAL


def test_the_rounds_own_box_is_read_and_who_asked_is_written_down(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    opened: list[str] = []

    def find(pool: Pool, policy: Policy, seed: int) -> Scarcity:
        opened.append(plan_here(pool, policy, seed).pool_digest)
        return NOTHING

    row, coordinator = row_of(world, round_id), world.coordinator
    database = world.working.database
    found = short_of(database, actor=coordinator, round_ref=row.board_ref, find=find)
    assert found == NOTHING
    assert opened == [row.pool_digest]
    assert asked(world) == [(coordinator.id, round_id)]
    assert row_of(world, round_id) == row


def test_only_a_coordinator_asks_and_only_of_a_round_with_a_plan(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    row = row_of(world, frozen(world))
    coordinator = world.coordinator
    for actor, fault in (
        (coordinator, RoundNotSolved),
        (world.worker(), Forbidden),
        (replace(coordinator, scheme_id="elsewhere"), NotFound),
    ):
        with pytest.raises(fault):
            short_of(world.working.database, actor=actor, round_ref=row.board_ref)
    assert asked(world) == []
