"""Reservations in days against the limits, and rent to whom it belongs alone."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN
from reciprocal import clock
from reciprocal.access.actor import Actor, Role
from reciprocal.errors import Forbidden
from reciprocal.ids import short_code
from reciprocal.proposals import failing, risk
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.risk import RiskChange
from reciprocal.reports import reservations, timelines
from tests.journeys.walking import SERVICE
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld, World


def coordinator(world: World) -> Actor:
    return world.person(COORDINATOR)


def reserved(journey: Journey) -> list[Mapping[str, object]]:
    actor = coordinator(journey.world)
    with journey.world.acting(actor) as session:
        return list(reservations.board_rows(session, actor))


def on_the_board(journey: Journey) -> Mapping[str, object]:
    (row,) = reserved(journey)
    return row


def rounds_cost(journey: Journey) -> dict[str, object]:
    actor = coordinator(journey.world)
    with journey.world.acting(actor) as session:
        (row,) = reservations.by_round(session, actor)
    return row


def own_cost(journey: Journey, actor: Actor) -> dict[str, object]:
    with journey.world.acting(actor) as session:
        return reservations.own_rent_lost(session, actor).opened()


def events(journey: Journey) -> list[str]:
    actor = coordinator(journey.world)
    with journey.world.acting(actor) as session:
        (row,) = timelines.rows(session, actor)
    found = row["events"]
    assert isinstance(found, list)
    return [f"{each['step']} {each['event']}" for each in found]


def test_a_household_is_followed_to_its_keys(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    assert events(journey) == ["0 waiting"]
    journey.completed()
    assert events(journey) == [
        "0 waiting",
        "1 proposed",
        "1 looked_at",
        "1 landlords_agreed",
        "1 viewed",
        "1 accepted",
        "1 signed",
        "1 keys",
    ]


def test_a_home_that_stood_ready_costs_its_landlord_and_is_counted_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    ready = journey.void.ready_date
    assert ready is not None
    journey.world.wait(hours=24 * ((ready - clock.today()).days + 3))
    cost = {"days_reserved": 3, "rent_lost_pence": 3 * 12_400 // 7}
    home = {"home": journey.void.landlord_ref, "reservations": 1, **cost}
    assert own_cost(journey, journey.landlord) == {
        "reservations": 1,
        **cost,
        "homes": [home],
    }
    assert rounds_cost(journey).items() >= {"reservations": 1, **cost}.items()
    # The landlord that is left reserves nothing, and reads of nobody's rent.
    nothing = {"reservations": 0, "days_reserved": 0, "rent_lost_pence": 0}
    assert own_cost(journey, journey.old_landlord) == {**nothing, "homes": []}


def test_a_proposal_that_no_landlord_was_shown_costs_nothing(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    journey.world.wait(hours=24 * 6)
    cost = {"reservations": 1, "days_reserved": 0, "rent_lost_pence": 0}
    assert rounds_cost(journey).items() >= cost.items()
    assert own_cost(journey, journey.landlord)["reservations"] == 0


def test_a_round_that_proposed_nothing_cost_nothing(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    journey.proposed().look(safe=False)
    journey.world.wait(hours=1)
    journey.world.run_round()
    actor = coordinator(journey.world)
    with journey.world.acting(actor) as session:
        rows = reservations.by_round(session, actor)
    assert [row["reservations"] for row in rows] == [1, 0]


def test_the_board_reads_days_against_the_limit_and_no_rent(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    begun = clock.today()
    journey.world.wait(hours=48)
    row = on_the_board(journey)
    assert (
        row.items()
        >= {
            "home_code": short_code(journey.void.board_ref),
            "kept_from": begun,
            "kept_until": None,
            "days_kept": 2,
            "end_code": None,
        }.items()
    )
    assert not {"rent_lost_pence", "landlord", "request_code"} & row.keys()
    most = row["days_kept_at_most"]
    assert isinstance(most, int)
    assert begun + timedelta(days=most) > date(2026, 3, 10)


def test_a_clock_that_was_set_back_makes_no_days_negative(
    make_world: MakeWorld,
) -> None:
    """A clock behind what was recorded made the whole list unreadable (2026-11-23)."""
    journey = Journey(make_world(one_move())).proposed()
    earlier = clock.now() - timedelta(hours=48)
    with clock.source(lambda: earlier):
        assert on_the_board(journey)["days_kept"] == 0


def test_an_ended_reservation_says_when_and_why(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    journey.world.wait(hours=24)
    journey.look(safe=False)
    ended = clock.today()
    journey.world.wait(hours=72)
    row = on_the_board(journey)
    assert (row["kept_until"], row["end_code"], row["days_kept"]) == (
        ended,
        EndCode.NOT_SAFE,
        1,
    )


def test_a_tenancy_that_failed_cost_nothing_from_its_first_day(
    make_world: MakeWorld,
) -> None:
    """The days of the tenancy were once counted as reserved, and their rent as lost."""
    journey = Journey(make_world(one_move())).accepted()
    ready = journey.void.ready_date
    assert ready is not None
    journey.world.wait(hours=24 * ((ready - clock.today()).days + 2))
    journey.sign()
    journey.start()
    keys_on = clock.today()
    before = own_cost(journey, journey.landlord)
    assert before["days_reserved"] == 2
    journey.world.wait(hours=24 * 9)
    with journey.world.acting(journey.worker) as session:
        failing.record_failure(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            code=EndCode.HOUSEHOLD_RETURNED,
        )
    assert own_cost(journey, journey.landlord) == before
    assert on_the_board(journey)["kept_until"] == keys_on


def test_a_hidden_step_is_in_no_report_but_its_lead_s(make_world: MakeWorld) -> None:
    # Given a home that stood ready for a step, of which board and landlord can read
    journey = Journey(make_world(one_move())).accepted()
    ready = journey.void.ready_date
    assert ready is not None
    journey.world.wait(hours=24 * ((ready - clock.today()).days + 3))
    colleague = journey.world.person(CAMDEN, "second")
    nothing = {"reservations": 0, "days_reserved": 0, "rent_lost_pence": 0}
    cost = own_cost(journey, journey.landlord)
    assert cost["rent_lost_pence"] != 0
    assert own_cost(journey, colleague) == cost
    assert rounds_cost(journey)["rent_lost_pence"] == cost["rent_lost_pence"]
    assert len(events(journey)) > 1
    # When a change in risk hides it
    with journey.world.acting(journey.worker) as session:
        risk.record_change(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            change=RiskChange(stop=False, hide_from_lead=False),
        )
    # Then to the board and to a colleague it is not there, while it goes on and after
    for go_on in (journey.sign, journey.start):
        assert reserved(journey) == []
        assert rounds_cost(journey).items() >= nothing.items()
        assert events(journey) == ["0 waiting"]
        assert own_cost(journey, colleague) == {**nothing, "homes": []}
        assert own_cost(journey, journey.landlord) == cost
        go_on()
    assert reserved(journey) == []
    assert rounds_cost(journey).items() >= nothing.items()
    assert events(journey) == ["0 waiting"]
    assert own_cost(journey, colleague) == {**nothing, "homes": []}


@pytest.mark.parametrize("role", [Role.NAMED_LEAD, Role.REFERRING_WORKER])
def test_the_board_s_lists_are_the_coordinator_s(
    make_world: MakeWorld, role: Role
) -> None:
    journey = Journey(make_world(one_move()))
    lead = role is Role.NAMED_LEAD
    actor = journey.landlord if lead else journey.world.person(SERVICE)
    for read in (
        reservations.board_rows,
        reservations.by_round,
        timelines.rows,
    ):
        with pytest.raises(Forbidden), journey.world.acting(actor) as session:
            read(session, actor)


def test_the_coordinator_reads_no_landlord_s_rent(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    actor = coordinator(journey.world)
    with pytest.raises(Forbidden), journey.world.acting(actor) as session:
        reservations.own_rent_lost(session, actor)
