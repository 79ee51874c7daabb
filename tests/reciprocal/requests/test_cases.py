"""A case from its first day to the pot: consents, areas, the check, and the round."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from fixtures.rows import HomeReturns
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from fixtures.stated import referral_of
from matching.terms import TenancyKind
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.homes.operations import HomePostedAlready
from reciprocal.homes.tables import Home
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Organisation, ReferringService
from reciprocal.places import WithinDistance, parse_postcode
from reciprocal.proposals import operations as proposals
from reciprocal.requests import checks, operations, queries
from reciprocal.requests.lifecycle import CheckState, DeclineCode, RequestState
from reciprocal.requests.operations import ConsentGivenAlready, ConsentMissing
from reciprocal.requests.rules import CONSENTS_TO_SUBMIT, ConsentPurpose, Referral
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.rounds import snapshot
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld

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


def refer(journey: Journey, referral: Referral = GOOD) -> PropertyRequest:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        return operations.refer(session, actor=worker, referral=referral)


def consent(
    journey: Journey, request: PropertyRequest, purpose: ConsentPurpose
) -> None:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        operations.record_consent(
            session, actor=worker, case_ref=request.case_ref, purpose=purpose
        )


def submit(journey: Journey, request: PropertyRequest) -> TenancyCheck:
    """Consent to all, submit, and return the check that is asked for."""
    for purpose in ConsentPurpose:
        consent(journey, request, purpose)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        operations.submit(session, actor=worker, case_ref=request.case_ref)
    with journey.reading() as session:
        return session.exec(
            select(TenancyCheck).where(TenancyCheck.request_id == request.id)
        ).one()


def attest(
    journey: Journey,
    check: TenancyCheck,
    attestation: checks.Attestation = ATTESTED,
    home: checks.HomeReturning | None = None,
) -> TenancyCheck:
    actor = journey.old_landlord
    with journey.world.acting(actor) as session:
        return checks.attest(
            session,
            actor=actor,
            check_ref=check.landlord_ref,
            attestation=attestation,
            home=home,
        )


def decline(
    journey: Journey, check: TenancyCheck, code: DeclineCode, *, dated: bool
) -> None:
    actor = journey.old_landlord
    with journey.world.acting(actor) as session:
        checks.decline(
            session,
            actor=actor,
            check_ref=check.landlord_ref,
            code=code,
            own_stock_offer_date=DAY if dated else None,
        )


def now(journey: Journey, request: PropertyRequest) -> PropertyRequest:
    with journey.reading() as session:
        return session.get_one(PropertyRequest, request.id)


def test_areas_are_kept_compiled_and_never_as_they_were_stated(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    centre = WithinDistance(parse_postcode("SW2 1RW"), 937)
    areas = replace(GOOD.areas, avoid=(centre,), landlords_to_avoid={CAMDEN})  # type: ignore[arg-type]
    request = refer(journey, replace(GOOD, areas=areas))
    worker = journey.worker
    with journey.world.acting(worker) as session:
        kept = queries.reveal(session, worker, request, "areas", request.areas)
        shown = queries.show_case(session, worker, request)
    assert isinstance(kept, dict)
    assert set(kept) == {"of_choice", "authorities", "sectors", "landlords"}
    assert "SW2 1" in kept["sectors"]
    assert len(kept["sectors"]) >= 3
    assert kept["landlords"] == [CAMDEN]
    assert "1RW" not in str(kept)
    assert "937" not in str(kept)
    assert shown["areas"] == kept
    assert request.geography_version


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"landlord_code": "L9999"}, "landlord_code"),
        ({"landlord_code": "COORDINATOR"}, "landlord_code"),
        (
            {"areas": replace(GOOD.areas, landlords_to_avoid=frozenset({"L9999"}))},
            "landlords_to_avoid",
        ),
        ({"areas": replace(GOOD.areas, of_choice=frozenset())}, "areas_of_choice"),
    ],
)
def test_a_referral_is_refused_by_its_field(
    make_world: MakeWorld, changed: dict[str, object], field: str
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(FieldsInvalid) as refused:
        refer(journey, replace(GOOD, **changed))  # type: ignore[arg-type]
    assert [fault.field for fault in refused.value.faults] == [field]


def test_only_an_approved_service_refers(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    other = journey.world.coordinator.organisation_id
    stray = replace(journey.worker, organisation_id=other)
    with pytest.raises(Forbidden), journey.world.acting(stray) as session:
        operations.refer(session, actor=stray, referral=GOOD)


def test_a_case_is_submitted_with_its_consents_and_each_stands_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    request = refer(journey)
    worker = journey.worker
    for purpose in sorted(CONSENTS_TO_SUBMIT):
        with pytest.raises(ConsentMissing), journey.world.acting(worker) as session:
            operations.submit(session, actor=worker, case_ref=request.case_ref)
        consent(journey, request, purpose)
        with pytest.raises(ConsentGivenAlready):
            consent(journey, request, purpose)
    with journey.world.acting(worker) as session:
        operations.submit(session, actor=worker, case_ref=request.case_ref)
    assert now(journey, request).state is RequestState.AWAITING_APPROVAL
    with pytest.raises(ConsentMissing), journey.world.acting(worker) as session:
        operations.revoke_consent(
            session, actor=worker, request=request, purpose=ConsentPurpose.OFFER
        )


def test_areas_are_stated_anew_while_the_case_is_open(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    request = journey.request

    def state(areas: object) -> PropertyRequest:
        with journey.world.acting(worker) as session:
            return operations.replace_areas(
                session,
                actor=worker,
                case_ref=request.case_ref,
                areas=areas,  # type: ignore[arg-type]
            )

    worker = journey.worker
    assert state(GOOD.areas).version == 2
    with pytest.raises(FieldsInvalid):
        state(replace(GOOD.areas, of_choice=frozenset({CAMDEN})))
    journey.completed()
    request = journey.request
    with pytest.raises(StateConflict):
        state(GOOD.areas)


def test_the_check_waits_for_a_fixed_run_and_is_its_landlords_alone(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    case = refer(journey)
    check = submit(journey, case)
    assert check.visible_at >= clock.now() + timedelta(hours=1)
    with pytest.raises(NotFound):
        attest(journey, check)
    journey.world.hands.on(check.visible_at)
    other, owner = journey.landlord, journey.old_landlord
    with journey.world.acting(other) as session, pytest.raises(NotFound):
        queries.own_check(session, other, check.landlord_ref)
    with journey.world.acting(owner) as session:
        shown = queries.show_own_check(session, owner, check)
        listed = queries.own_checks(session, owner)
    assert shown["tenancy_reference"] == GOOD.tenancy_reference
    assert len(listed) == 2
    worker = journey.worker
    with journey.world.acting(worker) as session:
        proposals.withdraw_consent(
            session,
            actor=worker,
            case_ref=case.case_ref,
            purpose=ConsentPurpose.TENANCY_CHECK,
        )
    with journey.world.acting(owner) as session:
        shown = queries.show_own_check(session, owner, check)
    assert shown["tenancy_reference"] is None


def test_an_attestation_is_countersigned_and_enters_the_pot(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    request = refer(journey)
    check = submit(journey, request)
    journey.world.hands.on(check.visible_at)
    with pytest.raises(FieldsInvalid) as refused:
        attest(journey, check, replace(ATTESTED, accepts_debt=False))
    assert [fault.field for fault in refused.value.faults] == ["accepts_debt"]
    coordinator = journey.world.coordinator

    def countersign() -> None:
        with journey.world.acting(coordinator) as session:
            checks.countersign(session, actor=coordinator, check_ref=check.board_ref)

    with pytest.raises(StateConflict):
        countersign()
    # Arrears and proceedings are information, and no reason.
    attest(journey, check)
    assert now(journey, request).state is RequestState.IN_POT
    with journey.world.acting(coordinator) as session:
        (row,) = queries.countersignatures(session, coordinator)
        board = queries.board_requests(session, coordinator)
        assert not queries.is_countersigned(session, coordinator, request.id)
        with pytest.raises(NotFound):
            queries.board_check(session, coordinator, check.id)
    assert row["account_balance_pence"] == -250_000
    assert len(board) == 2
    countersign()
    with journey.world.acting(coordinator) as session:
        assert queries.is_countersigned(session, coordinator, request.id)
    for again in (attest, lambda j, c: decline(j, c, NOT_OURS, dated=False)):
        with pytest.raises(StateConflict):
            again(journey, check)
    assert journey.open_tasks(TaskKind.COUNTERSIGN) == []


NOT_OURS, OWN_STOCK = DeclineCode.NOT_OUR_TENANT, DeclineCode.OWN_STOCK_MOVE_OFFERED


@pytest.mark.parametrize("code", list(DeclineCode))
def test_a_landlord_declines_by_three_codes_and_dates_one(
    make_world: MakeWorld, code: DeclineCode
) -> None:
    journey = Journey(make_world(one_move()))
    request = refer(journey)
    check = submit(journey, request)
    journey.world.hands.on(check.visible_at)
    dated = code is OWN_STOCK
    with pytest.raises(FieldsInvalid) as refused:
        decline(journey, check, code, dated=not dated)
    assert [fault.field for fault in refused.value.faults] == ["own_stock_offer_date"]
    decline(journey, check, code, dated=dated)
    assert now(journey, request).state is RequestState.DECLINED
    worker = journey.worker
    with journey.world.acting(worker) as session:
        shown = queries.show_case(session, worker, now(journey, request))
    assert shown["decline_code"] == code


def test_nobody_waits_for_a_silent_landlord(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    alone = service(journey.world.loaded.scheme_id)
    request, paused = refer(journey), refer(journey)
    check = submit(journey, request)
    held = submit(journey, paused)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        proposals.pause(session, actor=worker, case_ref=paused.case_ref)

    def escalate() -> int:
        with journey.world.acting(alone) as session:
            return checks.escalate_overdue(session, actor=alone)

    journey.world.hands.on(check.due_at)
    assert escalate() == 0
    journey.world.wait(seconds=1)
    assert escalate() == 2
    assert escalate() == 0
    assert now(journey, request).state is RequestState.IN_POT
    assert now(journey, paused).state is RequestState.PAUSED
    assert len(journey.open_tasks(TaskKind.TENANCY_CHECK_OVERDUE)) == 2
    # It may still answer, and a paused case comes back to the pot.
    journey.world.wait(days=4)
    assert attest(journey, held).state is CheckState.ATTESTED
    assert attest(journey, check).state is CheckState.ATTESTED
    with journey.world.acting(worker) as session:
        operations.resume(session, actor=worker, case_ref=paused.case_ref)
    assert now(journey, paused).state is RequestState.IN_POT


def test_a_paused_case_comes_back_with_its_date_and_its_consents(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    request = refer(journey)
    submit(journey, request)
    worker, since = journey.worker, request.waiting_since
    with journey.world.acting(worker) as session:
        proposals.withdraw_consent(
            session,
            actor=worker,
            case_ref=request.case_ref,
            purpose=ConsentPurpose.MATCHING,
        )
    assert now(journey, request).state is RequestState.PAUSED
    journey.world.wait(days=30)
    with pytest.raises(ConsentMissing), journey.world.acting(worker) as session:
        operations.resume(session, actor=worker, case_ref=request.case_ref)
    consent(journey, request, ConsentPurpose.MATCHING)
    with journey.world.acting(worker) as session:
        operations.resume(session, actor=worker, case_ref=request.case_ref)
    back = now(journey, request)
    assert (back.state, back.waiting_since) == (RequestState.AWAITING_APPROVAL, since)


def test_a_case_not_confirmed_lately_is_asked_about_once_and_stays(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    alone = service(journey.world.loaded.scheme_id)

    def ask() -> int:
        with journey.world.acting(alone) as session:
            return operations.ask_unconfirmed(session, actor=alone, days=14)

    assert ask() == 0
    journey.world.wait(days=15)
    assert ask() == ask() == 1
    assert len(journey.open_tasks(TaskKind.CONFIRM_CASE)) == 1
    assert journey.request.state is RequestState.IN_POT
    worker = journey.worker
    with journey.world.acting(worker) as session:
        operations.confirm(session, actor=worker, case_ref=journey.request.case_ref)
    assert ask() == 0


def test_a_case_is_its_own_workers_and_nothing_sealed_is_in_a_list(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    deputy = journey.world.loaded.staff.desks[
        next(iter(journey.world.loaded.services.values()))
    ].second
    with journey.world.acting(deputy) as session:
        assert queries.own_cases(session, deputy) == []
        with pytest.raises(NotFound):
            queries.own_case(session, deputy, journey.request.case_ref)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        (row,) = queries.own_cases(session, worker)
    assert not {"household", "areas", "home", "tenancy_reference"} & set(row)


def test_a_dwelling_posted_already_is_no_households_home(
    make_world: MakeWorld,
) -> None:
    """The loaded household's home is live; a second case cannot bring it again."""
    journey = Journey(make_world(one_move()))
    check = submit(journey, refer(journey))
    journey.world.hands.on(check.visible_at)
    row = one_move().requests[0]
    with journey.reading() as session:
        left = session.exec(select(Home).where(Home.id == journey.left.id)).one()
    again = checks.HomeReturning(
        dwelling=homes.Dwelling(
            uprn=row.home_uprn, address=row.home_address, postcode=row.home_postcode
        ),
        facts=home_queries.facts_of(left),
        possession_recorded=True,
    )
    with pytest.raises(HomePostedAlready):
        attest(journey, check, home=again)
    with journey.reading() as session:
        assert session.get_one(TenancyCheck, check.id).state is CheckState.ASKED


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
        policy = snapshot.policy_of(rules, version)
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
