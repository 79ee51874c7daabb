"""What the API lets people do, they can do on a page; and what pages say is current."""

from pathlib import Path

import pytest

from api.pages import hung
from api.pages.areas import AREAS
from api.pages.coordinator.today import ASKS as COORDINATORS
from api.pages.described import fields_of
from api.pages.landlord.today import ASKS as LANDLORDS
from api.pages.worker.today import ASKS as WORKERS
from reciprocal.notices.terms import TaskKind
from scripts.print_areas import areas_page
from tests.api.test_routes_guarded import LETS_IN, A, C, L, W

PAGES = Path(hung.__file__).parent
PEOPLE = {A, C, L, W}

NOT_ON_PAGES = {
    "POST /v1/stock": "the list of stock is uploaded as a file",
    "POST /v1/machines/{reference}/keys": "of the embedded default alone",
    "DELETE /v1/machines/{reference}/keys/{key_reference}": "likewise",
    "DELETE /v1/machines/{reference}/public-keys/{key_reference}": "by the system",
    "DELETE /v1/webhooks/{reference}/secrets/{key_reference}": "by the system",
    "POST /v1/cases/{reference}/workers": "a deputy is named instead",
    "POST /v1/cases/{reference}/workers/leave": "likewise",
}
"""What nobody does on a page yet, and what they do instead."""

_WRITTEN_AS = {
    "/v1/offers/{reference}/support": "/v1/{things}/{{reference}}/support",
    "/v1/cases/{reference}/support": "/v1/{things}/{{reference}}/support",
    "/v1/departures/{reference}/support": "/v1/{things}/{{reference}}/support",
    "/v1/board/services/closing": "/v1/board/services/{what}",
    "/v1/board/services/keep-open": "/v1/board/services/{what}",
    "/v1/board/services/close": "/v1/board/services/{what}",
    "/v1/rounds/{reference}/decide": "{path}/decide",
    "/v1/rounds/{reference}/what-if": "{path}/what-if",
    "/v1/rounds/{reference}/interim-home": "{path}/interim-home",
}
"""Paths that pages make of parts."""


def written() -> str:
    """Return the text of every page's code."""
    return "\n".join(file.read_text() for file in sorted(PAGES.rglob("*.py")))


def test_each_act_that_people_may_do_has_a_page() -> None:
    text = written()
    acts = {
        name
        for name, roles in LETS_IN.items()
        if set(roles) & PEOPLE and not name.startswith("GET ")
    }
    missing = {
        name
        for name in acts
        if _WRITTEN_AS.get(path := name.partition(" ")[2], path) not in text
    }
    assert sorted(missing - set(NOT_ON_PAGES)) == []
    assert sorted(set(NOT_ON_PAGES) - acts) == []


@pytest.mark.parametrize("asks", [LANDLORDS, WORKERS, COORDINATORS])
def test_what_a_desk_asks_for_is_a_kind_of_task(asks: dict[str, object]) -> None:
    assert sorted(set(asks) - {kind.value for kind in TaskKind}) == []


def test_every_kind_of_task_is_asked_for_on_some_desk() -> None:
    asked = {*LANDLORDS, *WORKERS, *COORDINATORS}
    assert sorted({kind.value for kind in TaskKind} - asked) == []


def test_the_areas_are_those_of_the_geography() -> None:
    assert (PAGES / "areas.csv").read_text() == areas_page()
    assert len([area for area in AREAS.values() if area.region == "London"]) == 33


def test_a_body_s_fields_are_read_off_the_description() -> None:
    description = {
        "paths": {
            "/x": {
                "post": {
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/X"}
                            }
                        }
                    }
                }
            }
        },
        "components": {
            "schemas": {"X": {"properties": {"a": {}, "b": {}}, "required": ["a"]}}
        },
    }
    assert fields_of(description, "POST", "/x") == {"a": True, "b": False}
