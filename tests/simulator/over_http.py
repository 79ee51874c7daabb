"""The same acts over HTTP: a simulated scheme beside the service, step by step.

The simulation says what everybody does and what should come of it; each act is done at
the street door by the person whose act it is. Rounds are the service's own: the
simulation takes over what was proposed. Whatever differs afterwards is a fault of one.
"""

from typing import Any

from sqlmodel import Session, select

from fixtures.load import COORDINATOR
from fixtures.simulator.people import Act
from fixtures.simulator.regime import Regime
from fixtures.simulator.rounds import Solved, ready_steps
from fixtures.simulator.rows import Case, Home, Scheme, Step
from reciprocal.access.actor import service
from reciprocal.db import speak_as
from reciprocal.homes.tables import Home as HomeRow
from reciprocal.laboratory.chance import Fates
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.rounds.tables import MatchRound
from tests.journeys.walking import (
    SERVICE,
)
from tests.simulator.doors import DOING
from tests.simulator.watching import Checker, tell
from tests.support.invariants import broken
from tests.support.promises_kept import later
from tests.support.snapshot import Snapshot, take
from tests.support.urgent_first import behind_a_forecast
from tests.support.world import World

DONE = range(200, 300)


class OverHttp(Checker):
    """Does each act at the service's door as the simulation does it in mind.

    Attributes:
        homes, cases, steps: The service's own identifiers, by the simulation's.
        calls: How many calls were made.
    """

    def __init__(self, world: World, regime: Regime, seed: int) -> None:
        super().__init__()
        self.world, self.regime, self.seed = world, regime, seed
        self.homes: dict[str, str] = {}
        self.cases: dict[str, str] = {}
        self.steps: dict[str, str] = {}
        self.calls = 0
        self.seen = take(world.working.database)

    # What the simulation asks of whoever looks on.

    def act(self, before: Scheme, act: Act, after: Scheme) -> None:
        super().act(before, act, after)
        DOING[act.name](self, before, act, after)

    def match(self, scheme: Scheme, seed: int) -> Solved:
        """Run the service's own round, and return what came of it."""
        del seed
        self.call(COORDINATOR, "POST", "/v1/rounds")
        alone = service(self.world.loaded.scheme_id)
        with self.session() as session:
            row = session.exec(
                select(MatchRound).order_by(MatchRound.frozen_at.desc()).limit(1)  # type: ignore[attr-defined]
            ).one()
            pool, policy, _ = run.opened(session, alone, row)
            plan = run.opened_plan(session, alone, row)
            made = session.exec(select(Proposal).where(Proposal.round_id == row.id))
            pairs = {(one.request_id, one.home_id): one.id for one in made}
            session.rollback()
        case_of = {key: name for name, key in self.cases.items()}
        home_of = {key: name for name, key in self.homes.items()}
        ready: list[tuple[int, tuple[str, str]]] = []
        for number, (request_id, home_id) in ready_steps(plan):
            if (request_id, home_id) in pairs:
                pair = (case_of[request_id], home_of[home_id])
                self.steps[f"step-{len(scheme.steps) + len(ready)}"] = pairs[
                    request_id, home_id
                ]
                ready.append((number, pair))
        assert len(ready) == len(pairs), "each proposal is of a ready step"
        return Solved(pool, policy, plan, tuple(ready))

    def round(self, before: Scheme, solved: Solved, after: Scheme) -> None:
        del before
        self.rounds += 1
        tell(behind_a_forecast(solved.pool, solved.policy, solved.plan))
        self.look(after)

    def day(self, scheme: Scheme) -> None:
        """See nothing: the service is looked at with each round."""

    def end(self, scheme: Scheme) -> None:
        self.look(scheme)
        super().end(scheme)

    def look(self, scheme: Scheme) -> None:
        """Hold the whole database to the checker, and to the simulation."""
        before, self.seen = self.seen, take(self.world.working.database)
        tell(broken(self.seen))
        tell(later(before, self.seen))
        self.looks += 1
        for what, (told, kept) in self._sides(scheme, self.seen).items():
            assert told == kept, f"the service and the simulation differ in {what}"

    def _sides(self, scheme: Scheme, seen: Snapshot) -> dict[str, tuple[Any, Any]]:
        codes = {row.id: code for code, row in self.world.loaded.members.items()}
        owed = scheme.book.exposure()
        return {
            "homes": (
                {name: str(h.state) for name, h in scheme.homes.items()},
                {name: str(seen.homes[key].state) for name, key in self.homes.items()},
            ),
            "cases": (
                {n: (str(c.state), c.waiting_since) for n, c in scheme.cases.items()},
                {
                    name: (str(seen.requests[k].state), seen.requests[k].waiting_since)
                    for name, k in self.cases.items()
                },
            ),
            "steps": (
                {n: (str(s.state), s.end_code) for n, s in scheme.steps.items()},
                {
                    name: (str(seen.proposals[k].state), seen.proposals[k].end_code)
                    for name, k in self.steps.items()
                },
            ),
            "balances": (
                {
                    (code, size): homes
                    for code, lines in owed.items()
                    for size, homes in lines
                    if homes
                },
                {
                    (codes[owner], str(size)): line.posted + line.pending
                    for (owner, size), line in seen.balances.items()
                    if line.posted + line.pending
                },
            ),
        }

    # How an act is done at the door.

    def session(self) -> Session:
        found = Session(self.world.working.database.engine)
        found.info.update(self.world.working.database.info)
        speak_as(found, service(self.world.loaded.scheme_id))
        return found

    def call(
        self,
        code: str,
        method: str,
        path: str,
        body: object = None,
        *,
        who: str = "lead",
        refused: bool = False,
    ) -> Any:  # noqa: ANN401 - an answer's JSON
        """Call as somebody of a member; what was not refused is done."""
        self.calls += 1
        answer = self.world.call(code, method, path, body, who=who)
        told = answer.json() if answer.content else {}
        assert (answer.status_code not in DONE) is refused, (method, path, told)
        return told

    def as_worker(
        self, case: str, method: str, rest: str, body: object = None, **how: bool
    ) -> Any:  # noqa: ANN401 - likewise
        with self.session() as session:
            row = session.get_one(PropertyRequest, self.cases[case])
            reference = row.case_ref
        return self.call(SERVICE, method, f"/v1/cases/{reference}{rest}", body, **how)

    def as_new(self, step: Step, rest: str, body: object = None, **how: bool) -> None:
        with self.session() as session:
            reference = session.get_one(Proposal, self.steps[step.id]).offer_ref
        path = f"/v1/offers/{reference}{rest}"
        self.call(step.new_provider_id, "POST", path, body, **how)

    def as_old(self, step: Step, rest: str, body: object = None) -> None:
        with self.session() as session:
            reference = session.get_one(Proposal, self.steps[step.id]).departure_ref
        path = f"/v1/departures/{reference}{rest}"
        self.call(step.old_provider_id, "POST", path, body)

    def as_landlord(
        self, home: Home, rest: str, body: object = None, who: str = "lead"
    ) -> None:
        reference = self.references()[self.homes[home.id]]
        path = f"/v1/homes/{reference}{rest}"
        self.call(home.provider_id, "POST", path, body, who=who)

    def references(self) -> dict[str, str]:
        """Return each home's reference for its landlord, by internal id."""
        with self.session() as session:
            return {row.id: row.landlord_ref for row in session.exec(select(HomeRow))}

    def check_of(self, case: Case) -> TenancyCheck:
        """Return what the old landlord was asked about a case."""
        with self.session() as session:
            return session.exec(
                select(TenancyCheck).where(
                    TenancyCheck.request_id == self.cases[case.id]
                )
            ).one()

    def known(self, case: Case) -> bool:
        """Tell whether whoever they fled knows the home they leave."""
        chances, fates = self.regime.chances, Fates(self.seed)
        number = f"left-{case.number}-{case.times}"
        return fates.happens(chances.home_known, "home_known", number)

    def tidy(self) -> None:
        """Let the clock do its part, as it does by itself between the rounds."""
        alone = service(self.world.loaded.scheme_id)
        with self.world.acting(alone) as session:
            rounds.tidy(session, actor=alone)
