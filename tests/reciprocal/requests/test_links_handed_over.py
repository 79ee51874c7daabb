"""A link of two cases whose services part: somebody always reads it and can end it."""

from dataclasses import replace
from typing import Any

import pytest

from fixtures.scenarios import lopsided
from reciprocal.access.actor import service
from reciprocal.requests import narrowing, queries, standing
from reciprocal.requests.rules import LinkReason
from reciprocal.requests.tables import PropertyRequest
from tests.journeys.walking import SERVICE, items
from tests.support.world import DAY, MakeWorld, World

SECOND, THIRD = "SERVICE2", "SERVICE3"


def linked_pair(make_world: MakeWorld) -> tuple[World, str, str]:
    """Link two cases of the first of three services; return their references."""
    rows = lopsided(DAY)
    one, other, *rest = rows.requests
    named = [
        row.model_copy(update={"referring_service": name})
        for row, name in zip(rest, ("Harbour Refuge", "Moor Refuge"), strict=True)
    ]
    world = make_world(replace(rows, requests=(one, other, *named)))
    first, second = (
        str(row["reference"]) for row in items(world, SERVICE, "/v1/cases")
    )
    body = {"other": second, "reason": LinkReason.FAMILY.value}
    made = world.call(SERVICE, "POST", f"/v1/cases/{first}/links", body)
    assert made.status_code == 200, made.json()
    return world, first, second


def pass_on(world: World, case: str, of: str, to: str) -> str:
    """Hand a case from one service to another; return its reference there."""
    sent = world.call(
        of,
        "POST",
        f"/v1/cases/{case}/transfer",
        {"service_code": to, "reason": "specialist_support", "household_agrees": True},
    )
    assert sent.status_code == 201, sent.json()
    (row,) = [
        row
        for row in items(world, to, "/v1/case-transfers")
        if row["stage"] == "offered"
    ]
    day = world.hands.now().date().isoformat()
    path = f"/v1/case-transfers/{row['reference']}/take"
    taken = world.call(to, "POST", path, {"handed_over_on": day})
    assert taken.status_code == 200, taken.json()
    return str(taken.json()["reference"])


def links(world: World, of: str, case: str) -> list[dict[str, Any]]:
    shown = world.call(of, "GET", f"/v1/cases/{case}")
    assert shown.status_code == 200, shown.json()
    found: list[dict[str, Any]] = shown.json()["links"]
    return found


def end(world: World, of: str, case: str, link: dict[str, Any]) -> int:
    path = f"/v1/cases/{case}/links/{link['reference']}/end"
    return int(world.call(of, "POST", path).status_code)


def binds(world: World, of: str, case: str) -> bool:
    """Tell whether a case is still kept from the home of another."""
    request = row_of(world, of, case)
    with world.acting(service(world.loaded.scheme_id)) as session:
        return bool(narrowing.linked_to(session, request.id))


def row_of(world: World, of: str, case: str) -> PropertyRequest:
    actor = world.person(of)
    with world.acting(actor) as session:
        return queries.own_case(session, actor, case)


def test_the_case_that_stays_keeps_the_link_and_ends_it(make_world: MakeWorld) -> None:
    world, first, second = linked_pair(make_world)
    (before,) = links(world, SERVICE, second)
    there = pass_on(world, first, SERVICE, SECOND)
    # The one that went reads nothing; the one that stays, no reference of it.
    assert links(world, SECOND, there) == []
    (left,) = links(world, SERVICE, second)
    assert left == before | {"other": None}
    assert end(world, SECOND, there, left) == 404
    assert binds(world, SECOND, there)
    assert end(world, SERVICE, second, left) == 200
    assert links(world, SERVICE, second) == []
    assert not binds(world, SECOND, there)


@pytest.mark.parametrize("to", [SECOND, THIRD])
def test_whoever_takes_the_last_case_answers_for_the_link(
    make_world: MakeWorld, to: str
) -> None:
    world, first, second = linked_pair(make_world)
    (before,) = links(world, SERVICE, second)
    there = pass_on(world, first, SERVICE, SECOND)
    last = pass_on(world, second, SERVICE, to)
    (taken,) = links(world, to, last)
    assert taken["reference"] != before["reference"]
    assert taken["stated_by"] != before["stated_by"]
    # Of a service that has both, each is told beside the other.
    assert taken["other"] == (there if to == SECOND else None)
    assert len(links(world, SECOND, there)) == (1 if to == SECOND else 0)
    assert end(world, to, last, before) == 404
    assert end(world, to, last, taken) == 200
    assert not binds(world, to, last)


def test_a_link_with_a_case_that_went_is_closed_to_whom_that_case_is(
    make_world: MakeWorld,
) -> None:
    world, first, second = linked_pair(make_world)
    gone = row_of(world, SERVICE, first)
    pass_on(world, first, SERVICE, SECOND)
    worker = world.person(SERVICE)
    barred = replace(worker, blocked=frozenset({gone.id}))
    stays = row_of(world, SERVICE, second)
    with world.acting(worker) as session:
        assert len(standing.links(session, worker, stays.id)) == 1
        assert standing.links(session, barred, stays.id) == []
