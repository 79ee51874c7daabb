"""The rules of suitability, owned here: every household against every home at once.

`RULES` is the ordered list; its order is that of `RefusalCode`. `matching.referee`
reads the same spec again, one pair at a time.

No mask of the whole pool is ever made. Households are read a block at a time; of a
block there remain one bit a pair and, for each household, how many homes each rule
refuses. Which rules refuse one pair is read again when it is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matching.pool import Home, Household, Policy, Pool
from matching.rules.access import ACCESS
from matching.rules.areas import AREAS
from matching.rules.columns import Columns, Mask, Whole, columns_of
from matching.rules.history import HISTORY
from matching.rules.landlord import LANDLORD
from matching.rules.living import LIVING
from matching.rules.rule import Rule
from matching.rules.size import SIZE
from matching.rules.tenancy import TENANCY
from matching.terms import RefusalCode

RULES: tuple[Rule, ...] = (
    *AREAS,
    *SIZE,
    *ACCESS,
    *LIVING,
    *TENANCY,
    *LANDLORD,
    *HISTORY,
)
assert tuple(rule.code for rule in RULES) == tuple(RefusalCode), (
    "one rule for each code, in its order"
)

# Whatever a policy leaves unsaid is read in the stricter way.
NOTHING_SAID = Policy(version="")

# One rule's mask of a block takes this many bytes, and its bits an eighth of them.
_PAIRS_A_BLOCK = 2**24
_WORD_BYTES = 8

Bits = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Suitability:
    """Which pairs suit, and how many homes each rule keeps from each household.

    Attributes:
        columns: What was read; indexes are into its rows and columns.
        suits: A bit for each pair that suits, eight to a byte along the homes; each
            row padded with nothing to whole words. Shape: households x bytes.
        removed: Homes that each rule refuses. Shape: households x rules.
        removed_alone: Of those, the homes that no other rule refuses: one change
            would open them. Shape: households x rules.
    """

    columns: Columns
    suits: Bits
    removed: Whole
    removed_alone: Whole

    def allows(self, household: int, home: int) -> bool:
        """Say whether one pair suits."""
        return bool(self.suits[household, home // 8] >> (7 - home % 8) & 1)

    def homes_for(self, household: int) -> tuple[int, ...]:
        """Return the homes that suit a household, ascending."""
        return tuple(np.unpackbits(self.suits[household]).nonzero()[0].tolist())

    def codes(self, household: int, home: int) -> tuple[RefusalCode, ...]:
        """Return why one pair is refused; empty when it suits.

        Cost: each rule read once more, over a pool of two rows.
        """
        pair = self.columns.pair(household, home)
        return tuple(rule.code for rule in RULES if rule.refused(pair).item())

    def removed_by_rule(self) -> dict[RefusalCode, int]:
        """Count the pairs that each rule refuses; a pair may count for several."""
        return _by_rule(self.removed)

    def removed_by_rule_alone(self) -> dict[RefusalCode, int]:
        """Count the pairs that each rule refuses and no other does."""
        return _by_rule(self.removed_alone)

    def pairs(self) -> int:
        """Count the pairs that suit."""
        return int(_counted(self.suits).sum())


def evaluate(
    pool: Pool,
    policy: Policy = NOTHING_SAID,
    *,
    households_a_block: int | None = None,
    without: frozenset[RefusalCode] = frozenset(),
) -> Suitability:
    """Read every rule over every pair.

    Args:
        pool: Any number of households and homes.
        policy: The scheme's dated rules.
        without: Rules to leave unread, as if they did not exist. What follows is for
            telling and never for matching.
        households_a_block: How many to read at once, at least 1; the answer is the
            same for any number. Unless given, as many as keep a mask in 16 MiB.

    Cost: rules x households x homes comparisons; memory for one bit a pair, and for
    one block's masks and bits.
    """
    columns = columns_of(pool, policy)
    blocks = _blocks(columns, households_a_block, without)
    suits, removed, removed_alone = zip(*blocks, strict=True)
    return Suitability(
        columns,
        np.concatenate(suits),
        np.concatenate(removed),
        np.concatenate(removed_alone),
    )


def kept_only_by(
    pool: Pool, policy: Policy, codes: frozenset[RefusalCode]
) -> Iterator[tuple[Household, Home]]:
    """Yield the pairs that one or more of these rules refuse, and no other rule.

    Cost: as `evaluate`.
    """
    whole = columns_of(pool, policy)
    for columns in whole.blocks(_rows_a_block(whole)):
        these, others = ~columns.everybody(), ~columns.everybody()
        for rule in RULES:
            mask = these if rule.code in codes else others
            mask |= rule.refused(columns)
        rows, heads = (these & ~others).nonzero()
        for i, j in zip(rows.tolist(), heads.tolist(), strict=True):
            yield columns.households[i], columns.homes[j]


def count_suiting(
    pool: Pool,
    policy: Policy,
    households: Sequence[Household],
    *,
    without: frozenset[RefusalCode] = frozenset(),
) -> list[int]:
    """Count the pool's homes that would suit each household, were it as it is given.

    The households need not be the pool's: this asks what a change would open. Cost:
    as `evaluate`, for these households.
    """
    columns = replace(columns_of(pool, policy), households=tuple(households))
    blocks = _blocks(columns, without=without)
    return [n for suits, _, _ in blocks for n in _counted(suits).tolist()]


def _blocks(
    columns: Columns,
    rows: int | None = None,
    without: frozenset[RefusalCode] = frozenset(),
) -> Iterator[tuple[Bits, Whole, Whole]]:
    """Read every rule, a block of households at a time."""
    if rows is None:
        rows = _rows_a_block(columns)
    assert rows > 0, "a block holds at least one household"
    return (_read(block, without) for block in columns.blocks(rows))


def _rows_a_block(columns: Columns) -> int:
    return max(1, _PAIRS_A_BLOCK // max(1, len(columns.homes)))


def _read(
    columns: Columns, without: frozenset[RefusalCode]
) -> tuple[Bits, Whole, Whole]:
    """Read every rule over one block, but those that are left unread.

    Returns: what suits, what each rule removes, and what it alone removes.
    """
    everybody = _packed(columns.everybody())
    refused = []
    for rule in RULES:
        if rule.code in without:
            refused.append(np.zeros_like(everybody))
            continue
        mask = rule.refused(columns)
        assert mask.shape == columns.shape, rule.code
        refused.append(_packed(mask))
    once, twice = np.zeros_like(everybody), np.zeros_like(everybody)
    for bits in refused:
        twice |= once & bits
        once |= bits
    return (
        everybody & ~once,
        np.stack([_counted(bits) for bits in refused], axis=1),
        np.stack([_counted(bits & ~twice) for bits in refused], axis=1),
    )


def _packed(mask: Mask) -> Bits:
    """Return a mask as bits, each row padded with nothing to a whole word."""
    filled = np.packbits(mask, axis=1)
    rows, taken = filled.shape
    packed = np.zeros((rows, taken + -taken % _WORD_BYTES), dtype=np.uint8)
    packed[:, :taken] = filled
    return packed


def _counted(bits: Bits) -> Whole:
    """Count the bits of each row, a word at a time."""
    words = np.bitwise_count(bits.view(np.uint64))
    counts: Whole = words.sum(axis=1, dtype=np.int64)
    return counts


def _by_rule(counts: Whole) -> dict[RefusalCode, int]:
    pairs = counts.sum(axis=0).tolist()
    return {rule.code: n for rule, n in zip(RULES, pairs, strict=True)}
