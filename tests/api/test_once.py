"""Over HTTP a POST takes effect once for each key, and says when it says it again."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Response, UploadFile
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.app import create_app
from api.door import Visit, door
from api.once import EXCEPT, in_bytes
from api.routing import Router
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from reciprocal.settings import Settings
from tests.api.routes import declared, example_bodies, filled
from tests.api.standing import PERSONS, Standing
from tests.api.test_routes_guarded import LETS_IN, OPEN_ROUTES
from tests.support.world import bearer, keyed

pytestmark = pytest.mark.both_databases

CANARY = "kanarienvogel"
REPLAYED = "idempotent-replayed"
WITHOUT_A_KEY = {
    "POST /v1/sessions",
    "POST /v1/single-sign-on",
    "POST /v1/single-sign-on/complete",
    "POST /v1/invitations/take-up",
    "POST /v1/oauth/token",
}


@pytest.fixture(autouse=True)
def keys_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a system's bare key count on both databases: a secret that is shown once."""
    monkeypatch.setattr(Settings, "machine_keys_taken", property(lambda _: True))


@pytest.fixture(scope="module")
def app(standing: Standing) -> FastAPI:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    return app


@pytest.fixture(scope="module")
def post(standing: Standing) -> Any:  # noqa: ANN401 - a way of calling
    return partial(standing.world.call, CAMDEN, "POST")


def posts(app: FastAPI) -> list[str]:
    return [each.name for each in declared(app) if each.method == "POST"]


def test_the_exceptions_are_those_that_know_nobody_yet() -> None:
    assert {f"POST {path}" for path in EXCEPT} == WITHOUT_A_KEY
    assert WITHOUT_A_KEY <= OPEN_ROUTES


def test_every_other_post_describes_its_header_and_both_its_faults(
    app: FastAPI,
) -> None:
    described = app.openapi()["paths"]
    for name in posts(app):
        operation = described[name.removeprefix("POST ")]["post"]
        keys = [
            each
            for each in operation.get("parameters", ())
            if each["name"] == "Idempotency-Key"
        ]
        assert len(keys) == (name not in WITHOUT_A_KEY), name
        for key in keys:
            assert key["in"] == "header"
            assert key["required"] is True
            assert key["schema"]["examples"]
            assert {"422", "428"} <= set(operation["responses"])
            success = min(operation["responses"])
            assert "Idempotent-Replayed" in operation["responses"][success]["headers"]


def test_every_other_post_asks_for_a_key_before_it_does_anything(
    standing: Standing, app: FastAPI
) -> None:
    bodies = example_bodies(app.openapi())
    asked = 0
    for name in set(posts(app)) - WITHOUT_A_KEY:
        headers = standing.headers(LETS_IN[name][0])
        path = filled(name.removeprefix("POST "))
        for sent, status, code in (
            ({}, 428, "idempotency_key_required"),
            ({"Idempotency-Key": "two words"}, 422, "fields_invalid"),
        ):
            answer = standing.world.http.post(
                path, json=bodies.get(name), headers=headers | sent
            )
            assert (answer.status_code, answer.json()["code"]) == (status, code), name
            asked += 1
    assert asked == 2 * (len(posts(app)) - len(WITHOUT_A_KEY))


@pytest.mark.parametrize("values", [["é".encode()], [b"z" * 65], [b""], [b"a", b"a"]])
def test_a_key_of_another_shape_is_refused_by_its_headers_name(
    standing: Standing, values: list[bytes]
) -> None:
    known = standing.headers(Role.NAMED_LEAD)["Authorization"].encode()
    headers = [(b"Authorization", known)]
    headers += [(b"Idempotency-Key", value) for value in values]
    answer = standing.world.http.post(
        "/v1/machines", json={"name": "voids"}, headers=headers
    )
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["faults"]] == ["Idempotency-Key"]


def test_a_twin_hears_the_first_answer_byte_for_byte(post: Any) -> None:  # noqa: ANN401
    first, again = (
        post("/v1/machines", {"name": "voids"}, key="one machine") for _ in range(2)
    )
    assert first.status_code == 422  # a space is no visible character
    first, again = (
        post("/v1/machines", {"name": "voids"}, key="one-machine") for _ in range(2)
    )
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.status_code == 201
    assert (REPLAYED in first.headers, again.headers[REPLAYED]) == (False, "true")
    # What is left of the caller's budget is of the request, and not of the answer.
    first_own, own = (
        {name: said for name, said in answer.headers.items() if name not in beside}
        for answer in (first, again)
        for beside in [{REPLAYED, "ratelimit"}]
    )
    assert own == first_own
    # A secret that is shown once is shown once more to whoever did not hear it.
    path = f"/v1/machines/{first.json()['reference']}/keys"
    keys = [post(path, key="first").json()["key"] for _ in range(3)]
    assert len(set(keys)) == 1
    assert post(path, key="second").status_code == 201
    assert post(path, key="third").json()["code"] == "machine_keys_full"


def test_an_answer_without_a_body_is_repeated_too(standing: Standing) -> None:
    case = standing.first(Role.REFERRING_WORKER, "/v1/cases")
    call = partial(standing.world.call, PERSONS[Role.REFERRING_WORKER], "POST")
    path = f"/v1/cases/{case}/pause"
    first, again = (call(path, key="pause") for _ in range(2))
    assert (first.status_code, again.status_code) == (204, 204)
    assert (first.content, again.content) == (b"", b"")
    assert again.headers[REPLAYED] == "true"


HOME = ("POST", "/v1/homes", "")
FORM = "multipart/form-data; boundary="


@pytest.mark.parametrize(
    ("where", "kind", "body", "same"),
    [
        (HOME, "", b"{}", True),
        (HOME, "application/json; boundary=}", b"{}", True),
        (HOME, "", b"{ }", False),
        (HOME, "", b"", False),
        (("PUT", "/v1/homes", ""), "", b"{}", False),
        (("POST", "/v1/stock", ""), "", b"{}", False),
        (("POST", "/v1/homes", "dry_run=true"), "", b"{}", False),
        (("POST", "/v1/homes/\ud800", ""), "", b"{}", False),
    ],
)
def test_two_requests_are_one_only_if_they_ask_for_one_thing(
    where: tuple[str, str, str], kind: str, body: bytes, *, same: bool
) -> None:
    assert (in_bytes(where, kind, body) == in_bytes(HOME, "", b"{}")) is same


def test_two_forms_are_one_whatever_divides_their_parts() -> None:
    one, same, other = (
        in_bytes(HOME, FORM + border, f"--{border}\n{text}\n--{border}--".encode())
        for border, text in (("x1", "a,b"), ("y2", "a,b"), ("x1", "a,c"))
    )
    assert one == same
    assert one != other


def test_another_body_or_address_under_the_key_is_refused(post: Any) -> None:  # noqa: ANN401
    made = [
        post("/v1/machines", {"name": name}, key=name).json()["reference"]
        for name in ("taken", "another")
    ]
    assert post(f"/v1/machines/{made[0]}/keys", key="keys").status_code == 201
    others = [
        post("/v1/machines", {"name": "other voids"}, key="taken"),
        post(f"/v1/machines/{made[0]}/keys", key="taken"),
        post(f"/v1/machines/{made[1]}/keys", key="keys"),
    ]
    for answer in others:
        assert answer.status_code == 422
        assert answer.json()["code"] == "idempotency_key_reused"
        assert REPLAYED not in answer.headers


def test_a_fault_is_not_kept(post: Any) -> None:  # noqa: ANN401
    stock = {"uprns": ["565656565656"]}
    nobody = post(
        "/v1/invitations", {"email": "a@b.example", "role": "auditor"}, key="k1"
    )
    assert nobody.status_code == 403
    assert REPLAYED not in nobody.headers
    assert post("/v1/stock", stock, key="k1").status_code == 201


def test_another_caller_with_the_key_is_another_caller(standing: Standing) -> None:
    body = {"name": "voids"}
    told = [
        standing.world.call(code, "POST", "/v1/machines", body, who=who, key="shared")
        for code, who in ((CAMDEN, "lead"), (CAMDEN, "deputy"), (HACKNEY, "lead"))
    ]
    assert {answer.status_code for answer in told} == {201}
    assert len({answer.json()["reference"] for answer in told}) == 3
    assert not any(REPLAYED in answer.headers for answer in told)


def test_who_may_no_longer_come_in_hears_nothing_again(
    standing: Standing, app: FastAPI
) -> None:
    call = standing.world.call
    machine = call(CAMDEN, "POST", "/v1/machines", {"name": "voids"}).json()
    keys = f"/v1/machines/{machine['reference']}/keys"
    issued = call(CAMDEN, "POST", keys).json()
    headers = bearer(issued["key"]) | keyed()
    body = example_bodies(app.openapi())["POST /v1/homes"] | {"uprn": "575757575757"}
    call(CAMDEN, "POST", "/v1/stock", {"uprns": [body["uprn"]]})
    send = partial(standing.world.http.post, "/v1/homes", json=body, headers=headers)
    first, again = send(), send()
    assert (first.status_code, first.content) == (201, again.content)
    assert again.headers[REPLAYED] == "true"
    assert call(CAMDEN, "DELETE", f"{keys}/{issued['reference']}").status_code == 204
    refused = send()
    assert (refused.status_code, REPLAYED in refused.headers) == (401, False)


def test_a_key_is_said_back_and_logged_nowhere(standing: Standing) -> None:
    with capture_logs() as logs:
        for key in (CANARY, f"{CANARY} x", CANARY * 9):
            for body in ({"name": "voids"}, {"name": "other"}, {}):
                answer = standing.world.call(
                    CAMDEN, "POST", "/v1/machines", body, key=key
                )
                told = answer.text + json.dumps(dict(answer.headers))
                assert CANARY not in told
    assert CANARY not in json.dumps(logs)


@pytest.fixture(scope="module")
def planted(standing: Standing) -> Iterator[TestClient]:
    """The app with routes that answer in ways that no route of ours does yet."""
    router = Router(prefix="/v1/planted")
    seen: list[str] = []

    @router.post("/form", status_code=204)
    def form(file: UploadFile, visit: Annotated[Visit, door("stock.register")]) -> None:
        del visit
        seen.append(file.file.read().decode())

    @router.post("/beside", status_code=201, response_model=dict[str, int])
    def beside(response: Response, visit: Annotated[Visit, door("me.read")]) -> object:
        del visit
        seen.append("beside")
        response.headers["ETag"] = f'"{len(seen)}"'
        return {"seen": len(seen)}

    @router.post("/whole", status_code=200, response_model=None)
    def whole(visit: Annotated[Visit, door("me.read")]) -> Response:
        del visit
        seen.append("whole")
        return Response(b'{"whole":true}', status_code=202, headers={"Location": "/x"})

    app = create_app(standing.world.working, with_worker=False)
    app.include_router(router)
    with TestClient(app) as client:
        client.app_state = {"seen": seen}
        yield client


def seen(planted: TestClient) -> list[str]:
    found: list[str] = planted.app_state["seen"]
    return found


def test_a_form_sent_again_is_the_same_though_its_border_is_another(
    standing: Standing, planted: TestClient
) -> None:
    headers = standing.headers(Role.NAMED_LEAD) | keyed()
    before = len(seen(planted))
    first, again, other = (
        planted.post("/v1/planted/form", files={"file": text}, headers=headers)
        for text in (b"a,b", b"a,b", b"a,c")
    )
    assert first.request.content != again.request.content
    assert (first.status_code, again.status_code, other.status_code) == (204, 204, 422)
    assert again.headers[REPLAYED] == "true"
    assert seen(planted)[before:] == ["a,b"]


@pytest.mark.parametrize(
    ("path", "status", "header"), [("beside", 201, "etag"), ("whole", 202, "location")]
)
def test_headers_of_an_answers_own_are_repeated_with_it(
    standing: Standing, planted: TestClient, path: str, status: int, header: str
) -> None:
    headers = standing.headers(Role.NAMED_LEAD) | keyed()
    before = len(seen(planted))
    first, again = (
        planted.post(f"/v1/planted/{path}", headers=headers) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (status, status)
    assert first.content == again.content
    assert first.headers[header] == again.headers[header]
    assert len(seen(planted)) == before + 1
