"""The same acts over HTTP: a simulated scheme beside the service, step by step.

The simulation says what everybody does and what should come of it; each act is done at
the street door by the person whose act it is. Rounds are the service's own: the
simulation takes over what was proposed. Whatever differs afterwards is a fault of one.
"""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, select

from fixtures.load import COORDINATOR
from fixtures.scenarios import AREAS
from fixtures.simulator.arrivals import Fates
from fixtures.simulator.people import Act
from fixtures.simulator.pot import member_of
from fixtures.simulator.regime import Regime
from fixtures.simulator.rounds import Solved, ready_steps
from fixtures.simulator.rows import Case, Home, Scheme, Step
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.homes.tables import Home as HomeRow
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.rounds.tables import MatchRound
from tests.journeys.walking import (
    ATTESTED,
    MARKER_CLEARED,
    SAID,
    SERVICE,
    case_body,
    home_body,
    talked_through,
)
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
        _DOING[act.name](self, before, act, after)

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

    def as_worker(self, case: str, method: str, rest: str, body: object = None) -> Any:  # noqa: ANN401 - likewise
        with self.session() as session:
            row = session.get_one(PropertyRequest, self.cases[case])
            reference = row.case_ref
        return self.call(SERVICE, method, f"/v1/cases/{reference}{rest}", body)

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


Doing = Callable[["OverHttp", Scheme, Act, Scheme], None]


def _post(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del before
    home = after.homes[act.subject]
    uprn = f"77{home.number.removeprefix('void-').zfill(9)}"
    area = member_of(after, home.provider_id).area
    facts = _letting(after, home)
    body = home_body(at.world, area, uprn, **facts)
    at.call(home.provider_id, "POST", "/v1/stock", {"uprns": [uprn]})
    posted = at.call(home.provider_id, "POST", "/v1/homes", body)
    path = f"/v1/homes/{posted['reference']}/release"
    at.call(home.provider_id, "POST", path, who="deputy")
    at.homes[home.id] = _by_reference(at, posted["reference"])


def _by_reference(at: OverHttp, reference: str) -> str:
    known = at.references()
    return next(key for key, ref in known.items() if ref == reference)


def _letting(scheme: Scheme, home: Home) -> dict[str, object]:
    """Return what a landlord says of a home beside its place."""
    member = member_of(scheme, home.provider_id)
    council = member.lifetime.value.startswith("secure")
    ready = home.ready_date
    return {
        "bedrooms": home.bedrooms,
        "persons_max": 2 * home.bedrooms,
        "tenancy_offered": member.lifetime,
        "letting_route": "council_direct" if council else "association_own_share",
        "void_date": home.void_date.isoformat() if home.void_date else None,
        "ready_date": ready.isoformat() if ready else None,
    }


def _areas(case: Case) -> dict[str, object]:
    return {
        "area_of_choice": "listed",
        "areas_of_choice": sorted(case.areas_of_choice),
        "areas_to_avoid": [],
    }


def _referral(at: OverHttp, case: Case, uprn: str, *, known: bool) -> dict[str, Any]:
    children = [{"sex": "F", "born": "2019-03"}]
    if case.bedrooms == 3:
        children.append({"sex": "M", "born": "2014-06"})
    home = {
        "uprn": uprn,
        "address": "2 Heron Example Road",
        "postcode": AREAS[case.lives_in],
        "marker": known,
    }
    return case_body(
        case.lives_in,
        case.lives_in,
        landlord_code=case.provider_id,
        tenancy_reference=f"T-{case.number}-{case.times}",
        tenancy_held=case.tenancy_held,
        children=children,
        urgency=int(case.urgency),
        home=home,
        tenancy_start=_began(at, case),
        **_areas(case),
    )


def _began(at: OverHttp, case: Case) -> str:
    return "2015-06-01" if case.times == 1 else at.world.hands.now().date().isoformat()


def _old_uprn(case: Case) -> str:
    return f"88{case.number:06}{case.times:03}"


def _begin(at: OverHttp, case: Case, path: str) -> None:
    known = at.known(case)
    body = _referral(at, case, _old_uprn(case), known=known)
    begun = at.call(SERVICE, "POST", path, body)
    with at.session() as session:
        at.cases[case.id] = session.exec(
            select(PropertyRequest.id).where(
                PropertyRequest.case_ref == begun["reference"]
            )
        ).one()
    for purpose in ConsentPurpose:
        at.as_worker(case.id, "POST", "/consents", {"purpose": purpose})
    at.as_worker(case.id, "POST", "/homelessness-duty", {"duty": "none"})
    at.as_worker(case.id, "POST", "/submit")


def _refer(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del before
    _begin(at, after.cases[act.subject], "/v1/cases")


def _refer_again(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    earlier = before.steps[act.subject].request_id
    anew = next(case for key, case in after.cases.items() if key not in before.cases)
    with at.session() as session:
        reference = session.get_one(PropertyRequest, at.cases[earlier]).case_ref
    _begin(at, anew, f"/v1/cases/{reference}/refer-again")


def _attest(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    case = after.cases[act.subject]
    check = at.check_of(case)
    body: dict[str, Any] = ATTESTED | {"tenancy_kind": case.tenancy_held}
    left = after.home_left_by(case.id)
    if left is not None and before.home_left_by(case.id) is None:
        place = home_body(at.world, case.lives_in, _old_uprn(case))
        said = place | _letting(after, left)
        body["home"] = {k: v for k, v in said.items() if k != "supply"} | {
            "possession_recorded": True
        }
    path = f"/v1/tenancy-checks/{check.landlord_ref}/attest"
    at.call(case.provider_id, "POST", path, body)
    path = f"/v1/board/attestations/{check.board_ref}/countersign"
    at.call(COORDINATOR, "POST", path)
    if left is not None:
        with at.session() as session:
            at.homes[left.id] = session.exec(
                select(HomeRow.id).where(
                    HomeRow.vacated_by_request_id == at.cases[case.id]
                )
            ).one()


def _decline(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del before
    case = after.cases[act.subject]
    path = f"/v1/tenancy-checks/{at.check_of(case).landlord_ref}/decline"
    at.call(case.provider_id, "POST", path, {"code": "not_our_tenant"})


def _clear(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    day = clock.today().isoformat()
    body = MARKER_CLEARED | {"fit_decided_on": day, "measures_done_on": day}
    at.as_landlord(before.homes[act.subject], "/marker/clear", body)


def _empty(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    home = after.homes[act.subject]
    step = next(
        step
        for step in before.steps.values()
        if step.request_id == home.vacated_by_request_id and step.state == "completed"
    )
    assert home.void_date is not None and home.ready_date is not None  # noqa: PT018
    body = {
        "void_date": home.void_date.isoformat(),
        "ready_date": home.ready_date.isoformat(),
    }
    at.as_old(step, "/home-empty", body)


def _look(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    step = before.steps[act.subject]
    body = {"safe": act.facts["safe"]}
    at.as_worker(step.request_id, "POST", "/proposal/safety-look", body)


def _offer(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    code = act.facts["code"]
    said = {"agreed": code is None} | ({"code": code} if code else {})
    at.as_new(before.steps[act.subject], "/answer", said)


def _depart(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    stands = act.facts["code"] is None
    at.as_old(before.steps[act.subject], "/answer", {"tenancy_stands": stands})


def _view(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    seen = {"outcome": "held", "on": clock.today().isoformat()}
    case = before.steps[act.subject].request_id
    at.as_worker(case, "POST", "/proposal/viewing", seen)


def _answer(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    case, code = before.steps[act.subject].request_id, act.facts["code"]
    if code is None:
        at.as_worker(case, "POST", "/support", talked_through(clock.today()))
    said = SAID | {"agreed": code is None} | ({"code": code} if code else {})
    at.as_worker(case, "POST", "/proposal/answer", said)


def _risk(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    body = {"stop": act.facts["stop"], "hide_from_lead": False}
    case = before.steps[act.subject].request_id
    at.as_worker(case, "POST", "/change-in-risk", body)


def _sign(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    """A tenancy that was not promised is refused, and nothing comes of it."""
    step = before.steps[act.subject]
    body = {
        "tenancy_granted": act.facts["tenancy"],
        "rent_basis": "social",
        "tenancy_start": clock.today().isoformat(),
    }
    at.as_new(step, "/sign-up", body, refused=after is before)


def _resume(at: OverHttp, before: Scheme, act: Act, after: Scheme) -> None:
    del after
    case = before.cases[act.subject]
    for purpose in sorted(frozenset(ConsentPurpose) - case.consents):
        at.as_worker(case.id, "POST", "/consents", {"purpose": purpose})
    at.as_worker(case.id, "POST", "/resume")


_DOING: dict[str, Doing] = {
    "post": _post,
    "release": lambda at, b, act, _: at.as_landlord(
        b.homes[act.subject], "/release", who="deputy"
    ),
    "withdraw": lambda at, b, act, _: at.as_landlord(b.homes[act.subject], "/withdraw"),
    "clear": _clear,
    "empty": _empty,
    "refer": _refer,
    "attest": _attest,
    "decline": _decline,
    "escalate": lambda at, *_: at.tidy(),
    "areas": lambda at, _, act, after: at.as_worker(
        act.subject, "PUT", "/areas", _areas(after.cases[act.subject])
    ),
    "revoke": lambda at, _, act, __: at.as_worker(
        act.subject, "DELETE", "/consents/matching"
    ),
    "resume": _resume,
    "look": _look,
    "offer": _offer,
    "depart": _depart,
    "view": _view,
    "answer": _answer,
    "not_supplied": lambda at, b, act, _: at.as_new(
        b.steps[act.subject], "/not-supplied"
    ),
    "risk": _risk,
    "lapse": lambda at, *_: at.tidy(),
    "sign": _sign,
    "start": lambda at, b, act, _: at.as_new(b.steps[act.subject], "/tenancy-started"),
    "old_ends": lambda at, b, act, _: at.as_old(
        b.steps[act.subject],
        "/tenancy-end",
        {"tenancy_end": clock.today().isoformat()},
    ),
    "fails": lambda at, b, act, _: at.as_worker(
        b.steps[act.subject].request_id,
        "POST",
        "/tenancy-failed",
        {"code": act.facts["code"]},
    ),
    "refer_again": _refer_again,
}
"""How each act is done at the door; `leave` has no door of its own yet."""
