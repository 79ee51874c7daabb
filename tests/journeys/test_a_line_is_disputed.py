"""A landlord disputes a line of its statement: upheld, lost and appealed, or lapsed."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlmodel import col, select

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, LAMBETH, chain_from_a_void
from matching.codec import pool_to_text
from reciprocal import clock, ids
from reciprocal.access.actor import service
from reciprocal.ledger import operations as ledger
from reciprocal.ledger import queries
from reciprocal.ledger.lifecycle import AskedState
from reciprocal.ledger.tables import AdjustmentAsked
from reciprocal.organisations import queries as organisations
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import snapshot
from reciprocal.statements import operations as statements
from reciprocal.statements.quarters import Quarter
from tests.journeys.walking import Walk, items
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases

DISPUTES = "/v1/disputes"
OWN = "/v1/adjustments"
MOVES = ((HACKNEY, CAMDEN), (ISLINGTON, LAMBETH), (LAMBETH, CAMDEN))


def turn_to(world: World, day: date) -> None:
    world.hands.on(datetime.combine(day, time(12), tzinfo=UTC))


def told(make_world: MakeWorld) -> World:
    """Three moves of a size were told line by line, and Hackney owes one of them."""
    world = make_world(chain_from_a_void(DAY))
    alone = service(world.loaded.scheme_id)
    quarter = Quarter.of(world.hands.now().date())
    with world.acting(alone) as session:
        for pair in MOVES:
            origin, receiver = (world.loaded.members[code].id for code in pair)
            move, today = ids.new_id(), clock.today()
            ledger.hold(
                session,
                actor=alone,
                scheme_id=alone.scheme_id,
                move_ref=move,
                chain_ref=None,
                round_id=None,
                origin_id=origin,
                receiver_id=receiver,
                size_class="BED3",
                hold_until=clock.now(),
                rule_version="1",
                effective_date=today,
            )
            ledger.post(
                session,
                actor=alone,
                move_ref=move,
                effective_date=today,
                settle_by=today,
            )
    turn_to(world, quarter.out_on())
    with world.acting(alone) as session:
        statements.release_due(session, actor=alone)
    return world


def disputed(world: World, code: str = HACKNEY, homes: int = -1) -> Any:  # noqa: ANN401 - JSON
    statement = items(world, code, "/v1/statements")[-1]
    (line,) = [row for row in statement["lines"] if row["homes"] == homes]
    body = {
        "statement": statement["reference"],
        "line": line["reference"],
        "ground": "not_our_tenant",
    }
    answer = world.call(code, "POST", DISPUTES, body)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def hearing(world: World) -> list[str]:
    """Return the codes of the landlords that hear something."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        rows = session.exec(
            select(AdjustmentAsked.organisation_id)
            .where(AdjustmentAsked.state == AskedState.ASKED)
            .order_by(col(AdjustmentAsked.organisation_id))
        )
        return [organisations.organisation(session, row).code for row in rows]


def heard(world: World, *, approved: bool) -> list[str]:
    """Let both that hear a dispute answer alike; return who they are."""
    codes = hearing(world)
    assert len(codes) == 2
    for code in codes:
        (row,) = [one for one in items(world, code, OWN) if one["stage"] == "asked"]
        path = f"{OWN}/{row['reference']}/answer"
        assert world.call(code, "POST", path, {"approved": approved}).is_success
    return codes


def stage(world: World, row: Any, code: str = HACKNEY) -> str:  # noqa: ANN401 - JSON
    path = f"{DISPUTES}/{row['reference']}"
    return str(world.call(code, "GET", path).json()["stage"])


def balances(world: World) -> dict[tuple[str, str], int]:
    return {
        (row["landlord_code"], row["size_class"]): row["posted"]
        for row in items(world, COORDINATOR, "/v1/balances")
        if row["posted"]
    }


def debt(world: World) -> tuple[str, str]:
    """Return where Hackney's debt stands, and how old it is."""
    (row,) = [
        row
        for row in items(world, AUDITOR, "/v1/debts")
        if row["landlord_code"] == HACKNEY
    ]
    return row["stage"], row["age"]


def sound(world: World) -> bool:
    with world.acting(service(world.loaded.scheme_id)) as session:
        return queries.check(session) == ()


def test_a_dispute_is_upheld_and_the_entry_taken_back(make_world: MakeWorld) -> None:
    # Given a line that Hackney owes a home by
    world = told(make_world)
    assert balances(world)[HACKNEY, "BED3"] == -1
    # When it disputes the line
    row = disputed(world)
    # Then nothing is owed less for it, and the debt no longer ages
    assert balances(world)[HACKNEY, "BED3"] == -1
    assert debt(world) == ("disputed", "disputed")
    # And two who are no party hear it, of whom nobody is told
    codes = heard(world, approved=True)
    assert not {HACKNEY, CAMDEN} & set(codes)
    assert stage(world, row) == "upheld"
    # Then neither landlord has the entry any more, and the statement says so
    assert (HACKNEY, "BED3") not in balances(world)
    lines = items(world, HACKNEY, "/v1/statements")[-1]["lines"]
    assert [line["dispute"] for line in lines] == ["upheld"]
    (seen,) = items(world, COORDINATOR, "/v1/board/disputes")
    assert (seen["landlord_code"], seen["stage"]) == (HACKNEY, "upheld")
    assert CAMDEN not in str(seen)
    assert sound(world)


def test_a_dispute_that_is_lost_is_appealed_to_others(make_world: MakeWorld) -> None:
    world = told(make_world)
    owed = balances(world)
    row = disputed(world)
    first = heard(world, approved=False)
    assert stage(world, row) == "rejected"
    assert debt(world)[0] != "disputed"
    # Hackney has a task with the last day of an appeal
    (task,) = [
        each
        for each in items(world, HACKNEY, "/v1/tasks")
        if each["kind"] == "dispute_settled"
    ]
    assert task["about"] == row["reference"]
    path = f"{DISPUTES}/{row['reference']}/appeal"
    again = world.call(HACKNEY, "POST", path)
    assert again.status_code == 201
    assert again.json()["appeal"] is True
    second = heard(world, approved=False)
    assert not set(first) & set(second)
    assert stage(world, again.json()) == "rejected"
    # Then it is as if nobody had disputed anything
    assert balances(world) == owed
    refused = world.call(HACKNEY, "POST", path)
    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert sound(world)


def test_a_dispute_that_nobody_hears_lapses(make_world: MakeWorld) -> None:
    world = told(make_world)
    row = disputed(world)
    turn_to(world, clock.working_days_after(world.hands.now(), 11).date())
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    assert stage(world, row) == "lapsed"
    assert hearing(world) == []
    assert debt(world)[0] != "disputed"
    path = f"{DISPUTES}/{row['reference']}/appeal"
    assert world.call(HACKNEY, "POST", path).status_code == 201
    assert sound(world)


def box(world: World) -> str:
    """Return what a round would be given, to the last letter."""
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, clock.today())
        return pool_to_text(snapshot.take(session, alone, rules))


def test_a_dispute_keeps_no_household_waiting(make_world: MakeWorld) -> None:
    # Given what a round would be given, balances among it
    world = told(make_world)
    given = box(world)
    # When Hackney disputes a line
    row = disputed(world)
    # Then the next one is given the same, and so moves the same households
    assert box(world) == given
    Walk(world).run_round()
    (plan,) = items(world, COORDINATOR, "/v1/rounds")
    assert plan["proposed"] == 1
    # And only what is upheld changes what is counted
    heard(world, approved=True)
    assert stage(world, row) == "upheld"
    assert box(world) != given


def test_what_one_landlord_disputes_is_there_for_no_other(
    make_world: MakeWorld,
) -> None:
    world = told(make_world)
    before = {code: items(world, code, "/v1/statements") for code in (CAMDEN, LAMBETH)}
    row = disputed(world)
    for code in (CAMDEN, LAMBETH, ISLINGTON):
        assert items(world, code, DISPUTES) == []
        path = f"{DISPUTES}/{row['reference']}"
        for method, rest in (("GET", ""), ("POST", "/withdraw"), ("POST", "/appeal")):
            assert world.call(code, method, path + rest).status_code == 404
    assert before == {code: items(world, code, "/v1/statements") for code in before}
    # And it is taken back by whoever raised it
    path = f"{DISPUTES}/{row['reference']}/withdraw"
    assert world.call(HACKNEY, "POST", path).json()["stage"] == "withdrawn"
    assert hearing(world) == []
