"""The service and the model side by side: each act is judged, done and compared."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fixtures.load import COORDINATOR
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.ledger.terms import SizeClass
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest
from tests.machine import small_world as small
from tests.machine.acts import SERVICE, Act, Answer, Rooms, referred
from tests.machine.effects import new_home, take_effect
from tests.machine.model import Case, Home, Model, Step
from tests.support.filled import Filled
from tests.support.invariants import broken
from tests.support.sight import Sight, plain, sight, widened
from tests.support.snapshot import Broken, Snapshot, take
from tests.support.world import opened

_SIZES = {SizeClass.BED2: 2, SizeClass.BED3: 3}
SECRETS = {
    "an address": "Lantern Example",
    "an old address": "Heron Example",
    "a UPRN": "9991000",
    "a tenancy reference": "-T0000",
}
"""What no column holds in plain; the small world's own words for each."""


class Scheme:
    """One example: a copy of the small world, its clock, and the model beside it.

    Attributes:
        rooms: What does the acts.
        counted: How many acts were tried, and how many of those were done.
    """

    def __init__(self, template: Filled, rooms: type[Rooms] = Rooms) -> None:
        self.template = template
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(TemporaryDirectory()))
        world = self._stack.enter_context(opened(template, folder))
        self.hands = world.hands
        self.database = world.working.database
        self.rooms = rooms(template, world)
        members = template.loaded.members
        self.codes = {member.id: code for code, member in members.items()}
        self.model = Model()
        self.counted = [0, 0]
        self.seen = take(self.database)
        self._meet_all()
        self.compare(self.seen)

    def close(self) -> None:
        """Search what was stored for secrets, and drop the example."""
        try:
            tell(plain(self.database, SECRETS))
        finally:
            self._stack.close()

    def try_(self, act: Act, *, mine: bool = True) -> Answer:
        """Try an act: it is done if, and only if, the model allows it.

        Args:
            mine: False when whoever tries it is not the one it belongs to.
        """
        allowed = mine and self.model.allows(act)
        answer = self.rooms.do(act)
        self.counted[0] += 1
        self.counted[1] += answer.done
        before, self.seen = self.seen, take(self.database)
        tell(broken(self.seen))
        if not mine:
            assert answer.code in ("not_found", "forbidden"), f"[trespass] {act}"
        assert answer.done == allowed, (
            f"[model] {act.name} was done: {answer.done} {answer.code}"
            f" and the model says otherwise: {act}"
        )
        if answer.done:
            take_effect(self.model, act)
            self.meet(act)
            self.compare(self.seen)
        else:
            kept = self.rooms.fingerprint
            assert kept(before) == kept(self.seen), (
                f"[model] {act.name} was refused and left something behind"
            )
        return answer

    def finish_round(self) -> None:
        """Solve and publish the frozen round, and meet the steps it proposes."""
        assert self.model.running is not None
        self.rooms.finish_round(self.model.running)
        self.model.running = None
        self.seen = take(self.database)
        tell(broken(self.seen))
        for row in self.seen.proposals.values():
            if row.id in self.model.steps:
                continue
            case, home = self.model.cases[row.request_id], self.model.homes[row.home_id]
            assert (case.state, home.state) == ("in_pot", "in_pot"), "taken already"
            assert self.model.safe(case, home), "an unsafe home was proposed"
            assert row.home_id not in case.refused, "a refused home came again"
            assert ConsentPurpose.MATCHING in case.consents, "matched without consent"
            case.state, home.state = "proposed", "reserved"
            self.model.steps[row.id] = Step(
                row.request_id,
                row.home_id,
                row.due_at,
                row.offer_ref,
                row.departure_ref,
                home.rent,
            )
        self.compare(self.seen)

    def wait(self, hours: float, *, watched: bool = True) -> None:
        """Let time pass, which shows nobody anything that was hidden."""
        if not watched:
            self.hands.on(self.hands.moment + timedelta(hours=hours))
            return
        before = self.sight()
        self.hands.on(self.hands.moment + timedelta(hours=hours))
        tell(widened(before, self.sight()))

    def sight(self) -> Sight:
        """Return what each party's people are shown now."""
        return sight(self.database, self.watchers())

    def watchers(self) -> Iterator[Actor]:
        """Name one person of each landlord, each worker, and the coordinator."""
        desks = self.template.loaded.staff.desks
        for code in (*small.LANDLORDS, COORDINATOR):
            yield desks[code].first
        for person in (desks[SERVICE].first, desks[SERVICE].second):
            mine = frozenset(self.rooms.assigned.get(person.id, ()))
            yield replace(person, assignments=mine)

    def read_everything(self) -> None:
        """Let everybody read all they may, and leave their reading in the audit."""
        sight(self.database, self.watchers(), keep=True)
        before, self.seen = self.seen, take(self.database)
        tell(broken(self.seen))
        assert before.proposals.keys() == self.seen.proposals.keys()

    def meet(self, act: Act) -> None:
        """Learn what only the service could choose: references and moments."""
        for key, row in self.seen.homes.items():
            if key not in self.model.homes:
                self.model.homes[key] = replace(
                    new_home(self.model, act), ref=row.landlord_ref
                )
        for key, request in self.seen.requests.items():
            if key not in self.model.cases:
                self._meet_case(act, request)
        for request_id, check in self.seen.checks.items():
            case = self.model.cases[request_id]
            case.check_ref, case.board_ref = check.landlord_ref, check.board_ref
            case.visible_at, case.check_due = check.visible_at, check.due_at
        for key, made in self.seen.proposals.items():
            step = self.model.steps[key]
            step.due, step.visible_at = made.due_at, made.departure_visible_at
        running = [r.id for r in self.seen.rounds if r.state in ("frozen", "solved")]
        self.model.running = running[0] if running else None

    def _meet_case(self, act: Act, request: PropertyRequest) -> None:
        row = referred(act)
        worker = self.rooms.actor(act)
        self.rooms.assigned.setdefault(worker.id, set()).add(request.id)
        self.model.cases[request.id] = Case(
            act.facts["landlord"],
            act.facts["number"],
            act.facts["beds"],
            "draft",
            # Whoever is referred again keeps the day they have waited since.
            self.model.case_of(act).since if act.ref else clock.today(),
            ref=request.case_ref,
            worker=act.who,
            choice=set(row.areas_of_choice),
        )

    def _meet_all(self) -> None:
        """Learn the loaded world: its rows in the order they were loaded."""
        rows = small.rows(self.template.moment.date())
        worker = self.template.loaded.staff.desks[SERVICE].first
        self.rooms.assigned[worker.id] = set(self.seen.requests)
        posted = iter(rows.homes)
        numbers = {
            small.uprn(code, n): (code, n)
            for code in small.LANDLORDS
            for n in (*small.NUMBERS, 501, 502)
        }
        ordered = sorted(self.seen.entries, key=lambda entry: entry.sequence)
        came = [e.subject_id for e in ordered if e.action == "home.posted"]
        for key, row in zip(came, posted, strict=True):
            code, number = numbers[row.uprn]
            self.model.homes[key] = Home(
                code,
                number,
                row.bedrooms,
                "in_pot",
                "first",
                self.seen.homes[key].landlord_ref,
            )
        referred_in_order = [
            e.subject_id for e in ordered if e.action == "case.referred"
        ]
        for key, each in zip(referred_in_order, rows.requests, strict=True):
            request = self.seen.requests[key]
            code, number = numbers[each.home_uprn]
            self.model.cases[key] = Case(
                code,
                number - 500,
                each.home_bedrooms,
                "in_pot",
                request.waiting_since,
                ref=request.case_ref,
                consents=set(ConsentPurpose),
                choice=set(each.areas_of_choice),
                check="countersigned",
            )
        for key, home in self.seen.homes.items():
            if home.vacated_by_request_id is not None:
                case = self.model.cases[home.vacated_by_request_id]
                self.model.homes[key] = Home(
                    case.landlord,
                    500 + case.number,
                    home.bedrooms,
                    "occupied",
                    "first",
                    home.landlord_ref,
                    vacated_by=home.vacated_by_request_id,
                )
        self.meet(Act("", ""))

    def compare(self, seen: Snapshot) -> None:
        """Hold the service's rows against the model."""
        model = self.model
        same(
            "homes",
            {k: h.state for k, h in seen.homes.items()},
            {k: h.state for k, h in model.homes.items()},
        )
        amended = [k for k, home in model.homes.items() if home.rent_amended]
        same(
            "rents",
            {k: seen.homes[k].weekly_rent_pence for k in amended},
            {k: model.homes[k].rent_amended for k in amended},
        )
        same(
            "cases",
            {
                k: (r.state, r.waiting_since, seen.consented(k))
                for k, r in seen.requests.items()
            },
            {k: (c.state, c.since, c.consents) for k, c in model.cases.items()},
        )
        same(
            "checks",
            {k: str(c.state) for k, c in seen.checks.items()},
            {k: c.check for k, c in model.cases.items() if c.check},
        )
        same(
            "steps",
            {k: str(p.state) for k, p in seen.proposals.items()},
            {k: s.state for k, s in model.steps.items()},
        )
        same(
            "moves",
            {
                k: (str(m.state), m.tenancy_start, m.old_tenancy_end)
                for k, m in seen.moves.items()
            },
            {k: (s.move, s.start, s.end) for k, s in model.steps.items() if s.move},
        )
        same(
            "balances",
            {
                (self.codes[owner], _SIZES[size]): [line.posted, line.pending]
                for (owner, size), line in seen.balances.items()
            },
            {key: line for key, line in model.book.items() if any(line)},
        )


def same(what: str, service: object, model: object) -> None:
    """Refuse a difference between the service and the model, saying of what."""
    assert service == model, f"[model] the service and the model differ in their {what}"


def tell(found: tuple[Broken, ...]) -> None:
    """Refuse every broken invariant, each by its name."""
    assert not found, "; ".join(f"[{one.name}] {one.fault}" for one in found)
