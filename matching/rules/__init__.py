"""The rules of suitability, owned here: every household against every home at once.

`RULES` is the ordered list; its order is that of `RefusalCode`. `matching.referee`
reads the same spec again, one pair at a time.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pool import Policy, Pool
from matching.rules.access import ACCESS
from matching.rules.areas import AREAS
from matching.rules.columns import Mask, columns_of
from matching.rules.history import HISTORY
from matching.rules.landlord import LANDLORD
from matching.rules.rule import Rule
from matching.rules.size import SIZE
from matching.rules.tenancy import TENANCY
from matching.terms import RefusalCode

RULES: tuple[Rule, ...] = (*AREAS, *SIZE, *ACCESS, *TENANCY, *LANDLORD, *HISTORY)


@dataclass(frozen=True, slots=True)
class Suitability:
    """Which pairs suit, and for the others why not.

    Attributes:
        allowed: Shape: households x homes, in the pool's order.
        packed: For each rule, in the order of `RULES`, the pairs it refuses, eight
            to a byte along the homes. Shape: rules x households x ceil(homes / 8).
    """

    allowed: Mask
    packed: npt.NDArray[np.uint8]

    def refused_by(self, code: RefusalCode) -> Mask:
        """Return the pairs that one rule refuses. Shape: households x homes."""
        row = _ROW[code]
        homes = self.allowed.shape[1]
        return np.unpackbits(self.packed[row], axis=1, count=homes).astype(np.bool_)

    def codes(self, household: int, home: int) -> tuple[RefusalCode, ...]:
        """Return why one pair is refused; empty when it suits. Indexes, not ids."""
        bits = self.packed[:, household, home // 8] >> (7 - home % 8) & 1
        return tuple(rule.code for rule, bit in zip(RULES, bits, strict=True) if bit)

    def rules_broken(self) -> npt.NDArray[np.int64]:
        """Count the rules each pair breaks. Shape: households x homes."""
        homes = self.allowed.shape[1]
        bits = np.unpackbits(self.packed, axis=2, count=homes)
        broken: npt.NDArray[np.int64] = bits.sum(axis=0, dtype=np.int64)
        return broken


_ROW = {rule.code: i for i, rule in enumerate(RULES)}
assert tuple(_ROW) == tuple(RefusalCode), "one rule for each code, in its order"


# Whatever a policy leaves unsaid is read in the stricter way.
NOTHING_SAID = Policy(version="")


def evaluate(pool: Pool, policy: Policy = NOTHING_SAID) -> Suitability:
    """Read every rule over every pair. Cost: rules x households x homes bits."""
    columns = columns_of(pool, policy)
    allowed = np.ones(columns.shape, dtype=np.bool_)
    packed = []
    for rule in RULES:
        refused = rule.refused(columns)
        assert refused.shape == columns.shape, rule.code
        allowed &= ~refused
        packed.append(np.packbits(refused, axis=1))
    return Suitability(allowed, np.stack(packed))
