"""From rows to a sealed box: the only place where the pot becomes a pool."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from matching.pool import Home, Landlord, Policy, Pool
from reciprocal.access.actor import Actor
from reciprocal.homes import queries as homes
from reciprocal.ledger import queries as ledger
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import recheck, repaying
from reciprocal.requests import pooling
from reciprocal.requests import queries as requests
from reciprocal.requests.narrowing import households_barred, is_served, unserved_by


def take(session: Session, actor: Actor, rules: SchemeRules) -> Pool:
    """Return everything a round may use, as it stands in this transaction.

    A home whose household is not in the pot stays out, and so does a home or a
    household of an organisation that nobody could ring, or all of whose people the
    case is closed to.
    """
    reachable = {
        provider.organisation_id
        for provider in organisations.providers(session, actor.scheme_id)
        if recheck.reachable(session, provider.organisation_id)
    }
    in_pot = [
        request
        for request in requests.waiting(session, actor)
        if request.provider_id in reachable and is_served(session, request)
    ]
    households = [
        pooling.pooled(
            session,
            actor,
            request,
            homes_refused=recheck.homes_refused(session, request.id),
        )
        for request in in_pot
    ]
    waiting = {household.id for household in households}
    linked = households_barred(session, actor.scheme_id)
    unserved = unserved_by(session, in_pot)
    pooled = [
        homes.pooled(
            session,
            actor,
            home,
            ready_within_days=rules.reservation_days_max,
            households_barred=linked.get(home.uprn_clash, frozenset())
            | unserved.get(home.provider_id, frozenset()),
        )
        for home in homes.in_pot(session, actor)
        if home.provider_id in reachable
    ]
    free = [h for h in pooled if h.occupant_id is None or h.occupant_id in waiting]
    return Pool(
        households=tuple(households),
        homes=tuple(free),
        landlords=_landlords(session, actor, free),
    )


def policy_of(rules: SchemeRules, version: int, today: date) -> Policy:
    """Return what of the scheme's rules bears on the solver on this day."""
    return Policy(
        version=str(version),
        cycle_moves_max=rules.cycle_moves_max,
        chain_moves_max=rules.chain_moves_max,
        levels=rules.levels,
        shortholds_abolished=today >= rules.prp_ast_abolished_from,
    )


def _landlords(
    session: Session, actor: Actor, homes: Iterable[Home]
) -> tuple[Landlord, ...]:
    exposure = ledger.exposure(session, actor, scheme_id=actor.scheme_id)
    promised = repaying.promised(session, actor)
    # What is promised bears on nothing but lettings, and is told where there are some.
    offered = {(h.landlord_id, h.offered_for) for h in homes if h.offered_for}
    return tuple(
        Landlord(
            id=provider.organisation_id,
            kind=provider.kind,
            introductory_scheme=provider.introductory_scheme,
            bedroom_standard=provider.bedroom_standard,
            balances=tuple(
                (str(size), homes_owed)
                for size, homes_owed in sorted(
                    exposure.get(provider.organisation_id, {}).items()
                )
            ),
            homes_promised=tuple(
                (size, count)
                for (landlord, size), count in sorted(promised.items())
                if landlord == provider.organisation_id and (landlord, size) in offered
            ),
        )
        for provider in organisations.providers(session, actor.scheme_id)
    )
