"""Who hears a dispute, on which grounds, until when: a table, and the draw."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.ledger import adjustments, hearing
from reciprocal.ledger.terms import DisputeGround, TransactionKind

TOLD = datetime(2026, 4, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "in_time"),
    [
        (date(2026, 4, 15), True),
        (date(2026, 5, 13), True),
        (date(2026, 5, 14), False),
    ],
)
def test_a_line_is_disputed_within_28_days_of_being_told(
    today: date,
    in_time: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert hearing.is_in_time(TOLD, today) is in_time


def test_the_day_it_is_told_is_the_day_in_london() -> None:
    # Half past eleven at night in UTC is the next day in summer
    late = datetime(2026, 4, 15, 23, 30, tzinfo=UTC)
    assert hearing.is_in_time(late, date(2026, 5, 14))


def test_a_hearing_takes_ten_working_days_and_an_appeal_28_days() -> None:
    # The early May holiday is not worked
    assert hearing.heard_by(datetime(2026, 4, 20, 9, tzinfo=UTC)) == datetime(
        2026, 5, 5, 16, tzinfo=UTC
    )
    assert hearing.appeal_by(datetime(2026, 5, 5, 16, tzinfo=UTC)) == datetime(
        2026, 6, 2, 16, tzinfo=UTC
    )


def test_each_ground_is_told_as_a_reason_of_a_correction() -> None:
    assert hearing.REASONS.keys() == set(DisputeGround)
    allowed = adjustments.REASONS[TransactionKind.CORRECT]
    assert set(hearing.REASONS.values()) <= allowed
    assert len(set(hearing.REASONS.values())) == len(DisputeGround)


def test_what_takes_back_already_is_not_disputed() -> None:
    assert hearing.GROUNDS.keys() == {
        TransactionKind.POST,
        TransactionKind.CONVERT,
        TransactionKind.OFFSET,
        TransactionKind.NOVATE,
        TransactionKind.WRITE_OFF,
    }


@pytest.mark.parametrize(
    ("landlords", "first", "appeal"),
    [(3, False, False), (4, True, False), (5, True, False), (6, True, True)],
)
def test_a_scheme_needs_two_beside_the_parties_and_two_more_for_an_appeal(
    landlords: int,
    first: bool,  # noqa: FBT001 - a column of the table
    appeal: bool,  # noqa: FBT001 - likewise
) -> None:
    assert hearing.enough(landlords, is_appeal=False) is first
    assert hearing.enough(landlords, is_appeal=True) is appeal


@given(
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.sets(st.integers(0, 40).map(str), min_size=6),
    st.data(),
)
def test_two_are_drawn_of_those_who_are_left_in_whatever_order_they_come(
    hearing_id: str, landlords: set[str], data: st.DataObject
) -> None:
    kept_out = frozenset(
        data.draw(st.sets(st.sampled_from(sorted(landlords)), max_size=4))
    )
    found = hearing.drawn(hearing_id, sorted(landlords), kept_out)
    assert len(set(found)) == 2
    assert not kept_out & set(found)
    assert found == hearing.drawn(hearing_id, sorted(landlords, reverse=True), kept_out)


def test_another_hearing_draws_others() -> None:
    landlords = [str(number) for number in range(33)]
    found = {hearing.drawn(str(number), landlords, frozenset()) for number in range(99)}
    assert len(found) > 50
