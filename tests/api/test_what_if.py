"""A coordinator tries something out over HTTP: what is answered, and what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from api.app import create_app
from api.limits import Limits
from fixtures.load import COORDINATOR
from matching.plan import Plan
from matching.pool import Policy, Pool
from reciprocal.access.actor import Role
from reciprocal.audit.tables import AuditEntry
from reciprocal.rounds.child import SolveFailed
from tests.api.standing import CALLERS, NOBODY, NOT_THERE, Standing
from tests.support.world import bearer, keyed

pytestmark = pytest.mark.both_databases

BOARD = Role.COORDINATOR


@dataclass(slots=True)
class Trial:
    """A round that is published, and its steps as the coordinator reads them."""

    standing: Standing
    path: str
    steps: list[dict[str, Any]]

    def ask(self, *locks: dict[str, Any], caller: str = BOARD) -> Any:  # noqa: ANN401 - httpx
        return self.standing.send(caller, "POST", self.path, {"locks": locks})

    def keyed(self, key: str, *locks: dict[str, Any]) -> Any:  # noqa: ANN401 - httpx
        world = self.standing.world
        return world.call(COORDINATOR, "POST", self.path, {"locks": locks}, key=key)

    def written(self) -> list[tuple[str, str]]:
        world = self.standing.world
        with world.acting(world.coordinator) as session:
            rows = session.exec(
                select(AuditEntry)
                .where(AuditEntry.action == "round.tried_out")
                .order_by(col(AuditEntry.sequence))
            ).all()
        return [(row.subject_kind, row.code) for row in rows]


@pytest.fixture
def trial(standing: Standing) -> Trial:
    reference = standing.first(BOARD, "/v1/rounds")
    path = f"/v1/rounds/{reference}"
    steps = standing.send(BOARD, "GET", f"{path}/steps").json()["items"]
    return Trial(standing, f"{path}/what-if", steps)


@pytest.fixture
def solving(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Do something beside each solve: what is in the list, and then solve."""
    working = standing.world.working
    beside: list[Any] = []
    solve = working.solve_plan

    def watched(pool: Pool, policy: Policy, seed: int) -> Plan:
        if beside:
            beside.pop()()
        return solve(pool, policy, seed)

    monkeypatch.setattr(working, "solve_plan", watched)
    yield beside
    assert beside == []


def test_each_kind_of_lock_is_answered_level_by_level(trial: Trial) -> None:
    first, second, _ = trial.steps
    before = trial.written()
    for locks, moves_lost in (
        ([{"kind": "force", "request": first["request"]}], 0),
        ([{"kind": "force", "home": second["home"]}], 0),
        ([{"kind": "force", "request": first["request"], "home": first["home"]}], 0),
        ([{"kind": "forbid", "request": first["request"]}], 3),
        ([{"kind": "forbid", "home": second["home"]}], 2),
        ([{"kind": "forbid", "request": second["request"], "home": second["home"]}], 2),
    ):
        answer = trial.ask(*locks)
        assert answer.status_code == 200, answer.json()
        said = answer.json()
        lost = {level["level"]: level["lost"] for level in said["levels"]}
        assert lost["households"] == moves_lost == said["no_longer"]
        assert all(level["proven"] for level in said["levels"])
        assert said["asked"] == said["kept"] == (locks[0]["kind"] == "force")
        assert said["sentences"]
        for step in trial.steps:
            for name in ("request", "home", "request_code", "home_code"):
                assert step[name] not in answer.text
    assert len(trial.written()) == len(before) + 6 + 8


def test_what_may_not_be_asked_is_refused_by_its_reason(trial: Trial) -> None:
    first, second, third = trial.steps
    before = trial.written()
    force = {"kind": "force", "request": first["request"]}
    forbid = {"kind": "forbid", "home": second["home"]}
    for locks, status, code in (
        ([], 422, "fields_invalid"),
        ([forbid] * 4, 422, "fields_invalid"),
        ([{"kind": "price", "home": second["home"]}], 422, "fields_invalid"),
        ([forbid | {"landlord": "x"}], 422, "fields_invalid"),
        ([{"kind": "forbid", "home": "flat 4"}], 422, "fields_invalid"),
        ([{"kind": "force"}], 422, "nothing_to_try"),
        ([{"kind": "forbid", "home": None}], 422, "nothing_to_try"),
        ([forbid, forbid], 422, "nothing_to_try"),
        ([force, {"kind": "force", "home": first["home"]}], 422, "nothing_to_try"),
        ([force | {"home": second["home"]}], 422, "step_not_in_plan"),
        ([force | {"home": third["home"]}], 422, "step_not_in_plan"),
        ([{"kind": "forbid", "home": NOT_THERE}], 404, "lock_unknown"),
        ([{"kind": "forbid", "home": first["request"]}], 404, "lock_unknown"),
    ):
        refused = trial.ask(*locks)
        assert (refused.status_code, refused.json()["code"]) == (status, code), locks
        assert "flat 4" not in refused.text
    assert trial.written() == before
    nowhere = f"/v1/rounds/{NOT_THERE}/what-if"
    answer = trial.standing.send(BOARD, "POST", nowhere, {"locks": [forbid]})
    assert answer.status_code == 404


def test_nobody_but_a_coordinator_tries_anything_out(trial: Trial) -> None:
    lock = {"kind": "forbid", "home": trial.steps[0]["home"]}
    before = trial.written()
    for caller in CALLERS:
        if caller == BOARD:
            continue
        refused = trial.ask(lock, caller=caller)
        assert refused.status_code == (401 if caller == NOBODY else 403), caller
    assert trial.written() == before


def test_a_twin_hears_the_first_answer_and_nothing_is_solved_again(
    trial: Trial, solving: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    del solving
    lock = {"kind": "forbid", "home": trial.steps[0]["home"]}
    first = trial.keyed("one-trial", lock)
    before = trial.written()
    working = trial.standing.world.working

    def never(*_: object) -> Plan:
        raise AssertionError("an answer that is kept is not worked out again")

    monkeypatch.setattr(working, "solve_plan", never)
    again = trial.keyed("one-trial", lock)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert trial.written() == before
    other = trial.keyed("one-trial", lock | {"kind": "force"})
    assert other.json()["code"] == "idempotency_key_reused"


def test_others_read_and_write_while_something_is_tried_out(
    trial: Trial, solving: list[Any]
) -> None:
    """Were its transaction open meanwhile, nobody could on the embedded database."""
    world = trial.standing.world
    seen: list[int] = []

    def write() -> None:
        with TestClient(create_app(world.working, with_worker=False)) as client:
            headers = bearer(world.token(COORDINATOR)) | keyed("POST")
            path = trial.path.removesuffix("/what-if")
            seen.append(client.get(path, headers=headers).status_code)
            body = {"email": "nobody@nowhere.example", "password": "x" * 12}
            seen.append(client.post("/v1/sessions", json=body).status_code)

    solving.append(write)
    assert (
        trial.ask({"kind": "forbid", "home": trial.steps[0]["home"]}).status_code == 200
    )
    assert seen == [200, 401]


def test_of_twins_at_work_together_the_first_answer_is_kept(
    trial: Trial, solving: list[Any]
) -> None:
    world = trial.standing.world
    lock = {"kind": "forbid", "home": trial.steps[1]["home"]}
    headers = bearer(world.token(COORDINATOR)) | {"Idempotency-Key": "twins"}
    inner: list[Any] = []

    def twin() -> None:
        # Another process has budgets and turns of its own.
        with TestClient(create_app(world.working, with_worker=False)) as client:
            body = {"locks": [lock]}
            inner.append(client.post(trial.path, json=body, headers=headers))

    solving.append(twin)
    outer = trial.keyed("twins", lock)
    assert inner[0].status_code == outer.status_code == 200
    assert inner[0].content == outer.content
    assert "Idempotent-Replayed" not in inner[0].headers
    assert outer.headers["Idempotent-Replayed"] == "true"


def test_a_solver_that_fails_is_told_and_may_be_asked_again(
    trial: Trial, solving: list[Any]
) -> None:
    lock = {"kind": "forbid", "home": trial.steps[0]["home"]}

    def fails() -> None:
        raise SolveFailed

    solving.append(fails)
    refused = trial.keyed("again", lock)
    assert (refused.status_code, refused.json()["code"]) == (503, "solve_failed")
    answer = trial.keyed("again", lock)
    assert answer.status_code == 200
    assert "Idempotent-Replayed" not in answer.headers


def test_trials_have_a_budget_of_their_own_and_a_twin_costs_none(
    standing: Standing, trial: Trial
) -> None:
    world = standing.world
    app = create_app(world.working, with_worker=False)
    app.state.limits = Limits(
        world.working.settings.model_copy(update={"trials_per_hour": 2})
    )
    lock = {"kind": "forbid", "home": trial.steps[0]["home"]}
    with TestClient(app) as client:

        def ask(key: str) -> Any:  # noqa: ANN401 - httpx
            headers = bearer(world.token(COORDINATOR)) | {"Idempotency-Key": key}
            return client.post(trial.path, json={"locks": [lock]}, headers=headers)

        assert [ask(key).status_code for key in ("b1", "b2", "b1")] == [200] * 3
        refused = ask("b3")
        assert (refused.status_code, refused.json()["code"]) == (
            429,
            "too_many_requests",
        )
        assert refused.headers["RateLimit-Policy"] == '"trial";q=2;w=3600'
        assert 1 <= int(refused.headers["Retry-After"]) <= 3600
        headers = bearer(world.token(COORDINATOR))
        read = client.get(trial.path.removesuffix("/what-if"), headers=headers)
        assert read.status_code == 200


def test_no_condition_is_set_on_what_changes_nothing(trial: Trial) -> None:
    world = trial.standing.world
    headers = bearer(world.token(COORDINATOR)) | keyed("POST")
    body = {"locks": [{"kind": "forbid", "home": trial.steps[0]["home"]}]}
    before = trial.written()
    for condition, status in (('"x"', 412), ("*", 200)):
        answer = world.http.post(
            trial.path,
            json=body,
            headers=headers | {"If-Match": condition} | keyed("POST"),
        )
        assert answer.status_code == status
    assert len(trial.written()) == len(before) + 2
