"""What a coordinator lists once a change in risk hides where a step leads.

A code left out of one list would be found by taking another away from a third, or
yesterday's from today's. So the home reads everywhere as it would without the step: in
the pot, and unused by the rounds.
"""

from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from reciprocal.access import blocks
from reciprocal.access import queries as people
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.disclosure import Shown
from reciprocal.disclosure.pages import WHOLE, Page, Wanted
from reciprocal.homes import board
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.proposals.lifecycle import OVER
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import decided
from reciprocal.requests.tables import PersonQuestion


def places(session: Session, actor: Actor, round_id: str) -> set[tuple[int, int]]:
    """Return the exchange and the position of each hidden step of a round."""
    return set(
        session.exec(
            select(Proposal.exchange_number, Proposal.position).where(
                Proposal.round_id == round_id,
                col(Proposal.hidden_at).is_not(None),
                *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
            )
        )
    )


def homes_taken(session: Session, actor: Actor) -> frozenset[str]:
    """Return the ids of the homes that hidden steps lead to, or have led to."""
    return frozenset(
        session.exec(
            select(Proposal.home_id).where(
                col(Proposal.hidden_at).is_not(None),
                col(Proposal.state).not_in(OVER),
                *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
            )
        )
    )


def homes_lived_in(session: Session, actor: Actor) -> frozenset[str]:
    """Return the ids of those of them that a case which goes on from there would leave.

    They come to be listed for that case alone, and so are not.
    """
    left = sorted(blocks.left_to_one(session))
    return frozenset(
        session.exec(
            select(Home.id).where(
                Home.state == HomeState.OCCUPIED,
                *in_scheme(actor, Home.scheme_id, case=Home.vacated_by_request_id),
                col(Home.vacated_by_request_id).in_(left),
            )
        )
    )


def homes_left(
    session: Session, actor: Actor, round_id: str, frozen_at: datetime
) -> list[str]:
    """Return the ids of the homes that would have been unused without hidden steps.

    A round's own lead to some; others kept theirs out of it, as they still went on.
    """
    kept_out = and_(
        col(Proposal.proposed_at) <= frozen_at,
        or_(col(Proposal.state).not_in(OVER), col(Proposal.ended_at) > frozen_at),
    )
    asked_at, over_at = col(Home.withdrawal_asked_at), col(Home.stay_over_at)
    return list(
        session.exec(
            select(Proposal.home_id)
            .join(Home, col(Home.id) == Proposal.home_id)
            .where(
                or_(Proposal.round_id == round_id, kept_out),
                col(Proposal.hidden_at).is_not(None),
                or_(asked_at.is_(None), asked_at > frozen_at),
                or_(over_at.is_(None), over_at >= frozen_at),
                *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
            )
            .order_by(Proposal.home_id)
        )
    )


def board_homes(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the scheme's live homes; what a hidden step leads to is in the pot."""
    return board.homes(
        session,
        actor,
        wanted,
        in_pot=homes_taken(session, actor),
        unlisted=homes_lived_in(session, actor),
    )


def board_questions(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what is left to a person, and no landlord once a step was hidden."""
    return decided.board_questions(
        session, actor, wanted, unnamed=_cases(session, actor)
    )


def show_question(session: Session, actor: Actor, row: PersonQuestion) -> Shown:
    """Return one of them, likewise: what was allowed tells where the step leads."""
    unnamed = _cases(session, actor)
    return decided.show_question(session, actor, row, unnamed=unnamed)


def lead_of(proposal: Proposal) -> str | None:
    """Return the id of the one lead a hidden step is left to, or None."""
    hidden = proposal.hidden_at is not None and not proposal.hidden_from_lead
    return proposal.lead_id if hidden else None


def has_no_lead(session: Session, proposal: Proposal) -> bool:
    """Tell whether the one lead a hidden step is left to cannot act on it any more."""
    lead = lead_of(proposal)
    return lead is not None and people.is_out(session, lead, proposal.request_id)


def is_untold(session: Session, proposal: Proposal) -> bool:
    """Tell whether the book is silent of a step: where to, or whence, is hidden."""
    left = blocks.left_to_one(session)
    return proposal.hidden_at is not None or proposal.request_id in left


def _cases(session: Session, actor: Actor) -> frozenset[str]:
    """Return the cases that had a hidden step, ended ones too.

    A landlord that is named again as a step ends would be the one that it led to.
    """
    return frozenset(
        session.exec(
            select(Proposal.request_id).where(
                col(Proposal.hidden_at).is_not(None),
                *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
            )
        )
    )
