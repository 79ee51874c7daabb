"""Why no plan does better: prices that anybody can check by adding up.

Weak duality (Dantzig and Wolfe 1960; for exchanges Abraham, Blum and Sandholm 2007):
put a price on each household and each void so that no chain and no cycle is worth more
than the prices it pays; then no plan is worth more than all the prices together. Homes
owed have a price too where lettings are offered for them, paid once for each. A level
takes the levels before it at the values they reached, each with a multiplier.
All numbers are whole; `scale` of them make one unit of the level.

Where one set of prices leaves a gap, the plans are split in two by an arc that all of
a half use, or none does; each half has prices of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class DebtPrice:
    """The price of each letting that a landlord may let for what it owes of a size.

    A chain from such a letting pays it beside the price of its void.
    """

    landlord_id: str
    size_class: str
    price: int


@dataclass(frozen=True, slots=True, order=True)
class Slope:
    """A straight line under the square of a landlord's balance in one row.

    For whole b, and |slope - 2·anchor·times| <= times:
    times·b² >= times·anchor² + slope·(b - anchor),
    where `times` is the leaf's scale if the balance is the level itself, and its
    multiplier if it is one held.
    """

    landlord_id: str
    size_class: str
    anchor: int
    slope: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """Prices for one part of the plans there are.

    Attributes:
        scale: Units of price that make one unit of the level; at least 1.
        multipliers: One for each level before, in order; not negative. A level that
            is made large is held at no less than its value, one made small at no
            more.
        slopes: For the balance, where it is this level or one held with a
            multiplier: one line a row. A row not named has the line of anchor 0 and
            slope 0.
        households: Price of each household's one place, by id; one not named costs
            nothing. Not negative, unless the household's move is fixed above here.
        voids: Price of each void's one place, by id; likewise. Not negative.
        debts: Where lettings are offered for debts, the price of each home owed, one
            a landlord and size class; likewise. They come to each price times the
            homes owed. Not negative.
    """

    scale: int
    multipliers: tuple[int, ...]
    slopes: tuple[Slope, ...]
    households: tuple[tuple[str, int], ...]
    voids: tuple[tuple[str, int], ...]
    debts: tuple[DebtPrice, ...] = ()


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
        tree: Leaves cover every plan between them; the bound is the worst of theirs.
    """

    level: str
    tree: Branch | Leaf
