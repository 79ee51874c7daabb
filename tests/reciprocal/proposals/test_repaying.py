"""What is drawn and not in the book counts for a debt, and debts are read again."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from fixtures.scenarios import CAMDEN, HACKNEY
from matching.pool import Pool
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.access.tables import CaseLeftTo
from reciprocal.homes.rules import Supply
from reciprocal.homes.tables import Home
from reciprocal.ledger import operations as ledger
from reciprocal.proposals import repaying
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.rounds.tables import MatchRound
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld, World, solve_here

_DEBT = (CAMDEN, "BED2")


def _homes(make_world: MakeWorld, *supplies: Supply) -> World:
    """Return a world with one household, which may go to any of Camden's homes."""
    rows = one_move()
    (void,) = rows.homes
    homes = tuple(
        void.model_copy(update={"uprn": str(int(void.uprn) + i), "supply": supply})
        for i, supply in enumerate(supplies)
    )
    return make_world(replace(rows, homes=homes))


def _owe(world: World, number: int = 1) -> None:
    """Let Camden owe homes of two bedrooms, the other side being Hackney."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        for i in range(number):
            ledger.hold(
                session,
                actor=service(world.loaded.scheme_id),
                scheme_id=world.loaded.scheme_id,
                move_ref=f"owed-{i}",
                chain_ref=None,
                round_id=None,
                origin_id=world.loaded.members[CAMDEN].id,
                receiver_id=world.loaded.members[HACKNEY].id,
                size_class="BED2",
                hold_until=clock.now() + timedelta(days=90),
                rule_version="1",
                effective_date=clock.today(),
            )


def _settle(world: World) -> None:
    with world.acting(service(world.loaded.scheme_id)) as session:
        alone = service(world.loaded.scheme_id)
        ledger.void_hold(session, actor=alone, move_ref="owed-0", reason_code="lapsed")


def _promised(world: World) -> Counter[tuple[str, str]]:
    codes = {member.id: code for code, member in world.loaded.members.items()}
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        found = repaying.promised(session, alone)
    return Counter({(codes[who], size): n for (who, size), n in found.items()})


def _frozen(world: World) -> str:
    with world.acting(world.coordinator) as session:
        return rounds.freeze(session, actor=world.coordinator).id


def _box(world: World, round_id: str) -> Pool:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return run.opened(session, alone, session.get_one(MatchRound, round_id))[0]


def _told(world: World, pool: Pool) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return what a pool says is promised, by landlord's code."""
    codes = {member.id: code for code, member in world.loaded.members.items()}
    rows = ((codes[row.id], row.homes_promised) for row in pool.landlords)
    return {code: homes for code, homes in rows if homes}


def _may_be_let(world: World, supply: Supply, round_id: str) -> bool:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        home = session.exec(select(Home).where(Home.supply == supply)).first()
        assert home is not None
        return repaying.may_be_let(session, alone, home, round_id)


# What counts.


@pytest.mark.parametrize("supply", [Supply.VOID, Supply.LETTING])
def test_a_home_that_is_drawn_counts_until_the_book_holds_it(
    make_world: MakeWorld, supply: Supply
) -> None:
    world = _homes(make_world, supply)
    _owe(world)
    assert _promised(world) == {}
    journey = Journey(world)
    for act in (Journey.proposed, Journey.look, Journey.landlord_answers):
        act(journey)
        assert _promised(world) == {_DEBT: 1}
    journey.old_landlord_confirms()
    journey.talk_through()
    journey.views()
    assert journey.proposal.state is ProposalState.AGREED
    assert _promised(world) == {_DEBT: 1}
    journey.household_answers()
    assert _promised(world) == {}


def test_a_step_that_ended_counts_no_more(make_world: MakeWorld) -> None:
    world = _homes(make_world, Supply.VOID)
    journey = Journey(world).proposed()
    journey.look(safe=False)
    assert _promised(world) == {}


def _hide(proposal: Proposal, _: str) -> SQLModel:
    proposal.hidden_at = clock.now()
    return proposal


def _leave_to_one(proposal: Proposal, person_id: str) -> SQLModel:
    return CaseLeftTo(
        id="left",
        request_id=proposal.request_id,
        organisation_id=proposal.old_provider_id,
        person_id=person_id,
        since=clock.now(),
    )


def _within_one_landlord(proposal: Proposal, _: str) -> SQLModel:
    proposal.old_provider_id = proposal.new_provider_id
    return proposal


@pytest.mark.parametrize("change", [_hide, _leave_to_one, _within_one_landlord])
def test_what_the_book_would_be_silent_of_counts_for_nothing(
    make_world: MakeWorld, change: Callable[[Proposal, str], SQLModel]
) -> None:
    """A letting left aside for a step that is hidden would tell of it."""
    world = _homes(make_world, Supply.VOID)
    Journey(world).proposed()
    assert _promised(world) == {_DEBT: 1}
    somebody = world.person(HACKNEY).id
    with world.acting(service(world.loaded.scheme_id)) as session:
        proposal = session.exec(select(Proposal)).one()
        session.add(change(proposal, somebody))
    assert _promised(world) == {}


# What a round is frozen with.


def test_a_round_has_every_letting_and_what_is_promised(make_world: MakeWorld) -> None:
    world = _homes(make_world, Supply.LETTING, Supply.LETTING, Supply.LETTING)
    _owe(world, 2)
    first = world.run_round()
    pool = _box(world, first)
    assert (len(pool.homes), _told(world, pool)) == (3 + 1, {})
    world.wait(hours=1)
    pool = _box(world, world.run_round())
    # One is drawn, and its household waits no more; the others are all there.
    assert [home.offered_for for home in pool.homes] == ["BED2", "BED2"]
    assert _told(world, pool) == {CAMDEN: (("BED2", 1),)}


def test_nothing_is_said_of_what_is_promised_where_nothing_is_let(
    make_world: MakeWorld,
) -> None:
    world = _homes(make_world, Supply.VOID, Supply.VOID)
    _owe(world, 2)
    world.run_round()
    assert _promised(world) == {_DEBT: 1}
    world.wait(hours=1)
    assert _told(world, _box(world, world.run_round())) == {}


# What is read again as a round is published.


@pytest.mark.parametrize("settled", [False, True])
def test_a_letting_is_not_proposed_once_its_debt_is_settled(
    make_world: MakeWorld, *, settled: bool
) -> None:
    world = _homes(make_world, Supply.LETTING)
    _owe(world)
    round_id = _frozen(world)
    database = world.working.database
    run.solve_round(database, round_id, lambda _: None, solve=solve_here)
    if settled:
        _settle(world)
    world.working.agree(round_id)
    with world.acting(world.coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        assert (row.ready_steps, row.proposed) == (1, 0 if settled else 1)
        home = session.exec(select(Home).where(Home.supply == Supply.LETTING)).one()
        assert home.state == ("in_pot" if settled else "reserved")


def test_a_void_is_proposed_whatever_is_owed(make_world: MakeWorld) -> None:
    world = _homes(make_world, Supply.VOID)
    assert _may_be_let(world, Supply.VOID, "any")
    assert Journey(world).proposed().proposal.state is ProposalState.PROPOSED


def test_a_void_of_the_same_round_takes_no_letting_s_debt(
    make_world: MakeWorld,
) -> None:
    """The plan may use both: one home owed bounds lettings and never voids."""
    world = _homes(make_world, Supply.VOID)
    _owe(world)
    round_id = world.run_round()
    with world.acting(service(world.loaded.scheme_id)) as session:
        drawn = session.exec(select(Home).where(Home.state == "reserved")).one()
        other = Home.model_validate(drawn.model_dump())
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        other.supply = Supply.LETTING
        assert repaying.may_be_let(session, alone, other, round_id)
        assert not repaying.may_be_let(session, alone, other, "another round")
        other.bedrooms = 3
        assert not repaying.may_be_let(session, alone, other, round_id)
        other.bedrooms, other.provider_id = 2, world.loaded.members[HACKNEY].id
        assert not repaying.may_be_let(session, alone, other, round_id)


def test_a_letting_of_the_same_round_takes_its_debt(make_world: MakeWorld) -> None:
    world = _homes(make_world, Supply.LETTING, Supply.LETTING)
    _owe(world)
    round_id = world.run_round()
    assert not _may_be_let(world, Supply.LETTING, round_id)
