"""Who sees what: every party's presented fields, before and after a moment.

Also a search of every stored value for what must only be stored sealed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select as rows_of
from sqlmodel import Session, SQLModel

from reciprocal.access.actor import Actor, Role
from reciprocal.db import Database, Duty, take_duty
from reciprocal.errors import NotFound
from reciprocal.homes import queries as homes
from reciprocal.proposals import departures, hidden
from reciprocal.proposals import queries as proposals
from reciprocal.requests import queries as requests
from tests.support.snapshot import Broken

_APPEARS = frozenset({"departure", "tenancy_check"})
"""What waits for a fixed run and then appears: the old landlord's two tasks."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one party is shown of one thing: its stage and the fields with a value."""

    stage: str
    fields: frozenset[str]


Sight = Mapping[tuple[str, str, str], Shown]
"""By the actor, the resource and its reference."""


def sight(database: Database, actors: Iterable[Actor], *, keep: bool = False) -> Sight:
    """Return everything that these actors are shown now.

    Args:
        keep: True to leave their reading in the audit, as a request would.
    """
    found: dict[tuple[str, str, str], Shown] = {}
    for actor in actors:
        with suppress(_Unread), database.transaction(actor) as session:
            for resource, row in _shown(session, actor):
                key = actor.id, resource, str(row["reference"])
                fields = frozenset(name for name in row if row[name] is not None)
                found[key] = Shown(str(row["stage"]), fields)
            if not keep:
                raise _Unread
    return found


class _Unread(Exception):
    """Undoes a reading, so that it leaves no trace."""


def widened(before: Sight, after: Sight) -> tuple[Broken, ...]:
    """Return I17's breaches: what mere waiting lets somebody see.

    The old landlord's tasks wait for a fixed run by design; they may appear then, if
    what they ask is still asked.
    """
    return tuple(_widened(before, after))


def _widened(before: Sight, after: Sight) -> Iterator[Broken]:
    for key, shown in after.items():
        _, resource, reference = key
        if key in before:
            more = shown.fields - before[key].fields
            if more:
                yield Broken("I17", reference, f"{resource}: {', '.join(sorted(more))}")
        elif resource not in _APPEARS or shown.stage == "ended":
            yield Broken("I17", reference, f"a {resource} appears as time passes")


def plain(database: Database, secrets: Mapping[str, str]) -> tuple[Broken, ...]:
    """Return every stored value that holds a secret in plain.

    Args:
        secrets: What must only be stored sealed, by a word that says what it is.
    """
    found = []
    with database.engine.connect() as connection:
        take_duty(connection, Duty.BACKUP)
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(rows_of(table)):
                text = "\x00".join(_as_text(value) for value in row)
                found += [
                    Broken("sealed", table.name, f"{what} is stored in plain")
                    for what, secret in secrets.items()
                    if secret in text
                ]
    return tuple(found)


def _as_text(value: object) -> str:
    box = getattr(value, "box", value)
    return box.decode("latin-1") if isinstance(box, bytes) else str(box)


def _shown(
    session: Session, actor: Actor
) -> Iterator[tuple[str, Mapping[str, object]]]:
    if actor.role is Role.NAMED_LEAD:
        yield from _each("home", homes.own_homes(session, actor), _home(session, actor))
        yield from _each(
            "tenancy_check",
            requests.own_checks(session, actor),
            lambda ref: requests.show_own_check(
                session, actor, requests.own_check(session, actor, ref)
            ),
        )
        yield from _each(
            "offer",
            proposals.own_offers(session, actor),
            lambda ref: proposals.show_offer(
                session, actor, proposals.own_offer(session, actor, ref)
            ),
        )
        yield from _each(
            "departure",
            departures.own_departures(session, actor),
            lambda ref: departures.show_departure(
                session, actor, departures.own_departure(session, actor, ref)
            ),
        )
    elif actor.role is Role.REFERRING_WORKER:
        yield from _cases(session, actor)
    elif actor.role is Role.COORDINATOR:
        yield from _each("board_home", hidden.board_homes(session, actor))
        yield from _each("board_request", requests.board_requests(session, actor))
        yield from _each("board_proposal", proposals.board_proposals(session, actor))


def _home(session: Session, actor: Actor) -> Callable[[str], Mapping[str, object]]:
    return lambda ref: homes.show_own_home(
        session, actor, homes.own_home(session, actor, ref)
    )


def _cases(
    session: Session, actor: Actor
) -> Iterator[tuple[str, Mapping[str, object]]]:
    for row in requests.own_cases(session, actor):
        case = requests.own_case(session, actor, str(row["reference"]))
        yield "case", requests.show_case(session, actor, case)
        try:
            proposed = proposals.show_case_proposal(session, actor, case)
        except NotFound:
            continue
        yield "case_proposal", proposed


def _each(
    resource: str,
    rows: Iterable[Mapping[str, object]],
    show: Callable[[str], Mapping[str, object]] | None = None,
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield each row of a list, opened where it can be."""
    for row in rows:
        yield resource, show(str(row["reference"])) if show else row
