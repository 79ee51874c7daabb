"""A route that ends says so on every answer, faults too, and in the description."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.deprecation import ends
from api.door import Visit, door
from api.routing import Router
from reciprocal.access.actor import Role
from tests.api.standing import NOBODY, Standing
from tests.support.world import keyed

SINCE, SUNSET = date(2027, 1, 1), date(2028, 6, 30)
SAID = {
    "deprecation": "@1798761600",
    "sunset": "Fri, 30 Jun 2028 00:00:00 GMT",
}


@pytest.fixture(scope="module")
def planted(standing: Standing) -> Iterator[TestClient]:
    """The app with routes that end beside one that stays."""
    router = Router(prefix="/v1/planted")

    @router.get("/old", status_code=204)
    @ends(since=SINCE, sunset=SUNSET)
    def old(visit: Annotated[Visit, door("me.read")]) -> None:
        del visit

    @router.post("/old", status_code=204)
    @ends(since=SINCE, sunset=SUNSET)
    def old_act(visit: Annotated[Visit, door("me.read")]) -> None:
        del visit

    @router.get("/new", status_code=204)
    def new(visit: Annotated[Visit, door("me.read")]) -> None:
        del visit

    app = create_app(standing.world.working, with_worker=False)
    app.include_router(router)
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("caller", "status"), [(Role.AUDITOR, 204), (NOBODY, 401)])
def test_every_answer_of_a_route_that_ends_says_when(
    standing: Standing, planted: TestClient, method: str, caller: str, status: int
) -> None:
    headers = standing.headers(caller) | keyed(method)
    answer = planted.request(method, "/v1/planted/old", headers=headers)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SAID} == SAID


def test_a_route_that_stays_says_nothing_of_an_end(
    standing: Standing, planted: TestClient
) -> None:
    headers = standing.headers(Role.AUDITOR)
    answer = planted.get("/v1/planted/new", headers=headers)
    assert answer.status_code == 204
    assert not set(SAID) & set(answer.headers)


def test_the_description_says_it_too(planted: TestClient) -> None:
    paths = planted.get("/openapi.json").json()["paths"]
    for operation in paths["/v1/planted/old"].values():
        assert operation["deprecated"] is True
        assert operation["x-deprecated-since"] == "2027-01-01"
        assert operation["x-sunset"] == "2028-06-30"
    assert "deprecated" not in paths["/v1/planted/new"]["get"]


def test_the_notice_is_a_year_at_least() -> None:
    ends(since=date(2027, 1, 1), sunset=date(2028, 1, 1))
    with pytest.raises(AssertionError):
        ends(since=date(2027, 1, 1), sunset=date(2027, 12, 31))
