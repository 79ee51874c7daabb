"""What a certificate is about: who could go where, and what each level counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import maxsize
from typing import NamedTuple

from matching.instance import NOBODY, Goal, Instance, Whole

# A landlord and a size class, or the total of all.
Row = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Balances:
    """What moves post to the balances whose squares one level counts.

    Attributes:
        opening: Each balance as the round begins, by landlord and size class. Units:
            homes.
        still: Those that no move changes.
        posts: The rows that each arc changes, as places in `opening`. Shape: arcs x 4.
        homes: By how much. Shape: 4.
        each: What every move adds to the level besides.
    """

    opening: Mapping[Row, int]
    still: frozenset[Row]
    posts: Whole
    homes: Whole
    each: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One level, as a number that is made large.

    Attributes:
        counts: What each move adds; for the balance, what it posts.
        value: That the plan reaches, with its sign turned where small is good.
    """

    name: str
    counts: Goal | Balances
    value: int

    def of_nobody(self) -> int:
        """Return the value where nobody moves."""
        if isinstance(self.counts, Goal):
            return 0
        return -sum(homes**2 for homes in self.counts.opening.values())


class Named(NamedTuple):
    """Those who move, and who of them into ready homes, once that is settled.

    Attributes:
        first: The place of the first measure that takes it for settled.
        of_others: The arcs that no plan has which moves just those.
    """

    first: int
    of_others: frozenset[int]

    def gone(self, level: int) -> frozenset[int]:
        """Return the arcs that no plan in question has at a level."""
        return self.of_others if level >= self.first else frozenset()


_NOBODY_NAMED = Named(maxsize, frozenset())


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What a certificate is about.

    Attributes:
        households, homes: Where each identifier stands in the instance.
        voids: Likewise, of voids alone.
        debts: Which group of the instance is of the lettings offered for each debt.
    """

    instance: Instance
    households: Mapping[str, int]
    homes: Mapping[str, int]
    voids: Mapping[str, int]
    debts: Mapping[Row, int]
    measures: tuple[Measure, ...]
    named: Named

    @classmethod
    def of(
        cls,
        instance: Instance,
        household_ids: Sequence[str],
        home_ids: Sequence[str],
        measures: Iterable[Measure],
        debts: Sequence[Row] = (),
        named: Named = _NOBODY_NAMED,
    ) -> "Problem":
        """Return the problem of an instance.

        Args:
            debts: What its groups are called, by their places.
        """
        homes = {name: i for i, name in enumerate(home_ids)}
        occupant = instance.occupant.tolist()
        return cls(
            instance=instance,
            households={name: i for i, name in enumerate(household_ids)},
            homes=homes,
            voids={name: i for name, i in homes.items() if occupant[i] == NOBODY},
            debts={debt: i for i, debt in enumerate(debts)},
            measures=tuple(measures),
            named=named,
        )

    def arc_of(self, household_id: str, home_id: str) -> int | None:
        """Return where a pair stands among the arcs; None where it does not suit."""
        household = self.households.get(household_id, NOBODY)
        home = self.homes.get(home_id, NOBODY)
        found = (self.instance.household == household) & (self.instance.home == home)
        return int(found.argmax()) if found.any() else None
