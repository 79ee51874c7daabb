"""A home that a planning obligation keeps for local people waits for the waiver."""

from fixtures.scenarios import CAMDEN
from tests.journeys.test_home_for_an_age import a_void_for_one, stated
from tests.journeys.walking import SERVICE, steps
from tests.support.world import MakeWorld


def test_a_home_kept_for_local_people_waits_until_that_is_waived(
    make_world: MakeWorld,
) -> None:
    # Given a home whose landlord says that a local clause stands
    walk, home = a_void_for_one(make_world, local_clause="stands")
    stated(walk)
    # Then a round proposes it to nobody, and the worker may read why
    assert steps(walk.world, walk.run_round()) == []
    walk.world.wait(hours=20)
    told = walk.world.call(SERVICE, "GET", f"/v1/cases/{walk.case}/no-home-yet").json()
    assert [row["code"] for row in told["nearest"]] == ["local_clause_stands"]
    # When it is waived in writing, and the landlord says so
    path = f"/v1/homes/{home}"
    answer = walk.world.call(CAMDEN, "PATCH", path, {"local_clause": "waived"})
    assert (answer.status_code, answer.json()["local_clause"]) == (200, "waived")
    # Then the next round proposes it; and nobody can put the clause back
    refused = walk.world.call(CAMDEN, "PATCH", path, {"local_clause": "stands"})
    assert refused.status_code == 422
    walk.propose()
    # And of a home that nobody marked there is nothing to be warned of
    assert walk.as_worker("GET", "/proposal").json()["home_warning"] is None
