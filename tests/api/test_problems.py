"""Every fault is a problem (RFC 9457), says nothing of what was sent, and is dressed.

The canary is a word that nobody could send by chance. It is put in every place a
caller can write to; it must come back in no answer and reach no log.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, OperationalError
from structlog.testing import capture_logs

from api.app import create_app
from api.door import Visit, open_door
from api.problems import Problem
from api.routing import Router
from api.shield import HEADERS
from reciprocal.access.actor import Role
from reciprocal.errors import NotFound
from tests.api.routes import declared, example_bodies, filled
from tests.api.standing import NOBODY, NOT_THERE, Standing
from tests.api.test_routes_guarded import LETS_IN
from tests.support.minutes import SOAKING, sampling_seed
from tests.support.world import keyed

CANARY = "kanarienvogel"
SAMPLED = 0.35
NUMBER = 918_273_645_546
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def app(standing: Standing) -> FastAPI:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    return app


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


PASSED_OVER = {("POST /v1/imports/stock", "homes.0.an unknown field")}
"""Of a list of stock one column is read, whatever else a landlord's file has."""


def caller_of(name: str) -> str:
    return LETS_IN.get(name, (NOBODY,))[0]


def spoilt(body: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    """Yield a body once for each place in it, with something wrong put there."""
    wrongs = (CANARY, f"{CANARY}\x00", NUMBER, {CANARY: CANARY}, None)
    if isinstance(body, dict):
        yield "an unknown field", {**body, CANARY: CANARY}
        for name, value in body.items():
            for inner, changed in spoilt(value):
                yield f"{name}.{inner}", {**body, name: changed}
    elif isinstance(body, list) and body:
        for inner, changed in spoilt(body[0]):
            yield f"0.{inner}", [changed]
    for wrong in wrongs:
        yield repr(wrong), wrong


def said_in(logs: list[Any]) -> str:
    """Return what was logged since last asked: no line need be read twice."""
    said = json.dumps(logs)
    logs.clear()
    return said


def assert_silent(answer: Any, logs: list[Any], where: object) -> None:  # noqa: ANN401 - httpx
    text = answer.text + json.dumps(dict(answer.headers)) + said_in(logs)
    assert CANARY not in text.lower(), where
    assert str(NUMBER) not in text, where
    assert answer.status_code < 500, where


def assert_problem(answer: Any) -> None:  # noqa: ANN401 - an httpx response
    assert answer.headers["content-type"] == PROBLEM
    problem = Problem.model_validate(answer.json())
    assert problem.status == answer.status_code
    assert problem.type == f"urn:reciprocal:problem:{problem.code}"
    assert problem.title
    assert_dressed(answer)


def assert_dressed(answer: Any) -> None:  # noqa: ANN401 - an httpx response
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


@pytest.mark.soak
@pytest.mark.long
def test_no_field_of_any_body_is_ever_said_back(
    standing: Standing, app: FastAPI, logs: list[Any]
) -> None:
    """Every field in a soak, a sample in CI: reading a body needs no database."""
    drawn = Random(sampling_seed())  # noqa: S311 - a sample must repeat
    tried = 0
    for name, body in example_bodies(app.openapi()).items():
        method, path = name.split()
        for where, wrong in spoilt(body):
            if not SOAKING and drawn.random() > SAMPLED:
                continue
            answer = standing.send(caller_of(name), method, filled(path), wrong)
            if answer.status_code < 400:
                assert CANARY not in said_in(logs), (name, where)
            else:
                assert_silent(answer, logs, (name, where))
                assert_problem(answer)
            tried += 1
    assert tried > (500 if SOAKING else 100)


def test_an_unknown_field_is_refused_wherever_it_stands(
    standing: Standing, app: FastAPI
) -> None:
    for name, body in example_bodies(app.openapi()).items():
        method, path = name.split()
        for where, wrong in spoilt(body):
            if where.endswith("an unknown field") and (name, where) not in PASSED_OVER:
                answer = standing.send(caller_of(name), method, filled(path), wrong)
                assert answer.status_code == 422, (name, where)
                faults = answer.json()["faults"]
                assert any("not described" in each["fault"] for each in faults)


def test_no_query_is_taken_and_none_is_said_back(
    standing: Standing, app: FastAPI, logs: list[Any]
) -> None:
    bodies = example_bodies(app.openapi())
    for route in declared(app):
        for query in (f"{CANARY}={CANARY}", f"reference={CANARY}", CANARY):
            answer = standing.send(
                caller_of(route.name),
                route.method,
                f"{filled(route.path)}?{query}",
                bodies.get(route.name),
            )
            assert answer.status_code == 422, (route.name, query)
            assert_silent(answer, logs, route.name)


def test_a_reference_that_is_none_is_answered_with_what_to_do(
    standing: Standing,
) -> None:
    asked = ((Role.NAMED_LEAD, "/v1/homes/7"), (Role.REFERRING_WORKER, "/v1/cases/7"))
    for caller, path in asked:
        (fault,) = standing.send(caller, "GET", path).json()["faults"]
        assert fault == {
            "field": "reference",
            "fault": "Give a reference as it was answered to you.",
        }


def test_no_reference_is_said_back(
    standing: Standing, app: FastAPI, logs: list[Any]
) -> None:
    bodies = example_bodies(app.openapi())
    wrongs = (CANARY, f"{CANARY}%00", f"%E2%80%AE{CANARY}", CANARY * 400, "%00")
    for route in declared(app):
        if "{" not in route.path:
            continue
        for wrong in wrongs:
            path = route.path.replace("{reference}", wrong)
            answer = standing.send(
                caller_of(route.name),
                route.method,
                filled(path.replace("{purpose}", wrong)),
                bodies.get(route.name),
            )
            assert answer.status_code in (404, 422), (route.name, wrong)
            assert_silent(answer, logs, route.name)


@pytest.mark.parametrize(
    ("content", "media", "statuses"),
    [
        (b"{kanarienvogel", "application/json", (422,)),
        (b'{"uprns": ["kanarienvogel', "application/json", (422,)),
        (b'"\\ud800 kanarienvogel"', "application/json", (422,)),
        (b'{"uprns": ["\\ud800kanarienvogel"]}', "application/json", (422,)),
        (b"\xff\xfe kanarienvogel", "application/json", (400, 422)),
        (b"[" * 100_000, "application/json", (400, 422)),
        (b'{"uprns": [1e999]}', "application/json", (422,)),
        (b'{"uprns": [' + b"9" * 6_000 + b"]}", "application/json", (400, 422)),
        (b"", "application/json", (422,)),
        (b"null", "application/json", (422,)),
        (b"uprns=kanarienvogel", "application/x-www-form-urlencoded", (415, 422)),
        (b'{"uprns": ["1"]}', "text/plain; a=kanarienvogel", (415, 422)),
        (b'{"uprns": ["1"]}', "kanarienvogel", (415, 422)),
    ],
)
def test_what_cannot_be_read_is_refused_in_silence(
    standing: Standing,
    logs: list[Any],
    content: bytes,
    media: str,
    statuses: tuple[int, ...],
) -> None:
    known = standing.headers(Role.NAMED_LEAD, "POST", "") | keyed()
    headers = {**known, "content-type": media}
    answer = standing.world.http.post("/v1/stock", content=content, headers=headers)
    assert answer.status_code in statuses
    assert_problem(answer)
    assert_silent(answer, logs, content[:40])


@pytest.mark.parametrize("caller", [Role.NAMED_LEAD, NOBODY])
def test_a_body_over_the_limit_is_refused(standing: Standing, caller: str) -> None:
    most = standing.world.working.settings.body_bytes_max
    content = b'{"uprns": ["' + b"1" * most + b'"]}'
    headers = {
        **standing.headers(caller, "POST", ""),
        "content-type": "application/json",
    }
    declared_size = standing.world.http.post(
        "/v1/stock", content=content, headers=headers
    )
    assert declared_size.status_code == 413
    assert_problem(declared_size)
    pieces = (content[at : at + 4_096] for at in range(0, len(content), 4_096))
    in_pieces = standing.world.http.post("/v1/stock", content=pieces, headers=headers)
    assert in_pieces.status_code == 413
    assert_problem(in_pieces)


def test_another_method_is_refused_and_the_right_ones_are_named(
    standing: Standing,
) -> None:
    answer = standing.send(Role.NAMED_LEAD, "DELETE", "/v1/stock")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.headers["allow"] == "POST"
    assert_problem(answer)


def test_an_address_that_is_none_is_not_found(
    standing: Standing, logs: list[Any]
) -> None:
    answer = standing.send(NOBODY, "GET", f"/v1/{CANARY}")
    assert answer.status_code == 404
    assert_problem(answer)
    assert_silent(answer, logs, "path")


def test_what_is_anothers_reads_exactly_like_what_is_not_there(
    standing: Standing,
) -> None:
    """The first reference of each kind, asked for by somebody else of that role."""
    world = standing.world
    theirs = {
        "/v1/homes/{}": standing.first(Role.NAMED_LEAD, "/v1/homes"),
        "/v1/tenancy-checks/{}": standing.first(Role.NAMED_LEAD, "/v1/tenancy-checks"),
        "/v1/cases/{}": standing.first(Role.REFERRING_WORKER, "/v1/cases"),
        "/v1/cases/{}/proposal": standing.first(Role.REFERRING_WORKER, "/v1/cases"),
    }
    for path, reference in theirs.items():
        if "cases" in path:
            asker, who = "SERVICE1", "deputy"
        else:
            asker, who = "E09000007", "lead"
        answers = [
            world.call(asker, "GET", path.format(each), who=who)
            for each in (reference, NOT_THERE)
        ]
        assert [each.status_code for each in answers] == [404, 404], path
        assert answers[0].content == answers[1].content
        # What is left of the asker's own budget counts down with each request.
        assert all(each.headers.pop("RateLimit") for each in answers)
        assert dict(answers[0].headers) == dict(answers[1].headers)
        assert_problem(answers[0])


class _Unforeseen(RuntimeError):
    pass


_PLANTED = {
    "/v1/planted/integrity": IntegrityError(f"INSERT {CANARY}", {}, Exception(CANARY)),
    "/v1/planted/locked": OperationalError(f"SELECT {CANARY}", {}, Exception(CANARY)),
    "/v1/planted/unforeseen": _Unforeseen(CANARY),
    "/v1/planted/assertion": AssertionError(CANARY),
    "/v1/planted/not-there": NotFound(),
}


@pytest.fixture(scope="module")
def planted(standing: Standing) -> TestClient:
    """The app with routes that fail, each in its own way."""
    router = Router()
    for path, fault in _PLANTED.items():
        router.add_api_route(path, _bound(fault), methods=["GET"])
    app = create_app(standing.world.working, with_worker=False)
    app.include_router(router)
    return TestClient(app, raise_server_exceptions=False)


def _bound(fault: Exception) -> Any:  # noqa: ANN401 - a route
    def fails(visit: Annotated[Visit, open_door()]) -> None:
        del visit
        raise fault

    return fails


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/planted/integrity", 409, "state_conflict"),
        ("/v1/planted/locked", 503, "database_refused"),
        ("/v1/planted/unforeseen", 500, "unexpected"),
        ("/v1/planted/assertion", 500, "unexpected"),
        ("/v1/planted/not-there", 404, "not_found"),
    ],
)
def test_a_fault_from_below_leaves_as_a_bare_problem(
    planted: TestClient, logs: list[Any], path: str, status: int, code: str
) -> None:
    answer = planted.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["faults"] == []
    assert_problem(answer)
    assert CANARY not in answer.text + json.dumps(logs)


def test_an_unforeseen_fault_is_logged_by_its_class_alone(
    planted: TestClient, logs: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    planted.get("/v1/planted/unforeseen")
    assert logs == [
        {"event": "unexpected", "fault": "_Unforeseen", "log_level": "error"}
    ]
    captured = capfd.readouterr()
    assert CANARY not in captured.out + captured.err


def test_a_refusal_is_logged_by_its_route_alone(
    standing: Standing, logs: list[Any]
) -> None:
    standing.send(Role.AUDITOR, "GET", f"/v1/homes/{NOT_THERE}")
    standing.world.http.get("/v1/homes", headers={"Authorization": f"Bearer {CANARY}"})
    routes = [(line["code"], line["route"]) for line in logs]
    assert routes == [
        ("forbidden", "/v1/homes/{reference}"),
        ("sign_in_refused", "/v1/homes"),
    ]


def test_a_conflict_of_two_rows_is_never_told_in_the_databases_words(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real constraint, reached by switching off the check that comes before it."""
    monkeypatch.setattr("reciprocal.homes.operations._check_dwelling", lambda *_: None)
    home = example_bodies(standing.world.http.app.openapi())["POST /v1/homes"]  # type: ignore[attr-defined]
    uprn = "424242424242"
    body = home | {"uprn": uprn}
    first = standing.send(Role.NAMED_LEAD, "POST", "/v1/homes", body)
    assert first.status_code == 201, first.json()
    second = standing.send(Role.NAMED_LEAD, "POST", "/v1/homes", body)
    assert second.status_code == 409
    assert second.json()["code"] == "state_conflict"
    assert "uprn" not in second.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 200), ("GET", "/v1/none", 404), ("POST", "/v1/stock", 401)],
)
def test_every_answer_is_dressed(
    standing: Standing, method: str, path: str, status: int
) -> None:
    answer = standing.send(NOBODY, method, path, {} if method == "POST" else None)
    assert answer.status_code == status
    assert_dressed(answer)
