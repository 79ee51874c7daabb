"""A worker that runs real rounds of a scheme, to be killed in the middle of one."""

import time
from datetime import datetime
from pathlib import Path

from sqlmodel import col, select

from fixtures.deciding import agree_to_all
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.composition import Service
from reciprocal.jobs import JobState
from reciprocal.proposals import operations as proposals
from reciprocal.proposals.lifecycle import LIVE, EndCode
from reciprocal.proposals.tables import Proposal
from reciprocal.rounds import operations as rounds
from reciprocal.settings import Settings
from tests.crash.worker import Say

EXECUTOR_ID = "solver-0"
UNTIL_KILLED_SECONDS = 120


def round_worker(
    say: Say,
    *,
    url: str,
    key_file: Path,
    moment: datetime,
    coordinator: Actor,
    finish: str | None = None,
    within_seconds: float = 60,
    begin: bool = False,
    recover: bool = True,
) -> None:
    """Wait for the round an earlier worker was killed at, then begin the next.

    Args:
        say: Hears how the job stands of the round that was left, and then the id of
            the round that is begun.
        moment: At which the scheme's clock stands.
        coordinator: Who freezes.
        finish: The round that was left, if any.
    """
    settings = Settings(
        database_url=url,
        key_file=key_file,
        executor_id=EXECUTOR_ID,
        jobs_recover=recover,
    )
    with clock.source(lambda: moment):
        working = Service(settings)
        working.start()
        if finish:
            say(_decided(working, coordinator, finish, within_seconds))
        if begin:
            round_id = _freeze(working, coordinator)
            say(round_id)
            working.run_round(round_id)
            _decided(working, coordinator, round_id, UNTIL_KILLED_SECONDS)
            time.sleep(UNTIL_KILLED_SECONDS)
        working.close()


def _decided(
    working: Service, coordinator: Actor, round_id: str, within_seconds: float
) -> JobState:
    """Agree to a plan once there is one, and wait for what comes after that."""
    for subject in (round_id, f"{round_id}.decided"):
        state = working.jobs.wait(rounds.JOB, subject, timeout_seconds=within_seconds)
        if state is not JobState.DONE:
            break
        agree_to_all(working.database, coordinator, round_id)
        working.ask_landlords(round_id)
    return state


def _freeze(working: Service, coordinator: Actor) -> str:
    """End what the round before proposed, so that this one has the same to do."""
    alone = service(coordinator.scheme_id)
    with working.database.transaction(alone) as session:
        for row in session.exec(select(Proposal).where(col(Proposal.state).in_(LIVE))):
            proposals.end(session, actor=alone, proposal=row, code=EndCode.LAPSED)
    with working.database.transaction(coordinator) as session:
        return rounds.freeze(session, actor=coordinator).id
