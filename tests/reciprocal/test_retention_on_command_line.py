"""What an operator is told of what is due and what went."""

from datetime import UTC, datetime, timedelta

import pytest

from reciprocal import clock
from tests.support.typed import INIT, Type, installed, typed

__all__ = ["installed", "typed"]

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE = "Invitations, with the name somebody signs in by: 1.\n"
NOTHING = "Nothing is due.\n"


@pytest.mark.usefixtures("installed")
def test_what_is_due_is_counted_then_erased_once(typed: Type) -> None:
    with clock.source(lambda: START):
        typed(*INIT)
        assert typed("retention", "due", "--days", "36").out == NOTHING
        assert typed("retention", "due", "--days", "37").out == ONE
        assert typed("retention", "sweep").out == NOTHING
    with clock.source(lambda: START + timedelta(days=37)):
        for _ in range(2):
            assert typed("retention", "sweep", "--dry-run").out == ONE
        assert typed("retention", "sweep").out == ONE
        assert typed("retention", "sweep").out == NOTHING
        assert typed("audit", "check").code == 0
