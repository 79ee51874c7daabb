"""A landlord in debt is asked for a home that would let somebody move."""

from typing import Any

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import HACKNEY, ISLINGTON, LEWISHAM, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.rounds import operations as rounds
from tests.journeys.walking import (
    Walk,
    attest,
    case_body,
    countersign,
    home_body,
    items,
    refer,
)
from tests.support.world import DAY, MakeWorld, World

UPRN = "555000231"


def _owed(world: World, code: str) -> int:
    rows = items(world, COORDINATOR, "/v1/balances")
    return sum(row["posted"] for row in rows if row["landlord_code"] == code)


def _asked(world: World, code: str) -> list[dict[str, Any]]:
    return items(world, code, "/v1/homes-owed")


def _tasks(world: World, code: str) -> list[str]:
    rows = items(world, code, "/v1/tasks")
    return [row["kind"] for row in rows if row["kind"] == "home_owed"]


def _in_debt(make_world: MakeWorld) -> World:
    """Return a world whose Hackney owes a home, and a household it would suit."""
    world = make_world(chain_from_a_void(DAY))
    Walk(world).to("completed")
    assert _owed(world, HACKNEY) == -1
    world.wait(hours=24)
    refer(world, case_body(LEWISHAM, HACKNEY, urgency=2))
    attest(world, LEWISHAM)
    countersign(world)
    return world


def _post(world: World, code: str, uprn: str, **more: object) -> str:
    world.call(code, "POST", "/v1/stock", {"uprns": [uprn]})
    body = home_body(world, code, uprn) | {"supply": "letting"} | more
    posted = world.call(code, "POST", "/v1/homes", body)
    assert posted.status_code == 201, posted.json()
    return str(posted.json()["reference"])


def test_it_is_asked_gives_a_home_and_owes_nothing(make_world: MakeWorld) -> None:
    # Given a landlord that owes a home, and somebody for whom no home is in the pot
    world = _in_debt(make_world)
    walk = Walk(world, new=HACKNEY, old=ISLINGTON)
    assert _asked(world, HACKNEY) == []
    # When a round is run
    walk.run_round()
    # Then it is asked for one of that size, and told neither where nor for whom
    (row,) = _asked(world, HACKNEY)
    assert row["stage"] == "asked"
    assert row["size_class"] == "BED2"
    assert _tasks(world, HACKNEY) == ["home_owed"]
    # And nobody else is asked, and nobody else reads it
    assert _asked(world, ISLINGTON) == _asked(world, LEWISHAM) == []
    path = f"/v1/homes-owed/{row['reference']}"
    assert world.call(ISLINGTON, "GET", path).status_code == 404
    # And not for a second one at the next round
    world.wait(hours=1)
    walk.run_round()
    assert len(_asked(world, HACKNEY)) == 1
    # When it posts a letting, gives it, and a second person releases it
    home = _post(world, HACKNEY, UPRN)
    gave = world.call(HACKNEY, "POST", f"{path}/answer", {"letting": home})
    assert gave.status_code == 200, gave.json()
    assert gave.json()["stage"] == "answered"
    assert _tasks(world, HACKNEY) == []
    released = world.call(HACKNEY, "POST", f"/v1/homes/{home}/release", who="deputy")
    assert released.status_code == 200
    # Then the next round sends somebody there, and it is asked for nothing more
    walk.propose()
    assert len(_asked(world, HACKNEY)) == 1
    for stage in ("offered", "agreed", "accepted", "signed", "completed"):
        walk.to_next(stage)
    # And the debt is repaid
    assert _owed(world, HACKNEY) == 0


def test_what_does_not_answer_it(make_world: MakeWorld) -> None:
    # Given a landlord that had a letting in the pot before it was asked
    world = _in_debt(make_world)
    Walk(world, new=HACKNEY, old=ISLINGTON).run_round()
    (row,) = _asked(world, HACKNEY)
    path = f"/v1/homes-owed/{row['reference']}"

    def given(home: str) -> str:
        told = world.call(HACKNEY, "POST", f"{path}/answer", {"letting": home})
        assert told.status_code == 422, told.json()
        (fault,) = told.json()["faults"]
        assert fault["field"] == "letting"
        return str(fault["fault"])

    # Then neither a void nor a home of another size will do, nor one taken out again
    void = _post(world, HACKNEY, "555000232", supply="void")
    assert "letting" in given(void)
    larger = _post(world, HACKNEY, "555000233", bedrooms=3, persons_max=5)
    assert "size" in given(larger)
    gone = _post(world, HACKNEY, "555000234")
    world.call(HACKNEY, "POST", f"/v1/homes/{gone}/withdraw")
    assert "release" in given(gone)
    # And a home of somebody else's is none at all
    theirs = _post(world, ISLINGTON, "555000235")
    told = world.call(HACKNEY, "POST", f"{path}/answer", {"letting": theirs})
    assert told.status_code == 404
    assert _asked(world, HACKNEY)[0]["stage"] == "asked"


def test_a_request_that_is_held_unreasonable_is_spoken_about(
    make_world: MakeWorld,
) -> None:
    # Given a landlord that is asked for a home, and holds that it should not be
    world = _in_debt(make_world)
    Walk(world, new=HACKNEY, old=ISLINGTON).run_round()
    (row,) = _asked(world, HACKNEY)
    owed = items(world, COORDINATOR, "/v1/balances")
    path = f"/v1/homes-owed/{row['reference']}/decline"
    told = world.call(HACKNEY, "POST", path, {"reason": "asked_unreasonably"})
    assert told.json()["stage"] == "declined"
    # Then the coordinator speaks with it at once, and nothing counts against it
    (shown,) = items(world, COORDINATOR, "/v1/board/homes-owed")
    assert (shown["unexplained_lately"], shown["to_speak_with"]) == (0, True)
    assert shown["no_home_reason"] == "asked_unreasonably"
    # And the debt stays as it was
    assert items(world, COORDINATOR, "/v1/balances") == owed


def test_it_declines_or_says_nothing(make_world: MakeWorld) -> None:
    # Given a landlord that is asked for a home
    world = _in_debt(make_world)
    walk = Walk(world, new=HACKNEY, old=ISLINGTON)
    walk.run_round()
    (row,) = _asked(world, HACKNEY)
    path = f"/v1/homes-owed/{row['reference']}"
    # When it declines and gives a reason
    told = world.call(
        HACKNEY, "POST", f"{path}/decline", {"reason": "nothing_empty"}
    ).json()
    assert (told["stage"], told["no_home_reason"]) == ("declined", "nothing_empty")
    again = world.call(HACKNEY, "POST", f"{path}/decline", {"reason": "not_said"})
    assert again.status_code == 409
    # Then nothing is held against it, and it is left alone for a while
    (shown,) = items(world, COORDINATOR, "/v1/board/homes-owed")
    assert (shown["unexplained_lately"], shown["to_speak_with"]) == (0, False)
    world.wait(hours=1)
    walk.run_round()
    assert len(_asked(world, HACKNEY)) == 1
    # When it is asked again and says nothing, twice
    for _ in range(2):
        world.wait(days=29)
        walk.run_round()
        world.wait(days=20)
        _tidy(world)
    # Then both count, and the coordinator speaks with it; its tenants wait for nothing
    found = items(world, COORDINATOR, "/v1/board/homes-owed")
    assert sorted(row["stage"] for row in found) == ["declined", "lapsed", "lapsed"]
    assert {row["unexplained_lately"] for row in found} == {2}
    assert all(row["to_speak_with"] for row in found)
    assert _tasks(world, HACKNEY) == []


def test_the_coordinator_takes_one_back(make_world: MakeWorld) -> None:
    world = _in_debt(make_world)
    Walk(world, new=HACKNEY, old=ISLINGTON).run_round()
    (row,) = items(world, COORDINATOR, "/v1/board/homes-owed")
    (own,) = _asked(world, HACKNEY)
    assert row["reference"] != own["reference"]
    path = f"/v1/board/homes-owed/{row['reference']}/withdraw"
    assert world.call(AUDITOR, "POST", path).status_code == 403
    assert world.call(COORDINATOR, "POST", path).json()["stage"] == "withdrawn"
    assert world.call(COORDINATOR, "POST", path).status_code == 409
    assert _asked(world, HACKNEY)[0]["stage"] == "withdrawn"
    assert _tasks(world, HACKNEY) == []


def _tidy(world: World) -> None:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
