"""Stating, reviewing and ending the areas of a case: its own worker's acts.

Nobody else states, changes or ends one, and no date does: a day that has come gives
the worker a task. Every step of a case is checked against its areas as they are then.
"""

from datetime import date, timedelta

from sqlmodel import Session

from matching.reasons import band
from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, show
from reciprocal.errors import FieldFault, FieldsInvalid, NotFound
from reciprocal.homes import counted
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.places import GEOGRAPHY_VERSION
from reciprocal.places import standing as standing_authority
from reciprocal.requests import queries, rules, standing
from reciprocal.requests.amending import amendable, ask_workers
from reciprocal.requests.areas import (
    FIRST_CHOICE,
    TO_AVOID,
    AreaToAvoid,
    StatedAreas,
    StatedNeed,
    Why,
    field_of,
    past_days,
    purpose_of,
    review_day,
    why_faults,
)
from reciprocal.requests.kept import (
    Kept,
    KeptArea,
    KeptAreas,
    blotted_out,
    compiled,
    nowhere_left,
)
from reciprocal.requests.lifecycle import OPEN
from reciprocal.requests.tables import CaseArea, PropertyRequest
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

LATELY_DAYS = 182
"""Over which homes are counted where somebody could live."""


def replace_areas(
    session: Session, *, actor: Actor, case_ref: str, areas: StatedAreas
) -> PropertyRequest:
    """State every area anew and end those that stood; later steps are checked again.

    Raises:
        FieldsInvalid: With every field at fault; nothing is changed.
        PostcodeUnknown: And its kin, from places.
    """
    request, scheme_rules = amendable(session, actor, case_ref, among=OPEN)
    found = rules.area_faults(
        areas,
        request.risk_kind,
        scheme_rules.areas_of_choice_min,
        today=clock.today(),
    )
    if found:
        raise FieldsInvalid(faults=tuple(found))
    for row in standing.areas(session, actor, request.id):
        _end(session, actor, row)
    state(session, actor=actor, request=request, areas=areas, scheme_rules=scheme_rules)
    _ask_no_more(session, actor, request)
    audit.record(session, actor, "case.areas_stated", subject=("request", request.id))
    return request


def state(
    session: Session,
    *,
    actor: Actor,
    request: PropertyRequest,
    areas: StatedAreas,
    scheme_rules: SchemeRules,
) -> None:
    """Compile a case's areas, seal them, and write down why each is stated.

    Raises:
        FieldsInvalid: When they leave nowhere to live, or fewer homes than the scheme
            asks for, or name a landlord it does not know.
        PostcodeUnknown: And its kin, from places.
    """
    today = clock.today()
    kept = KeptAreas(
        _standing(areas.of_choice, field="areas_of_choice"),
        (),
        first_choice=_standing(areas.first_choice, field=FIRST_CHOICE),
    )
    rows = []
    for stated in areas.needs:
        kept, row = _compiled(session, actor, request, kept, stated, scheme_rules)
        rows.append(row)
    found = nowhere_left(kept, areas.choice, today)
    if not found:
        left = kept.authorities_left(areas.choice, today)
        if not counted.pot_has(session, actor, left, scheme_rules.homes_left_min):
            sentence = "These leave too few of the pot's homes; see what can be eased."
            found = [FieldFault(TO_AVOID, sentence)]
    if found:
        raise FieldsInvalid(faults=tuple(found))
    request.areas = _sealed(session, request, kept)
    request.geography_version = GEOGRAPHY_VERSION
    request.area_of_choice = areas.choice
    request.areas_of_choice_count = len(kept.of_choice)
    session.add(request)
    session.flush()
    session.add_all(rows)


def add_area(
    session: Session, *, actor: Actor, case_ref: str, stated: StatedNeed
) -> PropertyRequest:
    """State one more area; a step that it refuses stops at its next check.

    It is taken even where it leaves nowhere to live: somebody who has just heard of
    a danger is not told to come back with a better list.

    Raises:
        FieldsInvalid: With every field at fault; nothing is changed.
        PostcodeUnknown: And its kin, from places.
    """
    request, scheme_rules = amendable(session, actor, case_ref, among=OPEN)
    found = why_faults(
        stated.why, purpose_of(stated), field=field_of(stated), today=clock.today()
    )
    if found:
        raise FieldsInvalid(faults=tuple(found))
    kept = _kept(session, actor, request)
    kept, row = _compiled(session, actor, request, kept, stated, scheme_rules)
    request.areas = _sealed(session, request, kept)
    session.add(request)
    session.add(row)
    _record(session, actor, "case.area_added", row)
    return request


def try_area(
    session: Session, *, actor: Actor, case_ref: str, stated: AreaToAvoid
) -> Shown:
    """Tell what one more area to avoid would blot out; nothing is stated or kept.

    Homes are counted by authority, over half a year and whatever became of them, and
    told as a band, so that no home's place or state can be read off it.

    Raises:
        FieldsInvalid: As when it is stated.
        PostcodeUnknown: And its kin, from places.
    """
    request, scheme_rules = amendable(session, actor, case_ref, among=OPEN)
    today, kept = clock.today(), _kept(session, actor, request)
    kept, _ = _compiled(session, actor, request, kept, stated, scheme_rules)
    left = kept.authorities_left(request.area_of_choice, today)
    since = clock.now() - timedelta(days=LATELY_DAYS)
    found = blotted_out(kept, kept.standing[-1], request.area_of_choice)
    found["nowhere_left"] = not left
    found["homes_lately"] = band(counted.came_since(session, actor, left, since))
    audit.record(session, actor, "case.area_tried", subject=("request", request.id))
    return show(actor, "area_tried", request.state, found)


def review_area(
    session: Session,
    *,
    actor: Actor,
    case_ref: str,
    area_ref: str,
    review_on: date | None,
    expected_end_on: date | None,
) -> PropertyRequest:
    """Say that an area still stands, and when to ask again.

    Raises:
        FieldsInvalid: When a date is not after today.
        NotFound: When the case has no such area, or it was ended.
    """
    request, scheme_rules = amendable(session, actor, case_ref, among=OPEN)
    row = _standing_area(session, actor, request, area_ref)
    today = clock.today()
    why = Why(reason=row.reason, review_on=review_on, expected_end_on=expected_end_on)
    found = past_days(why, today=today)
    if found:
        raise FieldsInvalid(
            faults=tuple(FieldFault(name, "Give a day after today.") for name in found)
        )
    row.review_on = review_day(why, rules=scheme_rules, today=today)
    row.expected_end_on = expected_end_on
    session.add(row)
    _ask_no_more(session, actor, request)
    _record(session, actor, "case.area_reviewed", row)
    return request


def end_area(
    session: Session, *, actor: Actor, case_ref: str, area_ref: str
) -> PropertyRequest:
    """End an area and forget where it was; nothing but this ends one.

    Raises:
        NotFound: When the case has no such area, or it was ended.
    """
    request, _ = amendable(session, actor, case_ref, among=OPEN)
    row = _standing_area(session, actor, request, area_ref)
    _end(session, actor, row)
    kept = _kept(session, actor, request).without(area_ref)
    request.areas = _sealed(session, request, kept)
    session.add(request)
    _ask_no_more(session, actor, request)
    return request


def ask_lapsed(session: Session, *, actor: Actor) -> int:
    """Ask workers about areas whose review or expected end has come; none ends.

    Likewise about those of an older geography, which only stating them anew renews.
    Returns how many cases were asked about. A case is asked about once until its
    worker has looked at each of its areas.
    """
    return ask_workers(
        session,
        actor=actor,
        kind=TaskKind.AREA_REVIEW,
        lapsed=standing.lapsed(clock.today()),
    )


def take_over_areas(
    session: Session, *, actor: Actor, request: PropertyRequest
) -> None:
    """Give each area that stands a new reference, as another service takes the case.

    Where each is stays as it was; who takes the case answers for it from now on.
    """
    rows = standing.areas(session, actor, request.id)
    references = {row.area_ref: ids.new_id() for row in rows}
    for row in rows:
        row.area_ref, row.stated_by = references[row.area_ref], actor.id
        session.add(row)
    kept = _kept(session, actor, request).renamed(references)
    request.areas = _sealed(session, request, kept)
    session.add(request)


def _compiled(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    kept: KeptAreas,
    stated: StatedNeed,
    scheme_rules: SchemeRules,
) -> tuple[KeptAreas, CaseArea]:
    """Return the areas with one more, and the row that says why it is stated."""
    area = compiled(stated, reference=ids.new_id(), rules=scheme_rules)
    for code in _landlords(area):
        if not organisations.organisation_coded(session, request.scheme_id, code):
            fault = FieldFault(field_of(stated), "Name a landlord of the scheme.")
            raise FieldsInvalid(faults=(fault,))
    row = CaseArea(
        id=ids.new_id(),
        area_ref=area.reference,
        request_id=request.id,
        purpose=purpose_of(stated),
        reason=stated.why.reason,
        stated_by=actor.id,
        stated_at=clock.now(),
        geography_version=GEOGRAPHY_VERSION,
        review_on=review_day(stated.why, rules=scheme_rules, today=clock.today()),
        expected_end_on=stated.why.expected_end_on,
    )
    return kept.with_one(area), row


def _landlords(one: Kept) -> frozenset[str]:
    return one.landlords if isinstance(one, KeptArea) else frozenset()


def _standing(codes: frozenset[str], *, field: str) -> frozenset[str]:
    """Return authorities, or for one that has ended the one that took its place."""
    return frozenset(standing_authority(code, field=field).code for code in codes)


def _kept(session: Session, actor: Actor, request: PropertyRequest) -> KeptAreas:
    return KeptAreas.read(
        queries.reveal(session, actor, request, "areas", request.areas)
    )


def _sealed(session: Session, request: PropertyRequest, kept: KeptAreas) -> Sealed:
    return sealing.seal(
        session, request.key_id, "property_request.areas", request.id, kept.plain()
    )


def _standing_area(
    session: Session, actor: Actor, request: PropertyRequest, area_ref: str
) -> CaseArea:
    for row in standing.areas(session, actor, request.id):
        if row.area_ref == area_ref:
            return row
    raise NotFound


def _end(session: Session, actor: Actor, row: CaseArea) -> None:
    row.ended_by = actor.id
    row.ended_at = clock.now()
    session.add(row)
    _record(session, actor, "case.area_ended", row)


def _record(session: Session, actor: Actor, action: str, row: CaseArea) -> None:
    subject = ("request", row.request_id)
    audit.record(session, actor, action, subject=subject, code=row.purpose)


def _ask_no_more(session: Session, actor: Actor, request: PropertyRequest) -> None:
    """Close the task about a case's areas once its worker has looked at each."""
    today = clock.today()
    areas = standing.areas(session, actor, request.id)
    if not any(standing.is_lapsed(row, today) for row in areas):
        notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.AREA_REVIEW)
