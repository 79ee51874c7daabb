"""The tenancy that a step promises: worked out, kept, and held against what is granted.

It is worked out as the step is proposed, so that what the worker reads before the
household answers is what the landlord is held to. Where the tenancy held was not
attested by then, the look, which needs it to be countersigned, works the promise out
once more: by the same facts or the step ends.
"""

from sqlmodel import Session, col, select

from matching.tenure import (
    CONDITION_SENTENCES,
    DISCLOSURE_SENTENCES,
    TENURE_RULES,
    VERDICT_SENTENCES,
    Cell,
    Disclosure,
    TenureRuleId,
    TenureVerdict,
)
from matching.terms import RentBasis
from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes.tables import Home
from reciprocal.moves.operations import Grant
from reciprocal.proposals.recheck import Pair
from reciprocal.proposals.tables import Proposal, TenancyPromise
from reciprocal.requests import queries as requests
from reciprocal.requests.lifecycle import CheckState

_AT_THE_PROPOSAL, _ON_THE_ATTESTATION = 1, 2
_SECURE_ENOUGH = frozenset({TenureVerdict.IMPROVES, TenureVerdict.PRESERVES})


def make(
    session: Session, actor: Actor, proposal: Proposal, home: Home, pair: Pair
) -> TenancyPromise:
    """Work out what a step promises, as it is proposed.

    Args:
        pair: The step as the referee has just read it.
    """
    return _store(session, actor, proposal, home, pair, _AT_THE_PROPOSAL)


def rest_on_attestation(
    session: Session, actor: Actor, proposal: Proposal, home: Home, pair: Pair
) -> None:
    """Work a promise out once more if it rests on what the worker stated.

    The caller has seen that the tenancy is attested and that the promise holds.
    """
    if promise_of(session, actor, proposal).attestation_id is None:
        _store(session, actor, proposal, home, pair, _ON_THE_ATTESTATION)


def promise_of(session: Session, actor: Actor, proposal: Proposal) -> TenancyPromise:
    """Return what a step promises: what was worked out last."""
    del actor  # the caller has found the step to be theirs
    row = session.exec(
        select(TenancyPromise)
        .where(TenancyPromise.proposal_id == proposal.id)
        .order_by(col(TenancyPromise.number).desc())
    ).first()
    assert row is not None, "a step is proposed with its promise"
    return row


def holds(promised: TenancyPromise, home: Home, now: Cell) -> bool:
    """Tell whether a promise still rests on the facts it was worked out from.

    A lower rent breaks no promise. The rules behind an answer may change, as when an
    attestation adds one; the answer and what the household is told of may not.

    Args:
        now: The cell of the step by today's facts of home and tenancy.
    """
    same_home = (promised.tenancy, promised.rent_basis) == (
        home.tenancy_offered,
        home.rent_basis,
    )
    same_answer = (promised.verdict, promised.condition, promised.disclosures) == (
        now.verdict,
        now.condition,
        _words(now.disclosures),
    )
    not_dearer = home.weekly_rent_pence <= promised.weekly_rent_pence
    return same_home and same_answer and not_dearer


def is_no_worse(promised: TenancyPromise, grant: Grant, pair: Pair) -> bool:
    """Tell whether a tenancy granted is the one promised, or better by the table.

    Better: it improves on the one promised, were that held of the same landlord, and
    keeps or improves on the one that the household holds.
    """
    rents = (promised.rent_basis, RentBasis.SOCIAL)
    dearer = (grant.weekly_rent_pence or 0) > promised.weekly_rent_pence
    if grant.rent_basis not in rents or dearer:
        return False
    if grant.tenancy is promised.tenancy:
        return True
    granted = (grant.tenancy, grant.rent_basis)
    from_held = pair.granting(*granted).verdict
    from_promised = pair.holding(promised.tenancy).granting(*granted).verdict
    return from_held in _SECURE_ENOUGH and from_promised is TenureVerdict.IMPROVES


def promise_row(promised: TenancyPromise) -> dict[str, object]:
    """Return a promise as the referring worker reads it: sentences beside codes."""
    rules = [TenureRuleId(name) for name in promised.rules.split()]
    told = [Disclosure(name) for name in promised.disclosures.split()]
    condition = promised.condition
    return {
        "tenancy": promised.tenancy,
        "landlord_kind": promised.landlord_kind,
        "rent_basis": promised.rent_basis,
        "weekly_rent_pence": promised.weekly_rent_pence,
        "verdict": promised.verdict,
        "sentence": VERDICT_SENTENCES[promised.verdict],
        "condition": condition
        and {"code": condition, "sentence": CONDITION_SENTENCES[condition]},
        "rules": [
            {
                "code": rule,
                "sentence": TENURE_RULES[rule].sentence,
                "authority": TENURE_RULES[rule].authority,
            }
            for rule in rules
        ],
        "told": [
            {"code": right, "sentence": DISCLOSURE_SENTENCES[right]} for right in told
        ],
        "attested": promised.attestation_id is not None,
        "worked_out_on": promised.worked_out_on,
    }


def _store(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    home: Home,
    pair: Pair,
    number: int,
) -> TenancyPromise:
    cell = pair.tenure
    check = requests.check_of(session, actor, proposal.request_id)
    attested = check is not None and check.state is CheckState.COUNTERSIGNED
    row = TenancyPromise(
        id=ids.new_id(),
        proposal_id=proposal.id,
        number=number,
        tenancy=home.tenancy_offered,
        landlord_kind=pair.landlord.kind,
        rent_basis=home.rent_basis,
        weekly_rent_pence=home.weekly_rent_pence,
        verdict=cell.verdict,
        condition=cell.condition,
        rules=_words(cell.rules),
        disclosures=_words(cell.disclosures),
        attestation_id=check.id if check is not None and attested else None,
        worked_out_on=clock.today(),
    )
    session.add(row)
    session.flush()
    subject = ("proposal", proposal.id)
    audit.record(session, actor, "step.promised", subject=subject, code=cell.verdict)
    return row


def _words(names: tuple[TenureRuleId, ...] | tuple[Disclosure, ...]) -> str:
    return " ".join(names)
