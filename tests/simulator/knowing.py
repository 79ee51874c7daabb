"""What each party is told of every simulated step, by the service's own presenter.

Each dwelling and household has texts of its own, found nowhere else. Whoever is shown
a row is given, beside its own fields, the other end's under every name there is; only
the disclosure file holds them back. All that a party was ever shown is kept together.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fixtures.simulator import rows as simulated
from fixtures.simulator.people import Act
from fixtures.simulator.rounds import Solved
from fixtures.simulator.rows import Scheme
from fixtures.simulator.years import Watch
from reciprocal import clock
from reciprocal.disclosure import present
from reciprocal.disclosure.present import resources
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.moves.tables import Move
from reciprocal.notices.timetable import next_run
from reciprocal.proposals import rows
from reciprocal.proposals.lifecycle import OVER
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest

END_FIELDS = ("address", "postcode", "uprn", "authority", "landlord", "tenancy_end")
COORDINATOR = "coordinator"
PAPERS = ("offer", "departure")
LISTED = {
    name: tuple(field.name for field in each.fields)
    for name, each in resources().items()
}
"""The fields of each resource as they stand in the file, before any fault."""
NAMES = frozenset(END_FIELDS).union(*LISTED.values())


@dataclass(frozen=True)
class Somebody:
    role: str


def reference(kind: str, of: str) -> str:
    """Return one party's reference of a thing: 32 hexadecimal digits."""
    return hashlib.sha256(f"{kind} of {of}".encode()).hexdigest()[:32]


def canary(field: str, of: str) -> str:
    """Return a text that stands in one field of one thing and nowhere else."""
    return f"{field}~{reference(field, of)}"


def texts(value: object) -> Iterator[str]:
    """Return each text within a value; days and moments as they are written."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, str):
        yield str(value)
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, Iterable):
        for each in value:
            yield from texts(each)


class Knower(Watch):
    """Keeps what each party was ever shown of a scheme.

    Attributes:
        views: Every text by who was shown it: a landlord, the service, the coordinator.
        shown: Of each step, what either landlord was shown in it.
        looks: How many rows went through the presenter.
    """

    def __init__(self) -> None:
        self.views: dict[str, set[str]] = defaultdict(set)
        self.shown: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.looks: Counter[str] = Counter()
        self._last: dict[str, object] = {}
        self._over: set[str] = set()

    def act(self, before: Scheme, act: Act, after: Scheme) -> None:
        del act
        for key, step in after.steps.items():
            if before.steps.get(key) is not step or before.moves.get(
                key
            ) is not after.moves.get(key):
                self.look(after, step)

    def round(self, before: Scheme, solved: Solved, after: Scheme) -> None:
        del before, solved
        self.day(after)

    def day(self, scheme: Scheme) -> None:
        for key, step in scheme.steps.items():
            if key not in self._over:
                self.look(scheme, step)

    def look(self, scheme: Scheme, step: simulated.Step) -> None:
        """Let everybody read all they may of a step, if anything of it is new."""
        stage, move = departure_stage(scheme, step), scheme.moves.get(step.id)
        now = (step, stage, move, scheme.cases[step.request_id].state)
        if self._last.get(step.id) == now:
            return
        self._last[step.id] = now
        if stage == "ended":
            self._over.add(step.id)
        ends = Ends(scheme, step)
        self._service(ends)
        self._show(step, COORDINATOR, "coordinator", "board_proposal", ends.board())
        if step.departure_visible_at is None:
            return
        for role in ("named_lead", "landlord_system"):
            for name in ("offer", "offer_in_list"):
                self._show(step, step.new_provider_id, role, name, ends.offer(name))
            self._home(step, role, ends)
            if stage is not None:
                for name in ("departure", "departure_in_list"):
                    given = ends.departure(name, stage)
                    self._show(step, step.old_provider_id, role, name, given)

    def _service(self, ends: "Ends") -> None:
        step, who = ends.step, "referring_worker"
        given = ends.case()
        self._show(step, step.service_id, who, "case", given)
        if step.state not in OVER:
            given = ends.case_proposal()
            self._show(step, step.service_id, who, "case_proposal", given)
        self._show(step, step.service_id, who, "case_step", ends.case_step())

    def _home(self, step: simulated.Step, role: str, ends: "Ends") -> None:
        """Let each landlord read its home: the one promised, and the one left."""
        self._show(step, step.new_provider_id, role, "home", ends.home(ends.going_to))
        left = ends.home(ends.coming_from, far=ends.going_to) | {"stage": "occupied"}
        self._show(step, step.old_provider_id, role, "home", left)

    def _show(
        self,
        step: simulated.Step,
        party: str,
        role: str,
        resource: str,
        given: dict[str, object],
    ) -> None:
        self.looks[resource] += 1
        stage = str(given["stage"])
        seen = set(texts(present(Somebody(role), resource, stage, given)))
        self.views[party] |= seen
        self.shown[step.id, party] |= seen


def departure_stage(scheme: Scheme, step: simulated.Step) -> str | None:
    """Return the word the old landlord reads, by fixed runs; None before its task."""
    visible, move = step.departure_visible_at, scheme.moves.get(step.id)
    if visible is None or visible > clock.now():
        return None
    if step.state in OVER and _told(step.ended_at):
        return "ended"
    if move is not None and _told(move.signed_at):
        return "notice_due"
    return "asked" if step.departure_agreed_at is None else "waiting"


def _told(at: datetime | None) -> bool:
    return at is not None and next_run(at) <= clock.now()


class Ends:
    """A step with both its ends in hand, as the row that joins them has."""

    def __init__(self, scheme: Scheme, step: simulated.Step) -> None:
        case, home = scheme.cases[step.request_id], scheme.homes[step.home_id]
        self.scheme, self.step, self.case_state = scheme, step, case.state
        self.going_to = dwelling(home)
        self.coming_from = f"left by {step.request_id}"
        self.proposal = Proposal(
            case_ref=reference("case_ref", step.id),
            offer_ref=reference("offer_ref", step.id),
            departure_ref=reference("departure_ref", step.id),
            board_ref=reference("board_ref", step.id),
            exchange_number=step.exchange_number,
            position=0,
            state=step.state,
            end_code=step.end_code,
            proposed_at=step.proposed_at,
            due_at=step.due_at,
            ended_at=step.ended_at,
            hidden_at=step.hidden_at,
        )
        self.place = Home(
            landlord_ref=reference("landlord_ref", self.going_to),
            board_ref=reference("board_ref", self.going_to),
            authority_code=canary("authority", self.going_to),
            bedrooms=home.bedrooms,
            rent_basis=home.rent_basis,
            tenancy_offered=home.tenancy_offered,
            ready_date=home.ready_date,
        )
        self.request = PropertyRequest(board_ref=reference("board_ref", case.id))

    def offer(self, resource: str) -> dict[str, object]:
        return self._given(resource, self.going_to, self.coming_from) | rows.offer_row(
            self.proposal, self.place
        )

    def departure(self, resource: str, stage: str) -> dict[str, object]:
        told = self.scheme.moves.get(self.step.id)
        end = told.old_tenancy_end if told else None
        given = rows.departure_row(self.proposal, Move(old_tenancy_end=end), stage)
        return self._given(resource, self.coming_from, self.going_to) | given

    def board(self) -> dict[str, object]:
        return self._given(
            "board_proposal", self.step.id, self.going_to
        ) | rows.board_row(self.proposal, self.request, self.place)

    def case(self) -> dict[str, object]:
        given = self._given("case", self.coming_from, self.going_to)
        given["home"] = [canary(name, self.coming_from) for name in END_FIELDS]
        return given | {"stage": self.case_state}

    def case_proposal(self) -> dict[str, object]:
        given = self._given("case_proposal", self.going_to, self.coming_from)
        told = rows.home_row(self.place) | {"stage": self.step.state}
        return given | told

    def case_step(self) -> dict[str, object]:
        return self._given("case_step", self.step.id, self.going_to) | (
            rows.case_step_row(self.proposal)
        )

    def home(self, near: str, far: str = "") -> dict[str, object]:
        """Return a landlord's own home; its stage is the one a landlord is shown."""
        given = self._given("home", near, far or self.coming_from)
        told = reference("landlord_ref", near)
        shown = {"reference": told, "code": short_code(told), "stage": "reserved"}
        return given | shown

    def _given(self, resource: str, near: str, far: str) -> dict[str, object]:
        """Return every field listed with a text of this end, all others of the far."""
        given: dict[str, object] = {name: canary(name, far) for name in NAMES}
        return given | {name: canary(name, near) for name in LISTED[resource]}


def dwelling(home: simulated.Home) -> str:
    """Return what a dwelling is known by here, whoever comes to it or leaves it."""
    left_by = home.vacated_by_request_id
    return f"left by {left_by}" if left_by else f"home {home.id}"


def tokens(of: str) -> set[str]:
    """Return the texts that name one end: its place, its landlord, its reference."""
    told = reference("landlord_ref", of)
    return {canary(name, of) for name in END_FIELDS} | {told, short_code(told)}


SHARED = frozenset({"ended"})
"""All that two landlords of one step may both read: that it is over."""


def faults(watch: Knower, scheme: Scheme) -> tuple[list[str], int]:
    """Return what somebody was told that they may not be, and how many steps had both.

    Of each step that both landlords were shown: neither reads the other's end in
    anything it was ever shown of the scheme; what both read of the step is in a list;
    and nobody but the household's service reads both ends.
    """
    found, both = [], 0
    for step in scheme.steps.values():
        old, new = step.old_provider_id, step.new_provider_id
        told = [watch.shown.get((step.id, party), set()) for party in (old, new)]
        if old == new or not all(told):
            continue
        both += 1
        going_to = tokens(dwelling(scheme.homes[step.home_id]))
        coming_from = tokens(f"left by {step.request_id}")
        offer, departure = (reference(f"{n}_ref", step.id) for n in PAPERS)
        going_to |= {offer, short_code(offer)}
        coming_from |= {departure, short_code(departure)}
        if watch.views[old] & going_to:
            found.append(f"{step.id}: the old landlord reads where to")
        if watch.views[new] & coming_from:
            found.append(f"{step.id}: the receiving landlord reads where from")
        if not told[0] & told[1] <= SHARED:
            found.append(f"{step.id}: both landlords read the same text")
        holders = {
            party
            for party, view in watch.views.items()
            if view & going_to and view & coming_from
        }
        if holders != {step.service_id}:
            found.append(f"{step.id}: {len(holders)} hold both ends, not the service")
    return found, both
