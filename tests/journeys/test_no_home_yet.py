"""A household's own choice keeps homes away: its worker reads so, and it chooses."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY
from scripts.tree import ROOT
from tests.journeys.walking import SERVICE, Walk, areas_body, items
from tests.reciprocal.journey import one_move
from tests.support.world import DAY, MakeWorld

_WITHOUT_HOMES = ("E09000003", "E09000009", "E09000016", "E09000021", "E09000004")
_FEW = {"code": "authority_not_chosen", "homes": "one_to_four"}


def chooses_elsewhere() -> Rows:
    """Return one void in Camden, and a household that chose areas without homes."""
    rows = one_move()
    (request,) = rows.requests
    chosen = {"areas_of_choice": _WITHOUT_HOMES}
    return replace(rows, requests=(request.model_copy(update=chosen),))


def told(walk: Walk) -> Any:  # noqa: ANN401 - an httpx response
    return walk.as_worker("GET", "/no-home-yet")


def until_told(walk: Walk) -> dict[str, Any]:
    """Wait for the fixed run from which the worker is told; return what it is."""
    walk.world.wait(hours=24)
    answer = told(walk)
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def walk(make_world: MakeWorld) -> Walk:
    walk = Walk(make_world(chooses_elsewhere()))
    (case,) = items(walk.world, SERVICE, "/v1/cases")
    walk.case = case["reference"]
    return walk


def test_a_worker_reads_why_and_the_household_chooses_more(walk: Walk) -> None:
    # Given a round that finds nothing where the household chose to live
    assert told(walk).status_code == 404
    walk.run_round()
    # Then nobody hears of it in the hour of the act
    assert told(walk).status_code == 404
    assert items(walk.world, CAMDEN, "/v1/unused-homes") == []
    # And from the next fixed run its worker reads why, and what would open homes
    said = until_told(walk)
    assert said["told_reason"] == "no_suitable_home"
    assert said["told_on"] == DAY.isoformat()
    assert _FEW in said["refused"]
    assert said["nearest"] == [_FEW]
    assert said["opening"]["choice"] == "more_areas"
    assert said["sentences"] == [
        "No home in this round suits the household.",
        "One to four homes would suit but for this: authority not chosen.",
        said["opening"]["sentence"],
    ]
    # And the landlord reads of its home what it would read of any
    (unused,) = items(walk.world, CAMDEN, "/v1/unused-homes")
    (home,) = items(walk.world, CAMDEN, "/v1/homes")
    assert unused == {
        "reference": home["reference"],
        "code": home["code"],
        "reason": "not_placed",
        "sentence": "This round placed nobody in the home; it stays in the pot.",
        "told_on": DAY.isoformat(),
    }
    # When the household chooses Camden as well
    walk.as_worker("PUT", "/areas", areas_body(CAMDEN))
    # Then what it was told stands until the next round, which proposes the home
    assert told(walk).json() == said
    walk.propose()
    assert told(walk).status_code == 404
    home = walk.as_worker("GET", "/proposal").json()
    assert "It stands in an area that the household chose." in home["why_this_home"]
    assert not any("Camden" in sentence for sentence in home["why_this_home"])


def test_a_case_is_told_of_to_its_worker_and_to_nobody_else(walk: Walk) -> None:
    walk.run_round()
    until_told(walk)
    path = f"/v1/cases/{walk.case}/no-home-yet"
    for code in (CAMDEN, HACKNEY, COORDINATOR, AUDITOR):
        assert walk.world.call(code, "GET", path).status_code == 403
    # A colleague without the case finds nothing; the service's system may not ask.
    colleague = walk.world.call(SERVICE, "GET", path, who="deputy")
    assert colleague.status_code == 404
    assert walk.world.machine_call(SERVICE, "GET", path).status_code == 403
    system = walk.world.machine_call(SERVICE, "GET", f"/v1/cases/{walk.case}").json()
    assert set(system) == {"reference", "stage", "next_step"}


def test_a_household_that_agrees_no_more_is_told_of_no_more(walk: Walk) -> None:
    walk.run_round()
    until_told(walk)
    walk.as_worker("DELETE", "/consents/matching")
    assert told(walk).status_code == 404
    # What was said is gone: agreeing again brings nothing back before a round.
    assert walk.as_worker("POST", "/consents", {"purpose": "matching"}).is_success
    assert walk.as_worker("POST", "/resume").is_success
    assert (walk.case_stage(), told(walk).status_code) == ("in_pot", 404)
    walk.run_round()
    assert until_told(walk)["nearest"] == [_FEW]


def test_a_case_that_is_paused_is_told_nothing_until_it_is_back(walk: Walk) -> None:
    walk.run_round()
    said = until_told(walk)
    assert walk.as_worker("POST", "/pause").is_success
    assert told(walk).status_code == 404
    assert walk.as_worker("POST", "/resume").is_success
    assert told(walk).json() == said


def shown(walk: Walk) -> list[Any]:
    """Return what the page says that each reads, references and codes left out."""
    walk.run_round()
    worker = until_told(walk)
    reference = items(walk.world, COORDINATOR, "/v1/rounds")[0]["reference"]
    answers = [
        worker,
        *(
            found
            for about in ("no-home-yet", "unused-homes")
            for found in items(
                walk.world, COORDINATOR, f"/v1/rounds/{reference}/{about}"
            )[:1]
        ),
        *items(walk.world, CAMDEN, "/v1/unused-homes"),
    ]
    own = {"reference", "code", "request", "request_code", "home", "home_code"}
    return [
        {name: "…" if name in own else value for name, value in answer.items()}
        for answer in answers
    ]


def test_the_page_shows_what_is_told(walk: Walk) -> None:
    page = (ROOT / "docs" / "why-no-home-yet.md").read_text(encoding="utf-8")
    printed = [
        json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    ]
    assert printed == shown(walk)
