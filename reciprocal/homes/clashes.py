"""Dwellings that two landlords claim: told to the coordinator and to nobody else."""

from sqlmodel import Session, col, select

from reciprocal.homes.lifecycle import LIVE
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Organisation, OrganisationKind


def tell_where_claimed(session: Session, home: Home) -> None:
    """Tell the coordinator, and nobody else, if another landlord has this dwelling."""
    if claimed_by_another(session, home):
        tell_of_clash(session, home)


def tell_of_clash(session: Session, home: Home) -> None:
    """Give the scheme's coordinators a task about a dwelling claimed twice."""
    for agency in coordinators(session, home.scheme_id):
        notices.add_task(
            session,
            organisation_id=agency.id,
            kind=TaskKind.HOME_CLASH,
            subject_id=home.id,
            subject_ref=home.board_ref,
            case_id=home.vacated_by_request_id,
        )


def claimed_by_another(session: Session, home: Home) -> bool:
    """Tell whether another landlord has the same dwelling in the pot.

    Takes no actor: only the service asks, and only the coordinator is told.
    """
    return (
        session.exec(
            select(Home.id).where(
                Home.scheme_id == home.scheme_id,
                Home.uprn_clash == home.uprn_clash,
                Home.provider_id != home.provider_id,
                col(Home.state).in_(LIVE),
            )
        ).first()
        is not None
    )


def coordinators(session: Session, scheme_id: str) -> list[Organisation]:
    """Return the coordinating agencies of a scheme."""
    return organisations.members(session, scheme_id, OrganisationKind.COORDINATOR)
