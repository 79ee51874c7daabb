"""Which new tenancy keeps a household as secure as it was: a table, cell by cell.

Source: Housing Act 1985 s.81ZA (put in by the Domestic Abuse Act 2021 s.79) obliges
a council to grant a lifetime tenancy to a survivor who holds one; Housing Act 1996
s.124(2) keeps introductory tenancies from those who were secure or assured
immediately before; an association is bound only by the scheme's agreement, so the
table holds it to the same promise. Both readings of the rules read this table;
neither decides anything about tenancies beyond it.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from matching.terms import LandlordKind, TenancyKind


class TenureVerdict(StrEnum):
    """What the move does to the household's security of tenure."""

    PRESERVES = "p"
    IMPROVES = "i"
    WORSE = "w"
    NEEDS_DECISION = "?"
    NOT_GRANTABLE = "n"


class TenureCase(NamedTuple):
    """One cell of the table."""

    held: TenancyKind
    held_from: LandlordKind
    new_landlord: LandlordKind
    offered: TenancyKind


_COUNCIL: Final = LandlordKind.COUNCIL
_ASSOCIATION: Final = LandlordKind.HOUSING_ASSOCIATION
_LANDLORD_WORDS: Final = {"council": _COUNCIL, "association": _ASSOCIATION}

# Rows: the tenancy held and who granted it. Columns: the tenancy offered by a council,
# then by an association, in the order of `TenancyKind` (secure lifetime, flexible,
# introductory, assured lifetime, assured fixed, starter, then the five that are never
# a destination). A row whose landlord cannot have granted it needs a person.
_GRID: Final = """
secure_lifetime  council      p w w n n n w w w w w  n n n p w w w w w w w
secure_flexible  council      i ? ? n n n w w w w w  n n n i ? ? w w w w w
introductory     council      i ? ? n n n w w w w w  n n n i ? ? w w w w w
assured_lifetime council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
assured_fixed    council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
starter          council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
demoted          council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
licence          council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
non_secure       council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
fully_mutual     council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
protected        council      ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
secure_lifetime  association  p w w n n n w w w w w  n n n ? w w w w w w w
secure_flexible  association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
introductory     association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
assured_lifetime association  p w w n n n w w w w w  n n n p w w w w w w w
assured_fixed    association  i ? ? n n n w w w w w  n n n i ? ? w w w w w
starter          association  i ? ? n n n w w w w w  n n n i ? ? w w w w w
demoted          association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
licence          association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
non_secure       association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
fully_mutual     association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
protected        association  ? ? ? n n n w w w w w  n n n ? ? ? w w w w w
"""


def _read(grid: str) -> dict[TenureCase, TenureVerdict]:
    kinds = tuple(TenancyKind)
    columns = [(to, offered) for to in (_COUNCIL, _ASSOCIATION) for offered in kinds]
    table: dict[TenureCase, TenureVerdict] = {}
    for line in grid.strip().splitlines():
        held, landlord, *letters = line.split()
        for (to, offered), letter in zip(columns, letters, strict=True):
            case = TenureCase(TenancyKind(held), _LANDLORD_WORDS[landlord], to, offered)
            table[case] = TenureVerdict(letter)
    return table


TENURE: Final = MappingProxyType(_read(_GRID))
