"""What must hold of the whole database at any moment, one function an invariant.

They are numbered I1 to I18. Two say nothing here yet: I10 (a block list of staff)
and I15 (one answer for one idempotency key over HTTP), since neither list nor keys
stand; the book's own idempotency is among its laws, under I11. Each function reads a
snapshot with code of its own and gives every breach, so one look reports them all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from matching.tenure import TenureVerdict, tenure
from reciprocal import clock
from reciprocal.access.actor import Role
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.ledger.terms import TransactionKind
from reciprocal.moves.lifecycle import MoveState
from reciprocal.proposals.lifecycle import LIVE, EndCode, Party, ProposalState
from reciprocal.proposals.limits import SAFETY_LOOK_WORKING_DAYS
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import ConsentPurpose
from tests.matching.builders import a_tenure_case
from tests.support.histories import walk
from tests.support.snapshot import Broken, Snapshot

Found = Iterator[Broken]
_SIGNED = frozenset({MoveState.SIGNED, MoveState.STARTED})
_UNSIGNED = frozenset(LIVE) - {ProposalState.SIGNED}
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


def no_surrender_before_signing(seen: Snapshot) -> Found:
    """I4: no old tenancy's end is recorded before the new tenancy is signed."""
    signed = _first(seen, "move.sign")
    ends = _first(seen, "move.old_tenancy_ends")
    for move in seen.moves.values():
        if move.id in ends and ends[move.id] < signed.get(move.id, ends[move.id]):
            yield Broken("I4", move.id, "the old tenancy's end came before signing")
        if move.old_tenancy_end is None:
            continue
        if move.state not in _SIGNED or move.tenancy_start is None:
            yield Broken("I4", move.id, "an old tenancy ends and no new one is signed")
        elif move.old_tenancy_end < move.tenancy_start:
            yield Broken("I4", move.id, "a gap between the two tenancies")


def nobody_is_stranded(seen: Snapshot) -> Found:
    """I5: whoever's home is called empty has the keys of another."""
    left = _first(seen, "home.empty")
    for home in seen.homes.values():
        if home.vacated_by_request_id is None or home.id not in left:
            continue
        moves = [
            move
            for key, move in seen.moves.items()
            if seen.proposals[key].request_id == home.vacated_by_request_id
        ]
        if not any(
            move.state is MoveState.STARTED
            and move.old_tenancy_end is not None
            and move.old_tenancy_end <= (home.void_date or move.old_tenancy_end)
            for move in moves
        ):
            yield Broken("I5", home.id, "called empty while its household needs it")


def no_unsafe_step_goes_on(seen: Snapshot) -> Found:
    """I6: a step that the referee refuses now has not advanced since it became so."""
    changed: dict[str, int] = {}
    advanced: dict[str, int] = {}
    proposal_of = {move.id: key for key, move in seen.moves.items()}
    for entry in seen.entries:
        if entry.action == "case.areas_stated":
            changed[entry.subject_id] = entry.sequence
        agreed = entry.action.startswith("step.decided_by") and entry.code == "agreed"
        if agreed or entry.action in _ADVANCES:
            subject = proposal_of.get(entry.subject_id, entry.subject_id)
            advanced[subject] = entry.sequence
    for key, codes in seen.refused.items():
        row = seen.proposals[key]
        if codes and advanced[key] > changed.get(row.request_id, 0):
            yield Broken("I6", key, f"went on although {', '.join(sorted(codes))}")


def tenure_never_worsens(seen: Snapshot) -> Found:
    """I7: what is granted was promised, and is no less secure than what is held."""
    for key, move in seen.moves.items():
        if move.tenancy_granted is None:
            continue
        row = seen.proposals[key]
        home, request = seen.homes[row.home_id], seen.requests[row.request_id]
        check = seen.checks.get(request.id)
        new = seen.providers[row.new_provider_id]
        case = a_tenure_case(
            held=(check and check.tenancy_kind) or request.tenancy_held,
            held_from=seen.providers[row.old_provider_id].kind,
            new_landlord=new.kind,
            introductory_scheme=new.introductory_scheme,
            offered=move.tenancy_granted,
        )
        verdict = tenure(case).verdict
        if verdict not in (TenureVerdict.PRESERVES, TenureVerdict.IMPROVES):
            yield Broken("I7", key, f"the new tenancy is {verdict.name.lower()}")
        granted = (move.tenancy_granted, move.rent_basis_granted)
        if granted != (home.tenancy_offered, home.rent_basis):
            yield Broken("I7", key, "not the tenancy that was promised")


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


_CONSENT_TO_READ = {
    "property_request.tenancy_reference": ConsentPurpose.TENANCY_CHECK,
    "property_request.household": ConsentPurpose.OFFER,
}


def consent_stands_at_each_disclosure(seen: Snapshot) -> Found:
    """I13: a landlord opens a household's field only while consent to it stands."""
    given: dict[str, set[str]] = defaultdict(set)
    for entry in seen.entries:
        if entry.action == "consent.given":
            given[entry.subject_id].add(entry.code)
        elif entry.action == "consent.revoked":
            given[entry.subject_id].discard(entry.code)
        elif entry.action == "sealed.read" and entry.subject_kind == "request":
            purpose = _CONSENT_TO_READ.get(entry.code)
            without = purpose is None or purpose not in given[entry.subject_id]
            if entry.role == Role.NAMED_LEAD and without:
                yield Broken(
                    "I13", str(entry.sequence), f"{entry.code} without consent"
                )
            own = seen.requests[entry.subject_id].service_id
            if entry.role == Role.REFERRING_WORKER and entry.organisation_id != own:
                yield Broken("I13", str(entry.sequence), "another service's case read")


def no_step_lives_without_consent(seen: Snapshot) -> Found:
    """I13: a step that is not signed yet lives by consent."""
    for row in seen.live:
        if row.state not in _UNSIGNED:
            continue
        needed = {ConsentPurpose.MATCHING}
        if row.state is not ProposalState.PROPOSED:
            needed.add(ConsentPurpose.OFFER)
        if not needed <= seen.consented(row.request_id):
            yield Broken("I13", row.id, "lives although consent was withdrawn")


def nothing_is_answered_late(seen: Snapshot) -> Found:
    """I14: no answer stands that came after its deadline, reckoned anew from facts."""
    for row in seen.proposals.values():
        rules = seen.rules[row.id]
        said = {one.party: one.decided_at for one in seen.decisions[row.id]}
        due: dict[Party, datetime] = {
            Party.WORKER: clock.working_days_after(
                row.proposed_at, SAFETY_LOOK_WORKING_DAYS
            )
        }
        if row.departure_visible_at is not None:
            due[Party.RECEIVING_LANDLORD] = due[Party.OLD_LANDLORD] = (
                clock.working_days_after(
                    row.departure_visible_at, rules.landlord_answer_working_days
                )
            )
        if row.offer_agreed_at and row.departure_agreed_at:
            both = max(row.offer_agreed_at, row.departure_agreed_at)
            due[Party.HOUSEHOLD] = clock.working_days_after(
                both, rules.viewing_working_days
            ) + timedelta(days=rules.household_answer_days)
        for party, at in said.items():
            if party not in due or at >= due[party]:
                yield Broken("I14", row.id, f"{party} answered late, or unasked")


def all_is_freed_together(seen: Snapshot) -> Found:
    """I16: a step that ended holds nothing: no move, no HOLD, no task."""
    ended = {
        row.id: row
        for row in seen.proposals.values()
        if row.state is ProposalState.ENDED
    }
    for key in ended:
        move = seen.moves.get(key)
        if move is not None and move.state is not MoveState.FELL_THROUGH:
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


def nobody_waits_longer_on_paper(seen: Snapshot) -> Found:
    """I18: a waiting date never gets later than the day the case was referred."""
    referred = {
        entry.subject_id: entry.at.astimezone(clock.LONDON).date()
        for entry in seen.entries
        if entry.action == "case.referred"
    }
    for request in seen.requests.values():
        if request.waiting_since > referred[request.id]:
            yield Broken("I18", request.id, "the waiting date got later")


INVARIANTS: tuple[Callable[[Snapshot], Found], ...] = (
    one_live_promise_a_home,
    one_live_step_a_case,
    one_outcome_a_step,
    no_surrender_before_signing,
    nobody_is_stranded,
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


def _first(seen: Snapshot, action: str) -> dict[str, int]:
    """Return when each thing first saw an act, by internal id."""
    found: dict[str, int] = {}
    for entry in seen.entries:
        if entry.action == action:
            found.setdefault(entry.subject_id, entry.sequence)
    return found


def _same_dwelling(one: Home, other: Home) -> bool:
    return (one.provider_id, one.uprn_blind) == (other.provider_id, other.uprn_blind)
