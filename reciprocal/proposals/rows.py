"""What is read of a step, before the disclosure file says who sees which of it."""

from datetime import date, datetime

from reciprocal import clock
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.moves.lifecycle import PossessionState
from reciprocal.moves.tables import Move
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.limits import days_reserved, rent_lost_pence
from reciprocal.proposals.sentences import told
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest

_LANDLORD_READS = frozenset(
    {
        "landlord_withdrew",
        "home_not_ready",
        "not_supplied",
        "lapsed",
        "no_viewing",
        "not_signed_in_time",
    }
)
"""End codes a landlord may read; every other end reads the same: no longer needed."""


def home_row(home: Home) -> dict[str, object]:
    """Return what a home is like, as a case's worker and its landlord read it."""
    return {
        "authority": home.authority_code,
        "bedrooms": home.bedrooms,
        "persons_max": home.persons_max,
        "kind": home.kind,
        "floor": home.floor,
        "lift": home.lift,
        "access": home.access,
        "rent_basis": home.rent_basis,
        "weekly_rent_pence": home.weekly_rent_pence,
        "tenancy_offered": home.tenancy_offered,
        "ready_date": home.ready_date,
        "adapted_access": home.adapted_access,
        "adapted_on": home.adapted_on,
        "pets": home.pets,
    }


def offer_row(proposal: Proposal, home: Home) -> dict[str, object]:
    """Return an offer as the receiving landlord reads it."""
    return {
        "reference": proposal.offer_ref,
        "code": short_code(proposal.offer_ref),
        "stage": proposal.state,
        "home": home.landlord_ref,
        "answer_by": proposal.due_at,
        "end_code": proposal.end_code
        if proposal.end_code and proposal.end_code in _LANDLORD_READS
        else None,
    }


def reserved_row(
    proposal: Proposal, home: Home, shown_at: datetime, move: Move | None
) -> dict[str, object]:
    """Return what an offer has cost its landlord so far; its own home's rent only."""
    days, pence = reserved_cost(proposal, home, shown_at, move)
    return {"days_reserved": days, "rent_lost_pence": pence}


def reserved_cost(
    proposal: Proposal, home: Home, shown_at: datetime, move: Move | None
) -> tuple[int, int]:
    """Return days and rent of a reservation so far. Units: days; pence.

    Days are England's, on which the home was ready and stood reserved.

    Args:
        shown_at: When its landlord was shown the offer.
        move: What the step became, if the household accepted.
    """
    days = days_reserved(
        shown_at.astimezone(clock.LONDON).date(),
        home.ready_date,
        kept_until(proposal, move) or clock.today(),
    )
    return days, rent_lost_pence(days, home.weekly_rent_pence)


def kept_until(proposal: Proposal, move: Move | None) -> date | None:
    """Return the day on which a reservation ended; None while it goes on.

    From the first day of a tenancy on there is a rent, and nothing is reserved, even
    where the keys are written down later or the tenancy does not last.
    """
    if proposal.state in (ProposalState.COMPLETED, ProposalState.FAILED):
        assert move is not None, "who had the keys has moved"
        return move.tenancy_start
    if proposal.ended_at is None:
        return None
    return proposal.ended_at.astimezone(clock.LONDON).date()


def departure_row(
    proposal: Proposal, move: Move | None, stage: str
) -> dict[str, object]:
    """Return a departure as the old landlord reads it."""
    return {
        "reference": proposal.departure_ref,
        "code": short_code(proposal.departure_ref),
        "stage": stage,
        "tenancy_end": move.old_tenancy_end if move else None,
    }


def case_step_row(proposal: Proposal) -> dict[str, object]:
    """Return one of a case's steps as its worker reads it later: no address."""
    return {
        "reference": proposal.case_ref,
        "code": short_code(proposal.case_ref),
        "stage": proposal.state,
        "proposed_at": proposal.proposed_at,
        "ended_at": proposal.ended_at,
        "sentence": told(proposal.state, proposal.end_code),
        "hidden": proposal.hidden_at is not None,
    }


def board_row(
    proposal: Proposal, request: PropertyRequest, home: Home
) -> dict[str, object]:
    """Return a step as a coordinator reads it."""
    return {
        "reference": proposal.board_ref,
        "code": short_code(proposal.board_ref),
        "stage": proposal.state,
        "request_code": short_code(request.board_ref),
        "home_code": None if proposal.hidden_at else short_code(home.board_ref),
        "exchange_number": proposal.exchange_number,
        "position": proposal.position,
        # It follows from the day on which that home is ready.
        "answer_by": None if proposal.hidden_at else proposal.due_at,
        "end_code": proposal.end_code,
    }


def possession_row(move: Move | None) -> dict[str, object]:
    """Return where possession of the home left stands: a code and a day."""
    return {
        "possession": move.possession if move else PossessionState.NOT_NEEDED,
        "possession_on": move.possession_on if move else None,
        "possession_expected_on": move.possession_expected_on if move else None,
    }
