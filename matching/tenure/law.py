"""The rules behind the table of tenancies, each with authority and date.

`docs/law.md` says of each what is confirmed, what is assumed, and what a lawyer should
look at first. The numbers with R are those of the scheme's brief on the law; those
with S are the scheme's own practice, where no statute settles the matter.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class TenureRuleId(StrEnum):
    """The name by which a cell, a page and a lawyer refer to one rule."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R10 = "R10"
    R16 = "R16"
    R17 = "R17"
    R19 = "R19"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    S5 = "S5"
    S6 = "S6"
    S7 = "S7"
    S8 = "S8"


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureRule:
    """One rule of law or of practice.

    Attributes:
        in_force: First day; None for the scheme's own, in force from its start, and for
            what judges have always said.
        sentence: What it does to the table, in plain words.
        verified: False where the day itself is not known for certain.
    """

    authority: str
    in_force: date | None
    sentence: str
    verified: bool = True


ABOLISHED_FROM: Final = date(2027, 10, 1)
"""The day from which, as far as is known, a registered provider can grant no assured
shorthold. Not verified: a scheme's rules may name another."""

_ID = TenureRuleId
TENURE_RULES: Final = MappingProxyType(
    {
        _ID.R1: TenureRule(
            authority="Housing Act 1985 s.81ZA (Domestic Abuse Act 2021 s.79)",
            in_force=date(2021, 11, 1),
            sentence=(
                "A council that lets to somebody who has or had a lifetime tenancy, "
                "because of domestic abuse, may not make the tenancy flexible. It "
                "reaches domestic abuse only, and does not ask whether there was a gap."
            ),
        ),
        _ID.R2: TenureRule(
            authority="Housing Act 1985 s.81ZA: it speaks of local housing authorities",
            in_force=date(2021, 11, 1),
            sentence="R1 does not bind an association; the scheme's agreement does.",
        ),
        _ID.R3: TenureRule(
            authority="Housing Act 1996 s.124(2)",
            in_force=date(1997, 2, 12),
            sentence=(
                "A council with an introductory scheme lets on trial, save to whoever "
                "was a secure tenant, or an assured tenant of a registered provider "
                "and not a shorthold one, immediately before: a day's gap loses this."
            ),
            verified=False,
        ),
        _ID.R4: TenureRule(
            authority="Housing Act 1996 s.125(3)",
            in_force=date(1997, 2, 12),
            sentence=(
                "Time in an introductory or starter tenancy that ended immediately "
                "before counts towards an introductory year; after a whole year the "
                "tenancy is secure at once."
            ),
            verified=False,
        ),
        _ID.R5: TenureRule(
            authority="Regulator of Social Housing, Tenancy Standard",
            in_force=date(2012, 4, 1),
            sentence=(
                "A social tenant on 1 April 2012 and ever since, who moves to another "
                "home at social rent, gets no less security. Not at Affordable Rent."
            ),
            verified=False,
        ),
        _ID.R10: TenureRule(
            authority="Hammersmith and Fulham LBC v Monk [1992] 1 AC 478",
            in_force=None,
            sentence=(
                "One joint tenant can end the tenancy held on any day, and with it "
                "what R3 to R5 and R16 rest on; the household is told so."
            ),
        ),
        _ID.R16: TenureRule(
            authority="Housing Act 1996 s.160ZA(5)",
            in_force=date(2012, 6, 18),
            sentence=(
                "A council does not test again whether its own or another's tenant is "
                "eligible; after a gap it may."
            ),
            verified=False,
        ),
        _ID.R17: TenureRule(
            authority="Renters' Rights Act 2025, as it reaches registered providers",
            in_force=ABOLISHED_FROM,
            sentence=(
                "From that day no association grants a fixed-term or starter "
                "shorthold, and one that was granted has become an assured tenancy; "
                "where the record still says shorthold, the stricter reading counts."
            ),
            verified=False,
        ),
        _ID.R19: TenureRule(
            authority="Housing Act 1985 s.80; Housing Act 1988 sch.1 para.12",
            in_force=date(1989, 1, 15),
            sentence=(
                "A council grants secure, flexible and introductory tenancies, an "
                "association assured ones; neither can grant the other's."
            ),
        ),
        _ID.S1: TenureRule(
            authority="Scheme agreement",
            in_force=None,
            sentence="The new tenancy is as secure as the one held, whoever lets.",
        ),
        _ID.S2: TenureRule(
            authority="Scheme practice",
            in_force=None,
            sentence=(
                "A demoted, non-secure, fully mutual or protected tenancy, a licence, "
                "and a step between trial and term are not settled here: a person "
                "decides."
            ),
        ),
        _ID.S3: TenureRule(
            authority="Scheme practice; Rent Act 1977 part 4; Housing Act 1985 part 5",
            in_force=None,
            sentence=(
                "An association's secure tenant from before 15 January 1989 has a fair "
                "rent and terms no assured tenancy has: a person decides, and written "
                "advice comes first."
            ),
        ),
        _ID.S4: TenureRule(
            authority="Scheme practice",
            in_force=None,
            sentence=(
                "A tenancy that its landlord cannot have granted is a record to put "
                "right: a person decides."
            ),
        ),
        _ID.S5: TenureRule(
            authority="Scheme practice",
            in_force=None,
            sentence=(
                "A demoted, non-secure, fully mutual or protected tenancy or a licence "
                "is never a destination."
            ),
        ),
        _ID.S6: TenureRule(
            authority="Scheme practice",
            in_force=None,
            sentence=(
                "Whoever is not the tenant has no tenancy that a move could keep; the "
                "options are in docs/law.md."
            ),
        ),
        _ID.S7: TenureRule(
            authority="Scheme practice",
            in_force=None,
            sentence=(
                "While possession is sought or a notice runs, the tenancy may end "
                "before the move: a person decides."
            ),
        ),
        _ID.S8: TenureRule(
            authority="Scheme practice, since a gap loses R3, R4, R5 and R16",
            in_force=None,
            sentence=(
                "After a gap of a day or more nothing is kept by law but R1: a person "
                "decides."
            ),
        ),
    }
)
assert set(TENURE_RULES) == set(TenureRuleId), "every rule has its authority"
