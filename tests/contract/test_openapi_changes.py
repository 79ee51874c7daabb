"""What a caller counts as a loss: one planted change a row, and its name."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scripts.openapi_changes import losses

TODAY = date(2027, 6, 1)
Change = Callable[[Any], object]


def base() -> dict[str, Any]:
    """Return a small description with one of everything that is compared."""
    text = {"type": "string", "maxLength": 20, "pattern": "^[a-z]+$"}
    home = {
        "type": "object",
        "title": "PostHome",
        "additionalProperties": False,
        "required": ["uprn"],
        "properties": {
            "uprn": text,
            "bedrooms": {"type": "integer", "minimum": 0, "maximum": 12},
            "kind": {"type": "string", "enum": ["flat", "house"]},
            "ready": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "needs": {"type": "array", "items": {"type": "string"}, "maxItems": 9},
            "place": {"type": "array", "prefixItems": [{"type": "number"}]},
            "within": {"$ref": "#/components/schemas/PostHome"},
        },
    }
    shown = {
        "type": "object",
        "title": "Home",
        "required": ["reference", "stage"],
        "properties": {
            "reference": {"type": "string"},
            "stage": {"type": "string", "enum": ["draft", "in_pot"]},
            "rent": {"type": "integer"},
            "note": {"type": "string"},
            "by": {"type": "object", "additionalProperties": {"type": "null"}},
        },
    }
    return {
        "openapi": "3.1.0",
        "paths": {
            "/homes": {
                "post": {
                    "operationId": "post_home",
                    "parameters": [
                        {
                            "in": "query",
                            "name": "dry_run",
                            "schema": {"type": "boolean"},
                        },
                    ],
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/PostHome"}
                            },
                            "text/csv": {"schema": {"type": "string"}},
                        }
                    },
                    "responses": {
                        "201": {
                            "headers": {"ETag": {"schema": {"type": "string"}}},
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Home"}
                                }
                            },
                        },
                        "409": {"description": "Taken."},
                    },
                },
                "get": {"operationId": "own_homes", "responses": {"200": {}}},
            },
            "/old": {"get": {"operationId": "old", "responses": {"200": {}}}},
        },
        "components": {"schemas": {"PostHome": home, "Home": shown}},
    }


def post(of: Any) -> Any:  # noqa: ANN401 - JSON
    return of["paths"]["/homes"]["post"]


def sent(of: Any) -> Any:  # noqa: ANN401 - JSON
    return of["components"]["schemas"]["PostHome"]


def shown(of: Any) -> Any:  # noqa: ANN401 - JSON
    return of["components"]["schemas"]["Home"]


LOST: list[tuple[str, Change, tuple[str, ...]]] = [
    ("a path", lambda d: d["paths"].pop("/old"), ("GET /old: gone",)),
    (
        "an operation",
        lambda d: d["paths"]["/homes"].pop("get"),
        ("GET /homes: gone",),
    ),
    (
        "its name",
        lambda d: post(d).update(operationId="create_home"),
        ("POST /homes: operationId: changed",),
    ),
    (
        "no sign-in",
        lambda d: post(d).update(security=[{"bearer": []}]),
        ("POST /homes: security none: no longer enough",),
    ),
    (
        "a parameter",
        lambda d: post(d).pop("parameters"),
        ("POST /homes: parameter query dry_run: gone",),
    ),
    (
        "a parameter may be left out",
        lambda d: post(d)["parameters"][0].update(required=True),
        ("POST /homes: parameter query dry_run: newly required",),
    ),
    (
        "no such header",
        lambda d: post(d)["parameters"].append(
            {"in": "header", "name": "If-Match", "required": True}
        ),
        ("POST /homes: parameter header If-Match: newly required",),
    ),
    (
        "a parameter's type",
        lambda d: post(d)["parameters"][0].update(schema={"type": "integer"}),
        ("POST /homes: parameter query dry_run: type changed from boolean to integer",),
    ),
    ("a body", lambda d: post(d).pop("requestBody"), ("POST /homes: body: gone",)),
    (
        "no body",
        lambda d: post(d)["requestBody"].update(required=True),
        ("POST /homes: body: newly required",),
    ),
    (
        "no body ever",
        lambda d: d["paths"]["/old"]["get"].update(requestBody={"required": True}),
        ("GET /old: body: newly required",),
    ),
    (
        "a media type",
        lambda d: post(d)["requestBody"]["content"].pop("text/csv"),
        ("POST /homes: body text/csv: gone",),
    ),
    (
        "a field sent",
        lambda d: sent(d)["properties"].pop("bedrooms"),
        ("POST /homes: body field bedrooms: gone",),
    ),
    (
        "a field may be left out",
        lambda d: sent(d)["required"].append("kind"),
        ("POST /homes: body field kind: newly required",),
    ),
    (
        "a value sent",
        lambda d: sent(d)["properties"]["kind"].update(enum=["flat"]),
        ("POST /homes: body field kind: value house no longer taken",),
    ),
    (
        "a free text",
        lambda d: sent(d)["properties"]["uprn"].update(enum=["one"]),
        ("POST /homes: body field uprn: any value no longer taken",),
    ),
    (
        "a length",
        lambda d: sent(d)["properties"]["uprn"].update(maxLength=12),
        ("POST /homes: body field uprn: maxLength changed",),
    ),
    (
        "a form of text",
        lambda d: sent(d)["properties"]["uprn"].update(pattern="^[0-9]+$"),
        ("POST /homes: body field uprn: pattern changed",),
    ),
    (
        "a number",
        lambda d: sent(d)["properties"]["bedrooms"].update(minimum=1),
        ("POST /homes: body field bedrooms: minimum changed",),
    ),
    (
        "null",
        lambda d: sent(d)["properties"].update(ready={"type": "string"}),
        ("POST /homes: body field ready: choice null: no longer taken",),
    ),
    (
        "a kind of item",
        lambda d: sent(d)["properties"]["needs"].update(items={"type": "integer"}),
        ("POST /homes: body field needs item: type changed from string to integer",),
    ),
    (
        "a place in a list",
        lambda d: sent(d)["properties"]["place"].update(prefixItems=[]),
        ("POST /homes: body field place items: another number of them",),
    ),
    (
        "half a number",
        lambda d: sent(d)["properties"]["place"]["prefixItems"][0].update(
            type="integer"
        ),
        ("POST /homes: body field place item 0: type changed from number to integer",),
    ),
    (
        "an open object",
        lambda d: shown(d)["properties"]["by"].update(
            additionalProperties={"type": "string"}
        ),
        ("POST /homes: answer 201 field by others: type changed from null to string",),
    ),
    (
        "a status",
        lambda d: post(d)["responses"].pop("409"),
        ("POST /homes: answer 409: gone",),
    ),
    (
        "one success only",
        lambda d: post(d)["responses"].update({"202": {}}),
        ("POST /homes: answer 202: new, where only faults may be",),
    ),
    (
        "a header",
        lambda d: post(d)["responses"]["201"].pop("headers"),
        ("POST /homes: answer 201 header ETag: gone",),
    ),
    (
        "an answer's media type",
        lambda d: post(d)["responses"]["201"].pop("content"),
        ("POST /homes: answer 201 application/json: gone",),
    ),
    (
        "a field answered",
        lambda d: shown(d)["properties"].pop("rent"),
        ("POST /homes: answer 201 field rent: gone",),
    ),
    (
        "a field that was always there",
        lambda d: shown(d)["required"].remove("stage"),
        ("POST /homes: answer 201 field stage: no longer always there",),
    ),
    (
        "a known vocabulary",
        lambda d: shown(d)["properties"]["stage"]["enum"].append("paused"),
        ("POST /homes: answer 201 field stage: value paused newly answered",),
    ),
    (
        "any vocabulary",
        lambda d: shown(d)["properties"]["stage"].pop("enum"),
        ("POST /homes: answer 201 field stage: any value now",),
    ),
    (
        "an answer's type",
        lambda d: shown(d)["properties"]["rent"].update(type="string"),
        ("POST /homes: answer 201 field rent: type changed from integer to string",),
    ),
    (
        "never null",
        lambda d: shown(d)["properties"].update(
            note={"anyOf": [{"type": "string"}, {"type": "null"}]}
        ),
        ("POST /homes: answer 201 field note: choice null: newly answered",),
    ),
]

NO_LOSS: list[tuple[str, Change]] = [
    ("nothing", lambda _: None),
    ("a path more", lambda d: d["paths"].update({"/new": d["paths"]["/old"]})),
    (
        "a parameter more that may be left out",
        lambda d: post(d)["parameters"].append({"in": "query", "name": "page"}),
    ),
    (
        "a field more to send",
        lambda d: sent(d)["properties"].update(lift={"type": "boolean"}),
    ),
    ("a field less that must be sent", lambda d: sent(d)["required"].clear()),
    (
        "a value more to send",
        lambda d: sent(d)["properties"]["kind"]["enum"].append("maisonette"),
    ),
    ("a wider bound", lambda d: sent(d)["properties"]["uprn"].update(maxLength=30)),
    ("no bound", lambda d: sent(d)["properties"]["bedrooms"].pop("minimum")),
    (
        "a tighter bound of an answer",
        lambda d: shown(d)["properties"]["note"].update(maxLength=10),
    ),
    (
        "a choice more to send",
        lambda d: sent(d)["properties"]["ready"]["anyOf"].append({"type": "boolean"}),
    ),
    (
        "a number where a whole one was asked",
        lambda d: sent(d)["properties"]["bedrooms"].update(type="number"),
    ),
    (
        "a field more in an answer",
        lambda d: shown(d)["properties"].update(lift={"type": "boolean"}),
    ),
    (
        "a value less in an answer",
        lambda d: shown(d)["properties"]["stage"].update(enum=["in_pot"]),
    ),
    ("a fault more", lambda d: post(d)["responses"].update({"429": {}})),
    (
        "a field that is now always there",
        lambda d: shown(d)["required"].append("rent"),
    ),
    ("other words", lambda d: post(d).update(summary="Put a home in the pot")),
]


@pytest.mark.parametrize(
    ("change", "named"), [row[1:] for row in LOST], ids=[row[0] for row in LOST]
)
def test_a_loss_is_named(change: Change, named: tuple[str, ...]) -> None:
    after = base()
    change(after)
    assert losses(base(), after, today=TODAY) == named


@pytest.mark.parametrize(
    "change", [row[1] for row in NO_LOSS], ids=[row[0] for row in NO_LOSS]
)
def test_an_addition_passes(change: Change) -> None:
    after = base()
    change(after)
    assert losses(base(), after, today=TODAY) == ()


@pytest.mark.parametrize(
    ("sunset", "named"),
    [("2027-06-01", ()), ("2027-06-02", ("GET /old: gone",))],
)
def test_what_was_announced_to_end_may_be_gone_from_its_day(
    sunset: str, named: tuple[str, ...]
) -> None:
    before, after = base(), base()
    before["paths"]["/old"]["get"]["x-sunset"] = sunset
    after["paths"].pop("/old")
    assert losses(before, after, today=TODAY) == named


def test_what_is_lost_at_a_distance_is_named_where_it_is_met_first() -> None:
    """A schema that holds itself is compared once, and not for ever."""
    after = copy.deepcopy(base())
    sent(after)["properties"]["within"] = {"type": "string"}
    assert losses(base(), after, today=TODAY) == (
        "POST /homes: body field within: type changed from PostHome to string",
    )
