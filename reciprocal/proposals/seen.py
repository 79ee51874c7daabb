"""Where the viewing of a step stands, and what is read of it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.proposals.tables import FinalOfferWarning, Proposal, Viewing
from reciprocal.proposals.viewing_lifecycle import (
    RECORDED,
    ViewingState,
    ViewingWay,
    state_after,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a viewing stands.

    Attributes:
        way: As the landlord last offered it.
        on: The day it last offered; once it is recorded, the day of that.
    """

    state: ViewingState
    way: ViewingWay | None
    on: date | None

    @property
    def recorded(self) -> bool:
        """Tell whether the household saw what there is to see, or would not."""
        return self.state in RECORDED


def events(session: Session, actor: Actor, proposal: Proposal) -> list[Viewing]:
    """Return what was done about the viewing of a step, in its order."""
    del actor  # the caller has found the step to be theirs
    return list(
        session.exec(
            select(Viewing)
            .where(Viewing.proposal_id == proposal.id)
            .order_by(col(Viewing.number))
        )
    )


def of_proposal(session: Session, actor: Actor, proposal: Proposal) -> Seen:
    """Return where the viewing of a step stands."""
    rows = events(session, actor, proposal)
    ways = [row.way for row in rows if row.way is not None]
    return Seen(
        state=state_after(tuple(row.event for row in rows)),
        way=ways[-1] if ways else None,
        on=rows[-1].on_day if rows else None,
    )


def row(seen: Seen) -> dict[str, object]:
    """Return a viewing as the worker and the receiving landlord read it."""
    return {
        "viewing": seen.state,
        "viewing_way": seen.way,
        "viewing_on": seen.on,
    }


def was_warned(session: Session, actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the household was warned about final offers in this step."""
    del actor  # likewise
    return (
        session.exec(
            select(FinalOfferWarning.id).where(
                FinalOfferWarning.proposal_id == proposal.id
            )
        ).first()
        is not None
    )
