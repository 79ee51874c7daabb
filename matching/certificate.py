"""Why no plan does better: prices that anybody can check by adding up.

Weak duality (Dantzig and Wolfe 1960; for exchanges Abraham, Blum and Sandholm 2007):
put a price on each household and each void so that no chain and no cycle is worth more
than the prices it pays; then no plan is worth more than all the prices together. A
level takes the levels before it at the values they reached, each with a multiplier.
All numbers are whole; `scale` of them make one unit of the level.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Slope:
    """A straight line under the square of a landlord's balance in one row.

    For whole b, and |slope - 2·anchor·scale| <= scale:
    scale·b² >= scale·anchor² + slope·(b - anchor).
    """

    landlord_id: str
    size_class: str
    anchor: int
    slope: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """Prices for one part of the plans there are.

    Attributes:
        households: Price of each household's one place, by id; one not named costs
            nothing. Not negative, unless the household's move is fixed above here.
        voids: Price of each void's one place, by id; likewise. Not negative.
    """

    households: tuple[tuple[str, int], ...]
    voids: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Every plan moves this household into this home, or does not.

    Attributes:
        fixed: For the plans that do: no other arc of the household or of the home is
            left, and both are used.
        left_out: For those that do not: the arc is gone.
    """

    household_id: str
    home_id: str
    fixed: "Branch | Leaf"
    left_out: "Branch | Leaf"


@dataclass(frozen=True, slots=True)
class LevelProof:
    """The proof of one level's bound.

    Attributes:
        level: Name of the level, as in its report.
        scale: Units of price that make one unit of the level; at least 1.
        multipliers: One for each level before, in order; not negative. For a level
            that is made large it is held at no less than its value, for one made
            small at no more.
        slopes: For the balance, where it is this level or one held with a
            multiplier: one line a row. A row not named counts as its anchor 0 with
            slope 0.
        tree: Leaves cover every plan between them; the bound is the worst of theirs.
    """

    level: str
    scale: int
    multipliers: tuple[int, ...]
    slopes: tuple[Slope, ...]
    tree: Branch | Leaf
