"""Which tenancy may be signed for, beside the one that was promised."""

from datetime import date

import pytest

from matching.tenure import Condition, TenureVerdict
from matching.terms import LandlordKind, RentBasis, TenancyKind, TenancyStanding
from reciprocal.moves.operations import Grant
from reciprocal.proposals.promises import is_no_worse, promise_row
from reciprocal.proposals.recheck import Pair
from reciprocal.proposals.tables import TenancyPromise
from tests.matching.builders import POLICY, a_home, a_household, a_landlord

DAY = date(2026, 11, 2)
SOCIAL, AFFORDABLE = RentBasis.SOCIAL, RentBasis.AFFORDABLE
LIFETIME, FLEXIBLE = TenancyKind.SECURE_LIFETIME, TenancyKind.SECURE_FLEXIBLE
TRIAL, ASSURED = TenancyKind.INTRODUCTORY, TenancyKind.ASSURED_LIFETIME
COUNCIL = LandlordKind.COUNCIL


def promised(tenancy: TenancyKind, rent: RentBasis = SOCIAL) -> TenancyPromise:
    return TenancyPromise(
        id="promise",
        proposal_id="step",
        number=1,
        tenancy=tenancy,
        landlord_kind=COUNCIL,
        rent_basis=rent,
        weekly_rent_pence=12_400,
        verdict=TenureVerdict.CONDITIONAL,
        condition=Condition.TERM_COVERS,
        rules="R3 S1",
        disclosures="rent_basis",
        worked_out_on=DAY,
    )


def pair(held: TenancyKind) -> Pair:
    """Return a sole tenant of a council, and a home of another council."""
    return Pair(
        household=a_household(
            "household",
            "old",
            tenancy_held=held,
            landlord_kind=COUNCIL,
            tenancy_standing=TenancyStanding.SOLE,
            gap_days=0,
            possession_sought=False,
        ),
        home=a_home("home", "new"),
        landlord=a_landlord("new", kind=COUNCIL, introductory_scheme=False),
        policy=POLICY,
    )


PASSES = (
    (LIFETIME, (LIFETIME, SOCIAL), (LIFETIME, SOCIAL)),
    (LIFETIME, (LIFETIME, AFFORDABLE), (LIFETIME, SOCIAL)),
    (LIFETIME, (LIFETIME, AFFORDABLE), (LIFETIME, AFFORDABLE)),
    (FLEXIBLE, (FLEXIBLE, SOCIAL), (FLEXIBLE, SOCIAL)),
    (FLEXIBLE, (FLEXIBLE, SOCIAL), (LIFETIME, SOCIAL)),
    (FLEXIBLE, (FLEXIBLE, AFFORDABLE), (LIFETIME, SOCIAL)),
    (TRIAL, (TRIAL, SOCIAL), (LIFETIME, SOCIAL)),
)
STOPS = (
    (LIFETIME, (LIFETIME, SOCIAL), (FLEXIBLE, SOCIAL)),
    (LIFETIME, (LIFETIME, SOCIAL), (TRIAL, SOCIAL)),
    (LIFETIME, (LIFETIME, SOCIAL), (LIFETIME, AFFORDABLE)),
    (FLEXIBLE, (FLEXIBLE, SOCIAL), (LIFETIME, AFFORDABLE)),
    (FLEXIBLE, (FLEXIBLE, SOCIAL), (TRIAL, SOCIAL)),
    # What a council cannot grant, and what is never a destination.
    (FLEXIBLE, (FLEXIBLE, SOCIAL), (ASSURED, SOCIAL)),
    (FLEXIBLE, (FLEXIBLE, SOCIAL), (TenancyKind.LICENCE, SOCIAL)),
    # More than was held and yet less than was promised.
    (TRIAL, (LIFETIME, SOCIAL), (FLEXIBLE, SOCIAL)),
)
Let = tuple[TenancyKind, RentBasis]


def passes(held: TenancyKind, promise: Let, granted: Let) -> bool:
    tenancy, rent = granted
    grant = Grant(tenancy=tenancy, rent_basis=rent, start=DAY)
    return is_no_worse(promised(*promise), grant, pair(held))


@pytest.mark.parametrize(("held", "promise", "granted"), PASSES)
def test_the_promise_or_better_passes(
    held: TenancyKind, promise: Let, granted: Let
) -> None:
    assert passes(held, promise, granted)


@pytest.mark.parametrize(("held", "promise", "granted"), STOPS)
def test_anything_worse_stops_the_step(
    held: TenancyKind, promise: Let, granted: Let
) -> None:
    assert not passes(held, promise, granted)


@pytest.mark.parametrize("rent_pence", [None, 1, 12_399, 12_400])
def test_a_rent_no_higher_than_the_promised_passes(rent_pence: int | None) -> None:
    grant = Grant(
        tenancy=LIFETIME, rent_basis=SOCIAL, start=DAY, weekly_rent_pence=rent_pence
    )
    assert is_no_worse(promised(LIFETIME), grant, pair(LIFETIME))


def test_a_higher_rent_does_not() -> None:
    """Nor does a better tenancy make up for it."""
    for tenancy in (FLEXIBLE, LIFETIME):
        grant = Grant(
            tenancy=tenancy, rent_basis=SOCIAL, start=DAY, weekly_rent_pence=12_401
        )
        assert not is_no_worse(promised(FLEXIBLE), grant, pair(FLEXIBLE))


def test_a_promise_is_told_in_sentences_with_their_codes() -> None:
    row = promise_row(promised(FLEXIBLE, AFFORDABLE))
    assert (row["condition"], row["rules"], row["told"]) == (
        {
            "code": Condition.TERM_COVERS,
            "sentence": (
                "The new fixed term must run for two years at least, and for no less "
                "than what is left of the old one."
            ),
        },
        [
            {
                "code": "R3",
                "sentence": (
                    "A council with an introductory scheme lets on trial, save to "
                    "whoever was a secure tenant, or an assured tenant of a "
                    "registered provider and not a shorthold one, immediately before: "
                    "a day's gap loses this."
                ),
                "authority": "Housing Act 1996 s.124(2)",
            },
            {
                "code": "S1",
                "sentence": (
                    "The new tenancy is as secure as the one held, whoever lets."
                ),
                "authority": "Scheme agreement",
            },
        ],
        [
            {
                "code": "rent_basis",
                "sentence": (
                    "The rent is Affordable Rent, which may reach 80 % of the market, "
                    "and not social rent."
                ),
            }
        ],
    )
    assert row["attested"] is False
