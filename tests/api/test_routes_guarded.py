"""Each route has one door, and a door lets in exactly whom the table says.

The table below is written by hand from what each party may do, and shares nothing
with the service's own: two readings that must agree cell by cell.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI

from api.app import create_app
from api.door import OPEN, Visit, door, open_door
from reciprocal.access.actor import Actor, ActorKind, Role, Scope
from reciprocal.access.policy import ACTIONS, may
from tests.api.routes import Declared, declared, example_bodies, filled
from tests.api.standing import CALLERS, NOBODY, Standing

C, L, W, A = "coordinator", "named_lead", "referring_worker", "auditor"
LS, WS = "landlord_system", "referring_system"
PEOPLE = (C, L, W, A)

WITHOUT_A_DOOR = {"GET /health/live", "GET /health/ready"}
OPEN_ROUTES = {
    "GET /",
    "POST /v1/sessions",
    "POST /v1/single-sign-on",
    "POST /v1/single-sign-on/complete",
    "POST /v1/invitations/take-up",
    "POST /v1/oauth/token",
}

SIGNS_OUT = ("DELETE /v1/sessions", "DELETE /v1/sessions/current")

LETS_IN: dict[str, tuple[str, ...]] = {
    "DELETE /v1/sessions/current": PEOPLE,
    "POST /v1/sessions/current/second-factor": PEOPLE,
    "POST /v1/sessions/current/step-up": PEOPLE,
    "GET /v1/sessions": PEOPLE,
    "DELETE /v1/sessions": PEOPLE,
    "DELETE /v1/sessions/{reference}": PEOPLE,
    "DELETE /v1/people/{reference}/sessions": PEOPLE,
    "POST /v1/people/{reference}/second-factor-reset": PEOPLE,
    "POST /v1/password": PEOPLE,
    "GET /v1/second-factor": PEOPLE,
    "POST /v1/second-factor": PEOPLE,
    "POST /v1/second-factor/confirm": PEOPLE,
    "DELETE /v1/second-factor": PEOPLE,
    "POST /v1/sessions/current/passkey-questions": PEOPLE,
    "POST /v1/sessions/current/passkey": PEOPLE,
    "GET /v1/passkeys": PEOPLE,
    "POST /v1/passkeys/questions": PEOPLE,
    "POST /v1/passkeys": PEOPLE,
    "DELETE /v1/passkeys/{reference}": PEOPLE,
    "GET /v1/me": (*PEOPLE, LS, WS),
    "GET /v1/tasks": PEOPLE,
    "GET /v1/people": PEOPLE,
    "POST /v1/invitations": PEOPLE,
    "DELETE /v1/people/{reference}": PEOPLE,
    "POST /v1/machines": (L, W),
    "GET /v1/machines": (L, W),
    "DELETE /v1/machines/{reference}": (L, W),
    "POST /v1/machines/{reference}/public-keys": (L, W),
    "DELETE /v1/machines/{reference}/public-keys/{key_reference}": (L, W),
    "POST /v1/machines/{reference}/keys": (L, W),
    "DELETE /v1/machines/{reference}/keys/{key_reference}": (L, W),
    "POST /v1/webhooks": (L, W),
    "GET /v1/webhooks": (L, W),
    "GET /v1/webhooks/{reference}": (L, W),
    "DELETE /v1/webhooks/{reference}": (L, W),
    "POST /v1/webhooks/{reference}/secrets": (L, W),
    "DELETE /v1/webhooks/{reference}/secrets/{key_reference}": (L, W),
    "POST /v1/webhooks/{reference}/ping": (L, W),
    "GET /v1/webhooks/{reference}/failures": (L, W),
    "POST /v1/webhooks/{reference}/send-again": (L, W),
    "POST /v1/stock": (L,),
    "POST /v1/homes": (L, LS),
    "POST /v1/homes/release": (L,),
    "POST /v1/imports/homes": (L, LS),
    "POST /v1/imports/stock": (L,),
    "GET /v1/homes": (L, LS),
    "GET /v1/homes/{reference}": (L, LS),
    "PATCH /v1/homes/{reference}": (L, LS),
    "POST /v1/homes/{reference}/release": (L,),
    "POST /v1/homes/{reference}/withdraw": (L, LS),
    "POST /v1/homes/{reference}/marker": (L,),
    "POST /v1/homes/{reference}/marker/clear": (L,),
    "GET /v1/unused-homes": (L, LS),
    "GET /v1/nominations": (L,),
    "POST /v1/nominations/{reference}/release": (L,),
    "GET /v1/homes-owed": (L, LS),
    "GET /v1/homes-owed/{reference}": (L, LS),
    "POST /v1/homes-owed/{reference}/answer": (L, LS),
    "POST /v1/homes-owed/{reference}/decline": (L,),
    "GET /v1/board/homes-owed": (C,),
    "POST /v1/board/homes-owed/{reference}/withdraw": (C,),
    "GET /v1/tenancy-checks": (L,),
    "GET /v1/tenancy-checks/{reference}": (L,),
    "POST /v1/tenancy-checks/{reference}/attest": (L,),
    "POST /v1/tenancy-checks/{reference}/decline": (L,),
    "GET /v1/offers": (L, LS),
    "GET /v1/offers/{reference}": (L, LS),
    "POST /v1/offers/{reference}/answer": (L,),
    "POST /v1/offers/{reference}/not-supplied": (L,),
    "POST /v1/offers/{reference}/viewing": (L,),
    "POST /v1/offers/{reference}/sign-up": (L,),
    "POST /v1/offers/{reference}/tenancy-started": (L,),
    "GET /v1/departures": (L,),
    "GET /v1/departures/{reference}": (L,),
    "POST /v1/departures/{reference}/answer": (L,),
    "POST /v1/departures/{reference}/tenancy-end": (L,),
    "POST /v1/departures/{reference}/home-empty": (L,),
    "POST /v1/cases": (W,),
    "GET /v1/cases": (W, WS),
    "GET /v1/cases/{reference}": (W, WS),
    "PUT /v1/cases/{reference}/areas": (W,),
    "PUT /v1/cases/{reference}/household": (W,),
    "POST /v1/cases/{reference}/areas": (W,),
    "POST /v1/cases/{reference}/areas/try-out": (W,),
    "POST /v1/cases/{reference}/areas/{area_reference}/review": (W,),
    "POST /v1/cases/{reference}/areas/{area_reference}/end": (W,),
    "POST /v1/cases/{reference}/blocked-staff": (W,),
    "POST /v1/cases/{reference}/blocked-staff/{block_reference}/review": (W,),
    "POST /v1/cases/{reference}/blocked-staff/{block_reference}/end": (W,),
    "POST /v1/cases/{reference}/links": (W,),
    "POST /v1/cases/{reference}/links/{link_reference}/end": (W,),
    "POST /v1/cases/{reference}/consents": (W,),
    "DELETE /v1/cases/{reference}/consents/{purpose}": (W,),
    "POST /v1/cases/{reference}/submit": (W,),
    "POST /v1/cases/{reference}/confirm": (W,),
    "POST /v1/cases/{reference}/pause": (W,),
    "POST /v1/cases/{reference}/resume": (W,),
    "POST /v1/cases/{reference}/homelessness-duty": (W,),
    "GET /v1/cases/{reference}/no-home-yet": (W,),
    "GET /v1/cases/{reference}/proposal": (W,),
    "POST /v1/cases/{reference}/proposal/safety-look": (W,),
    "POST /v1/cases/{reference}/proposal/viewing": (W,),
    "POST /v1/cases/{reference}/proposal/final-offer-warning": (W,),
    "POST /v1/cases/{reference}/proposal/answer": (W,),
    "GET /v1/cases/{reference}/steps": (W,),
    "POST /v1/cases/{reference}/change-in-risk": (W,),
    "POST /v1/cases/{reference}/name-lead": (W,),
    "POST /v1/cases/{reference}/tenancy-failed": (W,),
    "POST /v1/cases/{reference}/refer-again": (W,),
    "POST /v1/cases/{reference}/notice-plan": (W,),
    "GET /v1/cases/{reference}/workers": (W,),
    "POST /v1/cases/{reference}/workers": (W,),
    "POST /v1/cases/{reference}/household-changes": (W,),
    "GET /v1/cases/{reference}/household-changes": (W,),
    "GET /v1/cases/{reference}/readings": (W,),
    "POST /v1/cases/{reference}/transfer": (W,),
    "GET /v1/case-transfers": (W,),
    "GET /v1/case-transfers/{reference}": (W,),
    "POST /v1/case-transfers/{reference}/take": (W,),
    "POST /v1/case-transfers/{reference}/decline": (W,),
    "POST /v1/case-transfers/{reference}/withdraw": (W,),
    "GET /v1/board/services": (C,),
    "POST /v1/board/services/closing": (C,),
    "POST /v1/board/services/keep-open": (C,),
    "POST /v1/board/services/close": (C,),
    "POST /v1/departures/{reference}/possession": (L,),
    "POST /v1/cases/{reference}/workers/leave": (W,),
    "GET /v1/cases/{reference}/support": (W,),
    "POST /v1/cases/{reference}/support": (W,),
    "POST /v1/cases/{reference}/support/note": (W,),
    "PUT /v1/cases/{reference}/deputy": (W,),
    "PUT /v1/cases/{reference}/urgency": (W,),
    "GET /v1/offers/{reference}/support": (L,),
    "POST /v1/offers/{reference}/support": (L,),
    "GET /v1/departures/{reference}/support": (L,),
    "POST /v1/departures/{reference}/support": (L,),
    "GET /v1/board/first-contacts-overdue": (C,),
    "GET /v1/options": (W, C),
    "GET /v1/board/timelines": (C,),
    "GET /v1/board/reservations": (C,),
    "GET /v1/board/rent-lost": (C,),
    "GET /v1/rent-lost": (L,),
    "GET /v1/board/homes": (C,),
    "GET /v1/board/requests": (C,),
    "GET /v1/board/proposals": (C,),
    "GET /v1/board/attestations": (C,),
    "POST /v1/board/attestations/{reference}/countersign": (C,),
    "GET /v1/board/questions": (C,),
    "GET /v1/board/questions/{reference}": (C,),
    "POST /v1/board/questions/{reference}/decide": (C,),
    "POST /v1/board/questions/{reference}/take-back": (C,),
    "GET /v1/board/links": (C,),
    "POST /v1/board/links": (C,),
    "POST /v1/board/links/{reference}/end": (C,),
    "POST /v1/rounds": (C,),
    "GET /v1/rounds": (C,),
    "GET /v1/rounds/{reference}": (C,),
    "POST /v1/rounds/{reference}/decide": (C,),
    "POST /v1/rounds/{reference}/what-if": (C,),
    "POST /v1/rounds/{reference}/interim-home": (C,),
    "GET /v1/rounds/{reference}/steps": (C,),
    "GET /v1/rounds/{reference}/no-home-yet": (C,),
    "GET /v1/rounds/{reference}/unused-homes": (C,),
    "GET /v1/audit": (A,),
    "GET /v1/step-decisions": (A,),
    "GET /v1/urgency": (A,),
    "GET /v1/disclosure": (A,),
    "GET /v1/promised-and-granted": (A,),
    "GET /v1/audit-heads": (*PEOPLE, LS),
    "GET /v1/balances": (C, A),
    "GET /v1/debts": (C, A),
    "GET /v1/balances-by-quarter": (C, A),
    "GET /v1/laboratory": (C, A),
    "GET /v1/board/adjustments": (C,),
    "POST /v1/board/adjustments": (C,),
    "GET /v1/board/adjustments/{reference}": (C,),
    "POST /v1/board/adjustments/{reference}/withdraw": (C,),
    "GET /v1/statements": (L, A, LS),
    "GET /v1/statements/{reference}": (L, A, LS),
    "POST /v1/statements/{reference}/acknowledge": (L,),
    "GET /v1/board/statements": (C,),
    "GET /v1/disputes": (L,),
    "POST /v1/disputes": (L,),
    "GET /v1/disputes/{reference}": (L,),
    "POST /v1/disputes/{reference}/withdraw": (L,),
    "POST /v1/disputes/{reference}/appeal": (L,),
    "GET /v1/board/disputes": (C,),
    "GET /v1/adjustments": (L,),
    "GET /v1/adjustments/{reference}": (L,),
    "POST /v1/adjustments/{reference}/answer": (L,),
}


def unguarded(routes: Iterable[Declared]) -> list[str]:
    """Name every route that has not exactly one door with a known action."""
    return [
        route.name
        for route in routes
        if route.name not in WITHOUT_A_DOOR
        and (
            len(route.actions) != 1
            or route.actions[0] not in {*ACTIONS, OPEN}
            or (route.actions[0] == OPEN) is not (route.name in OPEN_ROUTES)
        )
    ]


@pytest.fixture(scope="module")
def app(standing: Standing) -> FastAPI:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    return app


def test_every_route_has_one_door(app: FastAPI) -> None:
    assert unguarded(declared(app)) == []


def test_the_hand_written_table_names_every_route(app: FastAPI) -> None:
    named = {route.name for route in declared(app)}
    assert named == {*LETS_IN, *OPEN_ROUTES, *WITHOUT_A_DOOR}


def test_every_action_of_the_policy_guards_some_route(app: FastAPI) -> None:
    used = {action for route in declared(app) for action in route.actions}
    assert used - {OPEN} == set(ACTIONS)


def _planted(router: APIRouter) -> None:
    @router.get("/v1/planted/bare")
    def bare() -> None: ...

    @router.get("/v1/planted/open")
    def left_open(visit: Annotated[Visit, open_door()]) -> None:
        del visit

    @router.get("/v1/planted/unknown")
    def unknown(visit: Annotated[Visit, door("planted.read")]) -> None:
        del visit

    @router.get("/v1/planted/two")
    def two(
        first: Annotated[Visit, door("me.read")],
        second: Annotated[Visit, door("homes.read")],
    ) -> None:
        del first, second


def test_a_planted_route_without_its_door_is_found(standing: Standing) -> None:
    router = APIRouter()
    _planted(router)
    app = create_app(standing.world.working, with_worker=False)
    app.include_router(router)
    assert unguarded(declared(app)) == [
        f"GET /v1/planted/{name}" for name in ("bare", "open", "unknown", "two")
    ]


@pytest.mark.long
def test_a_door_lets_in_whom_the_table_says(standing: Standing, app: FastAPI) -> None:
    bodies = example_bodies(app.openapi())
    # Signing out comes last, since whoever may do it is then signed out.
    for name in sorted(LETS_IN, key=lambda name: name in SIGNS_OUT):
        method, path = name.split()
        for caller in CALLERS:
            # A session that has ended is begun anew once the clock has moved.
            standing.world.wait(seconds=name in SIGNS_OUT)
            answer = standing.send(caller, method, filled(path), bodies.get(name))
            refused = 401 if caller == NOBODY else 403
            if caller in LETS_IN[name]:
                assert answer.status_code not in (401, 403), (name, caller)
            else:
                assert answer.status_code == refused, (name, caller)
                code = "sign_in_refused" if caller == NOBODY else "forbidden"
                assert answer.json()["code"] == code


@pytest.mark.parametrize("name", sorted(LETS_IN))
def test_the_policy_says_what_the_table_says(app: FastAPI, name: str) -> None:
    route = next(each for each in declared(app) if each.name == name)
    for role in Role:
        actor = Actor("a", _kind_of(role), "o", "s", role, scopes=frozenset(Scope))
        assert may(actor, route.actions[0]) is (role in LETS_IN[name]), role


def _kind_of(role: Role) -> ActorKind:
    if role in (Role.SERVICE, Role.NOBODY):
        return ActorKind.SERVICE
    machine = role in (Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM)
    return ActorKind.MACHINE if machine else ActorKind.PERSON


def machine_of(role: Role) -> Actor:
    """Return a machine of a role, without any scope."""
    return Actor("m", ActorKind.MACHINE, "o", "s", role)


def test_a_machine_with_a_persons_role_may_do_no_persons_act() -> None:
    for action, grant in ACTIONS.items():
        for role in grant.roles:
            machine = replace(machine_of(role), scopes=frozenset(Scope))
            assert may(machine, action) is not grant.person, action


def test_role_and_scope_are_both_needed() -> None:
    for action, grant in ACTIONS.items():
        for role in grant.roles & {Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM}:
            assert grant.scopes, f"{action} names no scope"
            assert not may(machine_of(role), action)
            for scope in Scope:
                machine = replace(machine_of(role), scopes=frozenset({scope}))
                assert may(machine, action) is (scope in grant.scopes), action


def test_an_action_nobody_wrote_down_is_denied() -> None:
    for role in Role:
        assert not may(Actor("a", _kind_of(role), "o", "s", role), "homes.demolish")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_is_open_takes_no_other_method(standing: Standing, method: str) -> None:
    answer: Any = standing.send(NOBODY, method, "/")
    assert answer.status_code == 405
