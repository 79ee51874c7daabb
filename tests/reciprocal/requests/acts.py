"""What a worker and a landlord do to a case before it has a home."""

from datetime import timedelta

from sqlmodel import select

from fixtures.stated import referral_of
from matching.terms import TenancyKind
from reciprocal.requests import checks, operations
from reciprocal.requests.lifecycle import DeclineCode
from reciprocal.requests.rules import ConsentPurpose, Referral
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY

GOOD = referral_of(one_move().requests[0])
ATTESTED = checks.Attestation(
    tenancy_kind=TenancyKind.SECURE_LIFETIME,
    tenancy_start=DAY - timedelta(days=2000),
    joint=False,
    successor=False,
    possession_proceedings=True,
    notice_served=False,
    account_balance_pence=-250_000,
    continuous_since_april_2012=False,
    identity_seen=True,
    accepts_debt=True,
)


def refer(journey: Journey, referral: Referral = GOOD) -> PropertyRequest:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        return operations.refer(session, actor=worker, referral=referral)


def consent(
    journey: Journey, request: PropertyRequest, purpose: ConsentPurpose
) -> None:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        operations.record_consent(
            session, actor=worker, case_ref=request.case_ref, purpose=purpose
        )


def submit(journey: Journey, request: PropertyRequest) -> TenancyCheck:
    """Consent to all, submit, and return the check that is asked for."""
    for purpose in ConsentPurpose:
        consent(journey, request, purpose)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        operations.submit(session, actor=worker, case_ref=request.case_ref)
    with journey.reading() as session:
        return session.exec(
            select(TenancyCheck).where(TenancyCheck.request_id == request.id)
        ).one()


def attest(
    journey: Journey,
    check: TenancyCheck,
    attestation: checks.Attestation = ATTESTED,
    home: checks.HomeReturning | None = None,
) -> TenancyCheck:
    actor = journey.old_landlord
    with journey.world.acting(actor) as session:
        return checks.attest(
            session,
            actor=actor,
            check_ref=check.landlord_ref,
            attestation=attestation,
            home=home,
        )


def decline(
    journey: Journey, check: TenancyCheck, code: DeclineCode, *, dated: bool
) -> None:
    actor = journey.old_landlord
    with journey.world.acting(actor) as session:
        checks.decline(
            session,
            actor=actor,
            check_ref=check.landlord_ref,
            code=code,
            own_stock_offer_date=DAY if dated else None,
        )


def now(journey: Journey, request: PropertyRequest) -> PropertyRequest:
    with journey.reading() as session:
        return session.get_one(PropertyRequest, request.id)
