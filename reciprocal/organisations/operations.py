"""Founding a scheme, taking members in, and letting them go."""

import re
from datetime import date

from sqlmodel import Session, select

from matching.terms import BedroomStandard, LandlordKind, TenancyKind
from reciprocal import clock, ids
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    ReciprocalError,
    StateConflict,
)
from reciprocal.organisations import queries
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import (
    Organisation,
    OrganisationKind,
    Provider,
    ReferringService,
    Scheme,
    SchemeRulesVersion,
)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


class CodeTaken(ReciprocalError):
    code = "organisation_code_taken"
    kind = Kind.CONFLICT
    sentence = "An organisation with this code is in the scheme already."


class SchemeExists(ReciprocalError):
    code = "scheme_exists"
    kind = Kind.CONFLICT
    sentence = "A scheme of this name exists already."


def found_scheme(session: Session, *, actor: audit.Acting, name: str) -> Scheme:
    """Found a scheme.

    Raises:
        SchemeExists: When there is one of that name.
    """
    if queries.scheme_named(session, name) is not None:
        raise SchemeExists
    scheme = Scheme(id=ids.new_id(), name=name, created_at=clock.now())
    session.add(scheme)
    session.flush()
    audit.record(session, actor, "scheme.founded", subject=("scheme", scheme.id))
    return scheme


def decide_rules(
    session: Session,
    *,
    actor: audit.Acting,
    scheme_id: str,
    effective_from: date,
    rules: SchemeRules,
) -> SchemeRulesVersion:
    """Add a version of the scheme's rules; earlier ones stay as they were."""
    row = SchemeRulesVersion(
        id=ids.new_id(),
        scheme_id=scheme_id,
        version=queries.latest_rules_version(session, scheme_id) + 1,
        effective_from=effective_from,
        rules=rules.model_dump(mode="json"),
        decided_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "scheme.rules_decided", subject=("scheme", scheme_id))
    return row


def add_organisation(
    session: Session,
    *,
    actor: audit.Acting,
    scheme_id: str,
    kind: OrganisationKind,
    name: str,
    code: str,
    on_call_number: str = "",
    deputy_number: str = "",
) -> Organisation:
    """Take a member into the scheme.

    Its code stands in spreadsheets that are handed out, so it begins with a letter or a
    digit: a cell that begins otherwise may be run as a formula by who opens it.

    Raises:
        FieldsInvalid: When its code is more than letters, digits and dashes.
        CodeTaken: When its code is in the scheme already.
    """
    if not _CODE.fullmatch(code):
        fault = FieldFault("code", "Give letters, digits and dashes, at most 32.")
        raise FieldsInvalid(faults=(fault,))
    if queries.organisation_coded(session, scheme_id, code) is not None:
        raise CodeTaken(field="code")
    row = Organisation(
        id=ids.new_id(),
        scheme_id=scheme_id,
        kind=kind,
        name=name,
        code=code,
        on_call_number=on_call_number,
        deputy_number=deputy_number,
        joined_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "organisation.joined", subject=("organisation", row.id)
    )
    return row


def add_provider(
    session: Session,
    *,
    actor: audit.Acting,
    organisation: Organisation,
    kind: LandlordKind,
    holds_stock: bool,
    home_authority: str | None,
    introductory_scheme: bool,
    grants: frozenset[TenancyKind],
    settle_by_months: int,
    bedroom_standard: BedroomStandard | None = None,
    nominations_percent: int = 0,
) -> Provider:
    """Record what a landlord is and has signed to grant."""
    row = Provider(
        organisation_id=organisation.id,
        kind=kind,
        holds_stock=holds_stock,
        home_authority=home_authority,
        introductory_scheme=introductory_scheme,
        grants=sorted(grants),
        settle_by_months=settle_by_months,
        bedroom_standard=bedroom_standard,
        nominations_percent=nominations_percent,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "provider.signed", subject=("organisation", organisation.id)
    )
    return row


def record_nominations(
    session: Session, *, actor: audit.Acting, organisation_id: str, percent: int
) -> None:
    """Record which share of a landlord's lettings councils nominate to."""
    assert 0 <= percent <= 100, "a share"  # noqa: PLR2004 - in a hundred
    row = session.exec(
        select(Provider)
        .where(Provider.organisation_id == organisation_id)
        .with_for_update()
    ).one()
    row.nominations_percent = percent
    session.add(row)
    audit.record(
        session,
        actor,
        "provider.nominations",
        subject=("organisation", organisation_id),
        code=str(percent),
    )


def add_referring_service(
    session: Session,
    *,
    actor: audit.Acting,
    organisation: Organisation,
    specialism: str,
    owner_provider_id: str | None = None,
) -> ReferringService:
    """Record a service that may refer; its owner when a landlord runs it."""
    row = ReferringService(
        organisation_id=organisation.id,
        specialism=specialism,
        owner_provider_id=owner_provider_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "service.approved", subject=("organisation", organisation.id)
    )
    return row


def leave_scheme(
    session: Session, *, actor: audit.Acting, organisation: Organisation
) -> None:
    """Let a member go: its people and systems are refused from this moment.

    Raises:
        StateConflict: When it has left already.
    """
    if organisation.left_at is not None:
        raise StateConflict
    organisation.left_at = clock.now()
    session.add(organisation)
    audit.record(
        session, actor, "organisation.left", subject=("organisation", organisation.id)
    )
