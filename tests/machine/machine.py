"""The state machine: whatever anybody could do, in any order, for as long as asked."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from fixtures.load import AUDITOR, COORDINATOR
from matching.terms import TenancyKind
from reciprocal import clock
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.viewing_lifecycle import ViewingOutcome
from reciprocal.requests.rules import ConsentPurpose
from tests.machine import small_world as small
from tests.machine.acts import PERSON_ONLY, SERVICE, Act, Rooms
from tests.machine.model import LIVE_STEP, Case, Home, Step
from tests.machine.scheme import Scheme
from tests.support.filled import Filled

PICK = st.integers(0, 23)
MOSTLY = st.sampled_from((True, True, True, False))
PURPOSE = st.sampled_from(tuple(ConsentPurpose))
REFERRED_MAX = 3
_OF_ANY_HOME = (ViewingOutcome.PHOTOGRAPHS, ViewingOutcome.DECLINED)
_FAILURES = (EndCode.HOUSEHOLD_RETURNED, EndCode.FAILS_A_STATED_NEED)
WHO = st.sampled_from(("first", "second"))


class Machine(RuleBasedStateMachine):
    """Everybody at work on one small scheme."""

    def __init__(self, template: Filled, rooms: type[Rooms] = Rooms) -> None:
        super().__init__()
        self.scheme = Scheme(template, rooms)
        self.model = self.scheme.model
        self.done: list[Act] = []
        self.referred = 0

    def teardown(self) -> None:
        self.scheme.close()

    def attempt(self, act: Act) -> None:
        """Try an act, and remember it if it was done."""
        if self.scheme.try_(act).done:
            self.done.append(act)

    # Who and what a rule is about.

    def home(self, pick: int) -> Home:
        homes = list(self.model.homes.values())
        return homes[pick % len(homes)]

    def case(self, pick: int, *states: str) -> Case:
        """Return a case, one of the given states where there is one."""
        cases = list(self.model.cases.values())
        fitting = [case for case in cases if case.state in states] or cases
        return fitting[pick % len(fitting)]

    def step(self, pick: int, *, live: bool = True) -> Step:
        steps = list(self.model.steps.values())
        fitting = [step for step in steps if step.state in LIVE_STEP]
        chosen = fitting if live and fitting else steps
        return chosen[pick % len(chosen)]

    def by_worker(self, name: str, case: Case, **facts: object) -> Act:
        return Act(name, SERVICE, case.ref, case.worker, facts)

    def by_new(self, name: str, step: Step, **facts: object) -> Act:
        landlord = self.model.homes[step.home].landlord
        return Act(name, landlord, step.offer_ref, facts=facts)

    def by_old(self, name: str, step: Step, **facts: object) -> Act:
        landlord = self.model.cases[step.case].landlord
        return Act(name, landlord, step.departure_ref, facts=facts)

    def next_act(self, step: Step) -> Act | None:
        """Return the right act for a live step now; None while it has to wait."""
        case = self.model.cases[step.case]
        today = clock.today()
        shown = step.visible_at is not None and step.visible_at <= clock.now()
        kind = small.lifetime(self.model.homes[step.home].landlord)
        acts = {
            "proposed": self.by_worker("look", case, safe=True),
            "offered": self.by_new("offer", step, agreed=True),
            "agreed": self.by_worker("answer", case, agreed=True)
            if step.viewed
            else self.by_worker("view", case, outcome=ViewingOutcome.PHOTOGRAPHS),
            "accepted": self.by_new("sign", step, tenancy=kind, start=today),
            "signed": self.by_new("start", step),
        }
        if step.state == "offered" and "new" in step.agreed:
            return self.by_old("depart", step, stands=True) if shown else None
        left = self.model.left_by(step.case)
        if step.state == "completed" and left and step.notice_due:
            if step.end is None:
                return self.by_old("end", step, day=today)
            return self.by_old("empty", step, void=today, ready=today)
        return acts.get(step.state)

    # Rules.

    @initialize(pick=PICK, times=st.integers(0, 10), more=st.integers(0, 10))
    def begin(self, pick: int, times: int, more: int) -> None:
        """Begin with a round, and one or two of its steps some way along."""
        self.run_round(at_once=True)
        for ahead, how_far in ((0, times), (1, more)):
            if self.model.steps:
                self.carry_on(pick + ahead, how_far, live=True)

    @rule(landlord=st.sampled_from(small.LANDLORDS), pick=PICK, who=WHO)
    def post(self, landlord: str, pick: int, who: str) -> None:
        number = (*small.NUMBERS, *small.NUMBERS, 501)[pick % 5]
        beds = 3 if pick % 7 == 0 else 2
        facts = {"number": number, "beds": beds}
        self.attempt(Act("post", landlord, who=who, facts=facts))

    @rule(pick=PICK, who=WHO)
    def release(self, pick: int, who: str) -> None:
        waiting = [h for h in self.model.homes.values() if h.state.startswith("await")]
        home = waiting[pick % len(waiting)] if waiting else self.home(pick)
        self.attempt(Act("release", home.landlord, home.ref, who))

    @rule(pick=PICK)
    def amend(self, pick: int) -> None:
        home = self.home(pick)
        facts = {"rent": 12_000 + pick}
        self.attempt(Act("amend", home.landlord, home.ref, facts=facts))

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        home = self.home(pick)
        self.attempt(Act("withdraw", home.landlord, home.ref))

    @precondition(lambda self: self.referred < REFERRED_MAX)
    @rule(landlord=st.sampled_from(small.LANDLORDS), pick=PICK, who=WHO)
    def refer(self, landlord: str, pick: int, who: str) -> None:
        self.referred += 1
        beds = 3 if pick % 3 == 0 else 2
        facts = {"landlord": landlord, "number": 10 + self.referred, "beds": beds}
        self.attempt(Act("refer", SERVICE, who=who, facts=facts))
        case = list(self.model.cases.values())[-1]
        for purpose in list(ConsentPurpose)[: 1 + pick % 4]:
            self.attempt(self.by_worker("consent", case, purpose=purpose))
        self.attempt(self.by_worker("submit", case))

    @rule(pick=PICK, purpose=PURPOSE)
    def consent(self, pick: int, purpose: ConsentPurpose) -> None:
        case = self.case(pick, "draft", "paused")
        self.attempt(self.by_worker("consent", case, purpose=purpose))

    @rule(pick=PICK, purpose=PURPOSE)
    def withdraw_consent(self, pick: int, purpose: ConsentPurpose) -> None:
        self.attempt(self.by_worker("revoke", self.case(pick), purpose=purpose))

    @rule(pick=PICK)
    def submit(self, pick: int) -> None:
        self.attempt(self.by_worker("submit", self.case(pick, "draft")))

    @rule(pick=PICK, name=st.sampled_from(("pause", "resume", "resume", "confirm")))
    def keep_true(self, pick: int, name: str) -> None:
        states = ("paused",) if name == "resume" else ()
        self.attempt(self.by_worker(name, self.case(pick, *states)))

    @rule(pick=PICK, fitting=MOSTLY, returns=st.booleans(), stands=MOSTLY)
    def check_tenancy(
        self, pick: int, *, fitting: bool, returns: bool, stands: bool
    ) -> None:
        checked = [case for case in self.model.cases.values() if case.check_ref]
        open_ = [case for case in checked if case.check in ("asked", "escalated")]
        chosen = open_ if open_ and fitting else checked
        case = chosen[pick % len(chosen)]
        number = 500 + case.number if pick % 5 else 1
        facts = {"number": number, "beds": case.beds, "returns": returns}
        name = "attest" if stands else "decline"
        self.attempt(Act(name, case.landlord, case.check_ref, facts=facts))

    @rule(pick=PICK)
    def countersign(self, pick: int) -> None:
        checked = [case for case in self.model.cases.values() if case.check_ref]
        attested = [case for case in checked if case.check == "attested"]
        chosen = attested or checked
        self.attempt(
            Act("countersign", COORDINATOR, chosen[pick % len(chosen)].board_ref)
        )

    @precondition(lambda self: self.model.running is None)
    @rule(at_once=MOSTLY)
    def run_round(self, *, at_once: bool) -> None:
        self.attempt(Act("freeze", COORDINATOR))
        if at_once:
            self.scheme.finish_round()

    @precondition(lambda self: self.model.running is not None)
    @rule(again=st.booleans())
    def finish_round(self, *, again: bool) -> None:
        if again:
            self.attempt(Act("freeze", COORDINATOR))
        self.scheme.finish_round()

    @rule()
    def tidy(self) -> None:
        self.attempt(Act("tidy", "service"))

    @precondition(lambda self: bool(self.model.steps))
    @rule(pick=PICK, times=st.integers(1, 9), live=MOSTLY)
    def carry_on(self, pick: int, times: int, *, live: bool) -> None:
        """Do the right thing by one step, several times over."""
        step = self.step(pick, live=live)
        for _ in range(times):
            act = self.next_act(step)
            if act is None and step.state in ("offered", "completed"):
                self.scheme.wait(24, watched=False)
            elif act is not None:
                self.attempt(act)

    @precondition(lambda self: bool(self.model.steps))
    @rule(pick=PICK, live=MOSTLY, yes=MOSTLY)
    def look(self, pick: int, *, live: bool, yes: bool) -> None:
        case = self.model.cases[self.step(pick, live=live).case]
        self.attempt(self.by_worker("look", case, safe=yes))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK, yes=MOSTLY)
    def answer_offer(self, pick: int, *, yes: bool) -> None:
        shown = self.shown_steps()
        self.attempt(self.by_new("offer", shown[pick % len(shown)], agreed=yes))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK, yes=MOSTLY)
    def confirm_departure(self, pick: int, *, yes: bool) -> None:
        shown = self.shown_steps()
        self.attempt(self.by_old("depart", shown[pick % len(shown)], stands=yes))

    @precondition(lambda self: bool(self.model.steps))
    @rule(pick=PICK, live=MOSTLY, outcome=st.sampled_from(_OF_ANY_HOME))
    def view(self, pick: int, *, live: bool, outcome: ViewingOutcome) -> None:
        case = self.model.cases[self.step(pick, live=live).case]
        self.attempt(self.by_worker("view", case, outcome=outcome))

    @precondition(lambda self: bool(self.model.steps))
    @rule(pick=PICK, live=MOSTLY, yes=MOSTLY)
    def answer_household(self, pick: int, *, live: bool, yes: bool) -> None:
        case = self.model.cases[self.step(pick, live=live).case]
        self.attempt(self.by_worker("answer", case, agreed=yes))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK, promised=MOSTLY, days=st.integers(0, 2))
    def sign_up(self, pick: int, *, promised: bool, days: int) -> None:
        shown = self.shown_steps()
        step = shown[pick % len(shown)]
        kind = small.lifetime(self.model.homes[step.home].landlord)
        granted = kind if promised else TenancyKind.INTRODUCTORY
        start = clock.today() + timedelta(days=days)
        self.attempt(self.by_new("sign", step, tenancy=granted, start=start))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK)
    def start_tenancy(self, pick: int) -> None:
        shown = self.shown_steps()
        self.attempt(self.by_new("start", shown[pick % len(shown)]))

    @precondition(lambda self: bool(self.model.steps))
    @rule(pick=PICK, live=MOSTLY, stop=st.booleans())
    def change_in_risk(self, pick: int, *, live: bool, stop: bool) -> None:
        """Hide where a step leads; it ends, or goes on hidden."""
        case = self.model.cases[self.step(pick, live=live).case]
        self.attempt(self.by_worker("risk", case, stop=stop))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK)
    def not_supplied(self, pick: int) -> None:
        shown = self.shown_steps()
        fitting = [step for step in shown if "new" in step.agreed] or shown
        self.attempt(self.by_new("not_supplied", fitting[pick % len(fitting)]))

    @precondition(lambda self: bool(self.model.steps))
    @rule(pick=PICK, code=st.sampled_from(_FAILURES), days=st.sampled_from((0, 0, 60)))
    def tenancy_fails(self, pick: int, code: EndCode, days: int) -> None:
        """Take a tenancy back, or refer anew from it where it is the only one."""
        if days:
            self.scheme.wait(24 * days, watched=False)
        case = self.case(pick, "moved")
        self.attempt(self.by_worker("fail", case, code=code))

    @precondition(lambda self: self.referred < REFERRED_MAX)
    @rule(pick=PICK)
    def refer_again(self, pick: int) -> None:
        case = self.case(pick, "moved")
        step = self.model.at_the_keys(case)
        landlord = self.model.homes[step.home].landlord if step else case.landlord
        self.referred += 1
        facts = {"landlord": landlord, "number": 10 + self.referred, "beds": case.beds}
        self.attempt(self.by_worker("refer_again", case, **facts))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK, days=st.integers(-1, 3))
    def end_old_tenancy(self, pick: int, days: int) -> None:
        shown = self.shown_steps()
        day = clock.today() + timedelta(days=days)
        self.attempt(self.by_old("end", shown[pick % len(shown)], day=day))

    @precondition(lambda self: self.shown_steps())
    @rule(pick=PICK, days=st.integers(-1, 1), works=st.integers(-1, 5))
    def call_empty(self, pick: int, days: int, works: int) -> None:
        shown = self.shown_steps()
        gone = [step for step in shown if step.state == "completed"] or shown
        void = clock.today() + timedelta(days=days)
        ready = void + timedelta(days=works)
        step = gone[pick % len(gone)]
        self.attempt(self.by_old("empty", step, void=void, ready=ready))

    @rule(pick=PICK, how=st.sampled_from(("drop", "avoid", "restore", "restore")))
    def state_areas(self, pick: int, how: str) -> None:
        """Change where a household can live, mostly against the home it is shown."""
        steps = [s for s in self.model.steps.values() if s.state in LIVE_STEP]
        case = self.model.cases[steps[pick % len(steps)].case] if steps else None
        case = case or self.case(pick)
        own = small.STANDS_IN[case.landlord]
        choice = {code for code in small.COUNCILS if code != own}
        avoid: set[str] = set()
        if steps:
            home = self.model.homes[steps[pick % len(steps)].home]
            if how == "drop":
                choice -= {home.area}
            elif how == "avoid":
                avoid = {home.sector}
        self.attempt(self.by_worker("areas", case, of_choice=choice, avoid=avoid))

    @rule(hours=st.sampled_from((2, 7, 24, 24, 96)), watched=st.booleans())
    def wait(self, hours: int, *, watched: bool) -> None:
        self.scheme.wait(hours, watched=watched)

    @rule()
    def read(self) -> None:
        self.scheme.read_everything()

    @precondition(lambda self: bool(self.done))
    @rule(pick=PICK)
    def again(self, pick: int) -> None:
        """Do once more what was done lately: a button pressed twice."""
        act = self.done[-1 - pick % min(4, len(self.done))]
        if act.name not in ("refer", "refer_again", "freeze"):
            self.attempt(act)

    @precondition(lambda self: any(act.ref for act in self.done))
    @rule(pick=PICK, how=st.sampled_from(("landlord", "worker", "office", "system")))
    def trespass(self, pick: int, how: str) -> None:
        """Try what was done as somebody whose it is not."""
        lately = [act for act in self.done if act.ref][-6:]
        act = lately[pick % len(lately)]
        by, who = act.by, act.who
        if how == "landlord":
            others = [code for code in small.LANDLORDS if code != act.by]
            by = others[pick % len(others)]
        elif how == "worker" and act.by == SERVICE:
            who = "first" if act.who == "second" else "second"
        elif how == "system" and act.name in PERSON_ONLY and act.by != COORDINATOR:
            who = "system"
        else:
            by = AUDITOR
        tried = Act(act.name, by, act.ref, who, act.facts)
        self.scheme.try_(tried, mine=False)

    def shown_steps(self) -> list[Step]:
        """Return the steps that the landlords were asked about."""
        return [s for s in self.model.steps.values() if s.visible_at is not None]
