"""Every state and every event of the journey: where it leads, or that it cannot be."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from reciprocal.errors import StateConflict
from reciprocal.homes import lifecycle as homes
from reciprocal.ledger import dispute_lifecycle as disputes
from reciprocal.ledger import lifecycle as ledger
from reciprocal.moves import lifecycle as moves
from reciprocal.organisations import lifecycle as services
from reciprocal.proposals import change_lifecycle as changes
from reciprocal.proposals import lifecycle as proposals
from reciprocal.proposals import transfer_lifecycle as transfers
from reciprocal.requests import lifecycle as requests
from reciprocal.rounds import lifecycle as rounds
from reciprocal.webhooks import lifecycle as webhooks
from reciprocal.webhooks.terms import MessageEvent, MessageState
from scripts.print_lifecycles import lifecycles, page
from scripts.tree import ROOT

# What may happen, as the practice has it; written out here a second time so that a
# line which slips into or out of a room's own table is seen.
HOME = """
awaiting_release  release   in_pot
awaiting_release  withdraw  withdrawn
occupied          empty     in_pot
in_pot            reserve   reserved
in_pot            withdraw  withdrawn
in_pot            end_stay  withdrawn
reserved          free      in_pot
reserved          let       let
let               come_back  awaiting_release
in_pot            come_back  awaiting_release
"""
REQUEST = """
draft              submit   awaiting_approval
draft              close    closed
awaiting_approval  approve  in_pot
awaiting_approval  decline  declined
awaiting_approval  pause    paused
awaiting_approval  close    closed
in_pot             decline  declined
in_pot             propose  proposed
in_pot             pause    paused
in_pot             close    closed
proposed           offer    offered
proposed           return   in_pot
proposed           pause    paused
offered            accept   accepted
offered            return   in_pot
offered            pause    paused
accepted           move     moved
accepted           return   in_pot
accepted           pause    paused
paused             resume   awaiting_approval
paused             close    closed
declined           close    closed
moved              return   in_pot
moved              close    closed
"""
QUESTION = """
open         allow      allowed
open         not_allow  not_allowed
open         lapse      lapsed
lapsed       ask        open
allowed      take_back  open
not_allowed  take_back  open
"""
ROUND = """
frozen  solve    solved
frozen  refuse   refused
solved  publish  published
"""
PROPOSAL = """
proposed  safe        offered
proposed  end         ended
offered   both_agree  agreed
offered   end         ended
agreed    accept      accepted
agreed    end         ended
accepted  sign        signed
accepted  end         ended
signed    start       completed
signed    stop        ended
completed fail        failed
"""
MOVE = """
held    sign          signed
held    fall_through  fell_through
signed  start         started
signed  fall_through  fell_through
signed  passes        passed
started fail          failed
"""
CHANGE = """
no_step        child_joined           no_step
no_step        member_died            no_step
no_step        split_tenancy_kept     no_step
no_step        split_both_hold        no_step
no_step        split_tenancy_left     closed
no_step        tenant_died            closed
no_step        tenant_died_succeeded  closed
no_step        own_move_found         closed
no_step        no_longer_wanted       closed
unsigned_step  child_joined           unsigned_step
unsigned_step  member_died            unsigned_step
unsigned_step  split_tenancy_kept     unsigned_step
unsigned_step  split_both_hold        unsigned_step
unsigned_step  split_tenancy_left     closed
unsigned_step  tenant_died            closed
unsigned_step  tenant_died_succeeded  closed
unsigned_step  own_move_found         closed
unsigned_step  no_longer_wanted       closed
signed_step    child_joined           signed_step
signed_step    member_died            signed_step
signed_step    split_tenancy_kept     signed_step
signed_step    split_both_hold        signed_step
signed_step    split_tenancy_left     closed
signed_step    tenant_died            closed
signed_step    tenant_died_succeeded  closed
signed_step    own_move_found         closed
signed_step    no_longer_wanted       closed
signed_alone   child_joined           signed_alone
signed_alone   member_died            signed_alone
signed_alone   split_tenancy_kept     signed_alone
signed_alone   split_both_hold        signed_alone
signed_alone   tenant_died            closed
moved          settled                closed
"""
TRANSFER = """
offered  take      taken
offered  decline   declined
offered  withdraw  withdrawn
"""
SERVICE = """
open     mark       closing
closing  keep_open  open
closing  close      closed
"""
POSSESSION = """
not_needed  seek    sought
not_needed  obtain  obtained
sought      expect  sought
sought      obtain  obtained
"""
ADJUSTMENT = """
proposed  enter     entered
proposed  decline   declined
proposed  lapse     lapsed
proposed  withdraw  withdrawn
"""
DISPUTE = """
open  uphold    upheld
open  reject    rejected
open  lapse     lapsed
open  withdraw  withdrawn
"""
MESSAGE = """
waiting  claim       sending
waiting  give_up     failed
sending  claim       sending
sending  take        delivered
sending  miss        waiting
sending  give_up     failed
failed   send_again  waiting
"""

After = Callable[[Any, Any], StrEnum]
TABLES: tuple[tuple[str, str, type[StrEnum], type[StrEnum], After], ...] = (
    ("home", HOME, homes.HomeState, homes.HomeEvent, homes.after),
    (
        "request",
        REQUEST,
        requests.RequestState,
        requests.RequestEvent,
        requests.after,
    ),
    (
        "question",
        QUESTION,
        requests.QuestionState,
        requests.QuestionEvent,
        requests.question_after,
    ),
    ("round", ROUND, rounds.RoundState, rounds.RoundEvent, rounds.after),
    (
        "proposal",
        PROPOSAL,
        proposals.ProposalState,
        proposals.ProposalEvent,
        proposals.after,
    ),
    ("move", MOVE, moves.MoveState, moves.MoveEvent, moves.after),
    (
        "change",
        CHANGE,
        changes.CaseStanding,
        changes.ChangeTold,
        changes.after,
    ),
    (
        "transfer",
        TRANSFER,
        transfers.TransferState,
        transfers.TransferEvent,
        transfers.after,
    ),
    (
        "service",
        SERVICE,
        services.ServiceState,
        services.ServiceEvent,
        services.after,
    ),
    (
        "possession",
        POSSESSION,
        moves.PossessionState,
        moves.PossessionEvent,
        moves.possession_after,
    ),
    (
        "adjustment",
        ADJUSTMENT,
        ledger.AdjustmentState,
        ledger.AdjustmentEvent,
        ledger.after,
    ),
    (
        "dispute",
        DISPUTE,
        disputes.DisputeState,
        disputes.DisputeEvent,
        disputes.after,
    ),
    ("message", MESSAGE, MessageState, MessageEvent, webhooks.after),
)


def pairs() -> list[Any]:
    """Return every state with every event of each thing, and where that leads."""
    found = []
    for name, table, states, events, after in TABLES:
        leads = {
            (at, event): to
            for at, event, to in (line.split() for line in table.strip().splitlines())
        }
        for state in states:
            for event in events:
                to = leads.pop((state, event), None)
                label = f"{name}-{state}-{event}"
                found.append(pytest.param(after, state, event, to, id=label))
        assert leads == {}, "the table names a state or an event that there is not"
    return found


@pytest.mark.parametrize(("after", "state", "event", "to"), pairs())
def test_each_event_leads_where_it_must_or_nowhere(
    after: After, state: StrEnum, event: StrEnum, to: str | None
) -> None:
    if to is not None:
        assert after(state, event) == to
    else:
        with pytest.raises(StateConflict):
            after(state, event)


def test_the_committed_page_is_the_one_the_tables_make() -> None:
    """Renew it with `python -m scripts.print_lifecycles > docs/lifecycles.md`."""
    committed = (ROOT / "docs" / "lifecycles.md").read_text(encoding="utf-8")
    assert committed == page()


def test_the_page_draws_each_line_once_and_marks_each_end() -> None:
    written = page()
    for one in lifecycles():
        part = written.split(f"## {one.name}\n")[1].split("\n## ")[0]
        for (state, event), to in one.transitions.items():
            assert part.count(f"    {state} --> {to}: {event}\n") == 1
        ends = set(one.states) - {state for state, _ in one.transitions}
        drawn = {line.split()[0] for line in part.splitlines() if "--> [*]" in line}
        assert drawn == ends


def test_a_live_step_is_one_that_has_not_come_to_its_end() -> None:
    states = proposals.ProposalState
    over = {states.COMPLETED, states.ENDED, states.FAILED}
    assert set(proposals.LIVE) == set(states) - over


def test_only_a_households_own_refusal_could_ever_count() -> None:
    codes = proposals.EndCode
    assert codes.HOUSEHOLD_REFUSED not in proposals.NEVER_COUNTS
    assert set(codes) - proposals.NEVER_COUNTS == {codes.HOUSEHOLD_REFUSED}


def test_what_a_party_may_say_is_a_code_and_never_another_partys() -> None:
    codes = proposals.EndCode
    assert {codes.LANDLORD_WITHDREW, codes.HOME_NOT_READY} == proposals.LANDLORD_CODES
    assert {
        codes.NOT_SAFE,
        codes.HOUSEHOLD_REFUSED,
        codes.FAILS_A_STATED_NEED,
    } == proposals.HOUSEHOLD_CODES


def test_a_request_is_open_until_it_moved_or_came_to_an_end() -> None:
    states = requests.RequestState
    assert set(states) - {states.MOVED, states.CLOSED, states.DECLINED} == requests.OPEN


def test_each_stage_of_a_case_has_a_next_step_that_names_nobody() -> None:
    assert set(requests.NEXT_STEP) == set(requests.RequestState)
    assert all(line.endswith(".") for line in requests.NEXT_STEP.values())
