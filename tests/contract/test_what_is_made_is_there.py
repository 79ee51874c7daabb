"""What a caller has made it can read and change, by the links of the description.

Schemathesis follows the links from each thing that is made, in any order, and holds
each answer to the description: what was made is there, and what was ended is gone.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from tests.api.standing import Standing
from tests.api.test_routes_guarded import LETS_IN
from tests.contract.tally import CONFORMANCE
from tests.journeys.walking import case_body, home_body
from tests.support.minutes import examples
from tests.support.tags import keyed, knowing

checks.load_all_checks()
CHECKS = [
    *CONFORMANCE,
    *checks.CHECKS.get_by_names(["use_after_free", "ensure_resource_availability"]),
]

MAKERS = {
    Role.NAMED_LEAD: ("POST /v1/homes", "POST /v1/machines", "POST /v1/webhooks"),
    Role.LANDLORD_SYSTEM: ("POST /v1/homes",),
    Role.REFERRING_WORKER: (
        "POST /v1/cases",
        "POST /v1/machines",
        "POST /v1/webhooks",
    ),
    Role.COORDINATOR: ("POST /v1/rounds",),
}
"""What each role can make that has an address of its own."""

SEED = 20_260_302
TURNS_MAX = 60
TURNS_OF_A_SOAK = 20
"""Of each role on each database: what ends within an hour on two cores."""
SETTINGS = settings(
    max_examples=4,
    stateful_step_count=8,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
KEPT_OF_A_HOME = ("persons_max", "weekly_rent_pence", "access", "works")
KEPT_OF_A_CASE = ("urgency", "risk_kind", "ground_floor_unsafe", "dash_score")


class Makers:
    """What no description can say of a thing: which dwelling, and whose."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._uprns = iter(range(777_000_001, 778_000_000))

    def suit(self, name: str, drawn: Any) -> Any:  # noqa: ANN401 - JSON
        """Return a drawn body about a dwelling, a postcode and days that stand."""
        world = self.standing.world
        if name == "POST /v1/homes":
            uprn = str(next(self._uprns))
            stock = {"uprns": [uprn]}
            self.standing.send(Role.NAMED_LEAD, "POST", "/v1/stock", stock)
            kept = {each: drawn[each] for each in KEPT_OF_A_HOME if each in drawn}
            return home_body(world, HACKNEY, uprn) | kept
        if name == "POST /v1/cases":
            kept = {each: drawn[each] for each in KEPT_OF_A_CASE if each in drawn}
            body = case_body(HACKNEY, CAMDEN, **kept)
            body["home"] |= {"uprn": str(next(self._uprns))}
            return body
        if name == "POST /v1/webhooks":
            about = "cases" if "cases" in drawn["about"] else "homes"
            return drawn | {"about": about, "url": "https://voids.example.com/changed"}
        return drawn


@dataclass(slots=True)
class Seen:
    """What came of the steps of a role.

    Attributes:
        reached: Each operation that was answered with a success.
        faults: Each answer that is not as described, or should not be there.
    """

    reached: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def machine(standing: Standing, role: Role, seen: Seen) -> Any:  # noqa: ANN401 - Schemathesis's own
    """Return the state machine of what a role may do, under its credentials."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", standing.world.http.app)
    schema.config.generation.update(modes=[GenerationMode.POSITIVE])
    # Only what the description says; nothing that is guessed from names.
    schema.config.phases.stateful.inference.algorithms = []
    allowed = {name for name, roles in LETS_IN.items() if role in roles}
    found = schema.include(lambda context: context.operation.label in allowed)
    makers = Makers(standing)

    class Linked(found.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: Any) -> None:  # noqa: ANN401 - likewise
            case.body = makers.suit(case.operation.label, case.body)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:  # noqa: ANN401 - likewise
            method, path = case.method.upper(), case.formatted_path
            who = partial(standing.headers, role)
            known = knowing(standing.world.http, method, path, who)
            return {"headers": known | keyed(method)}

        def validate_response(self, response: Any, case: Any, **known: Any) -> None:  # noqa: ANN401 - likewise
            name = case.operation.label
            if response.status_code < 300:
                seen.reached.add(name)
            try:
                case.validate_response(
                    response,
                    checks=CHECKS,
                    transport_kwargs=known,
                    recorder=self.recorder,
                )
            except FailureGroup as failed:
                broken = sorted({each.title for each in failed.exceptions})
                seen.faults.append(f"{name}: {response.status_code}: {broken}")

    return Linked


@pytest.mark.soak
@pytest.mark.parametrize("role", MAKERS)
def test_what_is_made_is_there_until_it_is_ended(
    standing: Standing, role: Role
) -> None:
    seen = Seen()
    linked = machine(standing, role, seen)
    made = set(MAKERS[role])
    for turn in range(TURNS_MAX):
        if made <= seen.reached and turn >= examples(1, TURNS_OF_A_SOAK):
            break
        # The scheme grows from step to step, so no two runs of one choice are alike.
        # That is no fault of an answer, and those are written down as they come.
        with suppress(Flaky):
            seed(SEED + turn)(linked).run(settings=SETTINGS)
    assert seen.faults == []
    assert made <= seen.reached
    assert any("{reference}" in name for name in seen.reached), "no link was followed"
