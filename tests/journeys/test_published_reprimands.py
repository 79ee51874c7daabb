"""What public bodies were reprimanded for, done here as nearly as it can be.

Each test is the act of one published case, at the doors of this service, and what the
service answers. `docs/papers/reprimands.md` tells the cases.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from fixtures.load import COORDINATOR
from fixtures.scenarios import HACKNEY
from reciprocal.access.actor import NOBODY, service
from reciprocal.reports import watched
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rights import court
from reciprocal.rights.answer import NOTHING, answer
from scripts.tree import ROOT
from tests.api.routes import declared
from tests.journeys.walking import (
    SERVICE,
    STAGES,
    Walk,
    case_body,
    items,
)
from tests.reciprocal.journey import one_move
from tests.support.world import AUDITOR, MakeWorld, World, bearer

pytestmark = pytest.mark.both_databases

NOWHERE = "0" * 32
_PLACE = ("uprn", "address", "postcode")


@pytest.fixture
def walk(make_world: MakeWorld) -> Walk:
    return Walk(make_world(one_move()))


def left(walk: Walk) -> set[str]:
    """Return what tells the home that the household leaves."""
    home = walk.as_worker("GET").json()["home"]
    return {str(home[part]) for part in _PLACE}


def new(walk: Walk) -> set[str]:
    """Return what tells the home that the household goes to."""
    home = walk.as_worker("GET", "/proposal").json()
    return {str(home[part]) for part in _PLACE if part in home}


def read(world: World, code: str, own: tuple[str, ...] = ()) -> str:
    """Return all that a member's lead reads: each list, and what is theirs."""
    app: Any = world.http.app
    lists = [
        route.path
        for route in declared(app)
        if route.method == "GET"
        and route.path.startswith("/v1")
        and "{" not in route.path
    ]
    known = bearer(world.token(code))
    return "\n".join(
        world.http.get(path, headers=known).text for path in (*lists, *own)
    )


def told(walk: Walk) -> dict[str, str]:
    """Return all that each party but the household's own service reads."""
    ways = {
        walk.new: (f"/v1/offers/{walk.offer}", f"/v1/offers/{walk.offer}/support"),
        walk.old: (
            f"/v1/departures/{walk.departure}",
            f"/v1/departures/{walk.departure}/support",
        ),
        COORDINATOR: (),
        AUDITOR: (),
    }
    return {code: read(walk.world, code, own) for code, own in ways.items()}


def none_of(words: set[str], text: str) -> bool:
    assert words
    return not any(word in text for word in words)


def test_charnwood_no_landlord_can_write_of_a_new_home_to_the_old_one(
    walk: Walk,
) -> None:
    # Given a household that goes all the way to its keys
    for stage in STAGES:
        walk.to_next(stage)
        if stage in ("proposed", "offered"):
            continue
        here, there = left(walk), new(walk)
        read_by = told(walk)
        names = {code: row.name for code, row in walk.world.loaded.members.items()}
        # When everybody reads all they may, then who lets the new home, and would
        # write of it, never holds the address where the letter would be opened
        assert none_of(here, read_by[walk.new])
        assert none_of({walk.old, walk.departure, names[walk.old]}, read_by[walk.new])
        # And who holds that address never holds what the letter would say
        assert none_of(there, read_by[walk.old])
        assert none_of({walk.new, walk.offer, names[walk.new]}, read_by[walk.old])
    # And the two ends are read by nobody else either
    for code in (COORDINATOR, AUDITOR):
        assert none_of(here | there, read_by[code])


_VOICE = re.compile(r"phone|mobile|voicemail|sms|whatsapp|letter_|correspondence")


def _names(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for name, inner in said.items():
            if name == "properties" and isinstance(inner, dict):
                yield from inner
            yield from _names(inner)
    elif isinstance(said, list):
        for each in said:
            yield from _names(each)


def test_bolton_at_home_no_message_can_be_left_for_a_household(walk: Walk) -> None:
    # Given a referral with a number to ring, and one with nothing of the kind
    world = walk.world
    for field in ("telephone", "mobile", "email", "contact", "correspondence_address"):
        body = case_body(HACKNEY, "E09000007") | {field: "07700 900123"}
        # When it is sent in, then it is refused, and the number is not said back
        refused = world.call(SERVICE, "POST", "/v1/cases", body)
        assert refused.status_code == 422, field
        assert "07700" not in refused.text
    # And no field of the API and no column is a household's number or its letters
    fields = {name for name in _described() if _VOICE.search(name)}
    columns = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if _VOICE.search(column.name)
    }
    assert fields == {"telephone"}, "whether a task asks staff to ring staff"
    assert columns == {"task.telephone"}
    # And at the keys, what waits for each landlord says nothing of either home
    walk.to("completed")
    for code in (walk.new, walk.old):
        waiting = world.call(code, "GET", "/v1/tasks").text
        assert none_of(left(walk) | new(walk), waiting)


def _described() -> list[str]:
    """Return the name of every field that the API takes or gives."""
    return list(_names(json.loads((ROOT / "docs" / "openapi.json").read_text())))


def test_wakefield_what_a_court_is_handed_tells_no_new_home(walk: Walk) -> None:
    # Given a household that has its keys
    walk.to("completed")
    there = new(walk)
    world = walk.world
    with world.acting(service()) as session:
        query = select(PropertyRequest).where(PropertyRequest.case_ref == walk.case)
        board_ref = session.exec(query).one().board_ref
    # When two coordinators hand the case out for a court's bundle
    made = []
    for who in ("first", "second"):
        actor = world.person(COORDINATOR, who)
        with world.acting(actor) as session:
            made.append(court.hand_out(session, actor=actor, board_ref=board_ref))
    # Then one alone hands out nothing, and the file says not where they went
    assert made[0] is None
    assert made[1] is not None
    bundle = json.dumps(made[1], default=str)
    assert "property_request" in made[1]
    assert none_of(there, bundle)
    assert none_of({walk.case, walk.offer, walk.departure, board_ref}, bundle)
    assert none_of({world.loaded.members[walk.new].name}, bundle)


def test_south_wales_police_nobody_is_told_that_she_asked(walk: Walk) -> None:
    # Given a household that asked to be moved
    walk.to("agreed")
    world = walk.world
    # When anybody asks whether it did, by every reference that they could have seen
    named = (walk.case, walk.offer, walk.departure, NOWHERE)
    strangers = (NOBODY, *(world.person(code) for code in (walk.old, walk.new)))
    said = set()
    for actor in strangers:
        for reference in named:
            with world.acting(actor) as session:
                said.add(answer(session, actor=actor, case_ref=reference))
    # Then each is told the same: nothing is held
    assert said == {NOTHING}
    # And a case reads to every other desk as does a case that is not there
    for code in (walk.old, walk.new, COORDINATOR, AUDITOR, SERVICE):
        answers = {
            (got.status_code, _same(got.json(), reference))
            for reference in (walk.case, NOWHERE)
            for got in (
                world.call(code, "GET", f"/v1/cases/{reference}", who="deputy"),
            )
        }
        ((status, _),) = answers
        assert status in (403, 404), code


def _same(problem: dict[str, object], reference: str) -> str:
    """Return a refusal without what the asker named and the name of the attempt."""
    plain = {name: said for name, said in problem.items() if name != "instance"}
    return json.dumps(plain, sort_keys=True).replace(reference, "")


def test_stockport_homes_the_first_look_outside_is_told_not_the_sixty_seventh(
    walk: Walk,
) -> None:
    # Given a colleague of the service to whom the case was never given
    walk.to("proposed")
    world = walk.world
    assert _alerts(world) == []
    # When they look once
    path = f"/v1/cases/{walk.case}"
    assert world.call(SERVICE, "GET", path, who="deputy").status_code == 404
    # Then they saw nothing, and it is told within the minute
    assert _alerts(world) == ["asked 1 times for a case that is not theirs"]


def _alerts(world: World) -> list[str]:
    with world.acting(service()) as session:
        return [
            each.what for each in watched.alerts(session, within=timedelta(minutes=1))
        ]


def test_police_staff_who_may_look_are_named_to_the_worker(walk: Walk) -> None:
    # Given people of both landlords who may read a part of the case
    walk.to("accepted")
    walk.as_new("GET")
    walk.as_old("GET")
    # When its worker asks who did
    rows = items(walk.world, SERVICE, f"/v1/cases/{walk.case}/readings")
    # Then each is there, with what they opened
    readers = {row["reader"] for row in rows}
    assert {"receiving_landlord", "old_landlord"} <= readers
    assert all(row["parts"] for row in rows)


_STATUS = re.compile(r"national(?!_)|nationality|immigra|visa|asylum|citizen|passport")


def test_immigration_enforcement_there_is_no_status_to_hand_over(walk: Walk) -> None:
    # Given a referral that says what the Home Office might ask for
    world = walk.world
    for field in ("nationality", "immigration_status", "visa", "country_of_birth"):
        body = case_body(HACKNEY, "E09000007") | {field: "Examplian"}
        # When it is sent in, then it is refused, and not said back
        refused = world.call(SERVICE, "POST", "/v1/cases", body)
        assert refused.status_code == 422, field
        assert "Examplian" not in refused.text
    # And there is no field and no column to keep it in
    assert [name for name in _described() if _STATUS.search(name)] == []
    columns = (
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
    )
    assert [name for name in columns if _STATUS.search(name)] == []
