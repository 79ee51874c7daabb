"""The first attempt to see a case outside one's own is written down, and told."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from fixtures.scenarios import CAMDEN
from reciprocal.access.actor import service
from reciprocal.audit import watching
from reciprocal.audit.tables import AuditEntry
from reciprocal.reports import watched
from tests.journeys.walking import SERVICE
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld, World

MINUTE = timedelta(minutes=1)
NOTHING = "0" * 32


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def refused(world: World) -> list[tuple[str, str]]:
    with world.acting(service()) as session:
        query = (
            select(AuditEntry.subject_id, AuditEntry.code)
            .where(AuditEntry.action == "case.refused")
            .order_by(col(AuditEntry.sequence))
        )
        return [(subject, code) for subject, code in session.exec(query)]


def alerts(world: World) -> list[watched.Alert]:
    with world.acting(service()) as session:
        return watched.alerts(session, within=MINUTE)


def get(world: World, path: str, *, code: str = SERVICE, who: str = "lead") -> int:
    status: int = world.call(code, "GET", path, who=who).status_code
    return status


def test_a_colleague_who_is_not_assigned_is_told_of_at_the_first_attempt(
    journey: Journey,
) -> None:
    world = journey.world
    path = f"/v1/cases/{journey.request.case_ref}"
    assert get(world, path) == 200
    assert alerts(world) == []
    assert get(world, path, who="deputy") == 404
    assert refused(world) == [(journey.request_id, "outside")]
    (alert,) = alerts(world)
    assert alert.person
    assert alert.what == "asked 1 times for a case that is not theirs"
    said = f"{alert}"
    assert journey.request_id not in said
    assert journey.request.case_ref not in said
    world.wait(seconds=61)
    assert alerts(world) == []


def test_what_is_one_s_own_or_is_nowhere_alarms_nobody(journey: Journey) -> None:
    world = journey.world
    assert get(world, f"/v1/cases/{journey.request.case_ref}/proposal") == 404
    assert get(world, f"/v1/cases/{NOTHING}") == 404
    assert refused(world) == [(journey.request_id, "theirs"), ("", "unknown")]
    assert alerts(world) == []


def test_a_landlord_who_asks_for_another_s_departure_is_told_of(
    journey: Journey,
) -> None:
    world = journey.world
    proposal = journey.proposed()
    del proposal
    path = f"/v1/departures/{journey.proposal.departure_ref}"
    assert get(world, path, code=CAMDEN) == 404
    assert refused(world)[-1] == (journey.request_id, "outside")
    (alert,) = alerts(world)
    assert alert.member == CAMDEN


def test_who_opens_more_cases_than_they_may_is_told_of(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = journey.world
    monkeypatch.setattr(watching, "MOST_AN_HOUR", 0)
    assert get(world, "/v1/cases") == 200
    assert alerts(world) == [], "a list opens nothing"
    assert get(world, f"/v1/cases/{journey.request.case_ref}") == 200
    (alert,) = alerts(world)
    assert alert.member == SERVICE
    assert alert.what == "opened 1 cases within an hour; usual for them are 0"


def test_a_miss_costs_the_statements_of_a_hit(journey: Journey) -> None:
    world = journey.world
    said: list[str] = []
    engine = world.working.database.engine
    event.listen(
        engine, "before_cursor_execute", lambda *given: said.append(str(given[2]))
    )

    def statements(reference: str) -> list[str]:
        get(world, f"/v1/cases/{NOTHING}", who="deputy")
        said.clear()
        get(world, f"/v1/cases/{reference}", who="deputy")
        return list(said)

    hit, miss = statements(journey.request.case_ref), statements(NOTHING)
    assert len(hit) > 3
    assert hit == miss
