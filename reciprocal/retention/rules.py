"""What is due to be erased, by the schedule: values in, values out."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from matching.terms import Access, Animal, AreaOfChoice, TenancyKind
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import RiskKind, TriggerKind

_FILE = Path(__file__).with_name("schedule.toml")


class Of(StrEnum):
    """Lines of the schedule that the sweep carries out."""

    DRAFT = "draft"
    ENDED = "ended"
    MOVED = "moved"
    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    UNSAVED = "unsaved"
    ROUND = "round"
    SECOND_FACTOR = "second_factor"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the schedule, in the words of its file.

    Attributes:
        by: The command that carries it out; empty where none does yet.
    """

    what: str
    days: int
    since: str
    by: str
    means: str
    basis: str


@dataclass(frozen=True, slots=True)
class Held:
    """A case, as far as the schedule has to know.

    Attributes:
        since: From when its days are counted; None while they are not.
        under_way: It is in mid-move or disputed: it is not erased, however old.
        on_hold: Two people keep it for a court or an inquiry: likewise.
    """

    id: str
    state: RequestState
    since: datetime | None
    under_way: bool
    on_hold: bool


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A round, as far as the schedule has to know.

    Attributes:
        since: When it was published, or refused; None while it is neither.
        in_use: A step or a cycle of it is under way, or a case on hold was in it.
    """

    id: str
    since: datetime | None
    in_use: bool


FORGOTTEN: Mapping[str, object] = {
    "tenancy_held": TenancyKind.SECURE_LIFETIME,
    "joint": False,
    "bedrooms_needed": 0,
    "bedrooms_max": 0,
    "bedrooms_by_size_criteria": 0,
    "bedrooms_by_standard": 0,
    "tenant_age_reached": 0,
    "adults_age_reached": 0,
    "persons": 1,
    "access_need": Access.GENERAL,
    "access_needed_by": None,
    "animal": Animal.NONE,
    "floor_max_without_lift": None,
    "ground_floor_unsafe": False,
    "affordable_rent_accepted": False,
    "area_of_choice": AreaOfChoice.LISTED,
    "areas_of_choice_count": 0,
    "risk_kind": RiskKind.OTHER,
    "trigger_kind": TriggerKind.NONE,
    "trigger_date": None,
    "dash_score": None,
}
"""What an erased case's row says in place of the needs that were columns: the same of
every household. The start of their tenancy becomes the day they began to wait."""

_LINE_OF = {
    RequestState.DRAFT: Of.DRAFT,
    RequestState.DECLINED: Of.ENDED,
    RequestState.CLOSED: Of.ENDED,
    RequestState.MOVED: Of.MOVED,
}
"""Where the days of a case are counted; in any other state it is in hand."""


@cache
def schedule() -> Mapping[str, Line]:
    """Return every line by its name."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: Line(since=line.pop("from"), **line)
        for name, line in ((name, dict(body)) for name, body in read.items())
    }


def digest() -> str:
    """Return the SHA-256 of the schedule's file, for the proof of a sweep."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()


def kept_for(of: Of) -> timedelta:
    """Return how long a line keeps what it is about."""
    return timedelta(days=schedule()[of].days)


def due(cases: Iterable[Held], now: datetime) -> dict[Of, list[str]]:
    """Return the cases to erase now, by line of the schedule."""
    found: dict[Of, list[str]] = {}
    for case in cases:
        of = _LINE_OF.get(case.state)
        kept = case.under_way or case.on_hold
        if of is None or case.since is None or kept:
            continue
        if now - case.since >= kept_for(of):
            found.setdefault(of, []).append(case.id)
    return found


def rounds_due(rounds: Iterable[HeldRound], now: datetime) -> list[str]:
    """Return the rounds whose pool, plan and reasons are to be erased now."""
    return [
        each.id
        for each in rounds
        if each.since is not None
        and not each.in_use
        and now - each.since >= kept_for(Of.ROUND)
    ]
