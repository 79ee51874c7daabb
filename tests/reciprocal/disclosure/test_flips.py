"""Whoever opens one cell of the disclosure file sees a test name it."""

import pytest

from tests.reciprocal.disclosure.flips import FLIPS, Flip, flipped
from tests.reciprocal.disclosure.need_to_know import differences


@pytest.mark.parametrize("flip", FLIPS, ids=str)
def test_an_opened_cell_is_named(flip: Flip) -> None:
    field = f"{flip.resource}.{flip.field}"
    told = f"{field} is seen and must not be by {flip.role} at {flip.stage}"

    assert differences(flipped(flip)) == [told]


def test_a_closed_cell_is_named_too() -> None:
    found = dict(flipped())
    found["stock"] = flipped()["stock"].__class__("stock", "", ("open",), ())

    assert differences(found) == [
        "stock.added is hidden and must be seen by named_lead at open"
    ]


def test_nothing_is_named_when_nothing_was_flipped() -> None:
    assert differences(flipped()) == []
