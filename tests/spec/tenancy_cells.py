"""Every cell of the table of tenancies, how many say what, and how one is named."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from types import MappingProxyType

from matching.tenure import TenureCase, TenureVerdict, Term, tenure
from matching.terms import LandlordKind, TenancyKind, TenancyStanding

COUNCIL, ASSOCIATION = LandlordKind.COUNCIL, LandlordKind.HOUSING_ASSOCIATION
EITHER = (False, True)
NEW_LANDLORDS = ((COUNCIL, False), (COUNCIL, True), (ASSOCIATION, False))
"""Whoever lets: a council, a council that lets on trial, an association."""

LET_BY_SOMEBODY = frozenset(TenancyKind) - {
    TenancyKind.DEMOTED,
    TenancyKind.LICENCE,
    TenancyKind.NON_SECURE,
    TenancyKind.FULLY_MUTUAL,
    TenancyKind.PROTECTED,
}

EXPECTED_CELLS = MappingProxyType(
    {
        TenureVerdict.IMPROVES: 56,
        TenureVerdict.PRESERVES: 104,
        TenureVerdict.CONDITIONAL: 72,
        TenureVerdict.NEEDS_PERSON: 4_696,
        TenureVerdict.NEVER: 19_360,
        TenureVerdict.NO_POWER: 10_560,
    }
)
"""Cells by verdict: change them only with the cells, and say why in the commit."""


def every_cell() -> Iterator[TenureCase]:
    """Yield each case of the facts that can change a verdict but for the term.

    The length of a term, April 2012 and Affordable Rent are not told here:
    `every_detail` has them for each plain move.
    """
    for held, granted_by, standing, abuse, gap, sought in product(
        TenancyKind, LandlordKind, TenancyStanding, EITHER, EITHER, EITHER
    ):
        for (new, on_trial), offered, abolished in product(
            NEW_LANDLORDS, TenancyKind, EITHER
        ):
            yield TenureCase(
                held=held,
                held_from=granted_by,
                standing=standing,
                domestic_abuse=abuse,
                gap=gap,
                possession_sought=sought,
                since_april_2012=False,
                new_landlord=new,
                introductory_scheme=on_trial,
                offered=offered,
                affordable_rent=False,
                term=Term.UNKNOWN,
                shortholds_abolished=abolished,
            )


def every_detail() -> Iterator[TenureCase]:
    """Yield each sole tenant's move with every term, rent and April 2012.

    Where possession is sought and where nobody lets such a tenancy they mean nothing.
    """
    for case in every_cell():
        alone = case.standing is TenancyStanding.SOLE and not case.possession_sought
        if alone and case.offered in LET_BY_SOMEBODY:
            for term, since, dear in product(Term, EITHER, EITHER):
                yield case._replace(
                    term=term, since_april_2012=since, affordable_rent=dear
                )


def count_cells() -> Counter[TenureVerdict]:
    """Count the cells by verdict."""
    return Counter(tenure(case).verdict for case in every_cell())


def name_of(case: TenureCase) -> str:
    """Name a cell so that a reader finds it in docs/rules.md."""
    circumstances = [
        words
        for words, holds in (
            ("domestic abuse", case.domestic_abuse),
            ("after a gap", case.gap),
            ("possession sought", case.possession_sought),
            ("since April 2012", case.since_april_2012),
            ("lets on trial", case.introductory_scheme),
            ("Affordable Rent", case.affordable_rent),
            (f"term {case.term}", case.term is not Term.UNKNOWN),
            ("shortholds abolished", case.shortholds_abolished),
        )
        if holds
    ]
    return (
        f"{case.held} ({case.standing}) from a {case.held_from}"
        f" -> {case.offered} from a {case.new_landlord}"
        f" [{', '.join(circumstances) or 'plain'}]"
    )
