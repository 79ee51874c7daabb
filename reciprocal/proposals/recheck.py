"""The referee's word on one step, asked again before every act that discloses.

It reads the rows as they are now, so an area stated a minute ago counts, and shares
no code with the solver.
"""

from sqlmodel import Session, select

from matching import pool
from matching.referee import refusals
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.homes import queries as homes
from reciprocal.homes.tables import Home
from reciprocal.organisations import queries as organisations
from reciprocal.proposals.tables import HomeRefused
from reciprocal.requests import pooling
from reciprocal.requests import queries as requests
from reciprocal.requests.narrowing import may_not_enter
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest


def still_safe_and_suitable(
    session: Session, actor: Actor, request: PropertyRequest, home: Home
) -> bool:
    """Tell whether the referee would let this household move into this home now.

    The service reads, whoever's act asks for it: nobody is shown what it read.
    """
    del actor
    actor = service(request.scheme_id)
    _, rules = organisations.rules_on(session, request.scheme_id, clock.today())
    household = pooling.pooled(
        session, actor, request, homes_refused=homes_refused(session, request.id)
    )
    home_now = homes.pooled(
        session,
        actor,
        home,
        ready_within_days=rules.reservation_days_max,
        households_barred=may_not_enter(session, request, home),
    )
    provider = organisations.provider(session, home.provider_id)
    assert provider is not None, "a home has a landlord"
    landlord = pool.Landlord(
        id=home.provider_id,
        kind=provider.kind,
        introductory_scheme=provider.introductory_scheme,
        bedroom_standard=provider.bedroom_standard,
    )
    policy = pool.Policy(
        version="live",
        shortholds_abolished=clock.today() >= rules.prp_ast_abolished_from,
    )
    found = refusals(household, home_now, policy, landlord=landlord)
    return home_now.ready and not found


def homes_refused(session: Session, request_id: str) -> frozenset[str]:
    """Return the homes not to be proposed to a request again."""
    return frozenset(
        session.exec(
            select(HomeRefused.home_id).where(HomeRefused.request_id == request_id)
        )
    )


def consents_to_offer(session: Session, actor: Actor, request_id: str) -> bool:
    """Tell whether the household agrees to being shown to a new landlord."""
    given = requests.live_consents(session, actor, request_id)
    return given >= {ConsentPurpose.MATCHING, ConsentPurpose.OFFER}


def reachable(session: Session, organisation_id: str) -> bool:
    """Tell whether an organisation has an on-call number and a deputy."""
    organisation = organisations.organisation(session, organisation_id)
    return bool(organisation.on_call_number and organisation.deputy_number)
