"""What must hold of the whole database at any moment, one function an invariant.

They are numbered I1 to I18. Two are no matter of rows and are proved where they are
kept: I10 (blocked staff, by their journey) and I15 (one answer for one key, by the
room of idempotency and the crash points); the book's own idempotency is among its laws,
under I11. I17 compares two moments and is in `sight`; so does `promises_kept.later`.
Each function reads a snapshot with code of its own and gives every breach, so one look
reports them all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.ledger.terms import TransactionKind
from reciprocal.moves.lifecycle import MoveState
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from tests.support.histories import walk
from tests.support.promises_kept import (
    consent_stands_at_each_disclosure,
    no_step_lives_without_consent,
    nobody_waits_longer_on_paper,
    nothing_is_answered_late,
)
from tests.support.snapshot import Broken, Snapshot
from tests.support.tenancies import (
    no_surrender_before_signing,
    nobody_gives_up_their_only_tenancy,
    nobody_is_stranded,
    tenure_never_worsens,
)

Found = Iterator[Broken]
_GIVEN_UP = (MoveState.FELL_THROUGH, MoveState.PASSED)
_CHANGES_THE_NEED = frozenset({"case.areas_stated", "case.household_stated"})
_ADVANCES = frozenset({"step.proposed", "move.held", "move.sign"})
_RAN_OUT = (EndCode.LAPSED, EndCode.NOT_SIGNED_IN_TIME, EndCode.NO_VIEWING)
_WITH_A_STEP = {
    ProposalState.PROPOSED: RequestState.PROPOSED,
    ProposalState.OFFERED: RequestState.OFFERED,
    ProposalState.AGREED: RequestState.OFFERED,
    ProposalState.ACCEPTED: RequestState.ACCEPTED,
    ProposalState.SIGNED: RequestState.ACCEPTED,
}


def one_live_promise_a_home(seen: Snapshot) -> Found:
    """I1: a home has at most one live promise, and is reserved while it has one."""
    promised = Counter(row.home_id for row in seen.live)
    for home in seen.homes.values():
        if promised[home.id] > 1:
            yield Broken("I1", home.id, "promised twice")
        if (home.state is HomeState.RESERVED) is not (promised[home.id] > 0):
            yield Broken("I1", home.id, "reserved, and promised to nobody, or not so")
    for row in seen.proposals.values():
        let = seen.homes[row.home_id].state is HomeState.LET
        if row.state is ProposalState.COMPLETED and not let:
            yield Broken("I1", row.home_id, "keys were given and it is not let")


def nobody_is_sent_after_a_stay(seen: Snapshot) -> Found:
    """I1 too: a home that has stayed in the pot its time is promised to nobody anew."""
    for row in seen.live:
        over_at = seen.homes[row.home_id].stay_over_at
        if over_at is not None and row.proposed_at > over_at:
            yield Broken("I1", row.id, "promised after its stay was over")


def one_live_step_a_case(seen: Snapshot) -> Found:
    """I2: a case is in at most one live step, and stands where its step stands."""
    steps: dict[str, list[Proposal]] = defaultdict(list)
    for row in seen.live:
        steps[row.request_id].append(row)
    for request in seen.requests.values():
        mine = steps[request.id]
        if len(mine) > 1:
            yield Broken("I2", request.id, "in two live steps")
        stage = _WITH_A_STEP[mine[0].state] if mine else None
        with_a_step = request.state in _WITH_A_STEP.values()
        if with_a_step is not bool(mine) or (mine and request.state is not stage):
            yield Broken(
                "I2", request.id, "the case does not stand where its step does"
            )


def one_outcome_a_step(seen: Snapshot) -> Found:
    """I3: a step ends once, by a code or with keys, and each party decides once."""
    outcomes = Counter(
        entry.subject_id for entry in seen.entries if entry.action == "step.ended"
    )
    for row in seen.proposals.values():
        ended = row.state is ProposalState.ENDED
        over = row.state in (ProposalState.ENDED, ProposalState.FAILED)
        if outcomes[row.id] != int(ended) or over is (row.end_code is None):
            yield Broken("I3", row.id, "not one outcome")
        if (row.ended_at is not None) is (row.state in _WITH_A_STEP):
            yield Broken("I3", row.id, "over without its moment, or the other way")
        if any(
            count > 1
            for count in Counter(d.party for d in seen.decisions[row.id]).values()
        ):
            yield Broken("I3", row.id, "a party decided twice")
        move = seen.moves.get(row.id)
        started = move is not None and move.state is MoveState.STARTED
        if started is not (row.state is ProposalState.COMPLETED):
            yield Broken("I3", row.id, "keys and the step disagree")


def no_unsafe_step_goes_on(seen: Snapshot) -> Found:
    """I6: a step that the referee refuses now has not advanced since it became so."""
    changed: dict[str, int] = {}
    advanced: dict[str, int] = {}
    proposal_of = {move.id: key for key, move in seen.moves.items()}
    for entry in seen.entries:
        if entry.action in _CHANGES_THE_NEED:
            changed[entry.subject_id] = entry.sequence
        agreed = entry.action.startswith("step.decided_by") and entry.code == "agreed"
        if agreed or entry.action in _ADVANCES:
            subject = proposal_of.get(entry.subject_id, entry.subject_id)
            advanced[subject] = entry.sequence
    for key, codes in seen.refused.items():
        row = seen.proposals[key]
        if codes and advanced[key] > changed.get(row.request_id, 0):
            yield Broken("I6", key, f"went on although {', '.join(sorted(codes))}")


def nobody_sees_both_ends(seen: Snapshot) -> Found:
    """I8: no direct swap, in one round or over several; no landlord at both ends."""
    for row in seen.standing:
        if row.old_provider_id == row.new_provider_id:
            yield Broken("I8", row.id, "one landlord at both ends")
        service = seen.services[row.service_id]
        if service.owner_provider_id == row.old_provider_id:
            yield Broken("I8", row.id, "the landlord's own team holds the case")
    went = {row.request_id: row.new_provider_id for row in seen.standing}
    left = [home for home in seen.homes.values() if home.vacated_by_request_id in went]
    for row in seen.standing:
        into = seen.homes[row.home_id]
        for home in left:
            team = went[home.vacated_by_request_id or ""]
            same = _same_dwelling(into, home) and into.posted_at >= home.posted_at
            if same and row.old_provider_id == team:
                yield Broken(
                    "I8", row.id, "from the team they went to, into their home"
                )


def no_marked_home_is_promised(seen: Snapshot) -> Found:
    """I9: nobody is sent to a home with an uncleared safety marker."""
    for row in seen.standing:
        if seen.is_marked(seen.homes[row.home_id]):
            yield Broken("I9", row.id, "the home's marker is not cleared")


def the_book_is_sound(seen: Snapshot) -> Found:
    """I11: the book sums to nothing, and has of each move what its state says."""
    for violation in seen.book:
        yield Broken(
            "I11", violation.subject, f"law {violation.law}: {violation.fault}"
        )
    kind = TransactionKind
    wanted = {
        MoveState.HELD: [kind.HOLD],
        MoveState.SIGNED: [kind.HOLD],
        MoveState.STARTED: [kind.HOLD, kind.POST],
        MoveState.FELL_THROUGH: [kind.HOLD, kind.VOID_HOLD],
        MoveState.PASSED: [kind.HOLD, kind.VOID_HOLD],
        MoveState.FAILED: [kind.HOLD, kind.POST, kind.REVERSAL],
    }
    for move in seen.moves.values():
        if seen.kinds.get(move.move_ref, []) != wanted[move.state]:
            yield Broken("I11", move.id, "the book has other events of this move")
    known = {move.move_ref for move in seen.moves.values()}
    for stray in seen.kinds.keys() - known:
        yield Broken("I11", stray, "the book has a move that is none")
    agreed = (ProposalState.ACCEPTED, ProposalState.SIGNED, ProposalState.COMPLETED)
    for row in seen.standing:
        if (row.state in agreed) is not (row.id in seen.moves):
            yield Broken("I11", row.id, "held although not accepted, or not so")


def stages_follow_the_graph(seen: Snapshot) -> Found:
    """I12: every state is where its audited acts lead, and the audit's chain holds."""
    if seen.chain_broken is not None:
        yield Broken("I12", str(seen.chain_broken), "the audit's chain fails here")
    walked = walk(
        seen.entries,
        request_of_check={row.id: row.request_id for row in seen.checks.values()},
        proposal_of_move={move.id: key for key, move in seen.moves.items()},
    )
    for sequence in walked.unlawful:
        yield Broken("I12", str(sequence), "an act that leads nowhere from there")
    for sequence in walked.nobody:
        yield Broken("I12", str(sequence), "an act of nobody")
    stored: Mapping[str, Iterable[tuple[str, str]]] = {
        "home": [(row.id, row.state) for row in seen.homes.values()],
        "request": [(row.id, row.state) for row in seen.requests.values()],
        "tenancy_check": [(row.id, row.state) for row in seen.checks.values()],
        "proposal": [(row.id, row.state) for row in seen.proposals.values()],
        "move": [(row.id, row.state) for row in seen.moves.values()],
        "round": [(row.id, row.state) for row in seen.rounds],
    }
    for kind, rows in stored.items():
        for id_, state in rows:
            told = walked.states.get((kind, id_))
            if told != state:
                yield Broken("I12", id_, f"{kind} is {state}, and audited as {told}")


def all_is_freed_together(seen: Snapshot) -> Found:
    """I16: a step that ended holds nothing: no move, no HOLD, no task."""
    ended = {
        row.id: row
        for row in seen.proposals.values()
        if row.state is ProposalState.ENDED
    }
    for key in ended:
        move = seen.moves.get(key)
        if move is not None and move.state not in _GIVEN_UP:
            yield Broken("I16", key, "ended, and its move stands")
    for task in seen.tasks:
        if task.subject_id in ended:
            yield Broken("I16", task.subject_id, "ended, and a task of it is open")
    promised = {row.home_id for row in seen.live}
    matched = {row.request_id for row in seen.live}
    for row in ended.values():
        held = seen.homes[row.home_id].state is HomeState.RESERVED
        if held and row.home_id not in promised:
            yield Broken("I16", row.id, "ended, and its home is still reserved")
        state = seen.requests[row.request_id].state
        if row.request_id not in matched and state in _WITH_A_STEP.values():
            yield Broken("I16", row.id, "ended, and its case is not back in the pot")
        early = row.ended_at is not None and row.ended_at <= row.due_at
        if row.end_code in _RAN_OUT and early:
            yield Broken("I16", row.id, "lapsed before its time")


INVARIANTS: tuple[Callable[[Snapshot], Found], ...] = (
    one_live_promise_a_home,
    nobody_is_sent_after_a_stay,
    one_live_step_a_case,
    one_outcome_a_step,
    no_surrender_before_signing,
    nobody_is_stranded,
    nobody_gives_up_their_only_tenancy,
    no_unsafe_step_goes_on,
    tenure_never_worsens,
    nobody_sees_both_ends,
    no_marked_home_is_promised,
    the_book_is_sound,
    stages_follow_the_graph,
    consent_stands_at_each_disclosure,
    no_step_lives_without_consent,
    nothing_is_answered_late,
    all_is_freed_together,
    nobody_waits_longer_on_paper,
)
"""Those a snapshot alone can show; `sight` has I17, which compares two moments."""


def broken(seen: Snapshot) -> tuple[Broken, ...]:
    """Return every breach of every invariant, so none when all is well."""
    return tuple(found for check in INVARIANTS for found in check(seen))


def _same_dwelling(one: Home, other: Home) -> bool:
    return (one.provider_id, one.uprn_blind) == (other.provider_id, other.uprn_blind)
