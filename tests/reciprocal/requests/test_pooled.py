"""Which cases a round may match, and what it is told of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from fixtures.rows import HomeReturns
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from fixtures.stated import referral_of
from matching.terms import (
    Access,
    AgeOf,
    Animal,
    BedroomStandard,
    LandlordKind,
    PetRule,
    TenancyKind,
    TenancyStanding,
)
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.homes.tables import Home
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.operations import decide_rules
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import Organisation, Provider, ReferringService
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import queries as proposal_queries
from reciprocal.proposals import recheck
from reciprocal.requests import checks
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.rounds import snapshot
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld

CRITERIA, STANDARD = BedroomStandard
GOOD = referral_of(one_move().requests[0])
ATTESTED = checks.Attestation(
    tenancy_kind=TenancyKind.SECURE_LIFETIME,
    tenancy_start=DAY - timedelta(days=2000),
    joint=False,
    successor=False,
    possession_proceedings=True,
    notice_served=False,
    account_balance_pence=-250_000,
    continuous_since_april_2012=False,
    identity_seen=True,
    accepts_debt=True,
)


def own_team(journey: Journey) -> None:
    with journey.world.acting(journey.world.coordinator) as session:
        row = session.get_one(ReferringService, journey.request.service_id)
        row.owner_provider_id = journey.request.provider_id
        session.add(row)


def unreachable(journey: Journey) -> None:
    with journey.world.acting(journey.world.coordinator) as session:
        row = session.get_one(Organisation, journey.request.provider_id)
        row.deputy_number = ""
        session.add(row)


def paused(journey: Journey) -> None:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        proposals.pause(session, actor=worker, case_ref=journey.request.case_ref)


def taken(journey: Journey) -> tuple[int, int]:
    """Return how many households and homes a round would take now."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, clock.today())
        pool = snapshot.take(session, alone, rules)
    return len(pool.households), len(pool.homes)


@pytest.mark.parametrize("why", [own_team, unreachable, paused])
def test_a_case_is_left_out_of_the_round_with_its_home(
    make_world: MakeWorld, why: Callable[[Journey], None]
) -> None:
    journey = Journey(make_world(one_move()))
    assert taken(journey) == (1, 2)
    why(journey)
    assert taken(journey) == (0, 1)


def test_a_home_still_occupied_by_a_perpetrator_is_never_supply(
    make_world: MakeWorld,
) -> None:
    rows = one_move()
    occupied = {"home_returns": HomeReturns.PERPETRATOR_IN_OCCUPATION}
    request = rows.requests[0].model_copy(update=occupied)
    journey = Journey(make_world(replace(rows, requests=(request,))))
    assert taken(journey) == (1, 1)
    assert journey.left.possession_recorded is False


def test_the_pool_says_what_the_rows_say_field_by_field(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        version, rules = organisations.rules_on(session, alone.scheme_id, DAY)
        pool = snapshot.take(session, alone, rules)
        policy = snapshot.policy_of(rules, version, DAY)
    (household,) = pool.households
    request, row = journey.request, one_move().requests[0]
    assert household.id == request.id
    assert household.landlord_id == household.team == request.provider_id
    assert household.current_authority == HACKNEY
    assert (household.bedrooms_min, household.bedrooms_max) == (2, 2)
    assert household.persons == 2
    assert household.authorities_of_choice == frozenset(row.areas_of_choice)
    assert household.authorities_to_avoid == frozenset()
    assert household.homes_refused == frozenset()
    assert household.urgency is row.urgency
    assert household.waiting_since_day == DAY.toordinal()
    assert household.tenancy_held is row.tenancy_held
    assert household.tenancy_standing is TenancyStanding.SOLE
    assert (household.domestic_abuse, household.possession_sought) == (True, False)
    assert (household.gap_days, household.since_april_2012) == (0, False)
    assert {landlord.introductory_scheme for landlord in pool.landlords} == {False}
    pooled = {home.id: home for home in pool.homes}
    void, left = pooled[journey.void.id], pooled[journey.left.id]
    assert (void.ready, void.occupant_id, void.weeks_to_keys) == (True, None, 1)
    assert (left.ready, left.occupant_id) == (False, request.id)
    assert (void.authority, void.sector) == (CAMDEN, "NW1 8")
    assert (void.bedrooms, void.persons_max, void.floor, void.lift) == (2, 4, 1, True)
    assert {landlord.id for landlord in pool.landlords} == {
        member.id
        for code, member in journey.world.loaded.members.items()
        if code in (CAMDEN, HACKNEY)
    }
    assert all(landlord.balances == () for landlord in pool.landlords)
    assert policy.cycle_moves_max == rules.cycle_moves_max
    assert policy.version == str(version)
    eve = rules.prp_ast_abolished_from - timedelta(days=1)
    assert snapshot.policy_of(rules, version, eve).shortholds_abolished is False
    after = snapshot.policy_of(rules, version, rules.prp_ast_abolished_from)
    assert after.shortholds_abolished is True
    assert ISLINGTON not in journey.world.loaded.members


def test_what_is_held_in_the_book_counts_in_the_next_round(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, DAY)
        pool = snapshot.take(session, alone, rules)
    by_id = {landlord.id: landlord.balances for landlord in pool.landlords}
    assert by_id[journey.proposal.old_provider_id] == (("BED2", -1),)
    assert by_id[journey.proposal.new_provider_id] == (("BED2", 1),)


def test_what_a_home_and_a_household_add_is_in_the_pool(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        home = session.get_one(Home, journey.void.id)
        home.age_min, home.age_of, home.pets = 60, AgeOf.TENANT, PetRule.ALLOWED
        home.adapted_access, home.adapted_on = Access.STEP_FREE, DAY
        request = session.get_one(PropertyRequest, journey.request_id)
        request.access_needed_by, request.animal = DAY, Animal.PET_MUST_COME
        request.tenant_age_reached, request.adults_age_reached = 60, 55
        request.bedrooms_by_standard = 1
        landlord = session.get_one(Provider, journey.void.provider_id)
        landlord.bedroom_standard = STANDARD
        session.add_all([home, request, landlord])
    with journey.world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, DAY)
        pool = snapshot.take(session, alone, rules)
    (household,) = pool.households
    pooled = {home.id: home for home in pool.homes}
    void, left = pooled[journey.void.id], pooled[journey.left.id]
    assert journey.void.ready_date is not None
    assert void.keys_day == journey.void.ready_date.toordinal()
    # Of the home that is left, nobody has said any of it.
    assert (left.age_min, left.age_of, left.pets) == (None, "every_adult", "unknown")
    assert (left.adapted_access, left.adapted_day, left.keys_day) == (None,) * 3
    assert (void.age_min, void.age_of, void.pets) == (60, "tenant", "allowed")
    assert (void.adapted_access, void.adapted_day) == (
        Access.STEP_FREE,
        DAY.toordinal(),
    )
    assert household.access_needed_by_day == DAY.toordinal()
    assert household.animal is Animal.PET_MUST_COME
    assert (household.tenant_age_reached, household.adults_age_reached) == (60, 55)
    assert household.bedrooms_min_by == ((CRITERIA, 2), (STANDARD, 1))
    own = {row.id: row.bedroom_standard for row in pool.landlords}
    assert own.pop(journey.void.provider_id) is STANDARD
    assert set(own.values()) == {None}


def test_a_landlord_that_counts_bedrooms_its_own_way_is_asked_so(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    assert suits(journey)
    with journey.world.acting(journey.world.coordinator) as session:
        landlord = session.get_one(Provider, journey.void.provider_id)
        landlord.bedroom_standard = STANDARD
        request = session.get_one(PropertyRequest, journey.request_id)
        request.bedrooms_by_standard = 3
        session.add_all([landlord, request])
    assert not suits(journey)


def test_a_landlord_reads_the_need_as_it_counts_bedrooms(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).offered()
    for standard, needed in ((None, 2), (CRITERIA, 1), (STANDARD, 3)):
        with journey.world.acting(journey.world.coordinator) as session:
            landlord = session.get_one(Provider, journey.void.provider_id)
            landlord.bedroom_standard = standard
            request = session.get_one(PropertyRequest, journey.request_id)
            request.bedrooms_by_size_criteria = 1
            request.bedrooms_by_standard = 3
            session.add_all([landlord, request])
        with journey.world.acting(journey.landlord) as session:
            offer = proposal_queries.own_offer(
                session, journey.landlord, journey.proposal.offer_ref
            )
            shown = proposal_queries.show_offer(session, journey.landlord, offer)
            assert shown.opened()["bedrooms_needed"] == needed


def suits(journey: Journey) -> bool:
    """Ask the referee about the step as the rows stand now."""
    with journey.world.acting(journey.worker) as session:
        request = session.get_one(PropertyRequest, journey.request_id)
        home = session.get_one(Home, journey.void.id)
        return recheck.still_safe_and_suitable(session, journey.worker, request, home)


def test_possession_sought_since_the_proposal_stops_the_step(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    assert suits(journey)
    with journey.world.acting(journey.world.coordinator) as session:
        check = session.get_one(TenancyCheck, journey.check.id)
        check.possession_proceedings = True
        session.add(check)
    assert not suits(journey)


def test_a_starter_tenancys_months_count_until_shortholds_are_abolished(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        old = session.get_one(Provider, journey.request.provider_id)
        old.kind = LandlordKind.HOUSING_ASSOCIATION
        check = session.get_one(TenancyCheck, journey.check.id)
        check.tenancy_kind = TenancyKind.STARTER
        home = session.get_one(Home, journey.void.id)
        home.tenancy_offered = TenancyKind.INTRODUCTORY
        session.add_all([old, check, home])
    assert suits(journey)
    with journey.world.acting(alone) as session:
        decide_rules(
            session,
            actor=alone,
            scheme_id=alone.scheme_id,
            effective_from=clock.today(),
            rules=SchemeRules(prp_ast_abolished_from=clock.today()),
        )
    assert not suits(journey)
