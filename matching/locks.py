"""What a person holds fixed to see what it costs: moves, homes and requests.

A lock narrows the plans there are; it opens nothing that a rule refuses.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum

from matching.errors import PoolError

# The name of the level that counts the forced locks kept; it comes before all others.
LOCKS = "locks"


class LockKind(StrEnum):
    """A forced lock asks for a move; a forbidden one takes moves away."""

    FORCE = "force"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class Lock:
    """One thing forced or forbidden.

    With a household and a home it is one move; with a household alone its request,
    whatever the home; with a home alone the home, whoever enters it.

    Raises:
        PoolError: It names neither.
    """

    kind: LockKind
    household_id: str | None = None
    home_id: str | None = None

    def __post_init__(self) -> None:
        if self.household_id is None and self.home_id is None:
            raise PoolError("lock", "it names a household, a home or both")

    def covers(self, household_id: str, home_id: str) -> bool:
        """Say whether this move is one that the lock speaks of."""
        return self.household_id in (None, household_id) and self.home_id in (
            None,
            home_id,
        )


def forced(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Return the locks that ask for a move."""
    return tuple(lock for lock in locks if lock.kind is LockKind.FORCE)


def forbidden(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Return the locks that take moves away."""
    return tuple(lock for lock in locks if lock.kind is LockKind.FORBID)


def in_order(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Return locks in one order, so that equal policies are equal.

    Raises:
        PoolError: A lock appears twice.
    """
    ordered = sorted(
        locks,
        key=lambda lock: (lock.kind, lock.household_id or "", lock.home_id or ""),
    )
    if len(set(ordered)) != len(ordered):
        raise PoolError("locks", "a lock appears twice")
    return tuple(ordered)


def refuse_unknown(
    locks: Iterable[Lock], households: Container[str], homes: Container[str]
) -> None:
    """Refuse locks on what is not in the pool.

    Raises:
        PoolError: A household or a home is not known by its identifier.
    """
    for lock in locks:
        if lock.household_id is not None and lock.household_id not in households:
            raise PoolError("lock", "its household_id is of no household of the pool")
        if lock.home_id is not None and lock.home_id not in homes:
            raise PoolError("lock", "its home_id is of no home of the pool")
