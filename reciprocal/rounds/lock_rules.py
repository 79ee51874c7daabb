"""What a coordinator may hold fixed together on a round; pure.

Each answer tells a little of where households may live. A lock on what the plan shows,
that narrows the plan, asks for nothing that is not told already; any other lock is a
question of its own, and few of those are asked at once.
"""

from collections.abc import Collection, Sequence

from matching.locks import Lock, LockKind, forbidden, forced
from matching.what_if import Cost
from reciprocal.errors import Kind, ReciprocalError

LOCKS_MAX = 10
BESIDE_THE_PLAN_MAX = 3
FORCED_BESIDE_THE_PLAN_MAX = 1

Moves = Collection[tuple[str, str]]


class NothingToTry(ReciprocalError):
    code = "nothing_to_try"
    kind = Kind.INVALID
    sentence = (
        "Try out one to ten things, each once: steps of the plan to keep, and steps, "
        "requests or homes of it to hold back. With anything else among them, three "
        "at most and one of them forced, so that an answer tells what it costs and "
        "not where a household may not go."
    )


class StepNotInPlan(ReciprocalError):
    code = "step_not_in_plan"
    kind = Kind.INVALID
    sentence = (
        "Only a step that the round's plan has can be forced; to see whether another "
        "move is possible, force the request or the home alone."
    )


def refuse_many(locks: Sequence[Lock], shown: Moves) -> None:
    """Refuse locks that are none, too many at once, or twice the same.

    Args:
        locks: What is to be tried out together.
        shown: The steps that the plan shows to whoever asks, by internal ids.

    Raises:
        NothingToTry: For what may not be tried at once.
    """
    once = len(set(locks)) == len(locks)
    few = 1 <= len(locks) <= LOCKS_MAX
    if not all(is_of_plan(lock, shown) for lock in locks):
        few = len(locks) <= BESIDE_THE_PLAN_MAX
        few = few and len(forced(locks)) <= FORCED_BESIDE_THE_PLAN_MAX
    if not (once and few):
        raise NothingToTry


def refuse_new_pairs(locks: Sequence[Lock], shown: Moves) -> None:
    """Refuse to force a pair that the plan does not show, be it possible or not.

    Raises:
        StepNotInPlan: For such a pair.
    """
    for lock in forced(locks):
        if _is_pair(lock) and not is_of_plan(lock, shown):
            raise StepNotInPlan


def is_of_plan(lock: Lock, shown: Moves) -> bool:
    """Tell whether a lock keeps a step of the plan, or holds something of it back.

    To force a request or a home by itself is never of the plan: the solver would look
    for another place for it, and whether there is one would be told.
    """
    if lock.kind is LockKind.FORCE and not _is_pair(lock):
        return False
    return any(lock.covers(*move) for move in shown)


def trials_of(locks: int) -> int:
    """Return how many trials of an hour so many locks take: one for every three."""
    return -(-locks // BESIDE_THE_PLAN_MAX)


def at_odds(locks: Sequence[Lock], cost: Cost) -> str | None:
    """Return why no plan does all of several things; None where one may.

    It names nobody, and is the same in whatever order they are given.
    """
    why = None
    if _contradict(locks):
        why = "what one of them asks for, another rules out"
    elif len(locks) > 1 and cost.kept_at_most < cost.asked:
        why = f"of {cost.asked} to be kept, {cost.kept_at_most} can be at most"
    return why and f"No plan does all of these: {why}."


def _contradict(locks: Sequence[Lock]) -> bool:
    """Tell whether two locks rule each other out, whatever the pool.

    What is forced is ruled out by what forbids all of it. Two steps are forced apart
    where they share a household or a home: each enters one home, and each is entered
    by one.
    """
    asked = forced(locks)
    ruled_out = any(
        _takes_all(less, of=more) for more in asked for less in forbidden(locks)
    )
    pairs = {(lock.household_id, lock.home_id) for lock in asked if _is_pair(lock)}
    apart = any(len({pair[side] for pair in pairs}) < len(pairs) for side in (0, 1))
    return ruled_out or apart


def _takes_all(lock: Lock, *, of: Lock) -> bool:
    return lock.household_id in (None, of.household_id) and lock.home_id in (
        None,
        of.home_id,
    )


def _is_pair(lock: Lock) -> bool:
    return lock.household_id is not None and lock.home_id is not None
