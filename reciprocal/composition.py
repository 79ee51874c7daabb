"""Where the service is put together: settings in, one working service out."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from matching.plan import Plan
from matching.pool import Policy, Pool
from reciprocal.access.actor import NOBODY, service
from reciprocal.db import Database, Duty
from reciprocal.jobs import Jobs, JobState, Report, Step
from reciprocal.rounds import asking, publishing, run
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import queries as round_queries
from reciprocal.rounds.child import plan_apart
from reciprocal.sealing.keys import KeyFileRefused, KeyRing
from reciprocal.sealing.operations import give_keys, holds_keys
from reciprocal.settings import Settings
from reciprocal.webhooks.loop import Postman
from reciprocal.webhooks.post import Roads

Work = Callable[[Database, str, Report], None]


class Service:
    """The database with its keys, and the background worker.

    Attributes:
        jobs: Launched by `start`; until then nothing is worked in the background.
        roads: How webhooks reach the network.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        try:
            give_keys(self.database, _ring(self.database, settings.key_file))
        except BaseException:
            self.database.close()
            raise
        self.jobs = Jobs(
            url=settings.jobs_url,
            executor_id=settings.executor_id,
            recover=settings.jobs_recover,
        )
        self.jobs.register(
            rounds.JOB,
            (
                ("solve", self._step(run.solve_round)),
                ("publish", self._step(publishing.publish_nothing)),
                ("ask", self._step(asking.ask_for_homes_owed)),
            ),
        )
        self.roads = Roads(to_loopback=settings.webhooks_to_loopback)
        self._postman = Postman(self.database, self.roads)
        self._working = False

    def start(self) -> None:
        """Launch the background worker, which takes up what it left unfinished."""
        self.jobs.launch()
        self._postman.start()
        self._working = True
        if self.settings.jobs_recover:
            self.take_up()

    def take_up(self) -> None:
        """Queue each round that was frozen and is not published, whoever froze it.

        And the newest that people have decided, where nobody went on with it.
        """
        with self.database.transaction(service(), Duty.ROUND) as session:
            unfinished = round_queries.unfinished(session)
            decided = round_queries.decided_last(session)
        for round_id in unfinished:
            self.run_round(round_id)
        for round_id in decided:
            self.ask_landlords(round_id)

    def run_round(self, round_id: str) -> None:
        """Queue a frozen round; the same round is queued once however often asked.

        A round frozen by a process that died before it could ask is found again at
        the next start. So is one whose job failed for want of the database: a failed
        job is never worked again, so it is asked for under the next number.
        """
        self._queue(round_id)

    def ask_landlords(self, round_id: str) -> None:
        """Queue what comes after people have decided a round, once likewise."""
        self._queue(f"{round_id}.decided")

    def _queue(self, subject: str) -> None:
        attempt, number = subject, 1
        while self.jobs.state(rounds.JOB, attempt) is JobState.FAILED:
            number += 1
            attempt = f"{subject}.{number}"
        self.jobs.start(rounds.JOB, attempt)

    def solve_plan(self, pool: Pool, policy: Policy, seed: int) -> Plan:
        """Solve apart what a coordinator tries out; nothing of it is kept."""
        return plan_apart(pool, policy, seed)

    def _step(self, work: Work) -> Step:
        """Return a job's step; its subject is a round, and behind a dot which job."""
        return lambda subject, report: work(
            self.database, subject.partition(".")[0], report
        )

    def close(self) -> None:
        """Stop the worker and give the connections back."""
        if self._working:
            self._postman.close()
            self.jobs.close()
            self._working = False
        self.database.close()

    def is_working(self) -> bool:
        """Tell whether the worker is up."""
        return self._working

    def is_ready(self) -> bool:
        """Tell whether the database answers and the worker is up."""
        with suppress(Exception), self.database.transaction(NOBODY) as session:
            session.execute(text("SELECT 1"))
            return self.is_working()
        return False


def _ring(database: Database, file: Path) -> KeyRing:
    """Read the key file; a new one is made only while nothing is sealed yet.

    Raises:
        KeyFileRefused: When the file is gone and the database holds sealed fields,
            which a new key would never open.
    """
    if not file.exists() and holds_keys(database):
        raise KeyFileRefused
    return KeyRing.load_or_create(file)
