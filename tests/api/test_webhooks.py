"""A named lead registers, tries, turns over and ends a webhook over HTTP."""

from typing import Any

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.webhooks.deliver import deliver_due
from reciprocal.webhooks.post import Roads
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld, World

BODY = {"about": "homes", "url": "https://10-0-0-1.example.com/changed"}


async def _inside(host: str, port: int) -> list[str]:
    """Resolve as a name does that leads inside."""
    del host, port
    return ["10.0.0.1"]


def called(
    world: World,
    method: str,
    path: str,
    body: object | None = None,
    *,
    code: str = CAMDEN,
    status: int = 200,
) -> Any:  # noqa: ANN401 - an answer's JSON
    answer = world.call(code, method, path, body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def test_a_webhook_from_its_registration_to_its_end(make_world: MakeWorld) -> None:
    world = Journey(make_world(one_move())).world
    made = called(world, "POST", "/v1/webhooks", BODY, status=201)
    assert set(made) == {"reference", "secret"}
    assert made["secret"].startswith("whsec_")
    path = f"/v1/webhooks/{made['reference']}"
    shown = called(world, "GET", path)
    assert shown == called(world, "GET", "/v1/webhooks")["items"][0]
    assert shown["stage"] == "live"
    assert shown["last_outcome"] is None
    assert made["secret"] not in str(shown)

    world.wait(minutes=1)
    second = called(world, "POST", f"{path}/secrets", status=201)
    called(world, "POST", f"{path}/secrets", status=409)
    first = called(world, "GET", path)["secrets"][0]
    assert first != second["reference"]
    called(world, "DELETE", f"{path}/secrets/{first}", status=204)

    ping = called(world, "POST", f"{path}/ping", status=202)
    assert deliver_due(world.working.database, Roads(resolve=_inside)) == 1
    assert called(world, "GET", path)["last_outcome"] == "refused"
    (failure,) = called(world, "GET", f"{path}/failures")["items"]
    assert (failure["reference"], failure["kind"]) == (ping["reference"], "ping")
    assert called(world, "POST", f"{path}/send-again") == {"messages": 0}

    for method, at in (("GET", path), ("DELETE", path), ("POST", f"{path}/ping")):
        called(world, method, at, code=HACKNEY, status=404)
    called(world, "DELETE", path, status=204)
    called(world, "GET", path, status=404)
    assert called(world, "GET", "/v1/webhooks")["items"] == []


def test_what_is_wrong_with_a_registration_is_named_and_not_repeated(
    make_world: MakeWorld,
) -> None:
    world = make_world(one_move())
    for change, status, code, field in (
        ({"url": "https://127.0.0.1/canary"}, 422, "webhook_url_refused", "url"),
        ({"url": "http://canary.example.com"}, 422, "webhook_url_refused", "url"),
        ({"about": "cases"}, 422, "webhook_not_for_role", "about"),
        ({"about": "departures"}, 422, "fields_invalid", "about"),
    ):
        answer = world.call(CAMDEN, "POST", "/v1/webhooks", BODY | change)
        told = answer.json()
        assert (answer.status_code, told["code"]) == (status, code)
        assert [fault["field"] for fault in told["faults"]] == [field]
        assert "canary" not in answer.text
