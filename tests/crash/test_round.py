"""kill -9 at seeded moments of a real round: it is published once, and is the same.

The scheme is loaded through the rooms' own operations and every worker is the service
itself with its solver in a child process. Each worker takes up the round that the one
before was killed at, and then freezes the next, at which it is killed in turn.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine
from sqlmodel import Session, func, select

from fixtures.scenarios import chain_from_a_void
from matching.codec import digest
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.db import speak_as
from reciprocal.ledger import queries as ledger
from reciprocal.proposals.tables import Proposal
from reciprocal.rounds import operations
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing import operations as sealing
from tests.crash.moments import COUNT
from tests.crash.rounds import round_worker
from tests.crash.worker import Worker
from tests.support.world import DAY, MakeWorld, World

SEED = 41
STAGES = ("frozen", "opened", "opened", "solved", "published")


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at a round from outside its workers."""

    engine: Engine
    scheme_id: str

    @contextmanager
    def looking(self) -> Iterator[Session]:
        with Session(self.engine) as session:
            speak_as(session, service(self.scheme_id))
            yield session

    def state(self, round_id: str) -> RoundState:
        with self.looking() as session:
            return session.get_one(MatchRound, round_id).state

    def reached(self, round_id: str, stage: str) -> bool:
        """Tell whether a round has come so far: `opened` is handed to the solver."""
        state = self.state(round_id)
        if stage == "frozen" or state is RoundState.PUBLISHED:
            return True
        if stage == "opened":
            return self.acts(round_id, "sealed.read") > 0
        return stage == state

    def acts(self, round_id: str, action: str) -> int:
        with self.looking() as session:
            return session.exec(
                select(func.count()).where(
                    AuditEntry.subject_id == round_id, AuditEntry.action == action
                )
            ).one()

    def proposed(self, round_id: str) -> int:
        with self.looking() as session:
            return session.exec(
                select(func.count()).where(Proposal.round_id == round_id)
            ).one()


def watch(world: World) -> Watch:
    engine = create_engine(world.working.settings.database_url, poolclass=NullPool)
    return Watch(engine, world.loaded.scheme_id)


def told(world: World, folder: Path) -> dict[str, Any]:
    """Return what every worker of this scheme is told."""
    return {
        "url": world.working.settings.database_url,
        "key_file": folder / "root.json",
        "moment": world.hands.moment,
        "coordinator": world.coordinator,
    }


def assert_published_once(world: World, seen: Watch, round_id: str) -> None:
    assert seen.state(round_id) is RoundState.PUBLISHED
    for action in ("round.frozen", "round.solved", "round.published"):
        assert seen.acts(round_id, action) == 1
    with world.acting(service(world.loaded.scheme_id)) as session:
        row = session.get_one(MatchRound, round_id)
        pool = sealing.unseal(session, row.pool, "match_round.pool", round_id)
    assert digest(str(pool)) == row.pool_digest
    assert row.proposed == row.ready_steps == seen.proposed(round_id) == 1
    assert row.forecast_steps == 2


@pytest.mark.long
@pytest.mark.soak
def test_a_round_killed_at_any_moment_is_published_once(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(chain_from_a_void(DAY))
    seen = watch(world)
    draw = random.Random(SEED)  # noqa: S311 - moments, not secrets
    rounds: list[str] = []
    for index in range(COUNT):
        left = rounds[-1] if rounds else None
        worker = Worker(round_worker, **told(world, tmp_path), finish=left, begin=True)
        if left:
            assert worker.next_word() == "done"
        rounds.append(worker.next_word())
        stage = STAGES[index % len(STAGES)]
        # Solving takes about a second, publishing a few hundredths of one.
        delay = draw.uniform(0, 1.0 if stage in {"frozen", "opened"} else 0.05)
        worker.kill_when(
            lambda round_id=rounds[-1], stage=stage: seen.reached(round_id, stage),  # type: ignore[misc]
            delay_seconds=delay,
        )
    last = Worker(round_worker, **told(world, tmp_path), finish=rounds[-1])
    assert last.said() == ["done"]

    assert len(set(rounds)) == COUNT
    for round_id in rounds:
        assert_published_once(world, seen, round_id)
    with world.acting(service(world.loaded.scheme_id)) as session:
        assert audit.first_broken_link(session) is None
        assert ledger.check(session) == ()


def test_without_recovery_a_killed_round_stays_unfinished(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(chain_from_a_void(DAY))
    seen = watch(world)
    worker = Worker(round_worker, **told(world, tmp_path), begin=True)
    round_id = worker.next_word()
    worker.kill_when(lambda: seen.reached(round_id, "opened"), delay_seconds=0.0)
    assert seen.state(round_id) is RoundState.FROZEN

    without = Worker(
        round_worker,
        **told(world, tmp_path),
        finish=round_id,
        within_seconds=4,
        recover=False,
    )
    assert without.said() == ["running"]
    assert seen.state(round_id) is RoundState.FROZEN
    assert seen.proposed(round_id) == 0

    again = Worker(round_worker, **told(world, tmp_path), finish=round_id)
    assert again.said() == ["done"]
    assert_published_once(world, seen, round_id)


def test_a_round_frozen_by_a_process_that_died_before_it_could_ask_is_found(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(chain_from_a_void(DAY))
    seen = watch(world)
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        round_id = operations.freeze(session, actor=coordinator).id
    found = Worker(round_worker, **told(world, tmp_path), finish=round_id)
    assert found.said() == ["done"]
    assert_published_once(world, seen, round_id)
