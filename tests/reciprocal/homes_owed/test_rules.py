"""How many homes a landlord is asked for: never more than it owes, by any count."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.terms import Access
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.homes_owed.rules import (
    SPEAK_AT,
    NoHomeReason,
    Standing,
    answers,
    is_to_be_spoken_with,
    is_unexplained,
    may_be_asked_for,
    owed,
)
from reciprocal.ledger.entries import Balance

THREE_OWED = Standing(
    told=Balance(posted=-3),
    whole=Balance(posted=-3),
    disputed=0,
    promised=0,
    offered=0,
    asked=0,
    nominations_percent=0,
)


@pytest.mark.parametrize(
    ("balance", "homes"),
    [
        (Balance(posted=-2), 2),
        (Balance(posted=2), 0),
        (Balance(), 0),
        # A home about to be repaid is not asked for; a debt about to be made neither.
        (Balance(posted=-2, pending=1), 1),
        (Balance(posted=-2, pending=-1), 2),
        (Balance(pending=-2), 0),
        (Balance(posted=-1, pending=3), 0),
    ],
)
def test_what_is_owed(balance: Balance, homes: int) -> None:
    assert owed(balance) == homes


@pytest.mark.parametrize(
    ("changes", "homes"),
    [
        ({}, 3),
        ({"asked": 1}, 2),
        ({"offered": 2}, 1),
        ({"promised": 1}, 2),
        ({"asked": 2, "offered": 2}, 0),
        ({"promised": 4}, 0),
        ({"disputed": 2}, 1),
        ({"disputed": 3}, 0),
        # What a change in risk hides counts where it makes the debt less, and what is
        # told where that does.
        ({"whole": Balance(posted=-1)}, 1),
        ({"told": Balance(posted=-1)}, 1),
        # A council nominates to half of its lettings, or to nearly all, or to all.
        ({"nominations_percent": 50}, 2),
        ({"nominations_percent": 99}, 1),
        ({"nominations_percent": 100}, 0),
        ({"nominations_percent": 50, "asked": 1}, 1),
    ],
)
def test_how_many_it_may_be_asked_for(changes: dict[str, Any], homes: int) -> None:
    standing = replace(THREE_OWED, **changes)
    assert may_be_asked_for(standing) == homes


_homes = st.integers(-6, 6)
_balances = st.builds(Balance, posted=_homes, pending=_homes)
_counts = st.integers(0, 5)


@given(
    st.builds(
        Standing,
        told=_balances,
        whole=_balances,
        disputed=_counts,
        promised=_counts,
        offered=_counts,
        asked=_counts,
        nominations_percent=st.integers(0, 100),
    )
)
def test_never_more_than_is_owed(standing: Standing) -> None:
    more = may_be_asked_for(standing)
    assert more >= 0
    if more:
        for balance in (standing.told, standing.whole):
            still_owed = -(balance.posted + balance.pending + standing.promised)
            assert more + standing.asked + standing.offered <= still_owed
            assert more + standing.asked <= -balance.posted


@pytest.mark.parametrize("state", HomeOwedState)
@pytest.mark.parametrize("reason", [None, *NoHomeReason])
def test_only_silence_and_no_reason_are_unexplained(
    state: HomeOwedState, reason: NoHomeReason | None
) -> None:
    silent = state is HomeOwedState.LAPSED
    said_no = state is HomeOwedState.DECLINED and reason is NoHomeReason.NOT_SAID
    assert is_unexplained(state, reason) is (silent or said_no)


@pytest.mark.parametrize("reason", [None, *NoHomeReason])
def test_who_was_asked_unreasonably_is_spoken_with_at_once(
    reason: NoHomeReason | None,
) -> None:
    at_once = reason is NoHomeReason.ASKED_UNREASONABLY
    assert is_to_be_spoken_with(reason, SPEAK_AT - 1) is at_once
    assert is_to_be_spoken_with(reason, SPEAK_AT)


@pytest.mark.parametrize(
    ("asked", "access", "will_do"),
    [
        (Access.GENERAL, Access.UNKNOWN, True),
        (Access.GENERAL, Access.STEP_FREE, True),
        (Access.STEP_FREE, Access.GENERAL, False),
        (Access.STEP_FREE, Access.UNKNOWN, False),
        (Access.STEP_FREE, Access.STEP_FREE, True),
        (Access.STEP_FREE, Access.WHEELCHAIR_FULL, True),
    ],
)
def test_how_accessible_a_home_must_be(
    asked: Access,
    access: Access,
    *,
    will_do: bool,
) -> None:
    assert answers(asked, access) is will_do
