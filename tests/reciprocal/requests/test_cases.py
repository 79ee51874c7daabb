"""A case from its first day to the pot: consents, areas, the check, and the round."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from fixtures.scenarios import CAMDEN
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
from reciprocal.places import WithinDistance, parse_postcode
from reciprocal.proposals import operations as proposals
from reciprocal.requests import checks, operations, queries, stating
from reciprocal.requests.areas import AreaReason, AreaToAvoid, OneLandlord, Why
from reciprocal.requests.lifecycle import CheckState, DeclineCode, RequestState
from reciprocal.requests.operations import ConsentGivenAlready, ConsentMissing
from reciprocal.requests.rules import CONSENTS_TO_SUBMIT, ConsentPurpose
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.requests.acts import attest, consent, decline, now, refer, submit
from tests.support.world import DAY, MakeWorld

GOOD = referral_of(one_move().requests[0])
LIVES = Why(reason=AreaReason.PERPETRATOR_LIVES)
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


def test_areas_are_kept_compiled_and_never_as_they_were_stated(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    centre = WithinDistance(parse_postcode("SW2 1RW"), 937)
    avoid = (AreaToAvoid(centre, LIVES), AreaToAvoid(OneLandlord(CAMDEN), LIVES))
    areas = replace(GOOD.areas, avoid=avoid)
    request = refer(journey, replace(GOOD, areas=areas))
    worker = journey.worker
    with journey.world.acting(worker) as session:
        kept = queries.reveal(session, worker, request, "areas", request.areas)
        shown = queries.show_case(session, worker, request).opened()
    assert isinstance(kept, dict)
    wished = {"first_choice", "close_to"}
    assert set(kept) == {"of_choice", "avoid", "stay_near", *wished}
    somewhere, somebody = kept["avoid"]
    fields = {"reference", "authorities", "sectors", "landlords"}
    assert set(somewhere) == set(somebody) == fields
    assert "SW2 1" in somewhere["sectors"]
    assert len(somewhere["sectors"]) >= 3
    assert somebody["landlords"] == [CAMDEN]
    assert somebody["sectors"] == kept["stay_near"] == []
    assert "1RW" not in str(kept)
    # A reference may hold any digits.
    assert "937" not in re.sub(r"[0-9a-f]{32}", "", str(kept))
    assert shown["areas"] == kept
    assert request.geography_version


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"landlord_code": "L9999"}, "landlord_code"),
        ({"landlord_code": "COORDINATOR"}, "landlord_code"),
        (
            {
                "areas": replace(
                    GOOD.areas, avoid=(AreaToAvoid(OneLandlord("L9999"), LIVES),)
                )
            },
            "areas_to_avoid",
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
    purposes = sorted(CONSENTS_TO_SUBMIT)
    for place, purpose in enumerate(purposes):
        with (
            pytest.raises(ConsentMissing) as refused,
            journey.world.acting(worker) as session,
        ):
            operations.submit(session, actor=worker, case_ref=request.case_ref)
        assert [fault.fault for fault in refused.value.faults] == [
            f"Record the consent for {each}." for each in purposes[place:]
        ]
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
            return stating.replace_areas(
                session,
                actor=worker,
                case_ref=request.case_ref,
                areas=areas,  # type: ignore[arg-type]
            )

    worker = journey.worker
    assert state(GOOD.areas).areas.box != request.areas.box
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
        shown = queries.show_own_check(session, owner, check).opened()
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
        shown = queries.show_own_check(session, owner, check).opened()
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
        shown = queries.show_case(session, worker, now(journey, request)).opened()
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
