"""How many rules there are, and how many lines of the specification hold them.

Committed by hand: a rule that is added or lost is seen here before it is seen in a
round. Source of the numbers: the table of tenancies and the attributes of homes, as
`docs/law.md` and `docs/rules.md` list them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from matching.rules import RULES
from matching.rules.follows import SEQUENCE_RULES
from matching.tenure import TENURE_RULES
from tests.spec.chapters import CHAPTERS

EXPECTED_RULES: Mapping[str, int] = MappingProxyType(
    {
        "rules of a household and a home": 28,
        "rules of whole plans": 2,
        "rules of the table of tenancies": 17,
        "lines of the specification": 150,
    }
)


def count_rules() -> dict[str, int]:
    """Count them as they are."""
    counts = (
        len(RULES),
        len(SEQUENCE_RULES),
        len(TENURE_RULES),
        sum(len(cases) for _, cases in CHAPTERS),
    )
    return dict(zip(EXPECTED_RULES, counts, strict=True))
