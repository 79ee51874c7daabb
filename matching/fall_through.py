"""How many moves of a plan would be completed, if each step may fall through.

A figure that is reported and never aimed at: what makes one plan better than another
is settled by `objectives`. Source: discounting a chain's place p by s^p, Dickerson,
Manlove, Plaut, Sandholm and Trimble 2016, section 5; expected transplants, Dickerson,
Procaccia and Sandholm 2013.
"""

from fractions import Fraction

from matching.errors import PoolError
from matching.plan import Exchange, ExchangeKind, Plan

# Assumed: nobody has published how often a step of such a chain is completed.
STEP_COMPLETES = Fraction(4, 5)


def expected_moves(plan: Plan, step_completes: Fraction = STEP_COMPLETES) -> Fraction:
    """Return the moves of a plan that would be completed on average.

    A chain's step needs itself and every step before it; a cycle is completed whole
    or not at all. Steps are taken to fall through independently.

    Args:
        plan: Any plan.
        step_completes: The odds of one step, from 0 to 1.

    Raises:
        PoolError: The odds are no odds.
    """
    if not 0 <= step_completes <= 1:
        raise PoolError("step_completes", "it is from 0 to 1")
    return sum(
        (_expected(exchange, step_completes) for exchange in plan.exchanges),
        start=Fraction(0),
    )


def _expected(exchange: Exchange, step_completes: Fraction) -> Fraction:
    moves = len(exchange.steps)
    if exchange.kind is ExchangeKind.CYCLE:
        return moves * step_completes**moves
    return sum((step_completes**p for p in range(1, moves + 1)), start=Fraction(0))
