"""Cases that know of each other: neither enters a home the other leaves or left."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from sqlmodel import select

from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from matching.pool import Home, Household, Pool
from matching.referee import refusals
from matching.terms import RefusalCode
from reciprocal.access.actor import Actor, service
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.organisations import queries as organisations
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests import linking, narrowing, queries
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.linking import CasesLinkedAlready
from reciprocal.requests.operations import change_state
from reciprocal.requests.rules import LinkReason
from reciprocal.requests.tables import CaseLink, PropertyRequest
from reciprocal.rounds import snapshot
from tests.matching.builders import POLICY, a_landlord
from tests.matching.strategies import LANDLORDS, homes, households
from tests.reciprocal.journey import Journey
from tests.support.minutes import examples
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases


def chain(make_world: MakeWorld) -> tuple[World, PropertyRequest, PropertyRequest]:
    """Return the chain from a void, and its first two cases."""
    world = make_world(chain_from_a_void(DAY))
    return world, case_of(world, HACKNEY), case_of(world, ISLINGTON)


def case_of(world: World, code: str) -> PropertyRequest:
    with world.acting(service(world.loaded.scheme_id)) as session:
        provider_id = world.loaded.members[code].id
        return session.exec(
            select(PropertyRequest).where(PropertyRequest.provider_id == provider_id)
        ).one()


def link(
    world: World, one: str, other: str, actor: Actor | None = None
) -> PropertyRequest:
    worker = actor or world.worker()
    with world.acting(worker) as session:
        return linking.link_own(
            session,
            actor=worker,
            case_ref=one,
            other_ref=other,
            reason=LinkReason.FAMILY,
        )


def link_on_board(
    world: World, one: str, other: str, actor: Actor | None = None
) -> CaseLink:
    coordinator = actor or world.coordinator
    with world.acting(coordinator) as session:
        return linking.link_on_board(
            session,
            actor=coordinator,
            request_ref=one,
            other_ref=other,
            reason=LinkReason.ACQUAINTED,
        )


def end_on_board(world: World, link_ref: str, actor: Actor | None = None) -> None:
    coordinator = actor or world.coordinator
    with world.acting(coordinator) as session:
        linking.end_on_board(session, actor=coordinator, link_ref=link_ref)


def links_shown(world: World, request: PropertyRequest) -> list[dict[str, object]]:
    worker = world.worker()
    with world.acting(worker) as session:
        shown = queries.show_case(session, worker, request)["links"]
    assert isinstance(shown, list)
    return shown


def linked(world: World, request: PropertyRequest) -> frozenset[str]:
    with world.acting(service(world.loaded.scheme_id)) as session:
        return narrowing.linked_to(session, request.id)


def pool_of(world: World) -> Pool:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, DAY)
        return snapshot.take(session, alone, rules)


def test_a_worker_links_two_cases_of_their_own_both_ways(
    make_world: MakeWorld,
) -> None:
    world, one, other = chain(make_world)
    link(world, one.case_ref, other.case_ref)
    assert linked(world, one) == {other.id}
    assert linked(world, other) == {one.id}
    with world.acting(world.worker()) as session:
        author = session.get_one(Person, world.worker().id).public_ref
        row = session.exec(select(CaseLink)).one()
    for case, its_other in ((one, other), (other, one)):
        assert links_shown(world, case) == [
            {
                "reference": row.link_ref,
                "other": its_other.case_ref,
                "reason": LinkReason.FAMILY,
                "stated_by": author,
                "stated_at": row.stated_at,
            }
        ]
    pool = pool_of(world)
    assert {each.id: each.linked for each in pool.households if each.linked} == {
        one.id: {other.id},
        other.id: {one.id},
    }
    barred = {each.occupant_id: each.households_barred for each in pool.homes}
    assert barred[one.id] == {other.id}
    assert barred[other.id] == {one.id}
    assert barred[None] == frozenset()


def test_a_link_shows_to_whoever_works_on_both_and_to_nobody_else(
    make_world: MakeWorld,
) -> None:
    world, one, other = chain(make_world)
    link(world, one.case_ref, other.case_ref)
    worker = world.worker()
    alone = replace(worker, assignments=frozenset({one.id}))
    closed = replace(worker, blocked=frozenset({other.id}))
    for actor in (alone, closed):
        with world.acting(actor) as session:
            assert queries.show_case(session, actor, one)["links"] == []
            (row,) = session.exec(select(CaseLink)).all()
            with pytest.raises(NotFound):
                linking.end_own(
                    session, actor=actor, case_ref=one.case_ref, link_ref=row.link_ref
                )
    with world.acting(world.coordinator) as session:
        assert linking.board_links(session, world.coordinator) == []


def test_what_cannot_be_linked_is_named(make_world: MakeWorld) -> None:
    world, one, other = chain(make_world)
    stranger = replace(world.worker(), assignments=frozenset({one.id}))
    for reference, actor in (
        (one.case_ref, None),
        ("0" * 32, None),
        (other.board_ref, None),
        (other.case_ref, stranger),
    ):
        with pytest.raises(FieldsInvalid) as refused:
            link(world, one.case_ref, reference, actor)
        assert [fault.field for fault in refused.value.faults] == ["other"]
    link(world, other.case_ref, one.case_ref)
    for pair in ((one, other), (other, one)):
        with pytest.raises(CasesLinkedAlready):
            link(world, pair[0].case_ref, pair[1].case_ref)
    with pytest.raises(Forbidden):
        link(world, one.case_ref, other.case_ref, world.coordinator)


def test_of_two_who_link_the_same_two_at_once_one_does(make_world: MakeWorld) -> None:
    world, one, other = chain(make_world)
    start = threading.Barrier(2)

    def state(pair: tuple[str, str]) -> bool:
        start.wait()
        try:
            link(world, *pair)
        except CasesLinkedAlready:
            return False
        return True

    pairs = [(one.case_ref, other.case_ref), (other.case_ref, one.case_ref)]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(state, pairs)) == [False, True]
    assert len(links_shown(world, one)) == 1


def test_a_worker_ends_a_link_and_a_closed_case_takes_none(
    make_world: MakeWorld,
) -> None:
    world, one, other = chain(make_world)
    link(world, one.case_ref, other.case_ref)
    (shown,) = links_shown(world, one)
    worker = world.worker()
    with world.acting(worker) as session, pytest.raises(NotFound):
        linking.end_own(session, actor=worker, case_ref=one.case_ref, link_ref="0" * 32)
    with world.acting(worker) as session:
        linking.end_own(
            session,
            actor=worker,
            case_ref=other.case_ref,
            link_ref=str(shown["reference"]),
        )
    assert links_shown(world, one) == links_shown(world, other) == []
    assert linked(world, one) == frozenset()
    with world.acting(worker) as session, pytest.raises(NotFound):
        linking.end_own(
            session,
            actor=worker,
            case_ref=one.case_ref,
            link_ref=str(shown["reference"]),
        )
    with world.acting(worker) as session:
        row = session.get_one(PropertyRequest, other.id)
        change_state(session, actor=worker, request=row, event=RequestEvent.CLOSE)
    with pytest.raises(StateConflict):
        link(world, one.case_ref, other.case_ref)


def test_a_coordinator_links_two_requests_and_no_service_hears(
    make_world: MakeWorld,
) -> None:
    world, one, other = chain(make_world)
    row = link_on_board(world, one.board_ref, other.board_ref)
    assert linked(world, one) == {other.id}
    assert links_shown(world, one) == links_shown(world, other) == []
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        (shown,) = linking.board_links(session, coordinator)
        assert shown == linking.show_board_link(session, coordinator, row).opened()
        assert {shown["request"], shown["other"]} == {one.board_ref, other.board_ref}
        closed = replace(coordinator, blocked=frozenset({other.id}))
        assert linking.board_links(session, closed) == []
    with pytest.raises(NotFound):
        end_on_board(world, row.link_ref, closed)
    # A worker may state it too, and what either ends, the other's still holds
    link(world, one.case_ref, other.case_ref)
    end_on_board(world, row.link_ref)
    assert linked(world, one) == {other.id}
    with pytest.raises(NotFound):
        end_on_board(world, row.link_ref)
    (mine,) = links_shown(world, one)
    with pytest.raises(NotFound):
        end_on_board(world, str(mine["reference"]))


def test_the_board_links_what_is_on_it_alone(make_world: MakeWorld) -> None:
    world, one, other = chain(make_world)
    for pair, fields in (
        ((one.case_ref, other.board_ref), ["request"]),
        ((one.board_ref, other.case_ref), ["other"]),
        (("0" * 32, "1" * 32), ["request", "other"]),
        ((one.board_ref, one.board_ref), ["other"]),
    ):
        with pytest.raises(FieldsInvalid) as refused:
            link_on_board(world, *pair)
        assert [fault.field for fault in refused.value.faults] == fields
    closed = replace(world.coordinator, blocked=frozenset({other.id}))
    with pytest.raises(FieldsInvalid):
        link_on_board(world, one.board_ref, other.board_ref, closed)
    with pytest.raises(Forbidden):
        link_on_board(world, one.board_ref, other.board_ref, world.worker())
    row = link_on_board(world, one.board_ref, other.board_ref)
    with pytest.raises(CasesLinkedAlready):
        link_on_board(world, other.board_ref, one.board_ref)
    with world.acting(world.coordinator) as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "case.linked")
        ).one()
    assert (entry.subject_kind, entry.subject_id) == ("case_link", row.id)


def test_a_link_stated_after_the_proposal_stops_the_step(
    make_world: MakeWorld,
) -> None:
    """The home is another dwelling of a linked household's, posted as a void."""
    world, one, other = chain(make_world)
    journey = Journey(world, new=CAMDEN, old=HACKNEY).proposed()
    with world.acting(service(world.loaded.scheme_id)) as session:
        row = session.get_one(PropertyRequest, other.id)
        row.home_clash = journey.void.uprn_clash
        session.add(row)
    link(world, one.case_ref, other.case_ref)
    journey.look()
    assert journey.proposal.end_code is EndCode.RULE_NO_LONGER_MET


@settings(max_examples=examples(60, 2_000), deadline=None)
@given(households("p", ("h",)), homes("h"))
def test_a_link_never_opens_a_home(household: Household, home: Home) -> None:
    landlord = replace(a_landlord(LANDLORDS[0]), id=home.landlord_id)

    def codes(one: Household, where: Home) -> set[RefusalCode]:
        return {found.code for found in refusals(one, where, POLICY, landlord=landlord)}

    before = codes(household, home)
    told = replace(household, linked=household.linked | {"somebody"})
    barred = replace(home, households_barred=home.households_barred | {household.id})
    assert codes(told, home) >= before
    assert codes(household, barred) == before | {RefusalCode.LINKED_CASE}
