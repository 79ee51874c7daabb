"""Every simulated move is written in the service's own book, and its laws hold."""

from datetime import timedelta

from fixtures.simulator.book import Event, Pages
from fixtures.spec import DEMONSTRATION_DAY
from matching.pool import size_class
from reciprocal import clock
from reciprocal.laboratory.scheme import Moved
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.ledger.terms import SizeClass, TransactionKind
from tests.reciprocal.laboratory.runs import played

_DAYS_A_ROUND = 30


def test_the_laws_of_the_book_hold_after_each_round_and_it_says_the_same() -> None:
    pages, moves = Pages(), 0
    for one in played("rule"):
        for each in one.moved:
            moves += 1
            pages = _written(pages, each, one.number)
        book = pages.book()
        assert not [fault for law in INVARIANTS for fault in law(book)]
        said = {
            (owner, size): homes
            for owner, rows in pages.exposure().items()
            for size, homes in rows
            if homes
        }
        assert said == one.posted
    assert moves


def _written(pages: Pages, moved: Moved, number: int) -> Pages:
    old, new = moved.case.home.landlord_id, moved.home.landlord_id
    if old == new:
        return pages
    day = DEMONSTRATION_DAY + timedelta(days=_DAYS_A_ROUND * number)
    at = clock.end_of_day(day)
    for kind in (TransactionKind.HOLD, TransactionKind.POST):
        posted = kind is TransactionKind.POST
        pages = pages.written(
            Event(
                kind=kind,
                move_ref=f"move-{moved.case.id}",
                chain_ref=f"chain-{moved.case.id}",
                round_id=f"round-{number}",
                origin=old,
                receiver=new,
                size_class=SizeClass(size_class(moved.home.bedrooms)),
                at=at,
                day=day,
                hold_until=None if posted else at,
                settle_by=day + timedelta(days=182) if posted else None,
            )
        )
    return pages
