"""One thing in the form that is asked for: a file, a page, or JSON."""

import csv
import io
from datetime import UTC, datetime, time
from typing import Any

import pytest

from api.forms import Form, chosen
from fixtures.load import AUDITOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.statements import operations
from reciprocal.statements.quarters import Quarter
from tests.journeys.walking import items
from tests.support.world import DAY, MakeWorld, World, bearer

_CSV = Form("text/csv", "csv", str)
_HTML = Form("text/html", "html", str)
_ACCEPTS: list[tuple[str | None, Form | None]] = [
    (None, None),
    ("", None),
    ("*/*", None),
    ("application/json", None),
    ("text/csv", _CSV),
    ("TEXT/CSV", _CSV),
    ("text/html", _HTML),
    ("text/*", _CSV),
    ("text/*, text/csv;q=0", _HTML),
    ("text/csv;q=0.2, text/html;q=0.9", _HTML),
    ("text/csv; q=0.9, text/html; q=0.9", _CSV),
    ("application/json, text/csv", None),
    ("application/json;q=0.5, text/csv", _CSV),
    ("text/csv, */*", None),
    ("text/csv, */*;q=0.1", _CSV),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", _HTML),
    # What is not there, and what cannot be read, is answered with JSON.
    ("application/pdf", None),
    ("text/csv;q=", None),
    ("text/csv;q=high", None),
    ("text/csv;q=-1", None),
    ("text/csv;q=nan, application/json;q=0", None),
    ("text/csv;header=present", _CSV),
    (";;,", None),
]


@pytest.mark.parametrize(("accept", "form"), _ACCEPTS)
def test_the_form_is_the_one_that_is_wanted_most(
    accept: str | None, form: Form | None
) -> None:
    assert chosen(accept, (_CSV, _HTML)) is form


@pytest.mark.parametrize("weight", ["2", "17.5", "1.000"])
def test_no_weight_is_more_than_one(weight: str) -> None:
    assert chosen(f"application/json, text/csv;q={weight}", (_CSV,)) is None


def _ask(world: World, code: str, path: str, **headers: str) -> Any:  # noqa: ANN401 - an httpx response
    known = bearer(world.token(code)) | headers
    return world.http.get(path, headers=known)


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """Return a scheme whose first statements went out."""
    world = make_world(chain_from_a_void(DAY))
    out_on = Quarter.of(world.hands.now().date()).out_on()
    world.hands.on(datetime.combine(out_on, time(12), tzinfo=UTC))
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        operations.release_due(session, actor=alone)
    return world


def _own(world: World, code: str) -> str:
    (row,) = items(world, code, "/v1/statements")
    return f"/v1/statements/{row['reference']}"


def test_a_statement_is_read_as_a_file_and_as_a_page(world: World) -> None:
    path = _own(world, CAMDEN)
    plain = _ask(world, CAMDEN, path)
    assert (plain.headers["Content-Type"], plain.headers["Vary"]) == (
        "application/json",
        "Accept",
    )
    file = _ask(world, CAMDEN, path, Accept="text/csv")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    period = plain.json()["period"]
    kept = file.headers["Content-Disposition"]
    assert kept == f'attachment; filename="statement-{period}.csv"'
    rows = list(csv.DictReader(io.StringIO(file.text)))
    figures = {row["what"]: row["value"] for row in rows if row["row"] == "figure"}
    assert figures["head"] == plain.json()["head"]
    assert figures["total"] == str(plain.json()["total"])
    page = _ask(world, CAMDEN, path, Accept="text/html")
    assert page.text.startswith("<!doctype html>")
    assert "You, with the scheme." in page.text
    # What a landlord is not told in JSON, it is not told in another form.
    assert not any(CAMDEN in each.text for each in (plain, file, page))
    assert "RateLimit" in page.headers
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_auditor_s_page_says_whose_it_is(world: World) -> None:
    rows = items(world, AUDITOR, "/v1/statements")
    (row,) = [each for each in rows if each["landlord_code"] == CAMDEN]
    path = f"/v1/statements/{row['reference']}"
    page = _ask(world, AUDITOR, path, Accept="text/html")
    assert f"Landlord {CAMDEN}, with the scheme." in page.text


def test_each_form_has_a_tag_of_its_own(world: World) -> None:
    path = _own(world, CAMDEN)
    forms = ("application/json", "text/csv", "text/html")
    tags = [_ask(world, CAMDEN, path, Accept=form).headers["ETag"] for form in forms]
    assert len(set(tags)) == len(forms)
    for form, tag in zip(forms, tags, strict=True):
        for known in tags:
            asked = {"Accept": form, "If-None-Match": known}
            answer = _ask(world, CAMDEN, path, **asked)
            assert answer.status_code == (304 if known == tag else 200)
            assert answer.headers["Vary"] == "Accept"
            assert answer.headers["ETag"] == tag


def test_another_s_statement_is_there_in_no_form(world: World) -> None:
    path = _own(world, CAMDEN)
    for form in ("text/csv", "text/html"):
        answer = _ask(world, HACKNEY, path, Accept=form)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_landlord_s_system_reads_its_statements_and_acknowledges_none(
    world: World,
) -> None:
    (own,) = items(world, CAMDEN, "/v1/statements")
    path = f"/v1/statements/{own['reference']}"
    answer = world.machine_call(CAMDEN, "GET", "/v1/statements")
    assert answer.json()["items"] == [own]
    assert world.machine_call(CAMDEN, "GET", path).json() == own
    system = world.machine(CAMDEN)
    known = system.headers("GET", path) | {"Accept": "text/csv"}
    assert world.http.get(path, headers=known).text.startswith("row,period,")
    acknowledged = f"{path}/acknowledge"
    refused = world.machine_call(CAMDEN, "POST", acknowledged, {"head": own["head"]})
    assert refused.status_code == 403
    # Nor another landlord's system what is not its own.
    assert world.machine_call(HACKNEY, "GET", path).status_code == 404


def test_the_chart_of_urgency_is_a_file_and_a_picture(world: World) -> None:
    path = "/v1/urgency"
    plain = _ask(world, AUDITOR, path)
    # Three cases are too few to tell anything of.
    assert (plain.json()["landlords"], plain.json()["services"]) == ([], [])
    file = _ask(world, AUDITOR, path, Accept="text/csv")
    assert file.text.splitlines()[1:] == []
    picture = _ask(world, AUDITOR, path, Accept="image/svg+xml")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.text.startswith("<svg ")
    assert _ask(world, CAMDEN, path).status_code == 403
