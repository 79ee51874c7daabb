"""No way leads into an area to avoid: code, API, settings and data are walked.

Each list below is short on purpose. Whoever adds a way to it has to say here who may
take it, and why it cannot send a household somewhere that it must not be.
"""

import ast
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from api.routes import ROUTERS
from matching.pool import Policy
from matching.reasons import TOLD_CODES
from matching.referee import refusals
from matching.rules import RULES
from matching.terms import RefusalCode
from reciprocal.access.actor import Role
from reciprocal.access.policy import ACTIONS
from reciprocal.organisations.rules import SchemeRules
from reciprocal.settings import Settings
from scripts.tree import ROOT, python_files
from tests.api.routes import declared
from tests.matching.builders import POLICY, a_landlord
from tests.matching.strategies import LANDLORDS, homes, households
from tests.support.minutes import examples

OF_PLACE = frozenset(
    {
        RefusalCode.PLACE_UNKNOWN,
        RefusalCode.AUTHORITY_NOT_CHOSEN,
        RefusalCode.AUTHORITY_AVOIDED,
        RefusalCode.OWN_AUTHORITY,
        RefusalCode.SECTOR_AVOIDED,
        RefusalCode.OUT_OF_REACH,
        RefusalCode.LANDLORD_AVOIDED,
    }
)
_WORDS = ("area", "avoid", "reach", "sector", "border", "relax", "override", "waive")

OF_SOMETHING_ELSE = {
    "bedrooms_override": "how many bedrooms they need; no place is read from it",
    "bedrooms_override_reason": "why",
}

TAKES_AREAS = {
    "POST /v1/cases": "cases.refer",
    "POST /v1/cases/{reference}/refer-again": "cases.refer",
    "PUT /v1/cases/{reference}/areas": "cases.amend",
    "POST /v1/cases/{reference}/areas": "cases.amend",
    "POST /v1/cases/{reference}/areas/try-out": "cases.amend",
    "POST /v1/cases/{reference}/areas/{area_reference}/review": "cases.amend",
    "POST /v1/cases/{reference}/areas/{area_reference}/end": "cases.amend",
}
"""Every route that touches an area; each is the referring worker's alone."""

SETTINGS_OF_AREAS = {
    "areas_of_choice_min": "how many a household lists; it lets nobody in anywhere",
    "border_margin_metres": "widens what is stated, and is never below nought",
    "area_review_days": "when a worker is asked; it ends nothing",
}

COLUMNS_OF_AREAS = {
    "property_request.areas": "sealed; written by the worker's acts alone",
    "property_request.area_of_choice": "how the list is read",
    "property_request.areas_of_choice_count": "shown; nothing reads it back",
    "case_area.area_ref": "the worker's reference",
    "property_request.tenant_age_reached": "an age, and no place",
    "property_request.adults_age_reached": "likewise",
}

WRITES_AREAS = {"reciprocal/requests/stating.py", "reciprocal/requests/operations.py"}
"""Files that put something in a case's `areas`: the second, only an empty beginning."""

BUILDS_HOUSEHOLDS = {
    "reciprocal/requests/pooling.py",
    "reciprocal/laboratory/pooling.py",
}
"""Files that make what the rules read: of the service's cases, and of drawn ones."""


def test_every_rule_of_place_stands_in_the_rule_book_without_a_date() -> None:
    standing = {rule.code: rule.in_force for rule in RULES}
    assert {code: standing.get(code) for code in OF_PLACE} == dict.fromkeys(
        OF_PLACE, "scheme"
    )


@settings(max_examples=examples(60, 2_000), deadline=None)
@given(
    households("p", ("h",)),
    homes("h"),
    st.integers(3, 6),
    st.integers(1, 10),
    st.permutations(POLICY.levels),
)
def test_no_policy_changes_what_is_refused_for_its_place(
    household: Any,  # noqa: ANN401 - as drawn
    home: Any,  # noqa: ANN401 - as drawn
    cycle: int,
    chain: int,
    levels: Any,  # noqa: ANN401 - as drawn
) -> None:
    landlord = replace(a_landlord(LANDLORDS[0]), id=home.landlord_id)
    other = Policy(
        version="other",
        cycle_moves_max=cycle,
        chain_moves_max=chain,
        levels=tuple(levels),
    )

    def of_place(policy: Policy) -> set[RefusalCode]:
        found = refusals(household, home, policy, landlord=landlord)
        return {refusal.code for refusal in found} & OF_PLACE

    assert of_place(POLICY) == of_place(other)


def test_no_policy_or_setting_speaks_of_areas_save_those_that_only_narrow() -> None:
    named = {
        *(field.name for field in fields(Policy)),
        *SchemeRules.model_fields,
        *Settings.model_fields,
    }
    about = {name for name in named if any(word in name for word in _WORDS)}
    assert about == set(SETTINGS_OF_AREAS)


def test_only_the_worker_s_own_routes_take_an_area() -> None:
    app = FastAPI(docs_url=None, redoc_url=None)
    for router in ROUTERS:
        app.include_router(router)
    found = {
        route.name: route.actions
        for route in declared(app)
        if "/areas" in route.path or _takes_areas(route.route)
    }
    assert found == {name: (action,) for name, action in TAKES_AREAS.items()}
    for action in TAKES_AREAS.values():
        grant = ACTIONS[action]
        assert grant.roles == {Role.REFERRING_WORKER}
        assert grant.person, "no machine states or ends an area"


def test_only_the_worker_s_acts_write_areas_and_one_query_reads_them() -> None:
    writers, builders = set(), set()
    for path in python_files(ROOT, ("reciprocal", "api")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = str(path.relative_to(ROOT))
        if any(_writes_areas(node) for node in ast.walk(tree)):
            writers.add(name)
        if any(_builds_a_household(node) for node in ast.walk(tree)):
            builders.add(name)
    assert writers == WRITES_AREAS
    assert builders == BUILDS_HOUSEHOLDS


LEAVES_RULES_UNREAD = frozenset({"matching/rules/__init__.py", "matching/explain.py"})
"""The rules that can be left unread, and what tells a service of its own case."""


def test_no_round_is_matched_with_a_rule_unread() -> None:
    """What is told leaves out the rules that speak of others; no match ever does."""
    found = {
        str(path.relative_to(ROOT))
        for path in python_files(ROOT, ("matching", "reciprocal", "api", "fixtures"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "without"
    }
    assert found == LEAVES_RULES_UNREAD
    assert TOLD_CODES >= OF_PLACE, "and a rule of places is always read"


def test_no_column_lets_anybody_past_an_area() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if any(word in column.name for word in _WORDS)
    }
    assert found == set(COLUMNS_OF_AREAS)


def _takes_areas(route: APIRoute) -> bool:
    """Tell whether a route's body has a field about areas, at any depth."""
    if route.body_field is None:
        return False
    model = route.body_field.field_info.annotation
    schema: object = getattr(model, "model_json_schema", dict[str, object])()
    names = set(_names(schema)) - set(OF_SOMETHING_ELSE)
    return any(word in name for name in names for word in _WORDS)


def _names(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _names(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _names(part)


def _writes_areas(node: ast.AST) -> bool:
    """Tell whether a statement puts something in `….areas` or makes a `CaseArea`."""
    if isinstance(node, ast.Assign):
        return any(
            isinstance(target, ast.Attribute) and target.attr == "areas"
            for target in node.targets
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in {"CaseArea", "PropertyRequest"}
    return False


def _builds_a_household(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) == "pool.Household"
    )
