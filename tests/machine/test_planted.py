# ruff: noqa: ANN401 - what a fault is planted in keeps its own types
"""The machine is worth what it sees: each fault planted here is told by its name."""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col

from reciprocal import clock, disclosure
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.db import Database
from reciprocal.errors import NoLongerAvailable, StateConflict
from reciprocal.homes import bars, markers
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.homes.lifecycle import HomeEvent
from reciprocal.ledger import entries
from reciprocal.ledger import operations as ledger
from reciprocal.ledger.entries import Line
from reciprocal.ledger.terms import TransactionKind
from reciprocal.moves import operations as moves
from reciprocal.proposals import (
    answers,
    departures,
    lifecycle,
    queries,
    recheck,
    signing,
)
from reciprocal.proposals import operations as proposals
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import operations as requests
from reciprocal.requests import queries as request_queries
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.rules import ConsentPurpose
from tests.machine import stories
from tests.machine.machine import Machine
from tests.support.filled import Filled

Plant = Callable[[pytest.MonkeyPatch], None]
Story = Callable[[Machine], None]


def skip_the_referee(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recheck.Pair, "suits", property(lambda _: True))


def keep_the_hold(patch: pytest.MonkeyPatch) -> None:
    """A step ends, and its move and its HOLD are forgotten."""
    patch.setattr(moves, "fall_through", lambda *_, **__: None)


def post_the_other_way(patch: pytest.MonkeyPatch) -> None:
    """The POST owes where it is owed; it still cancels."""
    true = entries.legs_for

    def legs_for(kind: TransactionKind, origin: str, receiver: str, size: Any) -> Any:
        legs: tuple[Line, ...] = true(kind, origin, receiver, size)
        if kind is not TransactionKind.POST:
            return legs
        half = len(legs) // 2
        return legs[:half] + entries.mirror(legs[half:])

    patch.setattr(entries, "legs_for", legs_for)


def keep_the_home(patch: pytest.MonkeyPatch) -> None:
    true = homes.change_state

    def change_state(session: Any, **said: Any) -> Any:
        if said["event"] is HomeEvent.FREE:
            return None
        return true(session, **said)

    patch.setattr(homes, "change_state", change_state)


def reserve_nothing(patch: pytest.MonkeyPatch) -> None:
    """A home that is promised stays in the pot, to be promised again."""
    true = homes.change_state

    def change_state(session: Any, **said: Any) -> Any:
        if said["event"] is HomeEvent.RESERVE:
            return None
        return true(session, **said)

    patch.setattr(homes, "change_state", change_state)


def leave_the_case_in_the_pot(patch: pytest.MonkeyPatch) -> None:
    """A household with a step may be matched again."""
    true = requests.change_state

    def change_state(session: Any, **said: Any) -> None:
        if said["event"] is not RequestEvent.PROPOSE:
            true(session, **said)

    patch.setattr(requests, "change_state", change_state)


def go_on_without_consent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposals, "stop", lambda *_, **__: None)


def disclose_without_consent(patch: pytest.MonkeyPatch) -> None:
    """What shows a thing is told that every consent stands."""
    true = request_queries.live_consents

    def live_consents(session: Any, actor: Actor, request_id: str) -> Any:
        if sys._getframe(1).f_code.co_name.startswith("show_"):
            return frozenset(ConsentPurpose)
        return true(session, actor, request_id)

    patch.setattr(request_queries, "live_consents", live_consents)


def answer_late(patch: pytest.MonkeyPatch) -> None:
    def require_live(proposal: Any, state: ProposalState) -> None:
        if proposal.state is ProposalState.ENDED:
            raise NoLongerAvailable
        if proposal.state is not state:
            raise StateConflict

    patch.setattr(answers, "_require_live", require_live)


def wait_anew_on_return(patch: pytest.MonkeyPatch) -> None:
    true = requests.change_state

    def change_state(session: Any, **said: Any) -> None:
        true(session, **said)
        if said["event"] is RequestEvent.RETURN:
            said["request"].waiting_since = clock.today() + timedelta(days=1)

    patch.setattr(requests, "change_state", change_state)


def surrender_before_signing(patch: pytest.MonkeyPatch) -> None:
    """The old tenancy's end is taken down at once, and the database looks away."""

    def record_old_tenancy_end(
        session: Any, *, actor: Actor, move: Any, end: Any, **_: Any
    ) -> None:
        move.old_tenancy_end = end
        session.add(move)
        audit.record(session, actor, "move.old_tenancy_ends", subject=("move", move.id))

    patch.setattr(moves, "record_old_tenancy_end", record_old_tenancy_end)
    patch.setattr(departures, "departure_stage", lambda *_: "notice_due")
    true = Database.__init__

    def unchecked(self: Database, url: str) -> None:
        true(self, url)
        event.listen(
            self.engine,
            "connect",
            lambda one, _: one.execute("PRAGMA ignore_check_constraints = 1"),
        )

    patch.setattr(Database, "__init__", unchecked)


def call_empty_too_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(moves, "require_left", lambda *_: None)


def bar_no_team(patch: pytest.MonkeyPatch) -> None:
    true = homes.record_empty

    def record_empty(session: Any, **said: Any) -> Any:
        return true(session, **said | {"team_barred": "nobody"})

    patch.setattr(homes, "record_empty", record_empty)
    patch.setattr(home_queries, "teams_barred_before", lambda *_: frozenset())
    # Its safety marker keeps everybody from the home left, and would hide the fault.
    for marks in ("mark_dwelling", "mark_home"):
        patch.setattr(markers, marks, lambda *_, **__: None)


def grant_a_worse_tenancy(patch: pytest.MonkeyPatch) -> None:
    """Whatever was signed passes for what was promised."""
    true = moves.sign

    def sign(session: Any, **said: Any) -> None:
        true(session, **said | {"as_promised": True})

    patch.setattr(moves, "sign", sign)


def leave_no_trace(patch: pytest.MonkeyPatch) -> None:
    """A home is reserved and nobody writes it down."""
    true = audit.record

    def record(session: Any, actor: Any, action: str, **said: Any) -> None:
        if action != "home.reserve":
            true(session, actor, action, **said)

    patch.setattr(audit, "record", record)


def show_ended_departures(patch: pytest.MonkeyPatch) -> None:
    """The old landlord is shown a step that ended before it was ever asked."""
    patch.setattr(
        departures,
        "_appeared",
        lambda: (col(Proposal.departure_visible_at) <= clock.now(),),
    )


def show_more_as_time_passes(patch: pytest.MonkeyPatch) -> None:
    """An offer past its time is presented as if the household had accepted."""
    true = disclosure.show

    def show(actor: Any, resource: str, stage: str, row: Any) -> Any:
        late = resource == "offer" and row["answer_by"] < clock.now()
        return true(actor, resource, "completed" if late else stage, row)

    patch.setattr(queries, "show", show)


def store_in_plain(patch: pytest.MonkeyPatch) -> None:
    """The digest of a UPRN is the UPRN."""
    patch.setattr(bars, "uprn_marks", lambda *given: list(given[-1]))


def let_before_keys(patch: pytest.MonkeyPatch) -> None:
    """A home is let and its case moved, and the book is not told."""
    patch.setattr(ledger, "post", lambda *_, **__: None)


def swallow_the_step(patch: pytest.MonkeyPatch) -> None:
    """A tenancy starts and the step stays as it was signed."""
    true = lifecycle.after

    def after(state: Any, said: Any) -> Any:
        true(state, said)
        return ProposalState.SIGNED

    patch.setattr(signing, "after", after)


PLANTED: tuple[tuple[Plant, Story, str], ...] = (
    (skip_the_referee, stories.unsafe_and_onward, "I6"),
    (skip_the_referee, stories.first_yes_to_an_unsafe_home, "I6"),
    (keep_the_hold, stories.pause_when_accepted, "I16"),
    (post_the_other_way, stories.to_the_keys, "I11"),
    (let_before_keys, stories.to_the_keys, "I11"),
    (reserve_nothing, stories.to_a_proposal, "I1"),
    (leave_the_case_in_the_pot, stories.to_a_proposal, "I2"),
    (keep_the_home, stories.not_safe, "I16"),
    (go_on_without_consent, stories.consent_withdrawn, "I13"),
    (disclose_without_consent, stories.consent_withdrawn_when_signed, "I13"),
    (answer_late, stories.a_late_answer, "I14"),
    (wait_anew_on_return, stories.not_safe, "I18"),
    (surrender_before_signing, stories.surrender_at_acceptance, "I4"),
    (call_empty_too_early, stories.empty_at_acceptance, "I5"),
    (bar_no_team, stories.follow_into_the_home_left, "I8"),
    (grant_a_worse_tenancy, stories.a_worse_tenancy, "I7"),
    (leave_no_trace, stories.to_a_proposal, "I12"),
    (swallow_the_step, stories.to_the_keys, "I3"),
    (show_ended_departures, stories.ended_before_it_was_asked, "I17"),
    (show_more_as_time_passes, stories.an_offer_runs_out, "I17"),
    (store_in_plain, stories.post_a_home, "sealed"),
)
STORIES = tuple(dict.fromkeys([*(each[1] for each in PLANTED), *stories.FOUND]))


def walk(template: Filled, story: Story) -> None:
    """Walk one story on a copy of its own, and search what was stored."""
    machine = Machine(template)
    try:
        story(machine)
    except BaseException:
        machine.scheme._stack.close()
        raise
    machine.teardown()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_story_without_a_fault_is_sound(small_sqlite: Filled, story: Story) -> None:
    walk(small_sqlite, story)


@pytest.mark.parametrize(
    ("plant", "story", "name"),
    PLANTED,
    ids=[f"{name}-{plant.__name__}" for plant, _, name in PLANTED],
)
def test_a_planted_fault_is_seen_and_named(
    small_sqlite: Filled,
    monkeypatch: pytest.MonkeyPatch,
    plant: Plant,
    story: Story,
    name: str,
) -> None:
    with monkeypatch.context() as patch:
        plant(patch)
        with pytest.raises(AssertionError) as seen:
            walk(small_sqlite, story)
    assert f"[{name}]" in str(seen.value)
