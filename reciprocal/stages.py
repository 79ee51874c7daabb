"""Following a table of transitions: what every lifecycle does with its own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from reciprocal.errors import StateConflict

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


def follow(
    table: Mapping[tuple[State, Event], State], state: State, event: Event
) -> State:
    """Return the state an event leads to; a pair that is not there cannot happen.

    Raises:
        StateConflict: When the event leads nowhere from this state.
    """
    following = table.get((state, event))
    if following is None:
        raise StateConflict
    return following
