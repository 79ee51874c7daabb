"""What stands outside the book and is proved with it: moves, steps and rules."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from matching.pool import size_class
from reciprocal.homes.tables import Home
from reciprocal.homes_owed import queries as homes_owed
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.book import Facts, MoveRow, MoveState, PlannedRow
from reciprocal.ledger.terms import SizeClass
from reciprocal.moves.tables import Move
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import SchemeRulesVersion
from reciprocal.proposals.tables import Proposal
from reciprocal.statements import checking
from reciprocal.statements import queries as statements

STANDS: dict[str, MoveState] = {
    "held": MoveState.HELD,
    "signed": MoveState.HELD,
    "started": MoveState.STARTED,
    "fell_through": MoveState.GIVEN_UP,
    "passed": MoveState.GIVEN_UP,
    "failed": MoveState.REVERSED,
}
"""What the book has of a move at each stage."""


def of_the_book(session: Session, heads: Iterable[str] = ()) -> Facts:
    """Return the move log, the rounds' steps, the rules' caps and the statements.

    A move within one landlord is none of the book's, and left out of the steps.

    Args:
        heads: Those that landlords keep outside, beside the ones they acknowledged.
    """
    rows = session.exec(
        select(Move, Proposal, Home)
        .join(Proposal, col(Proposal.id) == Move.proposal_id)
        .join(Home, col(Home.id) == Proposal.home_id)
        .order_by(Move.move_ref)
    ).all()
    sizes = {home.id: SizeClass(size_class(home.bedrooms)) for _, _, home in rows}
    moves = tuple(
        MoveRow(
            move_ref=move.move_ref,
            origin_id=step.old_provider_id,
            receiver_id=step.new_provider_id,
            size_class=sizes[home.id],
            state=STANDS[move.state],
        )
        for move, step, home in rows
    )
    planned = tuple(
        PlannedRow(
            move_ref=move.move_ref,
            round_id=step.round_id,
            chain_ref=step.chain_ref,
            rule_version=str(step.rule_version),
            origin_id=step.old_provider_id,
            receiver_id=step.new_provider_id,
            size_class=sizes[home.id],
        )
        for move, step, home in rows
        if step.old_provider_id != step.new_provider_id
    )
    sent = statements.kept(session)
    return Facts(
        moves=moves,
        planned=planned,
        asked=homes_owed.for_the_proof(session),
        caps=_caps(session),
        heads=(*statements.acknowledged_heads(session), *heads),
        statements=(len(sent), tuple(checking.faults(ledger.whole(session), sent))),
    )


def _caps(session: Session) -> dict[tuple[str, str], int]:
    """Return how many homes a year may be written off, by scheme and rules' version."""
    return {
        (row.scheme_id, str(row.version)): SchemeRules.model_validate(
            row.rules
        ).homes_written_off_a_year_max
        for row in session.exec(select(SchemeRulesVersion))
    }
