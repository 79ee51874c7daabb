"""A simulated scheme as a snapshot, so that the one checker reads it as any database.

The simulator's rows have the names that the service's tables have; what is built here
is only what they keep elsewhere: consents, checks and the moves by what they became of.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fixtures.simulator import pooling
from fixtures.simulator.regime import MEMBERS
from fixtures.simulator.rows import Case, Scheme
from matching.pool import size_class
from matching.terms import LandlordKind, Marker, TenancyKind
from reciprocal.ledger import entries
from reciprocal.ledger.book import MoveRow, PlannedRow, Violation
from reciprocal.ledger.laws import INVARIANTS as LAWS
from reciprocal.ledger.terms import SizeClass, TransactionKind
from reciprocal.proposals.change_lifecycle import ChangeTold
from reciprocal.requests.lifecycle import CheckState
from reciprocal.requests.rules import ConsentPurpose
from tests.support.snapshot import _STAND, Snapshot


@dataclass(frozen=True, slots=True)
class _Check:
    id: str
    request_id: str
    state: CheckState
    tenancy_kind: TenancyKind


@dataclass(frozen=True, slots=True)
class _Consent:
    request_id: str
    purpose: ConsentPurpose
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    subject_id: str


@dataclass(frozen=True, slots=True)
class _Provider:
    kind: LandlordKind
    introductory_scheme: bool = False


@dataclass(frozen=True, slots=True)
class _Service:
    owner_provider_id: str | None = None


_PROVIDERS = {member.code: _Provider(member.kind) for member in MEMBERS}


def seen(scheme: Scheme, *, laws: bool = True) -> Snapshot:
    """Return a simulated scheme as the checker reads it.

    Args:
        laws: Whether the whole book is proved too, which costs most of it.
    """
    cases, steps = scheme.cases, scheme.steps
    given: list[Any] = [
        _Consent(case.id, purpose)
        for case in cases.values()
        for purpose in case.consents
    ]
    tasks: list[Any] = [_Task(step.id) for step in steps.values() if step.task_open]
    services: dict[str, Any] = {"service": _Service()}
    kinds: dict[str, list[TransactionKind]] = defaultdict(list)
    for row in scheme.book.transactions:
        kinds[row.move_ref or ""].append(row.kind)
    checks = {
        case.id: _Check(f"check-{case.id}", case.id, case.check, case.tenancy_held)
        for case in cases.values()
    }
    return Snapshot(
        homes=scheme.homes,
        marked=frozenset(
            home.number
            for home in scheme.homes.values()
            if home.marker is Marker.UNCLEARED
        ),
        requests=cases,
        checks=checks,
        consents=tuple(given),
        proposals=steps,
        decisions=defaultdict(list, {k: list(v) for k, v in scheme.decisions.items()}),
        moves=scheme.moves,
        rounds=tuple(scheme.rounds.values()),
        tasks=tuple(tasks),
        providers=_PROVIDERS,
        services=services,
        entries=scheme.entries,
        kinds=kinds,
        refused={s.id: pooling.refused(scheme, s) for s in steps.values() if s.live},
        rules=dict.fromkeys(steps, scheme.regime.rules),
        balances=entries.balances(scheme.book.accounts, scheme.book.legs),
        book=broken_laws(scheme) if laws else (),
        chain_broken=None,
        counts=(),
    )


def broken_laws(scheme: Scheme) -> tuple[Violation, ...]:
    """Prove the simulated book by the service's own laws, and its chain by each row."""
    moves, planned = [], []
    for key, move in scheme.moves.items():
        step = scheme.steps[key]
        size = SizeClass(size_class(scheme.homes[step.home_id].bedrooms))
        between = (step.old_provider_id, step.new_provider_id, size)
        moves.append(MoveRow(move.move_ref, *between, _STAND[move.state]))
        planned.append(
            PlannedRow(
                move_ref=move.move_ref,
                round_id=step.round_id,
                chain_ref=f"{step.round_id}-{step.exchange_number}",
                rule_version="1",
                origin_id=between[0],
                receiver_id=between[1],
                size_class=size,
            )
        )
    book = scheme.book.book(tuple(moves), tuple(planned))
    return tuple(violation for law in LAWS for violation in law(book))


def housed_nowhere(scheme: Scheme, today: date) -> list[str]:
    """Return the cases whose household has no tenancy today, reckoned from the dates.

    Who came with a tenancy has it until its end is recorded and past, and the new one
    from its first day while the move stands. Where the tenant died and nobody
    succeeded, nobody of it holds one.
    """
    found = []
    for case in scheme.cases.values():
        if ChangeTold.TENANT_DIED in case.changes:
            continue
        stands = [_tenancies(scheme, case, today)]
        if not any(stands):
            found.append(case.id)
    return found


def _tenancies(scheme: Scheme, case: Case, today: date) -> int:
    old, new = 1, 0
    for key, move in scheme.moves.items():
        if scheme.steps[key].request_id != case.id:
            continue
        if move.old_tenancy_end is not None and move.old_tenancy_end <= today:
            old = 0
        begun = move.tenancy_start is not None and move.tenancy_start <= today
        new += begun and str(move.state) in ("signed", "started")
    return old + new
