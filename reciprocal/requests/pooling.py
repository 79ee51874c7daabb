"""From a request's row to the household that the solver and the referee read."""

from sqlmodel import Session

from matching import pool
from matching.terms import LandlordKind, Urgency
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Provider
from reciprocal.requests import decided, queries
from reciprocal.requests.fit import needed_by
from reciprocal.requests.kept import KeptAreas, authority_now
from reciprocal.requests.narrowing import narrowed
from reciprocal.requests.tables import PropertyRequest
from reciprocal.requests.tenancy import tenancy_known, with_tenancy


def pooled(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    *,
    homes_refused: frozenset[str],
) -> pool.Household:
    """Return a request as the solver and the referee see it."""
    opened = queries.reveal(session, actor, request, "areas", request.areas)
    areas = KeptAreas.read(opened).as_of(request.geography_version)
    home = queries.reveal(session, actor, request, "home", request.home)
    assert isinstance(home, dict)
    landlord = session.get_one(Provider, request.provider_id)
    check = queries.check_of(session, actor, request.id)
    stated = pool.Household(
        id=request.id,
        landlord_id=request.provider_id,
        team=request.provider_id,
        landlord_kind=LandlordKind(landlord.kind),
        tenancy_held=request.tenancy_held,
        current_authority=authority_now(str(home["authority"])),
        bedrooms_min=request.bedrooms_needed,
        bedrooms_max=request.bedrooms_max,
        persons=request.persons,
        access_need=request.access_need,
        floor_max_without_lift=request.floor_max_without_lift,
        ground_floor_unsafe=request.ground_floor_unsafe,
        area_of_choice=request.area_of_choice,
        authorities_of_choice=areas.of_choice,
        authorities_to_avoid=areas.authorities,
        sectors_to_avoid=areas.sectors,
        sectors_within_reach=areas.sectors_within_reach,
        landlords_to_avoid=organisations.ids_of_codes(
            session, request.scheme_id, areas.landlords
        ),
        affordable_rent_accepted=request.affordable_rent_accepted,
        urgency=Urgency(request.urgency),
        waiting_since_day=request.waiting_since.toordinal(),
        homes_refused=homes_refused,
        bedrooms_min_by=needed_by(request),
        access_needed_by_day=(
            request.access_needed_by.toordinal() if request.access_needed_by else None
        ),
        tenant_age_reached=request.tenant_age_reached,
        adults_age_reached=request.adults_age_reached,
        animal=request.animal,
        authorities_first_choice=areas.first_choice,
        closeness=areas.closeness,
    )
    held = with_tenancy(stated, tenancy_known(request, check, clock.today()))
    held = decided.honoured(session, actor, held)
    return narrowed(session, request, held)
