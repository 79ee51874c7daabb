"""Members and rules are public inside a scheme, so these take no actor."""

from datetime import date

from sqlmodel import Session, col, select

from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import (
    Organisation,
    OrganisationKind,
    Provider,
    ReferringService,
    Scheme,
    SchemeRulesVersion,
)


def scheme_named(session: Session, name: str) -> Scheme | None:
    """Return the scheme of that name."""
    return session.exec(select(Scheme).where(Scheme.name == name)).first()


def only_scheme(session: Session) -> Scheme | None:
    """Return the first scheme founded here; an installation usually has one."""
    return session.exec(select(Scheme).order_by(col(Scheme.created_at))).first()


def latest_rules_version(session: Session, scheme_id: str) -> int:
    """Return the number of the newest version, or 0 before the first."""
    newest = session.exec(
        select(SchemeRulesVersion.version)
        .where(SchemeRulesVersion.scheme_id == scheme_id)
        .order_by(col(SchemeRulesVersion.version).desc())
    ).first()
    return newest or 0


def rules_on(session: Session, scheme_id: str, day: date) -> tuple[int, SchemeRules]:
    """Return the version in force on a day and its rules (version 0: the defaults)."""
    row = session.exec(
        select(SchemeRulesVersion)
        .where(
            SchemeRulesVersion.scheme_id == scheme_id,
            SchemeRulesVersion.effective_from <= day,
        )
        .order_by(
            col(SchemeRulesVersion.effective_from).desc(),
            col(SchemeRulesVersion.version).desc(),
        )
    ).first()
    if row is None:
        return 0, SchemeRules()
    return row.version, SchemeRules.model_validate(row.rules)


def organisation_coded(
    session: Session, scheme_id: str, code: str
) -> Organisation | None:
    """Return the member with that public code."""
    return session.exec(
        select(Organisation).where(
            Organisation.scheme_id == scheme_id, Organisation.code == code
        )
    ).first()


def organisation(session: Session, organisation_id: str) -> Organisation:
    """Return a member that is known to exist."""
    return session.get_one(Organisation, organisation_id)


def members(
    session: Session, scheme_id: str, kind: OrganisationKind
) -> list[Organisation]:
    """Return the scheme's members of one kind, by code, leavers left out."""
    return list(
        session.exec(
            select(Organisation)
            .where(
                Organisation.scheme_id == scheme_id,
                Organisation.kind == kind,
                col(Organisation.left_at).is_(None),
            )
            .order_by(Organisation.code)
        )
    )


def provider(session: Session, organisation_id: str) -> Provider | None:
    """Return what a landlord has signed; None when it is not a landlord."""
    return session.get(Provider, organisation_id)


def providers(session: Session, scheme_id: str) -> list[Provider]:
    """Return the landlords of the scheme, by organisation id, leavers left out."""
    return list(
        session.exec(
            select(Provider)
            .join(Organisation, col(Organisation.id) == Provider.organisation_id)
            .where(
                Organisation.scheme_id == scheme_id,
                col(Organisation.left_at).is_(None),
            )
            .order_by(Provider.organisation_id)
        )
    )


def referring_service(
    session: Session, organisation_id: str, *, lock: bool = False
) -> ReferringService | None:
    """Return the approved service of an organisation, if it is one.

    Args:
        lock: A case is about to be its own: nobody marks or closes it meanwhile.
    """
    query = select(ReferringService).where(
        ReferringService.organisation_id == organisation_id
    )
    if lock:
        query = query.with_for_update(read=True)
    return session.exec(query).first()


def owners_of_services(session: Session) -> dict[str, str]:
    """Return the landlord of each service that is a landlord's own team."""
    rows = session.exec(
        select(
            ReferringService.organisation_id, ReferringService.owner_provider_id
        ).where(col(ReferringService.owner_provider_id).is_not(None))
    )
    return {service: owner for service, owner in rows if owner is not None}


def ids_of_codes(
    session: Session, scheme_id: str, codes: frozenset[str]
) -> frozenset[str]:
    """Return the members' internal identifiers for their public codes."""
    if not codes:
        return frozenset()
    rows = session.exec(
        select(Organisation.id).where(
            Organisation.scheme_id == scheme_id, col(Organisation.code).in_(codes)
        )
    )
    return frozenset(rows)
