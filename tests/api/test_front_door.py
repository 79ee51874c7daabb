"""What anybody may read: what this is, and whether it is well."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from api.__main__ import main
from api.routes import ROUTERS
from reciprocal.composition import Service
from tests.api.standing import NOBODY, Standing


def test_the_front_door_says_what_this_is_and_where_its_api_lives(
    standing: Standing,
) -> None:
    answer = standing.send(NOBODY, "GET", "/")
    assert answer.status_code == 200
    said = answer.json()
    assert "managed reciprocal property exchange" in said["about"].lower()
    assert said["api"] == "/v1"
    described = standing.send(NOBODY, "GET", said["description"])
    assert described.json()["paths"]["/v1/homes"]
    assert "Contains OS data" in said["attribution"][0]


def test_an_application_builds_no_route_a_second_time(standing: Standing) -> None:
    """The routes that were built at import answer, so no first caller waits for one."""
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    answering = {id(route) for route in app.routes}
    for router in ROUTERS:
        assert {id(route) for route in router.routes} <= answering


def test_nothing_is_served_before_there_is_a_scheme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended in the database's own words, and not in what to do."""
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", f"sqlite:///{tmp_path}/new.sqlite")
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", f"{tmp_path}/root.json")
    with pytest.raises(SystemExit, match="run `reciprocal scheme init`"):
        main()


def test_it_lives_whatever_its_database_does(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing.world.working, "database", None)
    answer = standing.send(NOBODY, "GET", "/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


def test_it_is_not_ready_without_its_worker(standing: Standing) -> None:
    answer = standing.send(NOBODY, "GET", "/health/ready")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_ready"


def test_it_is_not_ready_without_its_database(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing.world.working, "_working", True)
    assert standing.send(NOBODY, "GET", "/health/ready").json() == {"status": "ready"}
    monkeypatch.setattr(standing.world.working, "database", None)
    answer = standing.send(NOBODY, "GET", "/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert isinstance(standing.world.working, Service)


@pytest.mark.parametrize("path", ["/", "/health/live", "/health/ready"])
def test_even_the_front_door_takes_no_parameters(standing: Standing, path: str) -> None:
    answer = standing.send(NOBODY, "GET", f"{path}?who=anybody")
    assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")
