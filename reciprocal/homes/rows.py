"""A home's row: what is sealed under its key, what stands open, and where it is."""

from dataclasses import fields
from typing import Any

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.homes import rules
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.places import Place
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

_ASSUMED = {
    name: column.default
    for name, column in Home.model_fields.items()
    if not column.is_required()
}


def home_values(
    session: Session,
    *,
    actor: Actor,
    home_id: str,
    key_id: str,
    uprn: str,
    address: str,
    place: Place,
    facts: rules.HomeFacts,
    state: HomeState,
    uprn_blind: str,
    uprn_clash: str,
) -> dict[str, Any]:
    """Return every column of a new home, sealed under its key and not stored yet."""

    def sealed(column: str, value: object) -> Sealed:
        return sealing.seal(session, key_id, f"home.{column}", home_id, value)

    nomination = rules.NominationState.NOT_NEEDED
    if rules.needs_nomination_release(facts):
        nomination = rules.NominationState.ASKED
    return _ASSUMED | dict(
        id=home_id,
        landlord_ref=ids.new_id(),
        board_ref=ids.new_id(),
        scheme_id=actor.scheme_id,
        provider_id=actor.organisation_id,
        key_id=key_id,
        state=state,
        uprn=sealed("uprn", uprn),
        address=sealed("address", address),
        postcode=sealed("postcode", str(place.postcode)),
        place=sealed("place", _place(place)),
        uprn_blind=uprn_blind,
        uprn_clash=uprn_clash,
        authority_code=place.authority_code,
        geography_version=place.geography_version,
        nomination=nomination,
        posted_by=actor.id,
        posted_at=clock.now(),
        **{fact.name: getattr(facts, fact.name) for fact in fields(facts)},
    )


def _place(place: Place) -> dict[str, object]:
    return {
        "sector": place.sector,
        "easting_metres": place.easting_metres,
        "northing_metres": place.northing_metres,
    }
