"""The crawl names what leaks: a crawl that finds nothing has to be able to find."""

import base64
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests.lifecycle import NEXT_STEP, RequestState
from tests.crawl import may_see
from tests.crawl.canaries import Finder
from tests.crawl.crawler import Crawler
from tests.crawl.parties import parties
from tests.crawl.scheme import V, canaries, rows
from tests.crawl.walk import Walk
from tests.reciprocal.disclosure.flips import Flip, flipped
from tests.support.minutes import sampling_seed
from tests.support.world import Fill, opened

OPENED = (
    Flip("home", "address", "landlord_system", "in_pot"),
    Flip("case_proposal", "landlord", "referring_worker", "proposed"),
    Flip("offer", "adults", "named_lead", "offered"),
    Flip("offer", "children_ages", "named_lead", "agreed"),
    Flip("case", "household", "referring_system", "in_pot"),
    Flip("case", "tenancy_reference", "referring_system", "draft"),
)
NAMED = {
    "v.address was told to D.system by GET /v1/homes/{reference} at draft",
    "D.name was told to A.worker by GET /v1/cases/{reference}/proposal at proposed",
    "m.adults was told to D.lead by GET /v1/offers/{reference} at offered",
    "m.ages was told to D.lead by POST /v1/offers/{reference}/answer at agreed",
    "m.household was told to A.system by GET /v1/cases/{reference} at attested",
    "m.tenancy_reference was told to A.system by GET /v1/cases/{reference} at draft",
}
IN_A_SENTENCE = "v.address was told to A.system by GET /v1/cases at proposed"


def test_planted_leaks_are_named(
    filled: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("IDLE", "ABSOLUTE"):
        monkeypatch.setenv(f"RECIPROCAL_SESSION_{limit}_MINUTES", "1000000")
    found = flipped(*OPENED)
    module = import_module("reciprocal.disclosure.present")
    monkeypatch.setattr(module, "resources", lambda: found)
    coded = base64.b64encode(V.address.encode()).decode()
    monkeypatch.setitem(NEXT_STEP, RequestState.PROPOSED, f"See {coded}.")
    drawn = Random(sampling_seed())  # noqa: S311 - a sample must repeat
    scheme = filled("sqlite", rows(), SchemeRules())
    with opened(scheme, tmp_path) as world:
        crawler = Crawler(world, parties(world), Finder(canaries()), drawn)
        crawler.looking = frozenset({"D.system", "A.worker", "D.lead", "A.system"})
        walk = Walk(crawler)
        walk.to_pot()
        walk.to_proposal()
        walk.to_acceptance()

    leaks = set(may_see.leaks(crawler.sightings))
    assert leaks >= NAMED | {IN_A_SENTENCE}
