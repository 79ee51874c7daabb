"""Who may write what: every body described, with every field that is not in it.

Fields that are only read (those of every answer) and one that nobody knows are tried
on each body: field by field on its shape, and all at once by every caller on the
running service, which names no value. Whoever may not send it is refused before it is
read.
"""

import sys
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, ValidationError

from reciprocal.disclosure.present import resources
from tests.api.routes import declared, example_bodies, filled
from tests.api.standing import CALLERS, NOBODY, Standing
from tests.api.test_answers_disclosed import FILES
from tests.api.test_routes_guarded import LETS_IN

UNKNOWN = "no_such_field"
PLANTED = "xq7-planted-value"
NOT_OURS = {"POST /v1/oauth/token"}
"""A form of RFC 6749, which says itself that unknown members are ignored."""


def read_only() -> set[str]:
    """Return every field of every answer."""
    return {field.name for each in resources().values() for field in each.fields}


def bodies_of(app: FastAPI) -> dict[str, tuple[Any, set[str]]]:
    """Return each route's example body, and the fields that it describes."""
    examples = example_bodies(app.openapi())
    kinds = {
        route.name: route.route.body_field.field_info.annotation
        for route in declared(app)
        if route.route.body_field is not None
    }
    return {
        name: (examples[name], set(kind.model_fields))
        for name, kind in kinds.items()
        if name not in FILES | NOT_OURS
        and name in LETS_IN
        and isinstance(kind, type)
        and issubclass(kind, BaseModel)
    }


@pytest.fixture(scope="module")
def app(standing: Standing) -> FastAPI:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    return app


@pytest.mark.long
def test_no_role_writes_a_field_that_a_body_does_not_describe(
    standing: Standing, app: FastAPI
) -> None:
    cells = refused = 0
    for name, (example, described) in bodies_of(app).items():
        method, path = name.split()
        more = dict.fromkeys(sorted((read_only() | {UNKNOWN}) - described), PLANTED)
        for caller in CALLERS:
            answer = standing.send(caller, method, filled(path), example | more)
            cells += len(more)
            if caller not in LETS_IN[name]:
                assert answer.status_code == (401 if caller == NOBODY else 403)
                continue
            assert answer.status_code == 422, (name, caller)
            assert PLANTED not in answer.text
            refused += len(more)
    line = f"write-field matrix: {cells} cells, {refused} of them by who may write\n"
    sys.stdout.write(line)
    assert cells > refused > 0


def test_each_field_alone_is_refused_by_each_body(app: FastAPI) -> None:
    kinds = {
        route.name: route.route.body_field.field_info.annotation
        for route in declared(app)
        if route.route.body_field is not None
    }
    for name, (example, described) in bodies_of(app).items():
        kind = kinds[name]
        assert isinstance(kind, type)
        assert issubclass(kind, BaseModel)
        for field in sorted((read_only() | {UNKNOWN}) - described):
            with pytest.raises(ValidationError, match="extra_forbidden"):
                kind.model_validate(example | {field: PLANTED})


def test_the_matrix_holds_every_body(app: FastAPI) -> None:
    with_body = {each.name for each in declared(app) if each.route.body_field}
    assert set(bodies_of(app)) == (with_body & set(LETS_IN)) - FILES - NOT_OURS
    assert read_only()
