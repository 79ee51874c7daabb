"""Blocks and links close homes and rooms, and no way through them opens one.

As in `test_nothing_relaxes`, the lists are short on purpose: whoever adds a way to
them says here who may take it.
"""

import ast

from fastapi import FastAPI
from sqlmodel import SQLModel

from api.routes import ROUTERS
from reciprocal.access.actor import Role
from reciprocal.access.policy import ACTIONS
from reciprocal.organisations.rules import SchemeRules
from reciprocal.settings import Settings
from scripts.tree import ROOT, python_files
from tests.api.routes import declared

ROUTES = {
    "POST /v1/cases/{reference}/blocked-staff": "cases.amend",
    "POST /v1/cases/{reference}/blocked-staff/{block_reference}/review": "cases.amend",
    "POST /v1/cases/{reference}/blocked-staff/{block_reference}/end": "cases.amend",
    "POST /v1/cases/{reference}/links": "cases.amend",
    "POST /v1/cases/{reference}/links/{link_reference}/end": "cases.amend",
    "GET /v1/board/links": "board.link",
    "POST /v1/board/links": "board.link",
    "POST /v1/board/links/{reference}/end": "board.link",
}
WHO = {
    "cases.amend": {Role.REFERRING_WORKER},
    "board.link": {Role.COORDINATOR},
}

MAKES = {
    "StaffBlock": {
        "reciprocal/requests/blocked_staff.py",
        "reciprocal/requests/going_on.py",  # the same, for the case that goes on
    },
    "CaseLink": {
        "reciprocal/requests/going_on.py",  # likewise
        "reciprocal/requests/linking.py",
    },
}
"""Files that make a row, and files that end one."""

ENDS = {
    "reciprocal/requests/blocked_staff.py",
    "reciprocal/requests/linking.py",
    "reciprocal/requests/stating.py",
}

SAYS_BLOCKED = {
    "reciprocal/access/queries.py": "who signs in is looked up, at each request",
    "reciprocal/proposals/refused.py": "whose case was asked for is written down",
    "reciprocal/homes/operations.py": "two live homes are never in one dwelling",
}
"""Files that make an actor with a `blocked` of their own."""

_WORDS = ("block", "link", "blind")


def test_only_the_worker_s_and_the_coordinator_s_own_routes_take_them() -> None:
    app = FastAPI(docs_url=None, redoc_url=None)
    for router in ROUTERS:
        app.include_router(router)
    found = {
        route.name: route.actions
        for route in declared(app)
        if "blocked" in route.path or "links" in route.path
    }
    assert found == {name: (action,) for name, action in ROUTES.items()}
    for action, roles in WHO.items():
        assert ACTIONS[action].roles == roles
        assert ACTIONS[action].person, "no machine states or ends one"


def test_no_setting_speaks_of_them() -> None:
    named = {*SchemeRules.model_fields, *Settings.model_fields}
    assert {name for name in named if any(word in name for word in _WORDS)} == set()


def test_only_the_operations_make_and_end_them() -> None:
    makes: dict[str, set[str]] = {name: set() for name in MAKES}
    ends, says = set(), set()
    for path in python_files(ROOT, ("reciprocal", "api", "fixtures")):
        name = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in makes:
                    makes[called].add(name)
                if any(keyword.arg == "blocked" for keyword in node.keywords):
                    says.add(name)
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Attribute) and target.attr == "ended_by"
                for target in node.targets
            ):
                ends.add(name)
    assert makes == MAKES
    assert ends == ENDS
    assert says == set(SAYS_BLOCKED)


def test_no_column_holds_the_name_or_is_keyed_by_it() -> None:
    """The digest stands in one table, and no other column could hold it."""
    columns = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if column.name in ("mark", "sign_in", "sign_in_name")
    }
    assert columns == {"staff_block.mark"}
