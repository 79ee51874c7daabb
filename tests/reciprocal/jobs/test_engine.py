"""What the engine may keep, may say, and may not do."""

import json
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.exc import ProgrammingError

from reciprocal.jobs import (
    Jobs,
    JobsAlreadyRunning,
    JobsNotPrepared,
    JobState,
    Progress,
    Report,
    Step,
    locks,
    prepare,
)
from tests.crash.databases import Place
from tests.crash.worker import Say, Worker
from tests.support.postgres import Server

Launch = Callable[[list[tuple[str, Step]]], Jobs]

CANARY = "CANARY 17 Heron Court"
SUBJECT = "0f" * 16
PATIENCE_SECONDS = 30

# The columns in which the engine keeps what it was given, or what came of it.
VALUE_COLUMNS = {"inputs", "output", "error", "value", "message", "context"}


def solve(subject_id: str, report: Report) -> None:
    del subject_id
    report(Progress("solving", 1, 2))


def fail(subject_id: str, report: Report) -> None:
    del subject_id, report
    try:
        {}[CANARY]
    except KeyError as cause:
        raise ValueError(CANARY) from cause


def cells(place: Place) -> list[tuple[str, str, str]]:
    """Return every filled cell of the engine's tables: table, column, text."""
    engine = create_engine(place.jobs_url, poolclass=NullPool)
    schema = None if place.jobs_url.startswith("sqlite") else "dbos"
    found: list[tuple[str, str, str]] = []
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names(schema=schema):
            name = f"{schema}.{table}" if schema else table
            rows = connection.execute(text(f"SELECT * FROM {name}"))  # noqa: S608
            for row in rows.mappings():
                found += [
                    (table, column, str(value))
                    for column, value in row.items()
                    if value is not None
                ]
    return found


def test_importing_jobs_does_not_load_the_engine() -> None:
    program = "import sys, reciprocal.jobs; sys.exit('dbos' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_engine_keeps_identifiers_counts_and_codes_only(
    place: Place, launch: Launch
) -> None:
    jobs = launch([("solve", solve), ("publish", fail)])
    jobs.start("match", SUBJECT)
    jobs.wait("match", SUBJECT, timeout_seconds=PATIENCE_SECONDS)

    kept = {
        (column, json.dumps(json.loads(value)))
        for _, column, value in cells(place)
        if column in VALUE_COLUMNS
    }

    assert kept == {
        ("inputs", json.dumps({"value": {"args": [SUBJECT], "kwargs": {}}})),
        ("output", json.dumps({"value": None})),
        ("error", json.dumps({"failure": "ValueError"})),
        ("value", json.dumps({"value": ["solving", 1, 2]})),
    }


def test_a_failures_words_reach_neither_the_engines_tables_nor_any_output(
    place: Place,
    launch: Launch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    jobs = launch([("solve", fail)])
    jobs.start("match", SUBJECT)
    state = jobs.wait("match", SUBJECT, timeout_seconds=PATIENCE_SECONDS)
    jobs.close()

    assert state is JobState.FAILED
    filled = cells(place)
    assert any(SUBJECT in value for _, _, value in filled)
    assert not any(CANARY in value for _, _, value in filled)
    said = caplog.text + "".join(capfd.readouterr())
    assert "JobFailed" in said, "that something failed is logged"
    assert CANARY not in said
    assert SUBJECT not in said


def test_the_engines_own_words_are_dropped_but_not_where_they_came_from(
    launch: Launch, caplog: pytest.LogCaptureFixture
) -> None:
    launch([("solve", solve)])
    logging.getLogger("dbos").warning("about %s", CANARY)

    assert CANARY not in caplog.text
    assert "test_engine.py" in caplog.text


def test_the_engine_opens_no_connection_but_to_its_database(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, to: asked.append(to))
    jobs = launch([("solve", solve)])
    jobs.start("match", "r1")

    state = jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS)
    assert state is JobState.DONE
    assert asked == []


def hold(say: Say, *, place: Place, executor_id: str) -> None:
    """Be a worker until killed."""
    jobs = Jobs(url=place.jobs_url, executor_id=executor_id)
    jobs.launch()
    say("launched")
    time.sleep(60)


def test_a_second_worker_of_the_name_is_refused_while_the_first_lives(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_LOCK_SECONDS", 0.3)
    first = Worker(hold, place=place, executor_id="solver-0")
    assert first.next_word() == "launched"
    second = Jobs(url=place.jobs_url, executor_id="solver-0")
    with pytest.raises(JobsAlreadyRunning) as refused:
        second.launch()
    assert place.jobs_url not in str(refused.value)

    first.kill()
    second.launch()
    second.close()


def test_a_second_process_on_an_embedded_file_is_refused_whatever_its_name(
    on_sqlite: Place,
) -> None:
    first = Worker(hold, place=on_sqlite, executor_id="solver-0")
    assert first.next_word() == "launched"
    with pytest.raises(JobsAlreadyRunning):
        Jobs(url=on_sqlite.jobs_url, executor_id="solver-1").launch()
    first.kill()


def test_workers_of_other_names_work_side_by_side_on_postgresql(
    on_postgres: Place,
) -> None:
    first = Worker(hold, place=on_postgres, executor_id="solver-0")
    assert first.next_word() == "launched"
    second = Jobs(url=on_postgres.jobs_url, executor_id="solver-1")
    second.register("match", [("solve", solve)])
    second.launch()
    second.start("match", "r1")
    state = second.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS)
    second.close()
    first.kill()
    assert state is JobState.DONE


def test_a_worker_on_postgresql_never_makes_the_engines_tables(
    postgres_server: Server,
) -> None:
    name = postgres_server.create_database()
    jobs = Jobs(url=postgres_server.app_url_for(name), executor_id="solver-0")
    with pytest.raises(JobsNotPrepared):
        jobs.launch()
    owners = Jobs(url=postgres_server.owner_url_for(name), executor_id="solver-0")
    with pytest.raises(JobsNotPrepared):
        owners.launch()
    postgres_server.drop_database(name)


def test_the_workers_role_may_not_change_the_engines_tables(
    on_postgres: Place,
) -> None:
    engine = create_engine(on_postgres.jobs_url, poolclass=NullPool)
    for statement in (
        "CREATE TABLE dbos.more (id TEXT)",
        "DROP TABLE dbos.workflow_status",
        "ALTER TABLE dbos.workflow_status ADD COLUMN note TEXT",
    ):
        with engine.begin() as connection, pytest.raises(ProgrammingError):
            connection.execute(text(statement))


def test_preparing_twice_changes_nothing(place: Place) -> None:
    owner_url = place.jobs_url
    if owner_url.startswith("postgresql"):
        owner_url = place.marks_url
    prepare(owner_url)
    before = cells(place)
    prepare(owner_url)
    assert cells(place) == before
