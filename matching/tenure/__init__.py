"""Which new tenancy keeps a household as secure as it was: the table of tenancies.

`grid` holds the answer for a plain move, `modifiers` what a gap, proceedings or a
change in the law does to it, `law` the authority of each rule, and `reading` puts them
together into one `Cell` for each `TenureCase`. Every case has a cell: nothing is
allowed for want of a line. Both readings of the rules look their answer up here, each
from facts it gathered itself; neither decides anything about tenancies beyond it.
"""

from matching.tenure.case import (
    DECIDABLE,
    Cell,
    Condition,
    Disclosure,
    TenureCase,
    TenureVerdict,
    Term,
)
from matching.tenure.law import ABOLISHED_FROM, TENURE_RULES, TenureRule, TenureRuleId
from matching.tenure.reading import tenure

__all__ = (
    "ABOLISHED_FROM",
    "DECIDABLE",
    "TENURE_RULES",
    "Cell",
    "Condition",
    "Disclosure",
    "TenureCase",
    "TenureRule",
    "TenureRuleId",
    "TenureVerdict",
    "Term",
    "tenure",
)
