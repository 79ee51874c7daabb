"""The service as a whole: when it is ready, and what it takes up as it starts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from fixtures.deciding import agree_to_all
from fixtures.scenarios import chain_from_a_void
from reciprocal import jobs
from reciprocal.composition import Service
from reciprocal.db import Database, TablesMissing
from reciprocal.jobs import JobState
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing.keys import KeyFileRefused, KeyRing
from reciprocal.settings import Settings
from tests.reciprocal.rounds.test_rounds import box_of, plan_of
from tests.support.postgres import APP_ROLE
from tests.support.world import DAY, MakeWorld, World

LOOKS, BETWEEN_S = 600, 0.1


def installed(world: World) -> Settings:
    """Return the settings of a world whose job engine is prepared to work."""
    found = world.working.settings
    if found.database_url.startswith("sqlite"):
        jobs.prepare(found.jobs_url)
    else:
        jobs.prepare(world.copy.owner_url, app_role=APP_ROLE)
    return found


def test_a_service_is_ready_between_its_start_and_its_end(
    make_world: MakeWorld,
) -> None:
    settings = installed(make_world(chain_from_a_void(DAY)))
    working = Service(settings)
    assert not working.is_ready()
    working.start()
    assert working.is_ready()
    working.close()
    assert not working.is_ready()
    working.close()


def test_a_database_without_tables_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """A first start without founding a scheme ended in the database's own words."""
    empty = Database(f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(TablesMissing, match="scheme init"):
        empty.require_tables()
    empty.close()


def test_a_service_whose_database_does_not_answer_is_not_ready(
    tmp_path: Path,
) -> None:
    KeyRing.load_or_create(tmp_path / "root.json")
    working = Service(
        Settings(
            database_url=f"postgresql+psycopg://app@/none?host={tmp_path}",
            key_file=tmp_path / "root.json",
        )
    )
    working._working = True
    assert not working.is_ready()
    working._working = False
    working.close()


def test_a_service_without_its_keys_does_not_begin(tmp_path: Path) -> None:
    (tmp_path / "root.json").write_text("")
    with pytest.raises(KeyFileRefused):
        Service(
            Settings(
                database_url=f"sqlite:///{tmp_path}/file.db",
                key_file=tmp_path / "root.json",
            )
        )


def test_what_is_tried_out_is_solved_in_another_process(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    pool, policy, seed = box_of(world, round_id)

    def never(*_: object) -> None:
        raise AssertionError("nothing is solved in the process that answers")

    monkeypatch.setattr("reciprocal.rounds.child.solve", never)
    working = Service(world.working.settings)
    try:
        assert working.solve_plan(pool, policy, seed) == plan_of(world, round_id)
    finally:
        working.close()


def test_a_round_left_frozen_is_worked_at_the_next_start(
    make_world: MakeWorld,
) -> None:
    """Its process died after freezing it and before asking for it to be solved."""
    world = make_world(chain_from_a_void(DAY))
    round_id = freeze(world)
    with at_work(Service(installed(world))):
        assert was_solved(world, round_id)


def test_a_round_whose_job_failed_is_asked_for_again_at_the_next_start(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that failed for want of the database is never worked again itself."""

    def lose_the_database(*_: object) -> None:
        raise OperationalError("", None, OSError())

    world = make_world(chain_from_a_void(DAY))
    settings, round_id = installed(world), freeze(world)
    with monkeypatch.context() as patch:
        patch.setattr(run, "solve_round", lose_the_database)
        working = Service(settings)
    with at_work(working):
        assert seen(lambda: working.jobs.state(rounds.JOB, round_id) is JobState.FAILED)

    with at_work(Service(settings)) as working:
        assert was_solved(world, round_id)
        assert working.jobs.state(rounds.JOB, round_id) is JobState.FAILED


def test_a_round_that_people_decided_is_gone_on_with_at_the_next_start(
    make_world: MakeWorld,
) -> None:
    """Its process died after the decision and before landlords were asked."""
    world = make_world(chain_from_a_void(DAY))
    settings, round_id = installed(world), freeze(world)
    with at_work(Service(settings)):
        assert was_solved(world, round_id)
    assert agree_to_all(world.working.database, world.coordinator, round_id)
    decided = f"{round_id}.decided"
    with at_work(Service(settings)) as working:
        assert seen(lambda: working.jobs.state(rounds.JOB, decided) is JobState.DONE)


@contextmanager
def at_work(working: Service) -> Iterator[Service]:
    """Let a service work, and end it also where a test fails."""
    working.start()
    try:
        yield working
    finally:
        working.close()


def freeze(world: World) -> str:
    """Freeze a round that no worker is asked to solve."""
    with world.acting(world.coordinator) as session:
        return rounds.freeze(session, actor=world.coordinator).id


def was_solved(world: World, round_id: str) -> bool:
    """Wait for a round to have a plan, a bounded number of looks."""

    def is_solved() -> bool:
        with world.acting(world.coordinator) as session:
            state = session.get_one(MatchRound, round_id).state
        return state is RoundState.SOLVED

    return seen(is_solved)


def seen(happened: Callable[[], bool]) -> bool:
    """Look for something a bounded number of times."""
    wait = threading.Event()
    return any(happened() or wait.wait(BETWEEN_S) for _ in range(LOOKS))


def test_a_service_told_to_take_up_nothing_leaves_a_frozen_round(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = freeze(world)
    settings = installed(world).model_copy(update={"jobs_recover": False})
    working = Service(settings)
    working.start()
    working.close()
    with world.acting(world.coordinator) as session:
        assert session.get_one(MatchRound, round_id).state is RoundState.FROZEN


def test_a_lost_key_file_is_never_replaced_under_sealed_fields(
    make_world: MakeWorld,
) -> None:
    """A new key would open nothing, and hide that the old one is gone."""
    settings = make_world(chain_from_a_void(DAY)).working.settings
    settings.key_file.rename(settings.key_file.with_suffix(".kept"))
    with pytest.raises(KeyFileRefused):
        Service(settings)
    assert not settings.key_file.exists()
    settings.key_file.with_suffix(".kept").rename(settings.key_file)
    Service(settings).close()
