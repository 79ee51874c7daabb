"""How urgent the cases are that come from each landlord and each referring service.

Urgency is the service's judgement, and decides who moves first; so an auditor looks at
how it is given. Nothing is told of fewer than ten cases, and nothing nearer than to
five: a number that is left out may be anything from none to nine.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from matching.terms import Urgency
from reciprocal import clock
from reciprocal.access import blocks, policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.organisations import queries as organisations
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.statements.quarters import Quarter

FEWEST = 10
_NEAREST = 5

COLUMNS = ("cases", *(band.name.lower() for band in Urgency))
"""What is counted of each member: its cases, and those of each urgency."""

Case = tuple[str | None, int]
"""The code of whose it is, and how urgent; None where whose may not be told."""


@dataclass(frozen=True, slots=True)
class CasesOf:
    """The cases of one member, or of all that have too few to be told apart.

    Attributes:
        code: The member's; None for the others together.
        counts: As `COLUMNS`, to the nearest five; None where there are fewer than ten.
    """

    code: str | None
    counts: tuple[int | None, ...]


def told(cases: Iterable[Case]) -> tuple[CasesOf, ...]:
    """Return what is told of cases: members with enough of them, then the others."""
    by_code: defaultdict[str | None, Counter[int]] = defaultdict(Counter)
    for code, urgency in cases:
        by_code[code][urgency] += 1
    others = Counter(by_code.pop(None, Counter()))
    alone = []
    for code, found in by_code.items():
        if found.total() < FEWEST:
            others += found
        else:
            alone.append(_row(code, found))
    alone.sort(key=lambda row: str(row.code))
    together = [_row(None, others)] if others.total() >= FEWEST else []
    return (*alone, *together)


def chart(session: Session, actor: Actor) -> Shown:
    """Return the distribution of urgency, by landlord and by referring service.

    It goes over every case that was begun by the end of the last quarter, whatever
    became of it: what moves is not to be seen, hidden or not. The same stands for
    whoever asks. A case that goes on from a hidden home is counted for no landlord.

    Raises:
        Forbidden: When it is not an auditor who asks.
    """
    policy.require(actor, "urgency.read")
    quarter = Quarter.of(Quarter.of(clock.today()).first_day() - timedelta(days=1))
    left = blocks.left_to_one(session)
    rows = session.exec(
        select(
            PropertyRequest.id,
            PropertyRequest.provider_id,
            PropertyRequest.service_id,
            PropertyRequest.urgency,
        ).where(
            PropertyRequest.scheme_id == actor.scheme_id,
            PropertyRequest.state != RequestState.DRAFT,
            col(PropertyRequest.waiting_since) <= quarter.last_day(),
        )
    ).all()
    members = {member for _, *both, _ in rows for member in both}
    codes = {each: organisations.organisation(session, each).code for each in members}
    landlords = told(
        (None if case in left else codes[landlord], urgency)
        for case, landlord, _, urgency in rows
    )
    services = told((codes[service], urgency) for _, _, service, urgency in rows)
    seen = {
        "period": str(quarter),
        "landlords": [_as_row(each) for each in landlords],
        "services": [_as_row(each) for each in services],
    }
    return show(actor, "urgency_chart", "open", seen)


def _row(code: str | None, found: Counter[int]) -> CasesOf:
    counted = (found.total(), *(found[band] for band in Urgency))
    return CasesOf(code, tuple(map(rounded, counted)))


def rounded(cases: int) -> int | None:
    """Return a count as it is told: none of fewer than ten, to the nearest five."""
    if cases < FEWEST:
        return None
    return (cases + _NEAREST // 2) // _NEAREST * _NEAREST


def _as_row(row: CasesOf) -> dict[str, object]:
    return {"code": row.code, **dict(zip(COLUMNS, row.counts, strict=True))}
