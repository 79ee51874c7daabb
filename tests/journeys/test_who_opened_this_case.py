"""A referring worker reads who opened their case, and nobody else does."""

from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, items
from tests.support.world import DAY, MakeWorld

pytestmark = pytest.mark.both_databases


def readings(walk: Walk) -> list[dict[str, Any]]:
    return items(walk.world, SERVICE, f"/v1/cases/{walk.case}/readings")


def lines(walk: Walk, reader: str) -> list[dict[str, Any]]:
    return [each for each in readings(walk) if each["reader"] == reader]


def parts(walk: Walk, reader: str) -> set[str]:
    return {part for each in lines(walk, reader) for part in each["parts"]}


def test_a_worker_reads_who_opened_their_case_and_what(make_world: MakeWorld) -> None:
    # Given a case that a round proposed a home to, and that nobody has opened
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world)
    walk.to_next("proposed")
    assert readings(walk) == [], "what a round opens is nobody's look"
    # When its worker opens the case and the home, they find their own name
    walk.as_worker("GET", "")
    walk.as_worker("GET", "/proposal")
    (line,) = readings(walk)
    (me,) = [
        row["email"]
        for row in items(world, SERVICE, "/v1/people")
        if row["email"].startswith("lead")
    ]
    assert (line["reader"], line["person"]) == ("your_service", me)
    assert {"household", "areas", "home_left", "new_home"} <= set(line["parts"])
    assert line["hour"].endswith(":00:00Z")
    # And when both landlords read what they may, each is told by its role alone
    for stage in ("offered", "agreed", "accepted"):
        walk.to_next(stage)
    walk.as_new("GET", "")
    walk.as_old("GET", "")
    assert parts(walk, "receiving_landlord") == {"household"}
    assert parts(walk, "old_landlord") == {"tenancy_reference"}
    others = lines(walk, "receiving_landlord") + lines(walk, "old_landlord")
    assert all("person" not in each for each in others)
    said = f"{others}"
    assert walk.new not in said
    assert walk.old not in said
    # But nobody else reads that list, not even a colleague who has not the case
    path = f"/v1/cases/{walk.case}/readings"
    assert world.call(SERVICE, "GET", path, who="deputy").status_code == 404
    for code in (walk.new, walk.old, COORDINATOR):
        assert world.call(code, "GET", path).status_code == 403


def test_the_list_is_read_a_page_at_a_time(make_world: MakeWorld) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY)))
    walk.to_next("proposed")
    for _ in range(3):
        walk.as_worker("GET", "")
        walk.world.wait(hours=1)
    whole = readings(walk)
    assert len(whole) == 3
    path = f"/v1/cases/{walk.case}/readings?limit=2"
    first = walk.world.call(SERVICE, "GET", path).json()
    rest = walk.world.call(SERVICE, "GET", f"{path}&cursor={first['next']}").json()
    assert [*first["items"], *rest["items"]] == whole
    assert rest["next"] is None
