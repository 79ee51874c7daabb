"""What a route takes and gives: bodies of ours, answers of the disclosure file."""

from inspect import signature
from typing import Annotated, Any, get_type_hints

import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, create_model
from sqlmodel import SQLModel

from api.app import create_app
from api.door import Visit, open_door
from api.routes.front import Health, Welcome
from api.schemas.answers import answer_of, list_of
from api.schemas.body import Body
from reciprocal.access.actor import Role
from reciprocal.disclosure.present import resources
from reciprocal.homes.tables import Home
from tests.api.routes import Declared, declared, example_bodies
from tests.api.standing import CALLERS, NOBODY, Standing

FILES = {"POST /v1/imports/homes", "POST /v1/imports/stock"}
"""Whose bodies are whole files; their examples are tried where files are read."""

FRONT_DOOR = {"GET /": Welcome, "GET /health/live": Health, "GET /health/ready": Health}
OF_OAUTH = {("/v1/oauth/token", "400"), ("/v1/oauth/token", "401")}
"""Errors in RFC 6749's own form, which every OAuth client reads."""
SAY_NOTHING = (204,)
S_FIELDS = ("address", "postcode", "uprn")


@pytest.fixture(scope="module")
def app(standing: Standing) -> FastAPI:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    return app


def undisclosed(routes: list[Declared]) -> list[str]:
    """Name every route whose answer is not made from the disclosure file."""
    shapes = [_shape(answer_of(name)) for name in resources()]
    shapes += [_shape(list_of(name)) for name in resources()]
    return [route.name for route in routes if not _is_disclosed(route, shapes)]


def _is_disclosed(route: Declared, shapes: list[object]) -> bool:
    if route.name in FRONT_DOOR:
        return route.response_model is FRONT_DOOR[route.name]
    if route.response_model is None:
        return route.route.status_code in SAY_NOTHING
    return _shape(route.response_model) in shapes


def _shape(model: type[BaseModel]) -> object:
    return (model.__name__, model.model_json_schema())


def tables_touched(routes: list[Declared]) -> list[str]:
    """Name every route with a table in its signature or in its answer."""
    return [
        route.name
        for route in routes
        if any(_is_table(each) for each in _types_of(route))
    ]


def _types_of(route: Declared) -> list[Any]:
    hints = get_type_hints(route.route.endpoint)
    named = [hints[name] for name in signature(route.route.endpoint).parameters]
    return [*named, hints.get("return"), route.response_model]


def _is_table(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    if isinstance(kind, type) and issubclass(kind, SQLModel):
        return True
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return any(_is_table(field.annotation) for field in kind.model_fields.values())
    return any(_is_table(part) for part in getattr(kind, "__args__", ()))


def test_every_answer_is_made_from_the_disclosure_file(app: FastAPI) -> None:
    assert undisclosed(declared(app)) == []


def test_no_table_is_taken_or_given_by_a_route(app: FastAPI) -> None:
    assert tables_touched(declared(app)) == []


def test_planted_answers_of_other_making_are_found(standing: Standing) -> None:
    router = APIRouter()
    other = create_model("Home", reference=(str, ...), address=(str, ...))

    @router.get("/v1/planted/shape", response_model=other)
    def shape(visit: Annotated[Visit, open_door()]) -> None:
        del visit

    @router.get("/v1/planted/table", response_model=list[Home])
    def table(visit: Annotated[Visit, open_door()]) -> None:
        del visit

    @router.get("/v1/planted/none", response_model=None)
    def none(visit: Annotated[Visit, open_door()]) -> None:
        del visit

    app = create_app(standing.world.working, with_worker=False)
    app.include_router(router)
    planted = [route for route in declared(app) if "/planted/" in route.path]
    paths = ["GET /v1/planted/shape", "GET /v1/planted/table", "GET /v1/planted/none"]
    assert tables_touched(planted) == paths[1:2]
    assert undisclosed([planted[0], planted[2]]) == [paths[0], paths[2]]


def test_every_body_refuses_what_it_does_not_describe(app: FastAPI) -> None:
    bodies = [route.route.body_field for route in declared(app)]
    kinds = [each.field_info.annotation for each in bodies if each is not None]
    assert kinds
    for kind in kinds:
        assert isinstance(kind, type)
        assert issubclass(kind, Body), kind
        assert kind.model_config.get("extra") == "forbid"


def test_the_description_is_openapi_3_1_with_an_example_for_every_body(
    app: FastAPI,
) -> None:
    description = app.openapi()
    assert description["openapi"].startswith("3.1")
    bodies = {
        route.name: route.route.body_field.field_info.annotation
        for route in declared(app)
        if route.route.body_field is not None
    }
    examples = example_bodies(description)
    assert set(examples) == set(bodies) | FILES
    for name, kind in bodies.items():
        assert isinstance(kind, type)
        assert issubclass(kind, BaseModel)
        kind.model_validate(examples[name])


def test_every_answers_example_is_one(app: FastAPI) -> None:
    for name in resources():
        model = answer_of(name)
        model.model_validate(model.model_json_schema()["example"])
    assert app.openapi()["info"]["title"] == "Reciprocal"


def test_problems_are_described_as_problems_and_as_nothing_else(app: FastAPI) -> None:
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if status >= "400":
                    media = set(response["content"])
                    own = (path, status) in OF_OAUTH
                    known = "application/json" if own else "application/problem+json"
                    assert media == {known}, (method, path)


def test_whoever_may_read_no_address_is_given_none(standing: Standing) -> None:
    """The two systems, the coordinator and the auditor read every list and item."""
    home = standing.first("named_lead", "/v1/homes")
    addressed = standing.send("named_lead", "GET", f"/v1/homes/{home}").json()
    secrets = {addressed[name] for name in S_FIELDS}
    case = standing.first("referring_worker", "/v1/cases")
    left = standing.send("referring_worker", "GET", f"/v1/cases/{case}").json()["home"]
    secrets |= {left[name] for name in S_FIELDS}
    assert all(len(each) > 4 for each in secrets)
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    paths = [route.path for route in declared(app) if route.method == "GET"]
    read = 0
    for caller in set(CALLERS) - {Role.NAMED_LEAD, Role.REFERRING_WORKER, NOBODY}:
        for path in paths:
            for reference in (home, case):
                answer = standing.send(
                    caller, "GET", path.replace("{reference}", reference)
                )
                read += answer.status_code == 200
                text = answer.text
                assert not [each for each in secrets if each in text], (caller, path)
                assert not [name for name in S_FIELDS if f'"{name}"' in text], path
    assert read > len(paths)
