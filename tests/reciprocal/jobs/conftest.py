"""Workers for the tests of jobs, closed when their test ends."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from reciprocal.jobs import Jobs, Step
from tests.crash.databases import Place, postgres_place, sqlite_place
from tests.support.postgres import Server


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Place]:
    """A fresh place for jobs in files."""
    with sqlite_place(tmp_path) as found:
        yield found


@pytest.fixture
def on_postgres(postgres_server: Server) -> Iterator[Place]:
    """A fresh place for jobs on a server."""
    with postgres_place(postgres_server) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    """A fresh place for jobs: the test runs on both databases."""
    found: Place = request.getfixturevalue(f"on_{request.param}")
    return found


@pytest.fixture
def launch(place: Place) -> Iterator[Callable[..., Jobs]]:
    """Launch a worker that knows one job, `match`, of the given steps."""
    launched: list[Jobs] = []

    def begin(steps: Sequence[tuple[str, Step]]) -> Jobs:
        jobs = Jobs(url=place.jobs_url, executor_id="solver-0")
        jobs.register("match", steps)
        jobs.launch()
        launched.append(jobs)
        return jobs

    yield begin
    for jobs in launched:
        jobs.close()
