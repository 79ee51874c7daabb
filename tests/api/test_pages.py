"""Lists come in pages behind a cursor that tells nothing and opens nothing else."""

import base64
from typing import Any

import pytest
from fastapi import FastAPI

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from tests.api.routes import declared, filled
from tests.api.standing import Standing
from tests.api.test_routes_guarded import LETS_IN
from tests.journeys.walking import home_body

LEAD, SYSTEM = Role.NAMED_LEAD, Role.LANDLORD_SYSTEM
CANARY = "kanarienvogel"


@pytest.fixture(scope="module")
def homes(standing: Standing) -> int:
    """Post homes enough for several pages; return how many a person has."""
    for number in range(5):
        uprn = f"7171717171{number:02}"
        body = home_body(standing.world, HACKNEY, uprn)
        standing.send(LEAD, "POST", "/v1/stock", {"uprns": [uprn]})
        assert standing.send(LEAD, "POST", "/v1/homes", body).status_code == 201
    return len(read(standing, LEAD, "/v1/homes")["items"])


def read(standing: Standing, caller: str, path: str) -> Any:  # noqa: ANN401 - JSON
    answer = standing.send(caller, "GET", path)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def through(standing: Standing, caller: str, path: str, limit: int) -> list[Any]:
    """Follow the cursors to the end; return every item."""
    mark = "&" if "?" in path else "?"
    found, cursor = [], ""
    while True:
        page = read(standing, caller, f"{path}{mark}limit={limit}{cursor}")
        found += page["items"]
        if page["next"] is None:
            return found
        assert len(page["items"]) == limit, "a gap that could be measured"
        cursor = f"&cursor={page['next']}"


def lists(app: object) -> list[str]:
    assert isinstance(app, FastAPI)
    return [
        route.path
        for route in declared(app)
        if route.method == "GET"
        and route.response_model is not None
        and "items" in route.response_model.model_fields
    ]


def a_webhook(standing: Standing, caller: str) -> str:
    """Register a webhook as a landlord or a service; return its reference."""
    about = "cases" if caller == Role.REFERRING_WORKER else "homes"
    body = {"about": about, "url": "https://voids.example.com/changed"}
    return str(standing.send(caller, "POST", "/v1/webhooks", body).json()["reference"])


def test_every_list_is_paged_and_the_pages_are_the_list(
    standing: Standing, homes: int
) -> None:
    assert homes > 5
    paths = lists(standing.world.http.app)
    assert len(paths) >= 17
    for path in paths:
        for caller in LETS_IN[f"GET {path}"]:
            here = filled(path)
            if path.startswith("/v1/rounds/"):
                here = path.format(
                    reference=standing.first("coordinator", "/v1/rounds")
                )
            if path.startswith("/v1/cases/"):
                here = path.format(reference=standing.first(caller, "/v1/cases"))
            if path.startswith("/v1/webhooks/"):
                here = path.format(reference=a_webhook(standing, caller))
            whole = read(standing, caller, f"{here}?limit=200")
            if whole["next"] is None:
                assert through(standing, caller, here, 2) == whole["items"], path
            assert set(whole) == {"items", "next"}


def test_a_machines_pages_have_no_gap_where_somebody_lives(
    standing: Standing, homes: int
) -> None:
    mine = through(standing, LEAD, "/v1/homes", 1)
    lived_in = [row for row in mine if row["stage"] == "occupied"]
    assert lived_in
    seen = through(standing, SYSTEM, "/v1/homes", 1)
    assert [row["reference"] for row in seen] == [
        row["reference"] for row in mine if row not in lived_in
    ]
    assert len(seen) == homes - len(lived_in)


def test_a_stage_narrows_a_list_and_one_that_is_hidden_does_not(
    standing: Standing, homes: int
) -> None:
    whole = read(standing, LEAD, "/v1/homes?limit=200")["items"]
    assert len(whole) == homes
    for stage in ("occupied", "awaiting_release", "let"):
        narrowed = through(standing, LEAD, f"/v1/homes?stage={stage}", 2)
        assert narrowed == [row for row in whole if row["stage"] == stage]
    refused = standing.send(SYSTEM, "GET", "/v1/homes?stage=occupied")
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["faults"]] == ["stage"]
    assert read(standing, SYSTEM, "/v1/homes?stage=let") == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("caller", "path"),
    [
        (LEAD, "/v1/tenancy-checks?stage=countersigned"),
        (LEAD, "/v1/offers?stage=offered"),
        (LEAD, "/v1/departures?stage=asked"),
        (LEAD, "/v1/nominations?stage=asked"),
        (LEAD, "/v1/homes-owed?stage=asked"),
        (Role.COORDINATOR, "/v1/board/homes-owed?stage=asked"),
        (Role.REFERRING_WORKER, "/v1/cases?stage=proposed"),
        (Role.COORDINATOR, "/v1/board/homes?stage=in_pot"),
        (Role.COORDINATOR, "/v1/board/requests?stage=in_pot"),
        (Role.COORDINATOR, "/v1/board/proposals?stage=proposed"),
        (Role.COORDINATOR, "/v1/rounds?stage=published"),
        (Role.AUDITOR, "/v1/audit?action=home.posted"),
        (Role.AUDITOR, "/v1/audit?since=2026-03-02T09:00:00Z&limit=3"),
    ],
)
def test_each_filter_leaves_only_what_was_asked_for(
    standing: Standing, caller: str, path: str
) -> None:
    bare, wanted = path.split("?", maxsplit=1)
    name, value = wanted.split("&")[0].split("=")
    found = read(standing, caller, path)["items"]
    if name != "since":
        whole = read(standing, caller, f"{bare}?limit=200")["items"]
        assert all(row[name] == value for row in found)
        assert len(found) <= len(whole)
    else:
        assert found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        (f"limit={CANARY}", "limit"),
        (f"stage={CANARY}", "stage"),
        ("cursor=", "cursor"),
        (f"cursor={CANARY}%20", "cursor"),
        (f"{CANARY}=1", "query"),
        (f"limit=1&reference={CANARY}", "query"),
    ],
)
def test_what_a_list_does_not_take_is_refused_by_name_and_not_said_back(
    standing: Standing, query: str, field: str
) -> None:
    answer = standing.send(LEAD, "GET", f"/v1/homes?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")
    assert [each["field"] for each in answer.json()["faults"]] == [field]
    assert CANARY not in answer.text


def test_a_cursor_is_one_partys_one_lists_and_one_filters(
    standing: Standing, homes: int
) -> None:
    assert homes
    path = "/v1/homes?limit=1"
    cursor = read(standing, LEAD, path)["next"]
    narrow = read(standing, LEAD, f"{path}&stage=awaiting_release")["next"]
    assert cursor != read(standing, LEAD, path)["next"], "sealed anew each time"
    assert read(standing, LEAD, f"{path}&cursor={cursor}")["items"]
    assert read(standing, LEAD, f"/v1/homes?limit=9&cursor={cursor}")["items"]
    last = "A" if cursor[-5] != "A" else "B"
    altered = cursor[:-5] + last + cursor[-4:]
    elsewhere = [
        standing.send(LEAD, "GET", f"/v1/offers?cursor={cursor}"),
        standing.send(LEAD, "GET", f"{path}&stage=awaiting_release&cursor={cursor}"),
        standing.send(LEAD, "GET", f"{path}&cursor={narrow}"),
        standing.send(SYSTEM, "GET", f"{path}&cursor={cursor}"),
        standing.world.call(CAMDEN, "GET", f"{path}&cursor={cursor}"),
        standing.send(LEAD, "GET", f"{path}&cursor={altered}"),
        standing.send(LEAD, "GET", f"{path}&cursor={cursor[:-1]}"),
        standing.send(LEAD, "GET", f"{path}&cursor=AAAAA"),
        standing.send(LEAD, "GET", f"{path}&cursor=A"),
        standing.send(LEAD, "GET", f"{path}&cursor={'A' * 600}"),
    ]
    for answer in elsewhere:
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_refused")
        assert answer.json()["faults"] == []
    assert len({answer.content for answer in elsewhere}) == 1


def test_a_cursor_holds_no_reference_and_no_day(standing: Standing, homes: int) -> None:
    assert homes
    page = read(standing, LEAD, "/v1/homes?limit=1")
    box = base64.urlsafe_b64decode(page["next"] + "==")
    (row,) = page["items"]
    for plain in (row["reference"], row["posted_at"][:10], "moment"):
        assert plain.encode() not in box
        assert plain not in page["next"]
