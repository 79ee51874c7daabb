from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import filters
from api.schemas import homes as home_bodies
from api.schemas import tenancies as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown, present
from reciprocal.homes import markers
from reciprocal.homes import nominations as nominate
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.proposals import answers, defaulting, departures, signing
from reciprocal.proposals import operations as steps
from reciprocal.proposals import queries as proposals
from reciprocal.requests import checks
from reciprocal.requests import queries as requests
from reciprocal.rounds import queries as rounds

router = Router(prefix="/v1", tags=["Landlords"])


@router.post("/stock", status_code=201, response_model=answer_of("stock"))
def register_stock(
    body: home_bodies.RegisterStock, visit: Annotated[Visit, door("stock.register")]
) -> object:
    """Register dwellings as yours; only such a dwelling can be posted."""
    added = homes.register_stock(visit.session, actor=visit.actor, uprns=body.uprns)
    return present(visit.actor, "stock", "open", {"added": added})


@router.post("/homes", status_code=201, response_model=answer_of("home"))
def post_home(
    body: home_bodies.PostHome, visit: Annotated[Visit, door("homes.post")]
) -> object:
    """Post a void or a home on notice; it waits for a second person's release."""
    home = homes.post_home(
        visit.session,
        actor=visit.actor,
        dwelling=body.dwelling(),
        facts=body.facts(body.supply),
    )
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


@router.get("/homes", response_model=list_of("home_in_list"))
def own_homes(
    query: Annotated[filters.HomesQuery, Query()],
    visit: Annotated[Visit, door("homes.read")],
) -> object:
    """List your homes, the newest first."""
    return visit.page(query, home_queries.own_homes)


@router.get("/homes/{reference}", response_model=answer_of("home"))
def own_home(
    reference: Reference, visit: Annotated[Visit, door("homes.read")]
) -> object:
    """Read one of your homes; a person sees its address, a machine never does."""
    return visit.shown(_home(visit, reference))


@router.patch("/homes/{reference}", response_model=answer_of("home"))
def amend_home(
    reference: Reference,
    body: home_bodies.AmendHome,
    visit: Annotated[Visit, door("homes.amend")],
) -> object:
    """Amend dates, works or rent, or say what was not known; else post it anew."""
    visit.expect(lambda: _home(visit, reference, lock=True))
    home = steps.amend_home(
        visit.session,
        actor=visit.actor,
        home_ref=reference,
        change=body.amendment(),
    )
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


@router.post("/homes/{reference}/release", response_model=answer_of("home"))
def release_home(
    reference: Reference, visit: Annotated[Visit, door("homes.release")]
) -> object:
    """Release a home that a colleague posted into the pot."""
    visit.expect(lambda: _home(visit, reference, lock=True))
    home = homes.release_home(visit.session, actor=visit.actor, home_ref=reference)
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


@router.post("/homes/{reference}/withdraw", response_model=answer_of("home"))
def withdraw_home(
    reference: Reference, visit: Annotated[Visit, door("homes.withdraw")]
) -> object:
    """Take a home out of the pot, unless it is on offer."""
    visit.expect(lambda: _home(visit, reference, lock=True))
    home = steps.withdraw_home(visit.session, actor=visit.actor, home_ref=reference)
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


@router.post("/homes/{reference}/marker", response_model=answer_of("home"))
def set_marker(
    reference: Reference, visit: Annotated[Visit, door("homes.mark")]
) -> object:
    """Mark a home that somebody dangerous knows; nobody is sent there until cleared."""
    visit.expect(lambda: _home(visit, reference, lock=True))
    home = markers.set_marker(visit.session, actor=visit.actor, home_ref=reference)
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


@router.post("/homes/{reference}/marker/clear", response_model=answer_of("home"))
def clear_marker(
    reference: Reference,
    body: home_bodies.ClearMarker,
    visit: Annotated[Visit, door("homes.mark")],
) -> object:
    """Record what made a marked home fit to let; a person decides who may enter."""
    visit.expect(lambda: _home(visit, reference, lock=True))
    home = markers.clear_marker(
        visit.session,
        actor=visit.actor,
        home_ref=reference,
        facts=body.clearance(),
    )
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


@router.get("/unused-homes", response_model=list_of("home_not_placed"))
def homes_not_placed(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("homes.read")],
) -> object:
    """List your homes that are still in the pot after the last round."""
    return visit.page(query, rounds.own_not_placed)


@router.get("/nominations", response_model=list_of("nomination"))
def nominations(
    query: Annotated[filters.NominationsQuery, Query()],
    visit: Annotated[Visit, door("nominations.release")],
) -> object:
    """List the homes your council is asked to let go."""
    return visit.page(query, home_queries.nominations)


@router.post("/nominations/{reference}/release", status_code=204)
def release_nomination(
    reference: Reference, visit: Annotated[Visit, door("nominations.release")]
) -> None:
    """Let a home go to the pot instead of nominating to it."""
    nominate.release_nomination(visit.session, actor=visit.actor, release_ref=reference)


@router.get("/tenancy-checks", response_model=list_of("tenancy_check_in_list"))
def tenancy_checks(
    query: Annotated[filters.ChecksQuery, Query()],
    visit: Annotated[Visit, door("tenancy_checks.read")],
) -> object:
    """List the tenancies you are asked to confirm."""
    return visit.page(query, requests.own_checks)


@router.get("/tenancy-checks/{reference}", response_model=answer_of("tenancy_check"))
def tenancy_check(
    reference: Reference, visit: Annotated[Visit, door("tenancy_checks.read")]
) -> object:
    """Read one, with your own tenancy reference."""
    return visit.shown(_check(visit, reference))


@router.post(
    "/tenancy-checks/{reference}/attest", response_model=answer_of("tenancy_check")
)
def attest(
    reference: Reference,
    body: bodies.Attest,
    visit: Annotated[Visit, door("tenancy_checks.attest")],
) -> object:
    """Confirm the facts, accept the debt, and state the home that comes back."""
    visit.expect(lambda: _check(visit, reference, lock=True))
    check = checks.attest(
        visit.session,
        actor=visit.actor,
        check_ref=reference,
        attestation=body.attestation(),
        home=body.home.returning() if body.home else None,
    )
    return visit.shown(requests.show_own_check(visit.session, visit.actor, check))


@router.post(
    "/tenancy-checks/{reference}/decline", response_model=answer_of("tenancy_check")
)
def decline_check(
    reference: Reference,
    body: bodies.DeclineCheck,
    visit: Annotated[Visit, door("tenancy_checks.decline")],
) -> object:
    """Decline by one of three codes; arrears are not among them."""
    visit.expect(lambda: _check(visit, reference, lock=True))
    check = checks.decline(
        visit.session,
        actor=visit.actor,
        check_ref=reference,
        code=body.code,
        own_stock_offer_date=body.own_stock_offer_date,
    )
    return visit.shown(requests.show_own_check(visit.session, visit.actor, check))


@router.get("/offers", response_model=list_of("offer_in_list"))
def own_offers(
    query: Annotated[filters.StepsQuery, Query()],
    visit: Annotated[Visit, door("offers.read")],
) -> object:
    """List the offers of your homes."""
    return visit.page(query, proposals.own_offers)


@router.get("/offers/{reference}", response_model=answer_of("offer"))
def own_offer(
    reference: Reference, visit: Annotated[Visit, door("offers.read")]
) -> object:
    """Read one: the need in bands, the household once it has accepted."""
    return visit.shown(_offer(visit, reference))


@router.post("/offers/{reference}/answer", response_model=answer_of("offer"))
def answer_offer(
    reference: Reference,
    body: bodies.OfferAnswer,
    visit: Annotated[Visit, door("offers.answer")],
) -> object:
    """Answer for your own home, by code when it is a no."""
    visit.expect(lambda: _offer(visit, reference, lock=True))
    proposal = answers.answer_offer(
        visit.session,
        actor=visit.actor,
        offer_ref=reference,
        agreed=body.agreed,
        code=body.code,
    )
    return visit.shown(proposals.show_offer(visit.session, visit.actor, proposal))


@router.post("/offers/{reference}/not-supplied", response_model=answer_of("offer"))
def not_supplied(
    reference: Reference, visit: Annotated[Visit, door("offers.answer")]
) -> object:
    """Say that a home you agreed to let cannot be let after all."""
    visit.expect(lambda: _offer(visit, reference, lock=True))
    proposal = defaulting.record_not_supplied(
        visit.session, actor=visit.actor, offer_ref=reference
    )
    return visit.shown(proposals.show_offer(visit.session, visit.actor, proposal))


@router.post("/offers/{reference}/sign-up", response_model=answer_of("offer"))
def sign_up(
    reference: Reference,
    body: bodies.SignUp,
    visit: Annotated[Visit, door("offers.sign_up")],
) -> object:
    """Record the tenancy that was signed; it is no worse than the one promised."""
    visit.expect(lambda: _offer(visit, reference, lock=True))
    proposal = signing.sign_up(
        visit.session,
        actor=visit.actor,
        offer_ref=reference,
        grant=body.grant(),
    )
    return visit.shown(proposals.show_offer(visit.session, visit.actor, proposal))


@router.post("/offers/{reference}/tenancy-started", response_model=answer_of("offer"))
def tenancy_started(
    reference: Reference, visit: Annotated[Visit, door("offers.sign_up")]
) -> object:
    """Record keys and the first day; the book is posted now."""
    visit.expect(lambda: _offer(visit, reference, lock=True))
    proposal = signing.start_tenancy(
        visit.session, actor=visit.actor, offer_ref=reference
    )
    return visit.shown(proposals.show_offer(visit.session, visit.actor, proposal))


@router.get("/departures", response_model=list_of("departure_in_list"))
def own_departures(
    query: Annotated[filters.DeparturesQuery, Query()],
    visit: Annotated[Visit, door("departures.read")],
) -> object:
    """List your tenants who may leave; nothing here says where to."""
    return visit.page(query, departures.own_departures)


@router.get("/departures/{reference}", response_model=answer_of("departure"))
def own_departure(
    reference: Reference, visit: Annotated[Visit, door("departures.read")]
) -> object:
    """Read one, with your own tenancy reference."""
    return visit.shown(_departure(visit, reference))


@router.post("/departures/{reference}/answer", response_model=answer_of("departure"))
def answer_departure(
    reference: Reference,
    body: bodies.DepartureAnswer,
    visit: Annotated[Visit, door("departures.confirm")],
) -> object:
    """Say whether your tenancy stands."""
    visit.expect(lambda: _departure(visit, reference, lock=True))
    proposal = answers.confirm_departure(
        visit.session,
        actor=visit.actor,
        departure_ref=reference,
        tenancy_stands=body.tenancy_stands,
    )
    return visit.shown(departures.show_departure(visit.session, visit.actor, proposal))


@router.post(
    "/departures/{reference}/tenancy-end", response_model=answer_of("departure")
)
def tenancy_end(
    reference: Reference,
    body: bodies.TenancyEnd,
    visit: Annotated[Visit, door("departures.confirm")],
) -> object:
    """Record when your tenancy ends, once notice is due and never with a gap."""
    visit.expect(lambda: _departure(visit, reference, lock=True))
    proposal = signing.record_tenancy_end(
        visit.session,
        actor=visit.actor,
        departure_ref=reference,
        tenancy_end=body.tenancy_end,
    )
    return visit.shown(departures.show_departure(visit.session, visit.actor, proposal))


@router.post("/departures/{reference}/home-empty", response_model=answer_of("home"))
def home_empty(
    reference: Reference,
    body: bodies.HomeEmpty,
    visit: Annotated[Visit, door("departures.home_empty")],
) -> object:
    """Put the home your tenant left in the pot."""
    visit.expect(lambda: _departure(visit, reference, lock=True))
    home = signing.record_home_empty(
        visit.session,
        actor=visit.actor,
        departure_ref=reference,
        void_date=body.void_date,
        ready_date=body.ready_date,
    )
    return visit.shown(home_queries.show_own_home(visit.session, visit.actor, home))


def _home(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    home = home_queries.own_home(visit.session, visit.actor, reference, lock=lock)
    return home_queries.show_own_home(visit.session, visit.actor, home)


def _check(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    check = requests.own_check(visit.session, visit.actor, reference, lock=lock)
    return requests.show_own_check(visit.session, visit.actor, check)


def _offer(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    proposal = proposals.own_offer(visit.session, visit.actor, reference, lock=lock)
    return proposals.show_offer(visit.session, visit.actor, proposal)


def _departure(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    proposal = departures.own_departure(
        visit.session, visit.actor, reference, lock=lock
    )
    return departures.show_departure(visit.session, visit.actor, proposal)
