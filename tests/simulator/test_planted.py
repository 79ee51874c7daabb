# ruff: noqa: ANN401 - what a fault is planted in keeps its own types
"""The checker is worth what it sees: each fault planted here is told by its name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fixtures.simulator import (
    keys,
    meanwhile,
    pooling,
    pot,
    rounds,
    staying,
    steps,
    telling,
)
from fixtures.simulator.people import Act, People
from fixtures.simulator.telling import with_case
from fixtures.simulator.years import Years, hands_on
from matching.plan import StepKind
from matching.solve import solve as solve_pool
from matching.terms import Urgency
from reciprocal import clock
from reciprocal.ledger import entries
from reciprocal.ledger.terms import TransactionKind
from reciprocal.proposals.change_lifecycle import (
    TRANSITIONS,
    CaseStanding,
    ChangeTold,
)
from reciprocal.proposals.lifecycle import EndCode
from tests.simulator.test_years import TROUBLED
from tests.simulator.watching import Broke, Checker

Plant = Callable[[pytest.MonkeyPatch], None]
DAYS = 170


def later_for_another(patch: pytest.MonkeyPatch) -> None:
    """A step that falls through puts everybody who waits back by a day."""
    true = steps.end

    def end(scheme: Any, *said: Any, **how: Any) -> Any:
        scheme = true(scheme, *said, **how)
        for case in scheme.cases.values():
            day = case.waiting_since + timedelta(days=1)
            scheme = with_case(scheme, replace(case, waiting_since=day))
        return scheme

    patch.setattr(steps, "end", end)


def another_ends_too(patch: pytest.MonkeyPatch) -> None:
    """What falls through takes another household's step with it."""
    true = steps.end

    def end(scheme: Any, at: Any, by: Any, step: Any, code: Any, **how: Any) -> Any:
        scheme = true(scheme, at, by, step, code, **how)
        for other in scheme.steps.values():
            if other.live and str(other.state) in ("offered", "agreed", "accepted"):
                return true(scheme, at, by, other, EndCode.LAPSED)
        return scheme

    patch.setattr(steps, "end", end)


def strand(patch: pytest.MonkeyPatch) -> None:
    """A tenancy is taken back although the end of the old one is recorded."""

    def refer_again(scheme: Any, at: Any, step: Any) -> Any:
        move = scheme.moves[step.id]
        kept = replace(move, old_tenancy_end=None)
        scheme = replace(scheme, moves=scheme.moves | {step.id: kept})
        scheme = keys.fails(scheme, at, step, EndCode.HOUSEHOLD_RETURNED)
        failed = scheme.moves[step.id]
        ended = replace(failed, old_tenancy_end=move.old_tenancy_end)
        return replace(scheme, moves=scheme.moves | {step.id: ended})

    patch.setattr(keys, "refer_again", refer_again)


def surrender_first(patch: pytest.MonkeyPatch) -> None:
    """The old tenancy's end is recorded as the household accepts."""
    true = steps.answer_household

    def answer(scheme: Any, at: Any, step: Any, code: Any) -> Any:
        scheme = true(scheme, at, step, code)
        move = scheme.moves.get(step.id)
        if move is None:
            return scheme
        end = clock.today() + timedelta(days=90)
        given = replace(move, old_tenancy_end=end)
        return replace(scheme, moves=scheme.moves | {step.id: given})

    patch.setattr(steps, "answer_household", answer)


def one_leg_only(patch: pytest.MonkeyPatch) -> None:
    """What is posted is owed by one landlord and to nobody."""
    true = entries.legs_for

    def legs_for(kind: Any, *between: Any) -> Any:
        legs = true(kind, *between)
        return legs[:-1] if kind is TransactionKind.POST else legs

    patch.setattr(entries, "legs_for", legs_for)


def hold_nothing_back(patch: pytest.MonkeyPatch) -> None:
    """What falls through keeps its HOLD."""
    true = steps.booked

    def booked(scheme: Any, at: Any, step: Any, kind: Any, code: str = "") -> Any:
        if kind is TransactionKind.VOID_HOLD:
            return scheme
        return true(scheme, at, step, kind, code)

    patch.setattr(steps, "booked", booked)


def forecast_the_urgent(patch: pytest.MonkeyPatch) -> None:
    """The most urgent are told to wait, and the homes are kept for others."""
    true = solve_pool

    def solve(pool: Any, policy: Any, **said: Any) -> Any:
        plan = true(pool, policy, **said)
        urgent = {
            row.id for row in pool.households if row.urgency is Urgency.MOST_URGENT
        }
        kept = tuple(
            exchange
            for exchange in plan.exchanges
            if not any(
                step.household_id in urgent and step.kind is StepKind.READY
                for step in exchange.steps
            )
        )
        return replace(plan, exchanges=kept)

    patch.setattr(rounds, "solve", solve)
    patch.setattr(rounds, "verify", lambda *_: ())


def ask_no_referee(patch: pytest.MonkeyPatch) -> None:
    """A household states other areas, and its step goes on as if it had not."""
    true = steps.look

    def look(scheme: Any, at: Any, step: Any, *, safe: bool) -> Any:
        case = scheme.cases[step.request_id]
        scheme = pot.areas(scheme, at, case, frozenset())
        return true(scheme, at, step, safe=safe)

    patch.setattr(steps, "look", look)
    patch.setattr(steps, "stands", lambda *_: True)


def keep_the_home(patch: pytest.MonkeyPatch) -> None:
    """A home stays reserved though its step is over."""
    true = telling.home_goes

    def home_goes(scheme: Any, at: Any, by: Any, home: Any, event: Any) -> Any:
        return scheme if event == "free" else true(scheme, at, by, home, event)

    patch.setattr(steps, "home_goes", home_goes)


def keep_the_task(patch: pytest.MonkeyPatch) -> None:
    """A step ends and somebody is still asked about it."""
    true = steps.end

    def end(scheme: Any, at: Any, by: Any, step: Any, code: Any) -> Any:
        scheme = true(scheme, at, by, step, code)
        asked = replace(scheme.steps[step.id], task_open=True)
        return replace(scheme, steps=scheme.steps | {step.id: asked})

    patch.setattr(steps, "end", end)


def go_on_without_consent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pot, "pause", lambda scheme, *_: scheme)


def draw_for_ever(patch: pytest.MonkeyPatch) -> None:
    """Rounds go on with a home that has stayed in the pot its time."""
    true = pooling.pot

    def pot_of(scheme: Any) -> Any:
        homes = {
            key: replace(home, stay_over_at=None) for key, home in scheme.homes.items()
        }
        return true(replace(scheme, homes=homes))

    patch.setattr(staying, "is_due", lambda _: False)
    patch.setattr(pooling, "pot", pot_of)


def give_up_the_last(patch: pytest.MonkeyPatch) -> None:
    """A household that finds another home gives up the only tenancy it has."""
    alone, change = CaseStanding.SIGNED_ALONE, ChangeTold.OWN_MOVE_FOUND
    true = People._meanwhile

    def found_one(self: Any, scheme: Any, case: Any) -> Any:
        if meanwhile.standing(scheme, case) is not alone:
            return true(self, scheme, case)
        return Act("changes", case.id, {"change": change, "bedrooms": 2})

    patch.setitem(TRANSITIONS, (alone, change), CaseStanding.CLOSED)
    patch.setattr(People, "_meanwhile", found_one)


def answer_late(patch: pytest.MonkeyPatch) -> None:
    """An answer is taken however late it comes."""
    true = steps.propose

    def propose(scheme: Any, at: Any, *said: Any) -> Any:
        scheme = true(scheme, at - timedelta(days=5), *said)
        step = list(scheme.steps.values())[-1]
        waits = replace(step, due_at=at + timedelta(days=5))
        return replace(scheme, steps=scheme.steps | {step.id: waits})

    patch.setattr(steps, "propose", propose)


def promise_twice(patch: pytest.MonkeyPatch) -> None:
    """A round gives the same home to two households."""
    true = steps.propose

    def propose(scheme: Any, at: Any, round_id: Any, number: Any, pair: Any) -> Any:
        home = scheme.homes[pair[1]]
        scheme = true(scheme, at, round_id, number, pair)
        for case in scheme.cases.values():
            if case.state == "in_pot" and case.id != pair[0]:
                freed = replace(scheme, homes=scheme.homes | {home.id: home})
                return true(freed, at, round_id, number, (case.id, home.id))
        return scheme

    patch.setattr(steps, "propose", propose)


def grant_less(patch: pytest.MonkeyPatch) -> None:
    """Whatever is brought to the sign-up is signed."""
    true = keys.sign

    def sign(scheme: Any, at: Any, step: Any, tenancy: Any) -> Any:
        home = scheme.homes[step.home_id]
        scheme = true(scheme, at, step, home.tenancy_offered)
        granted = replace(scheme.moves[step.id], tenancy_granted=tenancy)
        return replace(scheme, moves=scheme.moves | {step.id: granted})

    patch.setattr(keys, "sign", sign)


def swap(patch: pytest.MonkeyPatch) -> None:
    """A landlord houses its own tenant, from one home into another of its own."""
    true = steps.propose

    def propose(scheme: Any, *said: Any) -> Any:
        scheme = true(scheme, *said)
        step = list(scheme.steps.values())[-1]
        same = replace(step, new_provider_id=step.old_provider_id)
        return replace(scheme, steps=scheme.steps | {step.id: same})

    patch.setattr(steps, "propose", propose)


def enter_marked_homes(patch: pytest.MonkeyPatch) -> None:
    """Homes are known to whoever they fled, and pass for any other."""
    true, post = pooling.a_home, pot.post

    def marked(scheme: Any, at: Any, comes: Any, ready: Any) -> Any:
        scheme = post(scheme, at, comes, ready)
        return steps.mark(scheme, at, f"void-{comes.number}")

    def a_home(scheme: Any, home: Any) -> Any:
        return true(scheme, replace(home, marker="none"))

    patch.setattr(pooling, "a_home", a_home)
    patch.setattr(pot, "post", marked)


def leave_no_trace(patch: pytest.MonkeyPatch) -> None:
    """A case moves on and nobody writes it down."""
    true = telling.case_goes

    def case_goes(scheme: Any, *said: Any) -> Any:
        return replace(true(scheme, *said), entries=scheme.entries)

    patch.setattr(steps, "case_goes", case_goes)


PLANTED: tuple[tuple[Plant, str], ...] = (
    (promise_twice, "I1"),
    (keep_the_home, "I1"),
    (draw_for_ever, "I1"),
    (give_up_the_last, "I5"),
    (surrender_first, "I4"),
    (strand, "I5"),
    (ask_no_referee, "I6"),
    (grant_less, "I7"),
    (swap, "I8"),
    (enter_marked_homes, "I9"),
    (one_leg_only, "I11"),
    (hold_nothing_back, "I11"),
    (leave_no_trace, "I12"),
    (go_on_without_consent, "I13"),
    (answer_late, "I14"),
    (another_ends_too, "I16"),
    (keep_the_task, "I16"),
    (later_for_another, "I18"),
    (forecast_the_urgent, "urgent"),
)


def live() -> None:
    watch = Checker(look_days=1)
    watch.end(Years(TROUBLED, 1, watch, hands_on()).run(DAYS))


@pytest.mark.parametrize(
    ("plant", "name"),
    PLANTED,
    ids=[f"{name}-{plant.__name__}" for plant, name in PLANTED],
)
def test_a_planted_fault_is_seen_and_named(
    monkeypatch: pytest.MonkeyPatch, plant: Plant, name: str
) -> None:
    with monkeypatch.context() as patch:
        plant(patch)
        with pytest.raises(Broke) as seen:
            live()
    assert f"[{name}]" in str(seen.value)


def test_without_a_fault_the_same_days_are_sound() -> None:
    live()
