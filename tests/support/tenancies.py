"""That nobody is ever without a tenancy, or with a worse one: I4, I5 and I7."""

from collections.abc import Iterator

from matching.tenure import TenureVerdict, tenure
from reciprocal.moves.lifecycle import MoveState
from tests.matching.builders import a_tenure_case
from tests.support.snapshot import Broken, Snapshot

Found = Iterator[Broken]
_SIGNED = frozenset({MoveState.SIGNED, MoveState.STARTED, MoveState.PASSED})
"""Whoever's move passed is dead, and nobody succeeded: nobody is left without."""


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


def nobody_gives_up_their_only_tenancy(seen: Snapshot) -> Found:
    """I5: whoever's old tenancy ends has a new one that was not given up."""
    for move in seen.moves.values():
        if move.old_tenancy_end is not None and move.state not in _SIGNED:
            yield Broken("I5", move.id, "the old tenancy ends and the new one is gone")


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


def _first(seen: Snapshot, action: str) -> dict[str, int]:
    """Return when each thing first saw an act, by internal id."""
    found: dict[str, int] = {}
    for entry in seen.entries:
        if entry.action == action:
            found.setdefault(entry.subject_id, entry.sequence)
    return found
