"""What a worker does to the areas of a case, and what is then kept of them."""

from datetime import date, timedelta

from sqlmodel import select

from reciprocal.access.actor import Actor, service
from reciprocal.notices.terms import TaskKind
from reciprocal.places import (
    WholeSector,
    parse_postcode,
)
from reciprocal.requests import queries, stating
from reciprocal.requests.areas import (
    AreaReason,
    AreaToAvoid,
    StatedAreas,
    StatedNeed,
    Why,
)
from reciprocal.requests.kept import KeptAreas
from reciprocal.requests.tables import CaseArea, PropertyRequest
from reciprocal.rounds import operations as rounds
from tests.reciprocal.journey import Journey
from tests.support.world import DAY

LIVES = Why(reason=AreaReason.PERPETRATOR_LIVES)
SCHOOL = Why(reason=AreaReason.SCHOOL)
BRIXTON, VOID = parse_postcode("SW2 1RW"), parse_postcode("NW1 8NH")
SOUTH, NORTH = parse_postcode("SW2 1RW"), parse_postcode("SE1 0AA")
ON_THE_VOID = AreaToAvoid(WholeSector("NW1 8"), LIVES)
ELSEWHERE = AreaToAvoid(WholeSector("SW2 1"), LIVES)


def add(
    journey: Journey, stated: StatedNeed, actor: Actor | None = None
) -> PropertyRequest:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        return stating.add_area(
            session, actor=worker, case_ref=journey.request.case_ref, stated=stated
        )


def state(journey: Journey, areas: StatedAreas) -> PropertyRequest:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        return stating.replace_areas(
            session, actor=worker, case_ref=journey.request.case_ref, areas=areas
        )


def end(journey: Journey, area_ref: str, actor: Actor | None = None) -> None:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        stating.end_area(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            area_ref=area_ref,
        )


def review(
    journey: Journey,
    area_ref: str,
    *,
    on: date | None = None,
    ends: date | None = None,
    actor: Actor | None = None,
) -> None:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        stating.review_area(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            area_ref=area_ref,
            review_on=on,
            expected_end_on=ends,
        )


def rows(journey: Journey) -> list[CaseArea]:
    """Return every area the case ever had, the earliest first."""
    with journey.reading() as session:
        return list(
            session.exec(
                select(CaseArea)
                .where(CaseArea.request_id == journey.request_id)
                .order_by(CaseArea.stated_at, CaseArea.area_ref)  # type: ignore[arg-type]
            )
        )


def kept(journey: Journey) -> KeptAreas:
    worker, request = journey.worker, journey.request
    with journey.world.acting(worker) as session:
        return KeptAreas.read(
            queries.reveal(session, worker, request, "areas", request.areas)
        )


def tidy(journey: Journey) -> int:
    """Let the day's run come by; return how many areas are asked about since."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    return len(journey.open_tasks(TaskKind.AREA_REVIEW))


YESTERDAY = DAY - timedelta(days=1)
