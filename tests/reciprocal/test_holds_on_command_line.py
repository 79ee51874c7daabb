"""What a coordinator types to keep a case, and what they are told."""

import pytest

from fixtures.load import COORDINATOR
from fixtures.people import sign_in_name
from tests.reciprocal.journey import Journey, one_move
from tests.support.typed import Type, typed
from tests.support.world import MakeWorld

__all__ = ["typed"]


def test_two_keep_a_case_and_two_let_it_go(
    make_world: MakeWorld, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = Journey(make_world(one_move()))
    settings = journey.world.working.settings
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(settings.key_file))
    case = journey.request.board_ref
    one, other = (
        ("--as", sign_in_name(COORDINATOR, who)) for who in ("lead", "deputy")
    )
    until = ("--reason", "court_order", "--review-on", "2027-01-01")
    kept = typed("retention", "hold", case, *one, *until)
    assert (kept.code, kept.err) == (0, "")
    assert typed("retention", "confirm-hold", case, *one).code == 1
    assert typed("retention", "confirm-hold", case, *other).code == 0
    journey.world.wait(days=400)
    told = typed("retention", "due").out
    assert told.endswith("Legal holds whose review has come: 1.\n")
    first = typed("retention", "release-hold", case, *one).out
    assert first == "Another coordinator must say so too.\n"
    assert typed("retention", "release-hold", case, *other).out == "It is let go.\n"
    assert "Legal holds" not in typed("retention", "due").out
