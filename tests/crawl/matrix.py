"""The matrix of who may come where: each cell decided twice, and tried at the door.

A cell is a route, who comes, at which stage of the walk, and whose thing is asked for.
One reading is the service's own policy for the action that the route's door names. The
other is the table written by hand in `test_routes_guarded`, which shares nothing with
it. Where both let somebody in, what is theirs may be there or be there no longer, and
what is not theirs reads like what is not there; everybody else is refused at the door.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from reciprocal.access.actor import Actor, ActorKind, Role, Scope
from reciprocal.access.policy import may
from tests.api.routes import declared
from tests.api.test_routes_guarded import LETS_IN, OPEN_ROUTES, WITHOUT_A_DOOR
from tests.crawl.crawler import NOT_THEIRS, Cell, Crawler

_SYSTEMS = (Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM)
_OPEN = OPEN_ROUTES | WITHOUT_A_DOOR | {"GET /openapi.json"}

_THERE = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})
_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND})
_SHUT = frozenset({HTTPStatus.FORBIDDEN})
_UNKNOWN = frozenset({HTTPStatus.UNAUTHORIZED})

Lets = Mapping[str, frozenset[str]]
"""The roles that a reading lets in, by the route's name."""


def by_hand() -> Lets:
    """Return whom the table written by hand lets in."""
    return {name: frozenset(roles) for name, roles in LETS_IN.items()}


def by_policy(app: FastAPI) -> Lets:
    """Return whom the service's own policy lets in, by each door's action."""
    return {
        route.name: frozenset(
            role
            for role in Role
            if role not in (Role.SERVICE, Role.NOBODY)
            and all(may(_of(role), action) for action in route.actions)
        )
        for route in declared(app)
        if route.name not in _OPEN
    }


def expected(cell: Cell, role: str, lets: Lets) -> frozenset[int]:
    """Return the statuses with which a reading says that a cell may be answered."""
    if role == "nobody":
        return frozenset(_UNKNOWN)
    if role not in lets[cell.route]:
        return frozenset(_SHUT)
    if cell.whose in NOT_THEIRS:
        return frozenset(_NOT_THERE)
    return frozenset(_THERE | _NOT_THERE) if "{" in cell.route else frozenset(_THERE)


def judged(crawler: Crawler, app: FastAPI) -> tuple[list[str], Counter[str]]:
    """Return what was answered otherwise than both readings say, and what was tried.

    Acts of the walk itself are left out: they are done by whoever may, and each says
    what it expects.
    """
    hand, policy = by_hand(), by_policy(app)
    faults, counts = list[str](), Counter[str]()
    for cell, answered in _looked_at(crawler):
        role = crawler.parties[cell.party].role
        one, other = expected(cell, role, hand), expected(cell, role, policy)
        if one != other:
            faults.append(f"{cell}: the two readings differ")
        if not answered <= one:
            faults.append(f"{cell} answered {sorted(answered - one)}")
        counts["cells"] += 1
        counts[f"whose: {cell.whose}"] += 1
        for status in answered:
            counts[f"answered {status}"] += 1
    return faults, counts


def untried(crawler: Crawler, app: FastAPI) -> list[str]:
    """Name each route and role that was never tried with what is not theirs."""
    tried = {
        (cell.route, crawler.parties[cell.party].role)
        for cell, _ in _looked_at(crawler)
        if cell.whose in NOT_THEIRS
    }
    roles = {party.role for party in crawler.parties.values()}
    return [
        f"{name} by {role}"
        for name in by_policy(app)
        if "{" in name
        for role in sorted(roles)
        if (name, role) not in tried
    ]


def _looked_at(crawler: Crawler) -> Iterator[tuple[Cell, set[int]]]:
    for cell, answered in sorted(crawler.answers.items()):
        if cell.route not in _OPEN and cell.whose not in ("shouted", "acted"):
            yield cell, answered


def _of(role: Role) -> Actor:
    kind = ActorKind.MACHINE if role in _SYSTEMS else ActorKind.PERSON
    scopes: frozenset[Any] = frozenset(Scope)
    return Actor("a", kind, "o", "s", role, scopes=scopes)
