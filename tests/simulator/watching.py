"""Looking on at a simulated scheme: the checker at each act, day and round."""

from collections import Counter

from fixtures.simulator.people import Act
from fixtures.simulator.rounds import Solved
from fixtures.simulator.rows import Scheme
from fixtures.simulator.years import Watch
from reciprocal import clock
from reciprocal.proposals.lifecycle import ProposalState
from tests.simulator.seen import housed_nowhere, seen
from tests.support.invariants import broken
from tests.support.snapshot import Broken
from tests.support.urgent_first import behind_a_forecast

LOOK_DAYS = 91


class Broke(AssertionError):
    """An invariant that broke, by its name."""


class Checker(Watch):
    """Refuses the first breach of anything that must hold.

    What one act can break is looked at after each; the whole snapshot at each round,
    and every so many days; the laws of the book with it.

    Attributes:
        look_days: From one look at the whole to the next. Units: days.
        acts: How often each act was done.
        ends: What became of the steps that are over.
        rounds, moves, looks: How many there were.
    """

    def __init__(self, look_days: int = LOOK_DAYS) -> None:
        self.look_days = look_days
        self.acts: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.rounds = self.moves = self.looks = self.days = 0

    def act(self, before: Scheme, act: Act, after: Scheme) -> None:
        self.acts[act.name] += 1
        found = []
        for key, case in before.cases.items():
            if after.cases[key].waiting_since > case.waiting_since:
                found.append(Broken("I18", key, f"the date got later by {act.name}"))
            if after.cases[key].urgency > case.urgency:
                found.append(Broken("I18", key, f"less urgent by {act.name}"))
        if after.book is not before.book:
            homes = sum(leg.homes for leg in after.book.legs)
            if homes:
                found.append(Broken("I11", act.subject, "the book sums to something"))
        found += [
            Broken("I5", key, f"without a tenancy after {act.name}")
            for key in housed_nowhere(after, clock.today())
        ]
        found += _freed_of_others(before, act, after)
        tell(found)

    def round(self, before: Scheme, solved: Solved, after: Scheme) -> None:
        del before
        self.rounds += 1
        tell(behind_a_forecast(solved.pool, solved.policy, solved.plan))
        tell(broken(seen(after)))
        self.looks += 1

    def day(self, scheme: Scheme) -> None:
        self.days += 1
        if self.days % self.look_days == 0:
            tell(broken(seen(scheme)))
            self.looks += 1

    def end(self, scheme: Scheme) -> None:
        """Take down what became of it all, and look once more."""
        tell(broken(seen(scheme)))
        self.looks += 1
        self.days = 0
        for step in scheme.steps.values():
            self.ends[str(step.end_code or step.state)] += 1
            self.moves += step.state is ProposalState.COMPLETED

    def told(self) -> str:
        """Say in a line what was seen."""
        return (
            f"{self.acts.total():,} acts, {self.rounds:,} rounds, {self.moves:,} moves "
            f"that stand, {self.looks:,} looks at the whole; nothing broke."
        )


def _freed_of_others(before: Scheme, act: Act, after: Scheme) -> list[Broken]:
    """Return whose step was ended by an act that was not about it."""
    about = {act.subject}
    step = before.steps.get(act.subject)
    if step is not None:
        about |= {step.request_id, step.home_id}
    return [
        Broken("I16", key, f"ended by {act.name}, which was of another")
        for key, row in before.steps.items()
        if row.live
        and not after.steps[key].live
        and not about & {key, row.request_id, row.home_id}
    ]


def tell(found: "list[Broken] | tuple[Broken, ...]") -> None:
    """Refuse every breach, each by its name."""
    if found:
        raise Broke(
            "; ".join(f"[{one.name}] {one.subject}: {one.fault}" for one in found)
        )
