"""What must be true, kept apart from the service in plain values.

The model says of an act whether it may be done now, and what it does. What only the
service can know (its references, and the moments it announces) is met after the act
and never judged here; the invariants reckon deadlines anew.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from fixtures.scenarios import AREAS
from reciprocal import clock
from reciprocal.notices.timetable import next_run
from reciprocal.requests.rules import CONSENTS_TO_SUBMIT, ConsentPurpose
from tests.machine import small_world as small
from tests.machine.acts import Act

LIVE_HOME = frozenset({"awaiting_release", "occupied", "in_pot", "reserved"})
WITH_A_HOME = frozenset({"proposed", "offered", "accepted"})
LIVE_STEP = frozenset({"proposed", "offered", "agreed", "accepted", "signed"})
_OVER = frozenset({"moved", "declined", "closed"})
_REFUSES = frozenset({"unsafe", "rule", "landlord", "household", "risk", "failed"})
_PROMISED = frozenset({"offered", "agreed", "accepted"})


@dataclass(slots=True)
class Home:
    """A home as the model keeps it; `number` says which of its landlord's it is."""

    landlord: str
    number: int
    beds: int
    state: str
    posted_by: str = ""
    ref: str = ""
    rent_amended: int | None = None
    rent: int = 12_400
    vacated_by: str | None = None
    barred: set[str] = field(default_factory=set)
    withdrawn_at: datetime | None = None

    @property
    def area(self) -> str:
        return small.STANDS_IN[self.landlord]

    @property
    def sector(self) -> str:
        return AREAS[self.area][:-2]


@dataclass(slots=True)
class Case:
    """A case as the model keeps it, its tenancy check and its answers with it."""

    landlord: str
    number: int
    beds: int
    state: str
    since: date
    ref: str = ""
    worker: str = "first"
    consents: set[ConsentPurpose] = field(default_factory=set)
    choice: set[str] = field(default_factory=set)
    avoid: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    check: str = ""
    check_ref: str = ""
    board_ref: str = ""
    visible_at: datetime | None = None
    check_due: datetime | None = None


@dataclass(slots=True)
class Step:
    """A step as the model keeps it, with its move."""

    case: str
    home: str
    due: datetime
    offer_ref: str
    departure_ref: str
    rent_promised: int
    state: str = "proposed"
    viewed: bool = False
    visible_at: datetime | None = None
    agreed: set[str] = field(default_factory=set)
    move: str = ""
    start: date | None = None
    end: date | None = None
    signed_at: datetime | None = None

    @property
    def notice_due(self) -> bool:
        """Say whether the old landlord was told that notice is due, at a fixed run."""
        return self.signed_at is not None and next_run(self.signed_at) <= clock.now()


@dataclass(slots=True)
class Model:
    """The whole scheme in plain values, by the service's internal ids.

    Attributes:
        book: Posted and pending homes by landlord and bedrooms.
        running: Internal id of the frozen round; None when none runs.
    """

    homes: dict[str, Home] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    book: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    running: str | None = None

    def allows(self, act: Act) -> bool:
        """Say whether an act by whoever may do it is to be done now."""
        judge = getattr(self, f"_may_{act.name}", None)
        return True if judge is None else bool(judge(act))

    def home_of(self, act: Act) -> Home:
        return next(home for home in self.homes.values() if home.ref == act.ref)

    def case_of(self, act: Act) -> Case:
        return next(
            case
            for case in self.cases.values()
            if act.ref in (case.ref, case.check_ref, case.board_ref)
        )

    def step_of(self, act: Act) -> Step:
        """Return the step of a landlord's reference."""
        return next(
            step
            for step in self.steps.values()
            if act.ref in (step.offer_ref, step.departure_ref)
        )

    def live_step(self, case_id: str) -> Step | None:
        """Return the one live step of a case."""
        for step in self.steps.values():
            if step.case == case_id and step.state in LIVE_STEP:
                return step
        return None

    def unseen_step(self, home: Home) -> Step | None:
        """Return the step a home is drawn for that its landlord knows nothing of."""
        for step in self.steps.values():
            if self.homes[step.home] is home and step.state == "proposed":
                return step
        return None

    def _in_its_landlords_hands(self, home: Home) -> bool:
        drawn = home.state == "reserved" and self.unseen_step(home) is not None
        return drawn or home.state in ("awaiting_release", "in_pot")

    def id_of(self, case: Case) -> str:
        return next(key for key, each in self.cases.items() if each is case)

    def safe(self, case: Case, home: Home) -> bool:
        """Say whether a household may be sent to a home, as far as places go."""
        return (
            home.area in case.choice
            and home.area != small.STANDS_IN[case.landlord]
            and home.sector not in case.avoid
            and home.landlord != case.landlord
            and case.landlord not in home.barred
        )

    def left_by(self, case_id: str) -> tuple[str, Home] | None:
        """Return the live home that a household leaves."""
        for key, home in self.homes.items():
            if home.vacated_by == case_id and home.state in LIVE_HOME:
                return key, home
        return None

    def _taken(self, landlord: str, number: int) -> bool:
        return any(
            (home.landlord, home.number) == (landlord, number)
            and home.state in LIVE_HOME
            for home in self.homes.values()
        )

    def _may_post(self, act: Act) -> bool:
        cool = clock.now() - timedelta(days=small.RULES.cool_off_days)
        cooling = any(
            (home.landlord, home.number) == (act.by, act.facts["number"])
            and home.withdrawn_at is not None
            and home.withdrawn_at > cool
            for home in self.homes.values()
        )
        return not cooling and not self._taken(act.by, act.facts["number"])

    def _may_release(self, act: Act) -> bool:
        home = self.home_of(act)
        return home.state == "awaiting_release" and home.posted_by != act.who

    def _may_amend(self, act: Act) -> bool:
        return self._in_its_landlords_hands(self.home_of(act))

    def _may_withdraw(self, act: Act) -> bool:
        return self._in_its_landlords_hands(self.home_of(act))

    def _may_consent(self, act: Act) -> bool:
        return act.facts["purpose"] not in self.case_of(act).consents

    def _may_revoke(self, act: Act) -> bool:
        return act.facts["purpose"] in self.case_of(act).consents

    def _may_submit(self, act: Act) -> bool:
        case = self.case_of(act)
        return case.state == "draft" and case.consents >= CONSENTS_TO_SUBMIT

    def _may_pause(self, act: Act) -> bool:
        case = self.case_of(act)
        step = self.live_step(self.id_of(case))
        if step is not None and step.state == "signed":
            return False
        return case.state in {"awaiting_approval", "in_pot", *WITH_A_HOME}

    def _may_resume(self, act: Act) -> bool:
        case = self.case_of(act)
        return case.state == "paused" and case.consents >= CONSENTS_TO_SUBMIT

    def _may_areas(self, act: Act) -> bool:
        return self.case_of(act).state not in _OVER

    def _asked(self, act: Act) -> bool:
        case = self.case_of(act)
        seen = case.visible_at is not None and case.visible_at <= clock.now()
        return seen and case.check in ("asked", "escalated")

    def _may_attest(self, act: Act) -> bool:
        taken = act.facts["returns"] and self._taken(act.by, act.facts["number"])
        return self._asked(act) and not taken

    def _may_decline(self, act: Act) -> bool:
        pending = self.case_of(act).state in ("awaiting_approval", "in_pot")
        return self._asked(act) and pending

    def _may_countersign(self, act: Act) -> bool:
        return self.case_of(act).check == "attested"

    def _may_freeze(self, act: Act) -> bool:
        del act
        return self.running is None

    def _in_time(self, step: Step | None, state: str) -> bool:
        return step is not None and step.state == state and clock.now() < step.due

    def _may_look(self, act: Act) -> bool:
        case = self.case_of(act)
        if not self._in_time(self.live_step(self.id_of(case)), "proposed"):
            return False
        shown = {ConsentPurpose.MATCHING, ConsentPurpose.OFFER}
        ready = case.check == "countersigned" and case.consents >= shown
        return ready or not act.facts["safe"]

    def _may_offer(self, act: Act) -> bool:
        step = self.step_of(act)
        return self._in_time(step, "offered") and "new" not in step.agreed

    def _shown_departure(self, step: Step) -> bool:
        return step.visible_at is not None and step.visible_at <= clock.now()

    def _may_depart(self, act: Act) -> bool:
        step = self.step_of(act)
        asked = self._in_time(step, "offered") and "old" not in step.agreed
        return asked and self._shown_departure(step)

    def _may_view(self, act: Act) -> bool:
        step = self.live_step(self.id_of(self.case_of(act)))
        in_time = self._in_time(step, "agreed")
        return in_time and step is not None and not step.viewed

    def _may_answer(self, act: Act) -> bool:
        step = self.live_step(self.id_of(self.case_of(act)))
        if step is None or not self._in_time(step, "agreed"):
            return False
        return step.viewed or not act.facts["agreed"]

    def _may_sign(self, act: Act) -> bool:
        step = self.step_of(act)
        home = self.homes[step.home]
        return (
            step.state == "accepted"
            and self.safe(self.cases[step.case], home)
            and act.facts["tenancy"] is small.lifetime(home.landlord)
        )

    def _may_start(self, act: Act) -> bool:
        step = self.step_of(act)
        begun = step.start is not None and step.start <= clock.today()
        return step.state == "signed" and begun

    def _may_end(self, act: Act) -> bool:
        step = self.step_of(act)
        signed = step.start is not None and step.start <= act.facts["day"]
        left = any(
            home.vacated_by == step.case and home.state != "occupied"
            for home in self.homes.values()
        )
        stands = step.move in {"signed", "started"}
        told = self._shown_departure(step) and step.notice_due and stands
        return told and signed and not left

    def _may_empty(self, act: Act) -> bool:
        step = self.step_of(act)
        left = self.left_by(step.case)
        gone = step.end is not None and step.end <= act.facts["void"]
        in_order = act.facts["void"] <= min(act.facts["ready"], clock.today())
        occupied = left is not None and left[1].state == "occupied"
        return occupied and step.move == "started" and gone and in_order

    def _may_risk(self, act: Act) -> bool:
        step = self.live_step(self.id_of(self.case_of(act)))
        return step is not None and not (act.facts["stop"] and step.end is not None)

    def _may_not_supplied(self, act: Act) -> bool:
        step = self.step_of(act)
        return step.state in _PROMISED and "new" in step.agreed

    def at_the_keys(self, case: Case) -> Step | None:
        """Return the step by which a case has moved, inside the window."""
        for step in self.steps.values():
            if step.state == "completed" and self.cases[step.case] is case:
                assert step.start is not None, "who has the keys has a first day"
                window = timedelta(days=small.RULES.failed_tenancy_days)
                housed = case.state == "moved"
                return step if housed and clock.today() <= step.start + window else None
        return None

    def _may_fail(self, act: Act) -> bool:
        step = self.at_the_keys(self.case_of(act))
        return step is not None and step.end is None

    def _may_refer_again(self, act: Act) -> bool:
        step = self.at_the_keys(self.case_of(act))
        if step is None or step.end is None:
            return False
        return bool(act.facts["landlord"] == self.homes[step.home].landlord)

    def _book(self, step: Step, posted: int, pending: int) -> None:
        home = self.homes[step.home]
        for landlord, sign in (
            (self.cases[step.case].landlord, -1),
            (home.landlord, 1),
        ):
            line = self.book.setdefault((landlord, home.beds), [0, 0])
            line[0] += sign * posted
            line[1] += sign * pending

    def end_step(self, step: Step, why: str, to: str = "in_pot") -> None:
        """Free everything that hangs on a step."""
        step.state = "ended"
        self.homes[step.home].state = "in_pot"
        case = self.cases[step.case]
        case.state = to
        if why in _REFUSES:
            case.refused.add(step.home)
        if step.move in ("held", "signed"):
            step.move = "fell_through"
            self._book(step, 0, -1)

    def stands(self, step: Step) -> bool:
        """End a step that is not safe any more, and say whether it stands."""
        if self.safe(self.cases[step.case], self.homes[step.home]):
            return True
        self.end_step(step, "rule")
        return False
