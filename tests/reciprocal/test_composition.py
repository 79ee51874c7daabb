"""The service as a whole: when it is ready, and what it takes up as it starts."""

import threading
from pathlib import Path

import pytest
from sqlmodel import Session

from fixtures.scenarios import chain_from_a_void
from reciprocal import jobs
from reciprocal.composition import Service
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import queries as round_queries
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing.keys import KeyFileRefused
from reciprocal.settings import Settings
from tests.support.postgres import APP_ROLE
from tests.support.world import DAY, MakeWorld

LOOKS, BETWEEN_S = 600, 0.1


@pytest.fixture
def settings(database_url: str, owner_url: str, tmp_path: Path) -> Settings:
    """An installation whose job engine is prepared, as `migrate` leaves it."""
    found = Settings(
        database_url=database_url,
        owner_database_url=owner_url,
        key_file=tmp_path / "root.json",
    )
    if database_url.startswith("sqlite"):
        jobs.prepare(found.jobs_url)
    else:
        jobs.prepare(owner_url, app_role=APP_ROLE)
    return found


def test_a_service_is_ready_between_its_start_and_its_end(settings: Settings) -> None:
    working = Service(settings)
    assert not working.is_ready()
    working.start()
    assert working.is_ready()
    working.close()
    assert not working.is_ready()
    working.close()


def test_a_service_whose_database_does_not_answer_is_not_ready(
    tmp_path: Path,
) -> None:
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


def test_a_round_left_frozen_is_worked_at_the_next_start(
    make_world: MakeWorld, settings: Settings
) -> None:
    """Its process died after freezing it and before asking for it to be solved."""
    world = make_world(chain_from_a_void(DAY))
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        round_id = rounds.freeze(session, actor=coordinator).id
    working = Service(settings)
    working.start()
    wait = threading.Event()
    for _ in range(LOOKS):
        with Session(working.database.engine) as session:
            if not round_queries.unfinished(session):
                break
        wait.wait(BETWEEN_S)
    with Session(working.database.engine) as session:
        assert session.get_one(MatchRound, round_id).state is RoundState.PUBLISHED
    working.close()
