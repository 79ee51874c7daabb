"""The API keeps to its own description, whoever calls it with whatever is sent.

Schemathesis draws requests from the OpenAPI for each role, with real credentials and
references that exist. `make soak` draws many more.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import checks
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from reciprocal.access.actor import Role
from tests.api.standing import CALLERS, NOBODY, NOT_THERE, Standing
from tests.api.test_routes_guarded import LETS_IN, OPEN_ROUTES
from tests.support.minutes import examples
from tests.support.tags import OVERWRITES, Known, keyed, live_tag

SEED = 20_260_302

# Not among them, with the reason: `negative_data_rejection`, since a reference that
# is not there answers 404 and a role that may not 403 before a body is looked at, and
# a door answers 401 first of all; that each wrong field is refused by name is held by
# the tests of the API's problems. `positive_data_acceptance`: a description cannot say
# that a postcode must exist or that dates stand in order.
checks.load_all_checks()
CHECKS = checks.CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "response_headers_conformance",
    ]
)

LISTS = {
    "/v1/homes": Role.NAMED_LEAD,
    "/v1/tenancy-checks": Role.NAMED_LEAD,
    "/v1/cases": Role.REFERRING_WORKER,
    "/v1/people": Role.NAMED_LEAD,
    "/v1/rounds": Role.COORDINATOR,
}


def operations(app: FastAPI) -> Iterator[Any]:
    """Yield every operation of the description."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), "an operation that cannot be read"
        yield found.ok()


def references(standing: Standing, path: str) -> dict[str, str]:
    """Return the references a path needs, of things that exist where it can."""
    given_here = {}
    if "{reference}" in path:
        listed = path.split("/{reference}", maxsplit=1)[0]
        asker = LISTS.get(listed)
        found = standing.first(asker, listed) if asker else NOT_THERE
        given_here["reference"] = found
    if "{key_reference}" in path:
        given_here["key_reference"] = NOT_THERE
    if "{purpose}" in path:
        given_here["purpose"] = "matching"
    return given_here


def try_out(
    operation: Any,  # noqa: ANN401 - Schemathesis's own
    mode: GenerationMode,
    headers: Callable[[str, str], dict[str, str]],
    parameters: dict[str, str],
    count: int,
    fresh: Callable[[Any], dict[str, str]],
) -> None:
    """Send so many drawn requests, and hold each answer to the description.

    Args:
        fresh: Headers that only the present state of things can tell.
    """
    known = {"path_parameters": parameters} if parameters else {}

    @seed(SEED)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, **known))
    def holds(case: Any) -> None:  # noqa: ANN401 - likewise
        # A system signs each call anew, so it has to know where this one goes.
        known = headers(case.method.upper(), case.formatted_path)
        known |= fresh(case) | keyed(operation.method.upper())
        case.call_and_validate(headers=known, checks=CHECKS)

    holds()


def live(standing: Standing, headers: Known) -> Callable[[Any], dict[str, str]]:
    """Return what finds the present tag of whatever a drawn request changes."""

    def fresh(case: Any) -> dict[str, str]:  # noqa: ANN401 - Schemathesis's own
        drawn = dict(case.headers or {})
        if case.method.upper() not in OVERWRITES or "If-Match" not in drawn:
            return {}
        path = case.operation.path.format(**case.path_parameters)
        return {"If-Match": live_tag(standing.world.http, path, headers)}

    return fresh


@pytest.mark.parametrize("caller", CALLERS)
def test_every_answer_is_as_described(
    standing: Standing, caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rounds are worked in line here, so the worker counts as there.
    monkeypatch.setattr(standing.world.working, "_working", True)
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    tried = 0
    # What ends a session or a membership comes last.
    for operation in sorted(operations(app), key=lambda each: each.method == "delete"):
        name = f"{operation.method.upper()} {operation.path}"
        lets_in = name in OPEN_ROUTES and caller == NOBODY
        lets_in = lets_in or caller in LETS_IN.get(name, ())
        headers = partial(standing.headers, caller)
        existing = references(standing, operation.path)
        count = examples(3, 200) if lets_in else examples(1, 10)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            bodiless = "requestBody" not in operation.definition.raw
            if mode is GenerationMode.NEGATIVE and (bodiless or not lets_in):
                continue
            try_out(operation, mode, headers, existing, count, live(standing, headers))
            tried += 1
    assert tried >= len(LETS_IN) + len(OPEN_ROUTES)
