"""The service answers while a round is solved: it asks whether, and never how fast."""

import threading
from functools import partial
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import create_app
from fixtures.scenarios import chain_from_a_void
from reciprocal.composition import Service
from reciprocal.jobs import JobState
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.rounds.child import Solved
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import MatchRound
from reciprocal.settings import Settings
from tests.support.world import DAY, MakeWorld, solve_here

PATIENCE_SECONDS = 60


class SlowSolver:
    """Solves only once it is let go, so that what happens meanwhile is certain."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, *box: object) -> Solved:
        self.begun.set()
        assert self.let_go.wait(PATIENCE_SECONDS), "nobody let the solver go"
        return solve_here(*box)  # type: ignore[arg-type]


class Served:
    """The application on a port of its own, in a thread."""

    def __init__(self, working: Service) -> None:
        config = uvicorn.Config(
            create_app(working, with_worker=False),
            host="127.0.0.1",
            port=0,
            ws="none",
            log_level="critical",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        waited = threading.Event()
        for _ in range(PATIENCE_SECONDS * 20):
            if self._server.started:
                port = self._server.servers[0].sockets[0].getsockname()[1]
                return f"http://127.0.0.1:{port}"
            waited.wait(0.05)
        raise AssertionError("the application did not start")

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_SECONDS)


def test_health_answers_while_a_round_is_solved(
    make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(chain_from_a_void(DAY))
    solver = SlowSolver()
    slow = partial(run.solve_round, solve=solver)
    monkeypatch.setattr(run, "solve_round", slow)
    working = Service(
        Settings(
            database_url=world.working.settings.database_url,
            key_file=tmp_path / "root.json",
        )
    )
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        round_id = rounds.freeze(session, actor=coordinator).id

    def state() -> RoundState:
        with world.acting(coordinator) as session:
            return session.get_one(MatchRound, round_id).state

    working.start()
    try:
        with Served(working) as url:
            assert solver.begun.wait(PATIENCE_SECONDS)
            for page in ("live", "ready"):
                answer = httpx.get(f"{url}/health/{page}", timeout=PATIENCE_SECONDS)
                assert answer.json() == {"status": page}
            assert state() is RoundState.FROZEN
            assert working.jobs.state(rounds.JOB, round_id) is JobState.RUNNING
            solver.let_go.set()
            done = working.jobs.wait(
                rounds.JOB, round_id, timeout_seconds=PATIENCE_SECONDS
            )
            assert done is JobState.DONE
    finally:
        solver.let_go.set()
        working.close()
    assert state() is RoundState.SOLVED
