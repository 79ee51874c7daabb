"""Codes of answers, and what was told of rounds, once a year is over."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.requests.tables import CaseTold
from reciprocal.retention import holding


def old(session: Session, actor: Actor, *, before: datetime) -> int:
    """Count the codes and explanations given by then, but of cases on hold."""
    answers, told = _old(session, actor, before)
    return len(answers) + len(told)


def forget(session: Session, actor: Actor, *, before: datetime) -> int:
    """Take the code from each old answer, and remove old explanations; count both.

    That somebody answered, when, and whether with yes stays with the step.
    """
    answers, told = _old(session, actor, before)
    session.execute(
        update(Decision).where(col(Decision.id).in_(answers)).values(code=None)
    )
    session.execute(delete(CaseTold).where(col(CaseTold.id).in_(told)))
    return len(answers) + len(told)


def _old(
    session: Session, actor: Actor, before: datetime
) -> tuple[list[str], list[str]]:
    on_hold = sorted(holding.held(session, actor.scheme_id))

    answers = session.exec(
        select(Decision.id)
        .join(Proposal, col(Proposal.id) == Decision.proposal_id)
        .where(
            Proposal.scheme_id == actor.scheme_id,
            col(Decision.code).is_not(None),
            Decision.decided_at <= before,
            col(Proposal.request_id).not_in(on_hold),
        )
    ).all()
    told = session.exec(
        select(CaseTold.id).where(
            col(CaseTold.told_at) <= before,
            col(CaseTold.request_id).not_in(on_hold),
        )
    ).all()
    return list(answers), list(told)
