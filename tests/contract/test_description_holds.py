"""The API keeps to its own description, whoever calls it with whatever is sent.

Schemathesis draws requests from the OpenAPI for each role, with real credentials,
fresh keys, live tags and references that exist. `make soak` draws 100,000 of them.
"""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import checks
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from tests.api.standing import CALLERS, NOBODY, NOT_THERE, PERSONS, SYSTEMS, Standing
from tests.api.test_routes_guarded import LETS_IN, OPEN_ROUTES
from tests.contract.tally import CONFORMANCE, operations
from tests.support.minutes import SOAKING, examples
from tests.support.tags import OVERWRITES, Known, keyed, live_tag
from tests.support.world import bearer

SEED = 20_260_302
DATABASES = 2
SOAKED_MIN = 100_000
QUOTA = 7_200
"""Requests drawn for each caller on each database in a soak."""
assert QUOTA * len(CALLERS) * DATABASES >= SOAKED_MIN

# Not among them, with the reason:
# `positive_data_acceptance`: a description cannot say that a postcode must exist, that
# dates stand in order, or which home is in the pot. That each operation succeeds for
# each role that may is a test of its own.
# `use_after_free`, `ensure_resource_availability`: they need what was made before, and
# so stand in the test that follows the links.
# `missing_required_header`, `unsupported_method`, `allow_header_conformance`: they only
# look at what Schemathesis's own runner enumerates, and a drawn request passes them
# unseen; the tests of keys, of tags and of the open routes have them.
# `object_level_authorization`: it needs two accounts of its own configuration; the
# crawl asks for everybody's things as everybody else.
CHECKS = [
    *CONFORMANCE,
    *checks.CHECKS.get_by_names(["negative_data_rejection", "ignored_auth"]),
]
REFUSALS = ["4xx"]
"""What is wrong may be refused by whatever comes first: the door, a state, a field."""

AT_CAMDEN = ("/v1/offers", "/v1/nominations")
"""Where the landlord of the story's offer asks, and not the one of its departure."""
KEYS = {"keys": "keys", "public-keys": "public_keys", "secrets": "secrets"}
IN_USE = "its own system"


def desk(caller: str, path: str) -> str:
    """Return the member as whose person or system a caller of a role asks."""
    code = PERSONS[SYSTEMS.get(Role(caller), Role(caller))]
    return CAMDEN if code == HACKNEY and path.startswith(AT_CAMDEN) else code


def credentials(
    standing: Standing, caller: str, method: str, path: str
) -> dict[str, str]:
    """Return what a caller of a role sends to be known, for one call."""
    if caller == NOBODY:
        return {}
    code = desk(caller, path)
    if caller in SYSTEMS:
        return standing.world.machine(code).headers(method, path)
    return bearer(standing.world.token(code))


def references(standing: Standing, caller: str, path: str) -> dict[str, str]:
    """Return the references a path needs, of things that exist where it can."""
    wanted: dict[str, str] = {}
    if "{purpose}" in path:
        wanted["purpose"] = "matching"
    if "{reference}" not in path:
        return wanted
    listed, _, rest = path.partition("/{reference}")
    row = a_row(standing, caller, listed)
    wanted["reference"] = row.get("reference", NOT_THERE)
    if "{key_reference}" in rest:
        kept = row.get(KEYS[rest.split("/")[1]]) or [NOT_THERE]
        wanted["key_reference"] = kept[0]
    if "{area_reference}" in rest:
        wanted["area_reference"] = stated(standing, wanted["reference"], AN_AREA)
    if "{block_reference}" in rest:
        wanted["block_reference"] = stated(standing, wanted["reference"], A_BLOCK)
    if "{link_reference}" in rest:
        link = a_link(standing, wanted["reference"])
        wanted["link_reference"] = stated(standing, wanted["reference"], link)
    return wanted


AN_AREA = (
    "areas_stated",
    "/areas",
    {"area": {"kind": "sector", "sector": "SE15 4", "reason": "associates"}},
)
A_BLOCK = (
    "blocked_staff",
    "/blocked-staff",
    {"sign_in": "nobody.yet@example.org", "reason": "risk"},
)
"""What a case may have several of: where it is read, where stated, and one of them."""


def a_link(standing: Standing, case: str) -> tuple[str, str, dict[str, Any]]:
    """Return a link of a case to another of the same worker's."""
    code = desk(Role.REFERRING_WORKER, "/v1/cases")
    cases = standing.world.call(code, "GET", "/v1/cases").json()["items"]
    other = next(r["reference"] for r in cases if r["reference"] != case)
    return "links", "/links", {"other": other, "reason": "acquainted"}


def stated(standing: Standing, case: str, what: tuple[str, str, dict[str, Any]]) -> str:
    """Return one thing that is stated for a case, stating it where there is none."""
    name, where, body = what
    code = desk(Role.REFERRING_WORKER, "/v1/cases")
    path = f"/v1/cases/{case}"
    found = standing.world.call(code, "GET", path).json().get(name)
    if not found:
        added = standing.world.call(code, "POST", f"{path}{where}", body)
        found = added.json().get(name) or [{"reference": NOT_THERE}]
    return str(found[0]["reference"])


def a_row(standing: Standing, caller: str, listed: str) -> dict[str, Any]:
    """Return a thing of a list that nobody of these tests needs to go on."""
    known = credentials(standing, caller, "GET", listed)
    answer = standing.world.http.get(listed, headers=known)
    if answer.status_code != 200:
        return {}
    needed = {IN_USE, *(sign_in_name(code, "lead") for code in PERSONS.values())}
    rows: list[dict[str, Any]] = answer.json()["items"]
    free = [row for row in rows if not needed & {row.get("name"), row.get("email")}]
    return next(
        (row for row in free if any(row.get(k) for k in KEYS.values())), {}
    ) or (free[0] if free else {})


def try_out(
    operation: Any,  # noqa: ANN401 - Schemathesis's own
    mode: GenerationMode,
    headers: Known,
    parameters: dict[str, str],
    limits: tuple[int, int],
    fresh: Callable[[Any], dict[str, str]],
) -> int:
    """Send drawn requests, hold each answer to the description; return how many.

    Args:
        limits: How many at most, and what to add to the seed.
        fresh: Headers that only the present state of things can tell.
    """
    known = {"path_parameters": parameters} if parameters else {}
    operation.schema.config.checks.negative_data_rejection.expected_statuses = REFUSALS
    sent = 0

    @seed(SEED + limits[1])
    @settings(
        max_examples=limits[0],
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, **known))
    def holds(case: Any) -> None:  # noqa: ANN401 - likewise
        nonlocal sent
        sent += 1
        # A system signs each call anew, so it has to know where this one goes.
        known = headers(case.method.upper(), case.formatted_path)
        if are_headers_wrong(case):
            # They are what must be refused: a good one in their place would hide them.
            drawn = {name.lower() for name in case.headers or {}}
            known = {
                name: it for name, it in known.items() if name.lower() not in drawn
            }
        else:
            known |= fresh(case) | keyed(operation.method.upper())
        case.call_and_validate(headers=known, checks=CHECKS)

    holds()
    return sent


def are_headers_wrong(case: Any) -> bool:  # noqa: ANN401 - Schemathesis's own
    """Tell whether a case was drawn to break the description by its headers."""
    header = case.meta.components.get(ParameterLocation.HEADER)
    return header is not None and header.mode is GenerationMode.NEGATIVE


def live(standing: Standing, headers: Known) -> Callable[[Any], dict[str, str]]:
    """Return what finds the present tag of whatever a drawn request changes."""

    def fresh(case: Any) -> dict[str, str]:  # noqa: ANN401 - Schemathesis's own
        drawn = dict(case.headers or {})
        if case.method.upper() not in OVERWRITES or "If-Match" not in drawn:
            return {}
        path = case.operation.path.format(**case.path_parameters)
        return {"If-Match": live_tag(standing.world.http, path, headers)}

    return fresh


def lets_in(caller: str, name: str) -> bool:
    """Tell whether a caller of a role is let in there."""
    return caller in LETS_IN.get(name, ()) or (caller == NOBODY and name in OPEN_ROUTES)


def try_all(standing: Standing, caller: str, turn: int) -> int:
    """Send drawn requests to every operation; return how many."""
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    sent = 0
    # What ends a session or a membership comes last.
    for operation in sorted(operations(app), key=lambda each: each.method == "delete"):
        welcome = lets_in(caller, f"{operation.method.upper()} {operation.path}")
        headers = partial(credentials, standing, caller)
        existing = references(standing, caller, operation.path) if welcome else {}
        limits = (examples(3, 40) if welcome else examples(1, 5), turn)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            bodiless = "requestBody" not in operation.definition.raw
            if mode is GenerationMode.NEGATIVE and (bodiless or not welcome):
                continue
            fresh = live(standing, headers)
            sent += try_out(operation, mode, headers, existing, limits, fresh)
    return sent


def test_there_is_one_of_everything_to_ask_for(busy: Standing) -> None:
    """A reference that leads nowhere would be refused, whatever else was drawn."""
    nowhere = [
        f"{name} by {caller}"
        for name, roles in LETS_IN.items()
        for caller in roles
        if NOT_THERE in references(busy, caller, name.split()[1]).values()
    ]
    assert nowhere == []


@pytest.mark.soak
@pytest.mark.parametrize("caller", CALLERS)
def test_every_answer_is_as_described(
    busy: Standing, caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rounds are worked in line here, so the worker counts as there.
    monkeypatch.setattr(busy.world.working, "_working", True)
    sent = 0
    for turn in count():
        sent += try_all(busy, caller, turn)
        if not SOAKING or sent >= QUOTA:
            break
    assert sent >= (QUOTA if SOAKING else len(LETS_IN) + len(OPEN_ROUTES))
