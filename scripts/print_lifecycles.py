"""Writes docs/lifecycles.md from the tables that the rooms themselves obey.

Run `python -m scripts.print_lifecycles > docs/lifecycles.md` from the root.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reciprocal.homes import lifecycle as homes
from reciprocal.homes_owed import lifecycle as homes_owed
from reciprocal.ledger import dispute_lifecycle as disputes
from reciprocal.ledger import lifecycle as ledger
from reciprocal.moves import lifecycle as moves
from reciprocal.organisations import lifecycle as services
from reciprocal.proposals import change_lifecycle as changes
from reciprocal.proposals import lifecycle as proposals
from reciprocal.proposals import transfer_lifecycle as transfers
from reciprocal.proposals import viewing_lifecycle as viewings
from reciprocal.requests import lifecycle as requests
from reciprocal.rounds import cycle_lifecycle as cycles
from reciprocal.rounds import lifecycle as rounds
from reciprocal.webhooks import lifecycle as webhooks
from reciprocal.webhooks.terms import MessageState

_HEAD = """# Lifecycles

What can happen to each thing, and what cannot: an event that is not drawn here is
refused as `state_conflict`, whoever asks.
This page is written from the tables the service obeys: change those, then run
`python -m scripts.print_lifecycles > docs/lifecycles.md`.
"""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """One thing's states, and where each event leads.

    Attributes:
        about: What is drawn, in one sentence.
        begins: The states it can begin in.
        notes: Who brings an event about and what happens with it, where it is said.
    """

    name: str
    about: str
    states: type[StrEnum]
    begins: tuple[StrEnum, ...]
    transitions: Mapping[tuple[StrEnum, StrEnum], StrEnum]
    notes: Mapping[tuple[StrEnum, StrEnum], str]


def lifecycles() -> tuple[Lifecycle, ...]:
    """Return the lifecycles in the order of the journey."""
    home, request = homes.HomeState, requests.RequestState
    return (
        Lifecycle(
            "Home",
            "A home waits for its landlord's second person, or is lived in until its "
            "household has moved.",
            home,
            (home.AWAITING_RELEASE, home.OCCUPIED),
            dict(homes.TRANSITIONS.items()),
            {},
        ),
        Lifecycle(
            "Property request",
            "A case keeps its waiting date however often it comes back to the pot.",
            request,
            (request.DRAFT,),
            dict(requests.TRANSITIONS.items()),
            {},
        ),
        Lifecycle(
            "Question for a person",
            "What the rules leave to a person is asked once; a decision may be taken "
            "back, and a question that no round raises any more lapses.",
            requests.QuestionState,
            (requests.QuestionState.OPEN,),
            dict(requests.QUESTION_TRANSITIONS.items()),
            {},
        ),
        Lifecycle(
            "Match round",
            "A frozen pot is solved and verified; a refused plan is never published. A "
            "plan with a ready step waits until a person has decided each.",
            rounds.RoundState,
            (rounds.RoundState.FROZEN,),
            dict(rounds.TRANSITIONS.items()),
            {},
        ),
        _cycle(),
        Lifecycle(
            "Proposed step",
            "A ready step goes from party to party. A signed one ends, and one that "
            "gave keys fails, only while the household still has its old tenancy.",
            proposals.ProposalState,
            (proposals.ProposalState.PROPOSED,),
            {(line.state, line.event): line.to for line in proposals.TABLE},
            {
                (line.state, line.event): f"{line.by}: {line.effect}"
                for line in proposals.TABLE
            },
        ),
        _viewing(),
        *_of_people(),
        _home_owed(),
        _of_the_book(),
        _of_disputes(),
        Lifecycle(
            "Webhook message",
            "A message is tried until it is taken, or given up and sent again by hand.",
            MessageState,
            (MessageState.WAITING,),
            dict(webhooks.TRANSITIONS.items()),
            {},
        ),
    )


def _cycle() -> Lifecycle:
    """Return how a cycle ends that is carried out from an interim home."""
    return Lifecycle(
        "Cycle carried out",
        "A cycle begins as an interim home is named, and goes on as its homes come "
        "empty; nobody in it is bound, or without a tenancy.",
        cycles.CycleState,
        (cycles.CycleState.UNDER_WAY,),
        dict(cycles.TRANSITIONS.items()),
        dict(cycles.NOTES.items()),
    )


def _of_people() -> tuple[Lifecycle, ...]:
    """Return a move, what happens to its household meanwhile, and who works for it."""
    return (
        Lifecycle(
            "Move",
            "A move begins as its household accepts, and stands once no other tenancy "
            "is left.",
            moves.MoveState,
            (moves.MoveState.HELD,),
            dict(moves.TRANSITIONS.items()),
            {},
        ),
        Lifecycle(
            "Household in its case",
            "A household changes while its case is open; its worker tells a code and a "
            "day, and nobody else is told which.",
            changes.CaseStanding,
            (changes.CaseStanding.NO_STEP,),
            dict(changes.TRANSITIONS.items()),
            {(line.standing, line.change): line.effect for line in changes.TABLE},
        ),
        Lifecycle(
            "Case between two services",
            "A case is offered to one service, at the household's word; two people of "
            "two services hand it over.",
            transfers.TransferState,
            (transfers.TransferState.OFFERED,),
            dict(transfers.TRANSITIONS.items()),
            {
                (line.state, line.event): f"{line.by}: {line.effect}"
                for line in transfers.TABLE
            },
        ),
        Lifecycle(
            "Referring service",
            "A service closes once nobody is left in it.",
            services.ServiceState,
            (services.ServiceState.OPEN,),
            dict(services.TRANSITIONS.items()),
            dict(services.EFFECTS.items()),
        ),
        Lifecycle(
            "Possession of a home left",
            "A home that somebody else still lives in is supply to nobody until its "
            "landlord has possession. While that is sought nobody is asked for the "
            "home; its landlord says when it expects possession, and is asked after "
            "that day.",
            moves.PossessionState,
            (moves.PossessionState.NOT_NEEDED,),
            dict(moves.POSSESSION.items()),
            {},
        ),
    )


def _viewing() -> Lifecycle:
    return Lifecycle(
        "Viewing",
        "While a step is agreed, its home is viewed, or seen in photographs where "
        "somebody still lives there; the household may decline. Only then does "
        "its time to answer run.",
        viewings.ViewingState,
        (viewings.ViewingState.DUE,),
        dict(viewings.TRANSITIONS.items()),
        {
            (line.state, line.event): f"{line.by}: {line.effect}"
            for line in viewings.TABLE
        },
    )


def _home_owed() -> Lifecycle:
    return Lifecycle(
        "Request for a home owed",
        "A landlord in debt is asked for a home that would let somebody move; nobody "
        "waits for its answer, and silence is one.",
        homes_owed.HomeOwedState,
        (homes_owed.HomeOwedState.ASKED,),
        dict(homes_owed.TRANSITIONS.items()),
        {},
    )


def _of_the_book() -> Lifecycle:
    return Lifecycle(
        "Adjustment of the book",
        "Two landlords that it does not touch are asked; it is settled when both have "
        "answered, and lapses where the book has moved on by then.",
        ledger.AdjustmentState,
        (ledger.AdjustmentState.PROPOSED,),
        dict(ledger.TRANSITIONS.items()),
        {},
    )


def _of_disputes() -> Lifecycle:
    return Lifecycle(
        "Dispute of a statement's line",
        "Two landlords drawn by lot hear it, blind. It is upheld when both agree and "
        "the entry stands, rejected when one does not, and lapses on its day. What is "
        "rejected or lapsed may be appealed against once, which is a dispute again.",
        disputes.DisputeState,
        (disputes.DisputeState.OPEN,),
        dict(disputes.TRANSITIONS.items()),
        {},
    )


def page() -> str:
    """Return the whole page."""
    return "\n".join((_HEAD, *(line for one in lifecycles() for line in _part(one))))


def _part(one: Lifecycle) -> Iterator[str]:
    yield f"## {one.name}\n\n{one.about}\n\n```mermaid\nstateDiagram-v2"
    yield from (f"    [*] --> {state}" for state in one.begins)
    lines = [(state, event, to) for (state, event), to in one.transitions.items()]
    yield from (f"    {state} --> {to}: {event}" for state, event, to in lines)
    left = {state for state, _, _ in lines}
    yield from (f"    {state} --> [*]" for state in one.states if state not in left)
    yield "```\n"
    noted = bool(one.notes)
    yield "| at | event | leads to |" + (" who, and with what |" if noted else "")
    yield "| --- | --- | --- |" + (" --- |" if noted else "")
    for state, event, to in lines:
        note = f" {one.notes[state, event]} |" if noted else ""
        yield f"| `{state}` | {event} | `{to}` |{note}"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
