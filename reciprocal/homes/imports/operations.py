"""Bringing in a whole file of homes or of stock, and releasing many homes at once.

All of a file or nothing, in the caller's one transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor, ActorKind
from reciprocal.audit import operations as audit
from reciprocal.disclosure import present
from reciprocal.errors import (
    FieldFault,
    Kind,
    NotFound,
    ReciprocalError,
    StateConflict,
)
from reciprocal.homes import amending, asked, bars, questions, rules, seen
from reciprocal.homes import operations as homes
from reciprocal.homes.imports import posting, queries
from reciprocal.homes.imports.faults import Found, RowsDiffer, SnapshotBrake
from reciprocal.homes.imports.headers import Asked
from reciprocal.homes.imports.posting import Marked
from reciprocal.homes.imports.reading import (
    FileKind,
    HomeLine,
    read_homes,
    read_stock,
    read_table,
)
from reciprocal.homes.imports.snapshot import (
    RowOutcome,
    Standing,
    Verdict,
    braked,
    judge,
    live_count,
)
from reciprocal.homes.lifecycle import HomeEvent, HomeState, after
from reciprocal.homes.tables import Home
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Provider
from reciprocal.webhooks import outbox

POST_ANEW = "This differs from the home you posted; withdraw that one and post it anew."


class Mode(StrEnum):
    """Whether a file adds homes or is all of them."""

    ADD = "add"
    SNAPSHOT = "snapshot"


class Differing(StrEnum):
    """What is done where a row is another home than the one posted."""

    REFUSE = "refuse"
    LEAVE = "leave"


class PersonNeeded(ReciprocalError):
    code = "person_needed"
    kind = Kind.FORBIDDEN
    sentence = "A person must state how many homes may go; a system cannot."


Free = Callable[..., None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of an import.

    Attributes:
        sheet: The sheet of a workbook.
        withdraw: The number of homes that may go although the brake would hold.
    """

    mode: Mode = Mode.ADD
    dry_run: bool = False
    asked: Asked = field(default_factory=Asked)
    sheet: str | None = None
    differing: Differing = Differing.REFUSE
    withdraw: int | None = None


@dataclass(slots=True)
class _Plan:
    """What an import will do, decided before anything is stored."""

    rows: list[tuple[Marked, Verdict]]
    standing: dict[str, Home] = field(default_factory=dict)
    going: list[Home] = field(default_factory=list)
    kept: list[Home] = field(default_factory=list)


def import_homes(
    session: Session,
    *,
    actor: Actor,
    given: bytes,
    kind: FileKind,
    wanted: Wanted,
    free: Free,
) -> dict[str, object]:
    """Post, amend and withdraw what a file says; return what was done, by row.

    Args:
        free: Ends the step that a round drew a home for and its landlord knows
            nothing of. Such a home goes like any in the pot: were it kept, a file
            that leaves everything out would tell which homes were drawn. Told a rent,
            it ends the step only if it promised a lower one; the home stays.

    Raises:
        FileUnreadable: And its kin, for the file as a whole.
        HeadersUnusable, RowsInvalid: With every column or row at fault.
        RowsDiffer, SnapshotBrake, PersonNeeded, NoStockHeld: As they say.
    """
    policy.require(actor, "homes.post")
    if wanted.mode is Mode.SNAPSHOT:
        policy.require(actor, "homes.amend")
        policy.require(actor, "homes.withdraw")
    provider = _provider(session, actor)
    if not provider.holds_stock:
        raise homes.NoStockHeld
    if wanted.withdraw is not None and actor.kind is not ActorKind.PERSON:
        raise PersonNeeded(field="withdraw")
    found = Found()
    table = read_table(given, kind, wanted.sheet)
    lines = read_homes(table, wanted.asked, today=clock.today(), found=found)
    plan = _plan(session, actor, provider, lines, wanted, found)
    found.refuse()
    _hold(actor, plan, wanted)
    posted = {} if wanted.dry_run else _carry_out(session, actor, plan, free)
    return _report(actor, plan, posted, wanted)


def import_stock(
    session: Session,
    *,
    actor: Actor,
    given: bytes,
    kind: FileKind,
    wanted: Wanted,
) -> dict[str, object]:
    """Add the dwellings of a file to the landlord's stock list.

    Raises:
        FileUnreadable, HeadersUnusable, RowsInvalid: And their kin.
    """
    policy.require(actor, "stock.register")
    _provider(session, actor)
    found = Found()
    lines = read_stock(read_table(given, kind, wanted.sheet), wanted.asked, found=found)
    found.refuse()
    uprns = [line.uprn for line in lines]
    if wanted.dry_run:
        added = len(homes.new_to_stock(session, actor=actor, uprns=uprns))
    else:
        added = homes.register_stock(session, actor=actor, uprns=uprns)
    row = {
        "dry_run": wanted.dry_run,
        "rows": len(lines),
        "added": added,
        "known": len(lines) - added,
    }
    return present(actor, "stock_import", "open", row)


def release_homes(
    session: Session, *, actor: Actor, home_refs: Sequence[str]
) -> dict[str, object]:
    """Let a second person release several homes, all of them or none.

    Raises:
        NotFound: When one of them is not there, by its place in the list.
        SecondPersonNeeded, StateConflict: Likewise.
    """
    policy.require(actor, "homes.release")
    places = {ref: place for place, ref in enumerate(home_refs)}
    # In one order whoever asks: two who release at once never wait in a ring.
    for ref in sorted(places):
        try:
            homes.release_home(session, actor=actor, home_ref=ref)
        except (NotFound, homes.SecondPersonNeeded, StateConflict) as fault:
            raise type(fault)(field=f"references.{places[ref]}") from None
    return present(actor, "homes_released", "open", {"released": len(places)})


def _plan(
    session: Session,
    actor: Actor,
    provider: Provider,
    lines: list[HomeLine],
    wanted: Wanted,
    found: Found,
) -> _Plan:
    marks = bars.uprn_marks(
        session, actor.organisation_id, [line.uprn for line in lines]
    )
    given = [Marked(line, mark) for line, mark in zip(lines, marks, strict=True)]
    registered = queries.in_stock(session, actor, marks)
    lately = _withdrawn_lately(session, actor, marks)
    for each in given:
        _add_faults(found, each.line, each.line.facts, provider)
    if wanted.mode is Mode.SNAPSHOT:
        plan = _snapshot(session, actor, provider, given, lately, found)
        for each, verdict in plan.rows:
            # Asked of a home that a case lives in too, or its silence would tell.
            if verdict.reference is None and each.mark not in registered:
                _add(found, each.line, "uprn", homes.NotInStock.sentence)
        return plan
    for each in given:
        if each.mark not in registered:
            _add(found, each.line, "uprn", homes.NotInStock.sentence)
    live = queries.live_states(session, actor, marks)
    for each in given:
        why = homes.barrier(actor, live.get(each.mark), lately=each.mark in lately)
        if why is not None:
            _add(found, each.line, "uprn", why.sentence)
    return _Plan([(each, Verdict(outcome=RowOutcome.POSTED)) for each in given])


def _snapshot(
    session: Session,
    actor: Actor,
    provider: Provider,
    given: list[Marked],
    lately: set[str],
    found: Found,
) -> _Plan:
    plan = _Plan([], queries.live_homes(session, actor))
    for each in given:
        home = plan.standing.get(each.mark)
        standing = _standing(actor, home) if home else None
        verdict = judge(each.line, standing, lately=each.mark in lately)
        if standing and verdict.change:
            amended = replace(standing.facts, **verdict.change)  # type: ignore[arg-type]
            _add_faults(found, each.line, amended, provider)
        plan.rows.append((each, verdict))
    listed = {each.mark for each in given}
    for mark, home in plan.standing.items():
        standing = _standing(actor, home)
        if mark not in listed and not standing.is_lived_in:
            (plan.going if standing.may_go else plan.kept).append(home)
    return plan


def _hold(actor: Actor, plan: _Plan, wanted: Wanted) -> None:
    """Refuse what only a person may decide, or decide with the number stated."""
    if wanted.differing is Differing.REFUSE:
        different = Found()
        for each, verdict in plan.rows:
            for fact in verdict.differs:
                _add(different, each.line, fact, POST_ANEW)
        different.refuse(RowsDiffer)
    going = len(plan.going)
    live = live_count(_standing(actor, home) for home in plan.standing.values())
    if braked(going, live) and wanted.withdraw != going:
        sentence = f"{going} of your {live} homes would be withdrawn."
        raise SnapshotBrake(faults=(FieldFault("withdraw", sentence),))


def _carry_out(
    session: Session, actor: Actor, plan: _Plan, free: Free
) -> dict[str, str]:
    """Store it all; return the references of the homes posted, by dwelling."""
    fresh = [
        each for each, verdict in plan.rows if verdict.outcome is RowOutcome.POSTED
    ]
    posted = posting.post_homes(session, actor=actor, given=fresh)
    for each, verdict in plan.rows:
        if verdict.outcome is RowOutcome.AMENDED:
            home = plan.standing[each.mark]
            rent = verdict.change.get("weekly_rent_pence")
            if rent is not None:
                free(session, actor=actor, home_id=home.id, rent_pence=rent)
            _amend(session, actor, home, verdict)
    for home in plan.going:
        free(session, actor=actor, home_id=home.id)
        _withdraw(session, actor, home)
    return posted


def _amend(session: Session, actor: Actor, home: Home, verdict: Verdict) -> None:
    amending.store(session, actor=actor, home=home, given=verdict.change)


def _withdraw(session: Session, actor: Actor, home: Home) -> None:
    if seen.hides_from(actor, home):
        asked.withdraw(session, actor=actor, home=home)
        return
    home.state = after(home.state, HomeEvent.WITHDRAW)
    home.ended_at = clock.now()
    session.add(home)
    questions.close(session, home)
    audit.record(session, actor, "home.withdrawn", subject=("home", home.id))
    outbox.home_changed(session, home)


def _report(
    actor: Actor, plan: _Plan, posted: dict[str, str], wanted: Wanted
) -> dict[str, object]:
    counts = Counter(verdict.outcome for _, verdict in plan.rows)
    row: dict[str, object] = {
        "dry_run": wanted.dry_run,
        "mode": wanted.mode,
        "rows": len(plan.rows),
        "withdrawn": len(plan.going),
        "kept": len(plan.kept),
        "homes": [
            {
                "row": each.line.number,
                "outcome": verdict.outcome,
                "reference": verdict.reference or posted.get(each.mark),
                "differs": list(verdict.differs),
            }
            for each, verdict in plan.rows
        ],
        "withdrawn_references": _references(plan.going),
        "kept_references": _references(plan.kept),
    }
    row |= {outcome.value: counts[outcome] for outcome in RowOutcome}
    return present(actor, "home_import", "open", row)


def _references(found: Iterable[Home]) -> list[str]:
    return sorted(home.landlord_ref for home in found)


def _stage(actor: Actor, home: Home) -> HomeState:
    """Return a home's stage as a file is compared with it.

    The home of a case that is closed to the sender is treated as one that a case lives
    in, whose sender hears nothing of it, though it may be empty by now.
    """
    closed = home.vacated_by_request_id in actor.blocked
    return HomeState.OCCUPIED if closed else seen.stage_for(actor, home)


def _standing(actor: Actor, home: Home) -> Standing:
    return Standing(
        reference=home.landlord_ref,
        state=_stage(actor, home),
        authority_code=home.authority_code,
        facts=seen.facts_for(actor, home),
    )


def _withdrawn_lately(session: Session, actor: Actor, marks: list[str]) -> set[str]:
    _, scheme_rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    since = clock.now() - timedelta(days=scheme_rules.cool_off_days)
    return queries.withdrawn_since(session, actor, marks, since)


def _add_faults(
    found: Found, line: HomeLine, facts: rules.HomeFacts, provider: Provider
) -> None:
    for fault in rules.faults(
        facts, landlord=provider.kind, grants=frozenset(provider.grants)
    ):
        _add(found, line, fault.field, fault.fault)


def _add(found: Found, line: HomeLine, fact: str, sentence: str) -> None:
    found.add(line.number, line.label(fact), sentence)


def _provider(session: Session, actor: Actor) -> Provider:
    provider = organisations.provider(session, actor.organisation_id)
    if provider is None:
        raise NotFound
    return provider
