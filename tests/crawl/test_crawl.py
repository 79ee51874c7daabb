"""Nobody is told what they need not know, on any route, at any stage."""

import re
from pathlib import Path
from random import Random

import pytest

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.reports.audited import pseudonym
from tests.crawl import elsewhere, matrix, may_see
from tests.crawl.canaries import Finder
from tests.crawl.crawler import Crawler
from tests.crawl.doors import api_routes
from tests.crawl.parties import pairs, parties
from tests.crawl.scheme import canaries, rows
from tests.crawl.walk import Walk
from tests.support.minutes import sampling_seed
from tests.support.world import MakeWorld

SHARED_BY_TWO: frozenset[str] = frozenset()
"""References that two parties may both hold: none."""

FEWEST_NAMES = 20
_PSEUDONYM = re.compile(r"[0-9a-f]{12}")


@pytest.fixture
def crawler(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> Crawler:
    """Everybody signed in for the length of the walk, in a scheme of canaries."""
    for limit in ("IDLE", "ABSOLUTE"):
        monkeypatch.setenv(f"RECIPROCAL_SESSION_{limit}_MINUTES", "1000000")
    world = make_world(rows())
    drawn = Random(sampling_seed())  # noqa: S311 - a sample must repeat
    return Crawler(world, parties(world), Finder(canaries()), drawn)


@pytest.mark.long
def test_nobody_is_told_what_they_need_not_know(
    crawler: Crawler,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with elsewhere.everything_logged() as said:
        Walk(crawler).whole()
        owner_url = crawler.world.copy.owner_url
        entries = crawler.items("auditor", "/v1/audit?limit=200")
        seen = set(crawler.sightings)
        wrong, counts = matrix.judged(crawler, crawler.app)
        crawler.shout()
    printed = capsys.readouterr()
    report = {
        "cells visited": len(crawler.cells),
        "requests": crawler.requests,
        "canaries planted": len(crawler.finder.canaries),
        "seen where allowed": len(seen) - len(may_see.leaks(seen)),
        "authorisation matrix": dict(counts),
    }
    print(report)  # noqa: T201 - how far the crawl went

    assert may_see.leaks(seen) == []
    assert may_see.unseen(seen) == []
    assert crawler.sightings == seen, "an answer repeats what was sent"
    assert crawler.both_ends == set(), "an answer holds the old home and the new"
    assert crawler.faults == []
    assert wrong == []
    assert matrix.untried(crawler, crawler.app) == []
    assert routes_not_visited(crawler) == []
    assert shared_references(crawler) == []
    assert internal_ids_told(crawler, owner_url) == []
    assert pseudonyms_only(entries, owner_url)
    assert elsewhere.kinds_stored(owner_url, crawler.finder) == set()
    assert elsewhere.kinds_in_files(tmp_path, crawler.finder) == set()
    assert kinds_logged(crawler.finder, [*said, printed.out, printed.err]) == set()


def routes_not_visited(crawler: Crawler) -> list[str]:
    """Name each route that some party never came to, whatever its answer was."""
    been = {(cell.route, cell.party) for cell in crawler.cells}
    return [
        f"GET {route.path} by {name}"
        for route in api_routes()
        if "GET" in route.methods
        for name in crawler.parties
        if (f"GET {route.path}", name) not in been
    ]


def shared_references(crawler: Crawler) -> list[str]:
    """Name the routes by which two organisations came to hold one string."""
    return [
        f"{one.name} by {crawler.tokens[one.organisation][token]} and "
        f"{other.name} by {crawler.tokens[other.organisation][token]}"
        for one, other in pairs(crawler.parties)
        for token in crawler.tokens.get(one.organisation, {}).keys()
        & crawler.tokens.get(other.organisation, {}).keys()
        if token not in SHARED_BY_TWO
    ]


def internal_ids_told(crawler: Crawler, owner_url: str) -> list[str]:
    """Name the routes by which a party was told an internal identifier."""
    internal = elsewhere.internal_ids(owner_url)
    assert internal, "no identifier was found, so nothing was checked"
    return [
        f"{organisation} by {route}"
        for organisation, told in crawler.tokens.items()
        for token, route in told.items()
        if token in internal
    ]


def pseudonyms_only(entries: list[dict[str, str]], owner_url: str) -> bool:
    """Tell whether the auditor's names lead nowhere and are nobody else's."""
    names = {
        row[key] for row in entries for key in ("actor", "organisation", "subject")
    }
    internal = elsewhere.internal_ids(owner_url)
    joined = "|".join(sorted(internal))
    other = Actor("x", ActorKind.PERSON, "another auditor", "s", Role.AUDITOR)
    others = {pseudonym(other, identifier) for identifier in internal}
    return (
        len(names) > FEWEST_NAMES
        and all(_PSEUDONYM.fullmatch(name) and name not in joined for name in names)
        and not names & others
    )


def kinds_logged(finder: Finder, said: list[str]) -> set[str]:
    """Name each sealed canary that any log line holds."""
    return {
        kind
        for line in said
        for kind in finder.kinds_in(line)
        if not elsewhere.OPEN_KINDS.fullmatch(kind)
    }
