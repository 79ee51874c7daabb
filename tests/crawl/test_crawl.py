"""Nobody is told what they need not know, on any route, at any stage."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.crawl import may_see
from tests.crawl.canaries import Finder
from tests.crawl.crawler import Crawler
from tests.crawl.parties import parties
from tests.crawl.scheme import canaries, rows
from tests.crawl.walk import Walk
from tests.support.minutes import sampling_seed
from tests.support.world import MakeWorld


@pytest.fixture
def crawler(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Crawler]:
    """Everybody signed in for the length of the walk, in a scheme of canaries."""
    for limit in ("IDLE", "ABSOLUTE"):
        monkeypatch.setenv(f"RECIPROCAL_SESSION_{limit}_MINUTES", "1000000")
    world = make_world(rows())
    # Entered, so that all requests share one event loop.
    with world.http:
        yield Crawler(
            world, parties(world), Finder(canaries()), Random(sampling_seed())
        )


def test_nobody_is_told_what_they_need_not_know(crawler: Crawler) -> None:
    Walk(crawler).whole()

    print(crawler.requests, len(crawler.cells), len(crawler.sightings))
    assert may_see.leaks(crawler.sightings) == []
    assert may_see.unseen(crawler.sightings) == []
    assert crawler.both_ends == set()
    assert crawler.faults == []
