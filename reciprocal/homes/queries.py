from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matching import pool
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.access.closed import theirs
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, may_see, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.homes import marked, rules, seen
from reciprocal.homes.forgetting import is_forgotten
from reciprocal.homes.lifecycle import LIVE, HomeState
from reciprocal.homes.places_let import sector_of
from reciprocal.homes.readiness import is_ready, weeks_to_keys
from reciprocal.homes.tables import (
    DwellingBar,
    Home,
    NominationRelease,
    StockEntry,
)
from reciprocal.ids import short_code
from reciprocal.organisations.tables import Organisation
from reciprocal.sealing.column import Sealed


def own_home(
    session: Session, actor: Actor, home_ref: str, *, lock: bool = False
) -> Home:
    """Return the landlord's own home of that reference.

    Raises:
        NotFound: When there is none, it is another landlord's, or the actor may
            see nothing of it (a machine, of a home that a case lives in; a person, of
            the home of a case that is closed to them).
    """
    query = select(Home).where(
        Home.landlord_ref == home_ref,
        *theirs(actor, Home.provider_id, case=Home.vacated_by_request_id),
    )
    home = session.exec(query.with_for_update() if lock else query).first()
    if home is None or not may_see(actor, "home", seen.stage_for(actor, home)):
        raise NotFound
    return home


def own_homes(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the landlord's homes as it may see them, the newest first.

    A list never opens a sealed field: the address is read one home at a time.
    """
    return read(
        session,
        actor,
        "home_in_list",
        wanted,
        select(Home).where(
            *theirs(actor, Home.provider_id, case=Home.vacated_by_request_id)
        ),
        (By(Home.posted_at, falls=True), By(Home.landlord_ref)),
        lambda home: (seen.stage_for(actor, home), _landlord_row(actor, home)),
        stage=seen.stage_in_list(actor),
    )


def show_own_home(session: Session, actor: Actor, home: Home) -> Shown:
    """Return one of the landlord's homes, to be opened by those who may see it."""

    def closed(column: str, sealed: Sealed) -> audit.Unopened:
        return audit.unopened(
            session,
            actor,
            None if is_forgotten(home) else sealed,
            f"home.{column}",
            subject=("home", home.id),
            row_id=home.id,
        )

    row = _landlord_row(actor, home) | {
        "uprn": closed("uprn", home.uprn),
        "address": closed("address", home.address),
        "postcode": closed("postcode", home.postcode),
        "marker": lambda: marked.state_of(session, actor, home),
    }
    return show(actor, "home", seen.stage_for(actor, home), row)


def nominations(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the homes this council is asked to let go, the first asked first."""
    return read(
        session,
        actor,
        "nomination",
        wanted,
        select(NominationRelease, Home, Organisation)
        .join(Home, col(Home.id) == NominationRelease.home_id)
        .join(Organisation, col(Organisation.id) == Home.provider_id)
        .where(
            *theirs(
                actor,
                NominationRelease.council_id,
                case=Home.vacated_by_request_id,
            )
        ),
        (By(NominationRelease.asked_at), By(NominationRelease.council_ref)),
        lambda row, home, landlord: (
            "released" if row.released_at else "asked",
            _nomination_row(row, home, landlord),
        ),
    )


def own_nomination(
    session: Session, actor: Actor, release_ref: str
) -> NominationRelease:
    """Return the council's own release of that reference, or raise NotFound."""
    row = session.exec(
        select(NominationRelease)
        .join(Home, col(Home.id) == NominationRelease.home_id)
        .where(
            NominationRelease.council_ref == release_ref,
            *theirs(
                actor,
                NominationRelease.council_id,
                case=Home.vacated_by_request_id,
            ),
        )
        .with_for_update(of=NominationRelease)
    ).first()
    if row is None:
        raise NotFound
    return row


def in_stock(session: Session, actor: Actor, uprn_blind: str) -> bool:
    """Tell whether the landlord registered that dwelling."""
    return (
        session.exec(
            select(StockEntry.id).where(
                StockEntry.provider_id == actor.organisation_id,
                StockEntry.uprn_blind == uprn_blind,
            )
        ).first()
        is not None
    )


def live_with_uprn(session: Session, actor: Actor, uprn_blind: str) -> HomeState | None:
    """Return the stage of the landlord's live home in that dwelling, if it has one."""
    state = session.exec(
        select(seen.stage_in_list(actor)).where(
            *theirs(actor, Home.provider_id, case=Home.vacated_by_request_id),
            Home.uprn_blind == uprn_blind,
            seen.live(actor),
        )
    ).first()
    return None if state is None else HomeState(state)


def withdrawn_since(
    session: Session, actor: Actor, uprn_blind: str, since: datetime
) -> bool:
    """Tell whether the landlord withdrew that dwelling after `since`."""
    return (
        session.exec(
            select(Home.id).where(
                Home.provider_id == actor.organisation_id,
                Home.uprn_blind == uprn_blind,
                seen.gone(actor, since),
            )
        ).first()
        is not None
    )


def teams_barred_before(session: Session, home: Home) -> frozenset[str]:
    """Return the teams this dwelling is closed to, whoever posts it.

    Takes no actor: the service asks, and tells nobody.
    """
    alone = service(home.scheme_id)
    rows = session.exec(
        select(DwellingBar).where(DwellingBar.uprn_clash == home.uprn_clash)
    ).all()
    return frozenset(
        str(
            audit.reveal(
                session,
                alone,
                row.team,
                "dwelling_bar.team",
                subject=("dwelling_bar", row.id),
                row_id=row.id,
            )
        )
        for row in rows
    )


def vacated_by(session: Session, actor: Actor, request_id: str) -> Home | None:
    """Return the live home a request's household lives in and would leave."""
    del actor  # the service asks while it runs a round or a re-check
    return session.exec(
        select(Home).where(
            Home.vacated_by_request_id == request_id, col(Home.state).in_(LIVE)
        )
    ).first()


def has_been_left(session: Session, actor: Actor, request_id: str) -> bool:
    """Tell whether the home a household lived in was called empty."""
    del actor  # the service asks while it records what follows a move
    homes = session.exec(
        select(Home.id).where(
            Home.vacated_by_request_id == request_id,
            Home.state != HomeState.OCCUPIED,
            col(Home.void_date).is_not(None),
        )
    )
    return homes.first() is not None


def in_pot(session: Session, actor: Actor) -> list[Home]:
    """Return the homes a round may use: in the pot, or lived in and soon left."""
    rows = session.exec(
        select(Home)
        .where(
            Home.scheme_id == actor.scheme_id,
            col(Home.state).in_((HomeState.IN_POT, HomeState.OCCUPIED)),
            col(Home.possession_recorded).is_(True),
            Home.nomination != rules.NominationState.ASKED,
            col(Home.stay_over_at).is_(None),
            col(Home.provider_id).not_in(_of_leavers(actor)),
        )
        .order_by(Home.id)
    )
    return list(rows)


def _of_leavers(actor: Actor) -> SelectOfScalar[str]:
    return select(Organisation.id).where(
        Organisation.scheme_id == actor.scheme_id,
        col(Organisation.left_at).is_not(None),
    )


def pooled(
    session: Session,
    actor: Actor,
    home: Home,
    *,
    ready_within_days: int,
    households_barred: frozenset[str],
) -> pool.Home:
    """Return a home as the solver and the referee see it.

    Args:
        households_barred: Requests whose households may not enter, as
            `requests.narrowing` has them.
    """
    lived_in = home.state is HomeState.OCCUPIED
    return pool.Home(
        id=home.id,
        landlord_id=home.provider_id,
        team=home.provider_id,
        authority=home.authority_code,
        sector=sector_of(session, actor, home),
        bedrooms=home.bedrooms,
        persons_max=home.persons_max,
        kind=home.kind,
        floor=home.floor,
        lift=home.lift,
        access=home.access,
        rent_basis=home.rent_basis,
        tenancy_offered=home.tenancy_offered,
        ready=not lived_in and is_ready(home, clock.today(), ready_within_days),
        weeks_to_keys=weeks_to_keys(home, clock.today()),
        occupant_id=home.vacated_by_request_id if lived_in else None,
        teams_barred=_barred(session, actor, home),
        households_barred=households_barred,
        marker=marked.state_of(session, actor, home),
        age_min=home.age_min,
        age_of=home.age_of,
        pets=home.pets,
        local_clause=home.local_clause,
        adapted_access=home.adapted_access,
        adapted_day=home.adapted_on.toordinal() if home.adapted_on else None,
        keys_day=home.ready_date.toordinal() if home.ready_date else None,
        offered_for=pool.size_class(home.bedrooms)
        if home.supply is rules.Supply.LETTING
        else None,
    )


def _barred(session: Session, actor: Actor, home: Home) -> frozenset[str]:
    if home.teams_barred is None:
        return frozenset()
    barred = audit.reveal(
        session,
        actor,
        home.teams_barred,
        "home.teams_barred",
        subject=("home", home.id),
        row_id=home.id,
    )
    assert isinstance(barred, list)
    return frozenset(str(team) for team in barred)


def facts_of(home: Home) -> rules.HomeFacts:
    """Return what the landlord said of the home beside its place."""
    names = rules.HomeFacts.__dataclass_fields__
    return rules.HomeFacts(**{name: getattr(home, name) for name in names})


def _landlord_row(actor: Actor, home: Home) -> dict[str, object]:
    row = common_row(home) | {
        "stage": seen.stage_for(actor, home),
        "reference": home.landlord_ref,
        "code": short_code(home.landlord_ref),
        "letting_route": home.letting_route,
        "nomination": home.nomination,
        "weekly_rent_pence": home.weekly_rent_pence,
        "notice_date": home.notice_date,
        "void_date": home.void_date,
        "works": home.works,
        "posted_at": home.posted_at,
        "rounds_left": home.rounds_left,
        "age_min": home.age_min,
        "age_of": home.age_of,
        "pets": home.pets,
        "local_clause": home.local_clause,
        "adapted_access": home.adapted_access,
        "adapted_on": home.adapted_on,
    }
    return as_told(row, seen.facts_for(actor, home))


def as_told(row: dict[str, object], facts: rules.HomeFacts) -> dict[str, object]:
    """Return a row with the facts of a home as somebody is told them."""
    told = asdict(facts)
    return row | {name: told[name] for name in row.keys() & told.keys()}


def common_row(home: Home) -> dict[str, object]:
    """Return what its landlord and the board read of a home alike."""
    return {
        "stage": home.state,
        "supply": home.supply,
        "authority": home.authority_code,
        "bedrooms": home.bedrooms,
        "persons_max": home.persons_max,
        "kind": home.kind,
        "floor": home.floor,
        "lift": home.lift,
        "access": home.access,
        "rent_basis": home.rent_basis,
        "tenancy_offered": home.tenancy_offered,
        "ready_date": home.ready_date,
    }


def _nomination_row(
    row: NominationRelease, home: Home, landlord: Organisation
) -> dict[str, object]:
    return {
        "reference": row.council_ref,
        "code": short_code(row.council_ref),
        "stage": "released" if row.released_at else "asked",
        "landlord": landlord.name,
        "bedrooms": home.bedrooms,
        "asked_at": row.asked_at,
        "released_at": row.released_at,
    }
