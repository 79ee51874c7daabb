"""A home that a household left stays in the pot, and goes back alike in every world."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal import clock
from reciprocal.access.actor import Actor, ActorKind, Role, service
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.pages import WHOLE
from reciprocal.homes import board, counted, queries, seen, staying
from reciprocal.homes import operations as homes
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.homes.tables import Home
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import hidden
from reciprocal.rounds import queries as rounds
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld, World

RULES = SchemeRules()
LONG_AGO = timedelta(days=RULES.cool_off_days)
Truth = dict[str, object]

SEEN_BY: dict[str, tuple[Truth, ...]] = {
    "anybody of the landlord": ({}, {"state": HomeState.RESERVED}),
    "to whom it is hidden": (
        {},
        {"state": HomeState.RESERVED, "hidden": True, "offer_shown": True},
        {"state": HomeState.LET, "hidden": True, "offer_shown": True},
    ),
    "to whom the case is closed": (
        {},
        {"state": HomeState.RESERVED, "offer_shown": True},
    ),
}
"""What may be true of a home whose reader thinks it in the pot; the first is so."""


class Undone(Exception):
    """Ends a transaction, and keeps nothing of it."""


def viewer(world: World, reader: str, request_id: str) -> Actor:
    lead = world.loaded.staff.desks[CAMDEN].first
    closed = reader == "to whom the case is closed"
    return replace(lead, blocked=frozenset({request_id} if closed else ()))


def the_home(session: Session, world: World) -> Home:
    landlord = world.loaded.members[CAMDEN].id
    return session.exec(select(Home).where(Home.provider_id == landlord)).one()


def on_board(session: Session, world: World, actor: Actor) -> list[object]:
    """Return what a coordinator lists to whom as much is closed or hidden."""
    home, desk = the_home(session, world), world.loaded.staff.desks[COORDINATOR]
    coordinator = replace(desk.first, blocked=actor.blocked)
    in_pot = frozenset({home.id} if home.hidden else ())
    listed = board.homes(
        session, coordinator, WHOLE, in_pot=in_pot, unlisted=frozenset()
    )
    return [
        (row["stage"], row["rounds_left"])
        for row in listed
        if row["reference"] == home.board_ref
    ]


def told(session: Session, world: World, actor: Actor) -> tuple[object, ...]:
    """Return all that somebody of the landlord can read of a home."""
    home = the_home(session, world)
    (listed,) = queries.own_homes(session, actor)
    mark, now = home.uprn_blind, clock.now()
    return (
        seen.stage_for(actor, home),
        (listed["stage"], listed["rounds_left"]),
        queries.live_with_uprn(session, actor, mark),
        queries.withdrawn_since(session, actor, mark, now - LONG_AGO),
    )


def weeks(
    session: Session, world: World, actor: Actor, truth: Truth, *, board_too: bool
) -> list[tuple[object, ...]]:
    """Run the rounds of a stay over a home of which something is true."""

    def read() -> tuple[object, ...]:
        board_reads = on_board(session, world, actor) if board_too else []
        return (*told(session, world, actor), board_reads)

    home = the_home(session, world)
    home.rounds_left = 4
    home.known_to_id = "another" if truth.get("hidden") else None
    for name, value in truth.items():
        setattr(home, name, value)
    session.add(home)
    alone, readings = service(home.scheme_id), []
    for _ in range(5):
        world.wait(hours=1)
        staying.end_overdue(session, actor=alone, rules=RULES)
        readings.append(read())
        frozen_at = clock.now()
        staying.count_round(session, scheme_id=home.scheme_id, frozen_at=frozen_at)
    readings.append(read())
    world.wait(days=4)
    staying.end_overdue(session, actor=alone, rules=RULES)
    readings.append(read())
    return readings


@pytest.mark.parametrize("reader", SEEN_BY)
def test_it_reads_as_it_would_without_what_it_is_promised_for(
    make_world: MakeWorld, reader: str
) -> None:
    journey = Journey(make_world(one_move()))
    world = journey.world
    actor = viewer(world, reader, journey.request_id)
    read: list[list[tuple[object, ...]]] = []
    for said in SEEN_BY[reader]:
        with suppress(Undone), world.acting(actor) as session:
            promised = {"reserved_for_request_id": journey.request_id} if said else {}
            # Of what its landlord is not shown yet, the board reads.
            board_too = reader != "anybody of the landlord"
            truth = said | promised
            read.append(weeks(session, world, actor, truth, board_too=board_too))
            raise Undone
    assert [each for each in read if each != read[0]] == []
    assert [each[0] for each in read[0]] == [
        *[HomeState.IN_POT] * 6,
        HomeState.WITHDRAWN,
    ]
    assert [each[1] for each in read[0]] == [
        *((HomeState.IN_POT, rounds_left) for rounds_left in (4, 3, 2, 1, 0, 0)),
        (HomeState.WITHDRAWN, 0),
    ]
    assert read[0][-1][2:] == (None, True, [])


def test_the_landlords_system_and_the_pot_of_sums_read_it_so_too(
    make_world: MakeWorld,
) -> None:
    world = make_world(one_move())
    system = replace(
        world.loaded.staff.desks[CAMDEN].first,
        kind=ActorKind.MACHINE,
        role=Role.LANDLORD_SYSTEM,
    )
    with world.acting(system) as session:
        home = the_home(session, world)
        home.state, home.hidden, home.offer_shown = HomeState.LET, True, True
        home.rounds_left, home.stay_over_at = 0, clock.now()
        alone = service(home.scheme_id)
        session.add(home)
        here = [home.authority_code]
        assert seen.landlord_stage(home) is HomeState.IN_POT
        assert counted.pot_has(session, alone, here, 1)
        world.wait(days=4)
        assert staying.end_overdue(session, actor=alone, rules=RULES) == 0
        assert seen.landlord_stage(home) is HomeState.WITHDRAWN
        assert seen.stage_for(system, home) is HomeState.WITHDRAWN
        assert not counted.pot_has(session, alone, here, 1)


def empties(journey: Journey, ready_in_days: int) -> Home:
    """Let Hackney's home, which its household left, come to the pot."""
    world, day = journey.world, clock.today()
    with world.acting(journey.old_landlord) as session:
        return homes.record_empty(
            session,
            actor=journey.old_landlord,
            home=session.get_one(Home, journey.left.id),
            void_date=day,
            ready_date=day + timedelta(days=ready_in_days),
            team_barred=journey.landlord.organisation_id,
        )


def tidy(world: World, rules: SchemeRules = RULES) -> int:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return staying.end_overdue(session, actor=alone, rules=rules)


def for_rounds(world: World) -> list[str]:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return [home.provider_id for home in queries.in_pot(session, alone)]


def test_it_stays_for_the_rounds_of_the_scheme_and_goes_back_once_a_worker_has_looked(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).completed()
    world, home = journey.world, empties(journey, ready_in_days=7)
    assert (home.rounds_left, journey.void.rounds_left) == (6, None)
    for left in (5, 4, 3, 2, 1, 0):
        assert for_rounds(world) == [home.provider_id]
        world.wait(hours=1)
        world.run_round()
        assert journey.left.rounds_left == left
    assert for_rounds(world) == [], "the next round may not use it"
    over_at = journey.left.stay_over_at
    assert over_at == world.hands.moment
    assert tidy(world) == 0
    world.hands.on(
        clock.working_days_after(over_at, staying.LOOK_WORKING_DAYS)
        - timedelta(seconds=1)
    )
    assert tidy(world) == 0
    assert journey.left.state is HomeState.IN_POT
    world.wait(seconds=1)
    assert tidy(world) == 1
    gone = journey.left
    assert (gone.state, gone.ended_at) == (HomeState.WITHDRAWN, world.hands.moment)
    assert tidy(world) == 0
    # A void that its landlord gave stays until it takes it back.
    assert journey.void.stay_over_at is None


@pytest.mark.parametrize("ready_in_days", [0, 7])
def test_or_until_so_long_after_it_is_ready(
    make_world: MakeWorld, ready_in_days: int
) -> None:
    journey = Journey(make_world(one_move())).completed()
    world, home = journey.world, empties(journey, ready_in_days)
    ready = clock.end_of_day(clock.today() + timedelta(days=ready_in_days))
    limit = clock.working_days_after(ready, RULES.release_working_days)
    world.hands.on(limit - timedelta(seconds=1))
    tidy(world)
    assert for_rounds(world) == [home.provider_id]
    world.wait(seconds=1)
    tidy(world)
    assert for_rounds(world) == []
    assert (journey.left.rounds_left, journey.left.stay_over_at) == (6, limit)
    world.wait(days=4)
    assert tidy(world) == 1


def test_a_scheme_may_keep_it_until_its_landlord_takes_it_out(
    make_world: MakeWorld,
) -> None:
    rules = SchemeRules(stay_rounds=None)
    journey = Journey(make_world(one_move(), rules)).completed()
    world, home = journey.world, empties(journey, ready_in_days=0)
    world.run_round()
    world.wait(days=60)
    assert tidy(world, rules) == 0
    assert (home.rounds_left, journey.left.rounds_left) == (None, None)
    assert for_rounds(world) == [home.provider_id]


Freed = Callable[[Home], None]


def unseen(home: Home) -> None:
    home.state = HomeState.RESERVED


def hidden_let(home: Home) -> None:
    home.state, home.hidden, home.offer_shown = HomeState.LET, True, True


def shown_let(home: Home) -> None:
    home.state, home.offer_shown = HomeState.LET, True


FREED: tuple[tuple[Freed, HomeEvent, HomeState], ...] = (
    (unseen, HomeEvent.FREE, HomeState.WITHDRAWN),
    (hidden_let, HomeEvent.COME_BACK, HomeState.WITHDRAWN),
    (shown_let, HomeEvent.COME_BACK, HomeState.AWAITING_RELEASE),
)


@pytest.mark.parametrize(("truth", "event", "becomes"), FREED)
def test_one_that_comes_free_after_its_stay_goes_back_as_it_would_have(
    make_world: MakeWorld, truth: Freed, event: HomeEvent, becomes: HomeState
) -> None:
    world = make_world(one_move())
    alone, ended_at = service(world.loaded.scheme_id), clock.now()
    with world.acting(alone) as session:
        home = the_home(session, world)
        truth(home)
        home.rounds_left, home.stay_over_at, home.stay_ended_at = 0, ended_at, ended_at
        session.add(home)
        world.wait(days=1)
        now = homes.change_state(session, actor=alone, home_id=home.id, event=event)
        assert now.state is becomes
        home_id, back = now.id, becomes is HomeState.WITHDRAWN
        if back:
            assert now.ended_at == ended_at
    # It came free before it went back, and is written down so: the audit said the
    # other way round until a year over HTTP found a step of it that leads nowhere.
    with world.acting(alone) as session:
        acts = session.exec(
            select(AuditEntry.action)
            .where(AuditEntry.subject_id == home_id)
            .order_by(col(AuditEntry.sequence).desc())
            .limit(1 + back)
        ).all()
    assert acts[::-1] == [f"home.{event}", *["home.withdrawn"] * back]


def test_released_again_it_begins_anew_where_a_household_left_it(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    world, desk = journey.world, journey.world.loaded.staff.desks[HACKNEY]
    with world.acting(desk.second) as session:
        home = session.get_one(Home, journey.left.id)
        home.state, home.rounds_left = HomeState.AWAITING_RELEASE, 0
        home.stay_over_at = home.stay_ended_at = clock.now()
        session.add(home)
        again = homes.release_home(
            session, actor=desk.second, home_ref=home.landlord_ref
        )
        assert (again.rounds_left, again.stay_ended_at) == (6, None)


@pytest.mark.parametrize(("hours", "listed"), [(-1, False), (0, True), (1, True)])
def test_a_round_that_it_was_too_late_for_does_not_list_it(
    make_world: MakeWorld, hours: int, *, listed: bool
) -> None:
    journey = Journey(make_world(one_move())).offered()
    world = journey.world

    def over(session: Session, frozen_at: datetime) -> None:
        home = session.get_one(Home, void_id)
        home.stay_over_at = frozen_at + timedelta(hours=hours)
        session.add(home)

    void_id, proposed_at = journey.void.id, journey.proposal.proposed_at
    proposal, coordinator = journey.proposal, world.coordinator
    with world.acting(coordinator) as session:
        proposal = session.merge(proposal)
        proposal.hidden_at = clock.now()
        session.add(proposal)
        over(session, proposed_at)
        left = hidden.homes_left(
            session, coordinator, proposal.round_id, proposal.proposed_at
        )
        assert bool(left) is listed
        session.rollback()
    blocked = replace(journey.landlord, blocked=frozenset({journey.request_id}))
    world.wait(hours=24)
    with world.acting(blocked) as session:
        over(session, proposed_at)
        assert bool(list(rounds.own_not_placed(session, blocked))) is listed
