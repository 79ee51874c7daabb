"""Writes docs/one-household.md: one household, from referral to keys, by the tables.

Each line names the event it brings to each table; the states beside it are worked out
by those tables, so that a page which could not happen cannot be written. Run
`python -m scripts.print_one_household > docs/one-household.md` from the root.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reciprocal.homes import lifecycle as homes
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.moves import lifecycle as moves
from reciprocal.moves.lifecycle import MoveEvent, MoveState
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import lifecycle as proposals
from reciprocal.proposals import viewing_lifecycle as viewings
from reciprocal.proposals.lifecycle import ProposalEvent, ProposalState
from reciprocal.proposals.limits import SAFETY_LOOK_WORKING_DAYS
from reciprocal.proposals.viewing_lifecycle import ViewingEvent
from reciprocal.requests import lifecycle as requests
from reciprocal.requests.lifecycle import RequestEvent, RequestState

_RULES = SchemeRules()
_NOTHING = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act on the way, and the event it brings to each table.

    Attributes:
        name: As a test knows it.
        within: How long whoever acts has; blank where nothing lapses.
        step_begins, move_begins: The act makes the row; it begins in its first state.
    """

    name: str
    who: str
    does: str
    within: str = ""
    request: RequestEvent | None = None
    step: ProposalEvent | None = None
    step_begins: bool = False
    viewing: ViewingEvent | None = None
    home: HomeEvent | None = None
    left: HomeEvent | None = None
    move: MoveEvent | None = None
    move_begins: bool = False
    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where everything of one household stands; None for what is not there yet.

    Attributes:
        home, left: The home it goes to, and the one it leaves.
    """

    request: RequestState = RequestState.DRAFT
    step: ProposalState | None = None
    viewing: tuple[ViewingEvent, ...] = field(default=())
    home: HomeState = HomeState.IN_POT
    left: HomeState | None = None
    move: MoveState | None = None


def _days(count: int, *, working: bool = True) -> str:
    return f"{count} {'working ' if working else ''}day{'s' if count > 1 else ''}"


WAY: tuple[Act, ...] = (
    Act(
        name="submitted",
        who="referring worker",
        does="records the consents and submits the case",
        request=RequestEvent.SUBMIT,
    ),
    Act(
        name="attested",
        who="old landlord, then coordinator",
        does="attests the tenancy and accepts the debt; the coordinator countersigns",
        within=_days(_RULES.approval_working_days),
        request=RequestEvent.APPROVE,
    ),
    Act(
        name="proposed",
        who="the round",
        does="proposes a home that is ready, and sets it aside",
        request=RequestEvent.PROPOSE,
        step_begins=True,
        home=HomeEvent.RESERVE,
    ),
    Act(
        name="looked",
        who="referring worker",
        does="looks at the address and finds it safe",
        within=_days(SAFETY_LOOK_WORKING_DAYS),
        request=RequestEvent.OFFER,
        step=ProposalEvent.SAFE,
    ),
    Act(
        name="agreed",
        who="both landlords",
        does="agree, each to its own side",
        within=_days(_RULES.landlord_answer_working_days),
        step=ProposalEvent.BOTH_AGREE,
    ),
    Act(
        name="viewing_offered",
        who="new landlord",
        does="offers a day for the viewing, or photographs",
        within=_days(_RULES.viewing_working_days),
        viewing=ViewingEvent.OFFER,
    ),
    Act(
        name="viewed",
        who="referring worker",
        does="says how the viewing went",
        within=_days(1),
        viewing=ViewingEvent.VIEW,
    ),
    Act(
        name="accepted",
        who="household, through its worker",
        does="says yes, once the move was talked through",
        within=f"{_RULES.household_answer_days} whole days and the next working day",
        request=RequestEvent.ACCEPT,
        step=ProposalEvent.ACCEPT,
        move_begins=True,
        book="HOLD",
    ),
    Act(
        name="signed",
        who="new landlord",
        does="signs the tenancy that was promised",
        within=f"{_days(_RULES.release_working_days)} after the home is ready",
        step=ProposalEvent.SIGN,
        move=MoveEvent.SIGN,
    ),
    Act(
        name="keys",
        who="new landlord",
        does="hands over the keys on the first day",
        request=RequestEvent.MOVE,
        step=ProposalEvent.START,
        home=HomeEvent.LET,
        move=MoveEvent.START,
        book="POST",
    ),
    Act(
        name="left",
        who="old landlord",
        does="calls the home that was left empty, with the day it is ready",
        within=f"{_days(_RULES.home_back_working_days)} after its tenancy ends",
        left=HomeEvent.EMPTY,
    ),
)
"""The way on which nothing goes wrong, an act a line."""

FAILED = Act(
    name="failed",
    who="referring worker",
    does="tells that the tenancy did not last, while the old one stands",
    within=f"{_days(_RULES.failed_tenancy_days, working=False)} of the keys",
    request=RequestEvent.RETURN,
    step=ProposalEvent.FAIL,
    home=HomeEvent.COME_BACK,
    move=MoveEvent.FAIL,
    book="REVERSAL",
)
"""The one act that takes a tenancy back."""


def after(standing: Standing, act: Act) -> Standing:
    """Return where everything stands after an act, by the tables alone.

    Raises:
        StateConflict: When a table knows no such step.
    """
    found = standing
    if act.name == "attested":
        # With the attestation the old landlord names the home that will come back.
        found = replace(found, left=HomeState.OCCUPIED)
    if act.request is not None:
        found = replace(found, request=requests.after(found.request, act.request))
    if act.step_begins:
        found = replace(found, step=ProposalState.PROPOSED)
    if act.step is not None:
        assert found.step is not None, "a step is proposed first"
        found = replace(found, step=proposals.after(found.step, act.step))
    if act.viewing is not None:
        events = (*found.viewing, act.viewing)
        viewings.state_after(events)
        found = replace(found, viewing=events)
    if act.home is not None:
        found = replace(found, home=homes.after(found.home, act.home))
    if act.left is not None:
        assert found.left is not None, "it is named with the attestation"
        found = replace(found, left=homes.after(found.left, act.left))
    if act.move_begins:
        found = replace(found, move=MoveState.HELD)
    if act.move is not None:
        assert found.move is not None, "a move begins with the yes"
        found = replace(found, move=moves.after(found.move, act.move))
    return found


def way() -> Iterator[tuple[Act, Standing]]:
    """Go along the way: each act, and where everything stands after it."""
    standing = Standing()
    for act in WAY:
        standing = after(standing, act)
        yield act, standing


def page() -> str:
    """Return the page."""
    return "\n".join(
        (
            _HEAD,
            _row("who", "does what", "within", *_COLUMNS),
            _row(*("---",) * (3 + len(_COLUMNS))),
            *_lines(),
            _WHERE_IT_ENDS,
            _row("where it stood", "who ends it", "the step", "what happens"),
            _row(*("---",) * 4),
            *_ends(),
            _AFTERWARDS,
        )
    )


_COLUMNS = ("case", "step", "viewing", "new home", "home left", "move", "book")
_HEAD = """# One household, from referral to keys

A household is referred on a Monday and has its keys some weeks later.
These are its acts in order, and beside each where its case, the step, both homes, the
move and the book stand once it is done; what an act leaves alone is blank.
Each state is worked out by the tables of [lifecycles.md](lifecycles.md), and a test
walks a household through the service and holds every line against its rows.
How long each party has is the scheme's default; [clocks.md](clocks.md) counts it.

This page is written from the code: change `scripts/print_one_household.py`, then run
`python -m scripts.print_one_household > docs/one-household.md`.
"""
_WHERE_IT_ENDS = """
## Where it can end

Whatever ends a step before its keys frees the home and voids a HOLD. The case is back
in the pot with the date it had, or paused at the household's word.
"""
_AFTERWARDS = """
The old tenancy is never given up before the new one is signed, and never ends before
the new one starts.
The home that was left goes to another household in a later round, and the chain goes on
from there: its household's own page would begin at the round's line.

A coordinator reads each household's days at `GET /v1/board/timelines` and each home's
reservations at `GET /v1/board/reservations`; `make demo` draws both on one page.
"""


def _lines() -> Iterator[str]:
    before = Standing()
    for act, now in way():
        changed = (
            _changed(before.request, now.request),
            _changed(before.step, now.step),
            _viewing(now) if now.viewing != before.viewing else _NOTHING,
            _changed(before.home, now.home),
            _changed(before.left, now.left),
            _changed(before.move, now.move),
            act.book,
        )
        yield _row(act.who, act.does, act.within, *changed)
        before = now


def _ends() -> Iterator[str]:
    ending = (ProposalEvent.END, ProposalEvent.STOP, ProposalEvent.FAIL)
    for line in proposals.TABLE:
        if line.event in ending:
            yield _row(f"`{line.state}`", line.by, f"`{line.to}`", line.effect)


def _viewing(now: Standing) -> str:
    return f"`{viewings.state_after(now.viewing)}`"


def _changed(before: object, now: object) -> str:
    return _NOTHING if before == now or now is None else f"`{now}`"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
