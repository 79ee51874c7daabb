"""One reading of a whole database, for whoever asks what is wrong with it.

A snapshot is taken in one transaction that is rolled back, so that looking leaves
no trace: the audit entries that opening a sealed field would write are dropped.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select as rows_of
from sqlalchemy.sql.functions import count
from sqlmodel import Session, SQLModel, col, select

from matching import pool
from matching.referee import refusals
from matching.terms import RefusalCode
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.db import Database, Duty, take_duty
from reciprocal.homes import queries as home_queries
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import DwellingMarker, Home
from reciprocal.ledger import book as laws
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.entries import Balance
from reciprocal.ledger.tables import Transaction
from reciprocal.ledger.terms import SizeClass, TransactionKind
from reciprocal.moves.lifecycle import MoveState
from reciprocal.moves.tables import Move
from reciprocal.notices.tables import Task
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import Provider, ReferringService, Scheme
from reciprocal.proposals.lifecycle import LIVE
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.requests import pooling
from reciprocal.requests.narrowing import may_not_enter
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import Consent, PropertyRequest, TenancyCheck
from reciprocal.rounds.tables import MatchRound

_NOT_OF_THE_HOME = frozenset({RefusalCode.HOME_REFUSED})
"""A home refused before says nothing of a home's safety now."""

_STAND = {
    MoveState.HELD: laws.MoveState.HELD,
    MoveState.SIGNED: laws.MoveState.HELD,
    MoveState.STARTED: laws.MoveState.STARTED,
    MoveState.FELL_THROUGH: laws.MoveState.GIVEN_UP,
    MoveState.PASSED: laws.MoveState.GIVEN_UP,
    MoveState.FAILED: laws.MoveState.REVERSED,
}


@dataclass(frozen=True, slots=True)
class Broken:
    """One invariant broken by one thing.

    Attributes:
        name: `I1` to `I18`, or `sealed`.
        subject: Internal identifier of the thing.
        fault: What is wrong, in words.
    """

    name: str
    subject: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything the invariants read, as it stood in one transaction.

    Attributes:
        homes, requests, proposals, providers, services: By internal id.
        marked: Dwellings, by their digests, with a safety marker nobody cleared.
        checks, moves: By the request, and by the proposal, they belong to.
        decisions: By proposal.
        kinds: Kinds of the book's transactions by move reference, in order.
        refused: What the referee says of each live step now, by proposal.
        rules: By proposal, as they stood on the day it was made.
        balances: Posted and pending homes by landlord and size class, zeros left out.
        book: Laws of the book that are broken.
        chain_broken: Where the audit's chain fails; None when it holds.
        counts: How many rows every table has.
    """

    homes: dict[str, Home]
    marked: frozenset[str]
    requests: dict[str, PropertyRequest]
    checks: dict[str, TenancyCheck]
    consents: tuple[Consent, ...]
    proposals: dict[str, Proposal]
    decisions: dict[str, list[Decision]]
    moves: dict[str, Move]
    rounds: tuple[MatchRound, ...]
    tasks: tuple[Task, ...]
    providers: dict[str, Provider]
    services: dict[str, ReferringService]
    entries: tuple[AuditEntry, ...]
    kinds: dict[str, list[TransactionKind]]
    refused: dict[str, frozenset[RefusalCode]]
    rules: dict[str, SchemeRules]
    balances: dict[tuple[str, SizeClass], Balance]
    book: tuple[laws.Violation, ...]
    chain_broken: int | None
    counts: tuple[int, ...]

    @property
    def live(self) -> list[Proposal]:
        """Return the steps that hold a home and a household now."""
        return [row for row in self.proposals.values() if row.state in LIVE]

    @property
    def standing(self) -> list[Proposal]:
        """Return the steps that were not given up: live, or at the keys."""
        return [row for row in self.proposals.values() if row.end_code is None]

    def is_marked(self, home: Home) -> bool:
        """Tell whether a home has an uncleared marker; let, it may be fled from."""
        return home.state is not HomeState.LET and home.uprn_clash in self.marked

    def consented(self, request_id: str) -> frozenset[ConsentPurpose]:
        """Return what a household agrees to now."""
        return frozenset(
            row.purpose
            for row in self.consents
            if row.request_id == request_id and row.revoked_at is None
        )


def take(database: Database) -> Snapshot:
    """Read the whole database as the service would, and leave no trace."""
    with Session(database.engine) as session:
        take_duty(session.connection(), Duty.BACKUP)
        session.info.update(database.info)
        found = _read(session)
        session.expunge_all()
        session.rollback()
    return found


def _read(session: Session) -> Snapshot:
    homes = {row.id: row for row in session.exec(select(Home))}
    requests = {row.id: row for row in session.exec(select(PropertyRequest))}
    proposals = {row.id: row for row in session.exec(select(Proposal))}
    moves = {row.proposal_id: row for row in session.exec(select(Move))}
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for decision in session.exec(select(Decision).order_by(col(Decision.decided_at))):
        decisions[decision.proposal_id].append(decision)
    kinds: dict[str, list[TransactionKind]] = defaultdict(list)
    for row in session.exec(select(Transaction).order_by(col(Transaction.sequence))):
        kinds[row.move_ref or ""].append(row.kind)
    return Snapshot(
        homes=homes,
        marked=frozenset(
            row.uprn_clash
            for row in session.exec(select(DwellingMarker))
            if row.cleared_at is None
        ),
        requests=requests,
        checks={row.request_id: row for row in session.exec(select(TenancyCheck))},
        consents=tuple(session.exec(select(Consent))),
        proposals=proposals,
        decisions=decisions,
        moves=moves,
        rounds=tuple(session.exec(select(MatchRound))),
        tasks=tuple(session.exec(select(Task).where(col(Task.done_at).is_(None)))),
        providers={row.organisation_id: row for row in session.exec(select(Provider))},
        services={
            row.organisation_id: row for row in session.exec(select(ReferringService))
        },
        entries=tuple(
            session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence)))
        ),
        kinds=kinds,
        refused={
            row.id: _refused(session, row) for row in proposals.values() if _open(row)
        },
        rules=_rules(session, proposals.values()),
        balances=_balances(session),
        book=ledger.check(
            session, [_move_row(proposals[key], homes, moves[key]) for key in moves]
        ),
        chain_broken=audit.first_broken_link(session),
        counts=_counts(session),
    )


def fingerprint(seen: Snapshot) -> tuple[object, ...]:
    """Return what differs between two snapshots if anything was written between."""
    rows = (
        *(seen.homes.values()),
        *(seen.requests.values()),
        *(seen.checks.values()),
        *(seen.consents),
        *(seen.proposals.values()),
        *(seen.moves.values()),
        *(seen.rounds),
        *(seen.tasks),
    )
    said = sorted(repr(row.model_dump()) for row in rows)
    return tuple(said), seen.counts, seen.entries[-1].row_hash


def _counts(session: Session) -> tuple[int, ...]:
    """Count every table's rows at once."""
    counted = (
        rows_of(count()).select_from(table).scalar_subquery()
        for table in SQLModel.metadata.sorted_tables
    )
    return tuple(session.execute(rows_of(*counted)).one())


def _balances(session: Session) -> dict[tuple[str, SizeClass], Balance]:
    actor = service()
    return {
        (owner, size_class): balance
        for scheme in session.exec(select(Scheme))
        for owner, classes in ledger.balances(
            session, actor, scheme_id=scheme.id
        ).items()
        for size_class, balance in classes.items()
        if balance.posted or balance.pending
    }


def _rules(session: Session, proposals: Iterable[Proposal]) -> dict[str, SchemeRules]:
    """Return the rules each step was made under; each day's are read once."""
    known: dict[tuple[str, date], SchemeRules] = {}
    found = {}
    for row in proposals:
        key = row.scheme_id, row.proposed_at.date()
        if key not in known:
            known[key] = organisations.rules_on(session, *key)[1]
        found[row.id] = known[key]
    return found


def _open(proposal: Proposal) -> bool:
    return proposal.state in LIVE


def _refused(session: Session, proposal: Proposal) -> frozenset[RefusalCode]:
    """Ask the referee anew, past `recheck`, which is what is being watched."""
    actor = service(proposal.scheme_id)
    request = session.get_one(PropertyRequest, proposal.request_id)
    home = session.get_one(Home, proposal.home_id)
    household = pooling.pooled(session, actor, request, homes_refused=frozenset())
    home_now = home_queries.pooled(
        session,
        actor,
        home,
        ready_within_days=0,
        households_barred=may_not_enter(session, request, home),
    )
    provider = session.get_one(Provider, home.provider_id)
    found = refusals(
        household,
        home_now,
        pool.Policy(version="read again", shortholds_abolished=False),
        landlord=pool.Landlord(
            id=home.provider_id,
            kind=provider.kind,
            introductory_scheme=provider.introductory_scheme,
            bedroom_standard=provider.bedroom_standard,
        ),
    )
    return frozenset(refusal.code for refusal in found) - _NOT_OF_THE_HOME


def _move_row(proposal: Proposal, homes: dict[str, Home], move: Move) -> laws.MoveRow:
    return laws.MoveRow(
        move_ref=move.move_ref,
        origin_id=proposal.old_provider_id,
        receiver_id=proposal.new_provider_id,
        size_class=SizeClass(pool.size_class(homes[proposal.home_id].bedrooms)),
        state=_STAND[move.state],
    )
