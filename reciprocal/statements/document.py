"""One landlord's statement of a quarter: values in, the document out.

Pure. The other side of every line is the scheme. Nothing here holds a day, another
organisation, or a reference that two landlords share.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median_low

from reciprocal.ledger.lots import AgeBand, Place
from reciprocal.ledger.terms import SizeClass, TransactionKind
from reciprocal.statements.quarters import Quarter
from reciprocal.statements.rules import FEW, Piece, Telling
from reciprocal.statements.terms import Standing, ToldHow

FORMAT = "reciprocal-statement-1"

WITHIN = 10
"""Homes a landlord may owe in all before the rest counts as structural debt."""

MEDIAN_OF_AT_LEAST = 5
"""Landlords below which a median would tell another's balance."""

Pending = Mapping[SizeClass, Mapping[str, int] | None]
Ages = Mapping[Place, Counter[AgeBand]]


@dataclass(frozen=True, slots=True)
class HomesOwed:
    """Requests for homes owed that ended in the quarter. Units: requests.

    Attributes:
        declined: With a reason, without one, or by silence.
    """

    answered: int = 0
    declined: int = 0


CountHomesOwed = Callable[[str, Quarter], HomesOwed]
"""From a landlord and a quarter to what it answered and declined then."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a scheme's book up to a quarter, for all landlords.

    Attributes:
        before: What earlier statements told.
        now: ToldHow this quarter's tell the rest, by size.
        pending: See `rules.pending_of`.
        ages: What is owed by age as told, by landlord and size.
        head: The hash that the book ended in.
    """

    quarter: Quarter
    landlords: tuple[str, ...]
    before: tuple[Piece, ...]
    now: tuple[Telling, ...]
    pending: Pending
    ages: Ages
    head: str


def statements(
    told: Told, codes: Mapping[str, str], homes_owed: CountHomesOwed
) -> dict[str, dict[str, object]]:
    """Return each landlord's statement, as it is kept and goes out.

    Args:
        codes: The landlords' own public codes.
    """
    opening, closing = _balances(told)
    asked = {one: homes_owed(one, told.quarter) for one in told.landlords}
    totals = {
        landlord: sum(homes for (one, _), homes in closing.items() if one == landlord)
        for landlord in told.landlords
    }
    median = median_low(totals.values()) if len(totals) >= MEDIAN_OF_AT_LEAST else None
    return {
        landlord: {
            "format": FORMAT,
            "landlord_code": codes[landlord],
            "period": str(told.quarter),
            "sizes": _sizes(told, landlord, opening, closing),
            "lines": _lines(told, landlord),
            "total": totals[landlord],
            "median": median,
            "standing": _standing(totals[landlord], median),
            "structural_debt": max(0, -totals[landlord] - WITHIN),
            "moves_enabled": _enabled(told, landlord),
            "homes_owed_answered": asked[landlord].answered,
            "homes_owed_declined": asked[landlord].declined,
            "head": told.head,
        }
        for landlord in told.landlords
    }


def line_reference(landlord_id: str, piece: Piece) -> str:
    """Return a landlord's own reference of a line; no two landlords share one.

    It hides the 128 random bits of the entry's identifier behind a digest.
    """
    text = f"statement|{landlord_id}|{piece.size_class}|{piece.entry_id}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _balances(told: Told) -> tuple[Counter[Place], Counter[Place]]:
    opening: Counter[Place] = Counter()
    for piece in told.before:
        _add(opening, piece)
    closing = Counter(opening)
    for telling in told.now:
        for piece in telling.pieces:
            _add(closing, piece)
    return opening, closing


def _add(sums: Counter[Place], piece: Piece) -> None:
    for landlord, homes in piece.homes.items():
        sums[landlord, piece.size_class] += homes


def _sizes(
    told: Told, landlord: str, opening: Counter[Place], closing: Counter[Place]
) -> list[dict[str, object]]:
    """Return a row a size, the same sizes for every landlord."""
    how = {telling.size_class: telling.how for telling in told.now}
    used = {size for _, size in closing} | how.keys() | told.pending.keys()
    rows: list[dict[str, object]] = []
    for size in sorted(used):
        place = (landlord, size)
        pending = told.pending.get(size, {})
        bands = told.ages.get(place, Counter())
        rows.append(
            {
                "size_class": size,
                "opening": opening[place],
                "change": closing[place] - opening[place],
                "closing": closing[place],
                "told": how.get(size, ToldHow.LINES),
                "pending": None if pending is None else pending.get(landlord, 0),
                "owed_under_3_months": bands[AgeBand.UNDER_3],
                "owed_3_to_6_months": bands[AgeBand.TO_6],
                "owed_6_to_12_months": bands[AgeBand.TO_12],
                "owed_over_12_months": bands[AgeBand.OVER_12],
                "owed_disputed": bands[AgeBand.DISPUTED],
            }
        )
    return rows


def _lines(told: Told, landlord: str) -> list[dict[str, object]]:
    """Return the lines of the sizes told by lines, in an order that tells nothing."""
    lines: list[dict[str, object]] = [
        {
            "reference": line_reference(landlord, piece),
            "period": str(told.quarter),
            "size_class": piece.size_class,
            "kind": piece.kind,
            "homes": piece.homes[landlord],
        }
        for telling in told.now
        if telling.how is ToldHow.LINES
        for piece in telling.pieces
        if landlord in piece.homes
    ]
    keys = ("size_class", "kind", "reference")
    return sorted(lines, key=lambda line: tuple(str(line[key]) for key in keys))


def _standing(total: int, median: int | None) -> Standing | None:
    if median is None:
        return None
    if total == median:
        return Standing.AT
    return Standing.ABOVE if total > median else Standing.BELOW


def _enabled(told: Told, landlord: str) -> int | None:
    """Return how many moves there were in the chains that had a home of this landlord.

    None where there were few chains: one chain's length could be told by its landlords
    from one another's statements.
    """
    posted = [
        piece
        for telling in told.now
        if telling.how is ToldHow.LINES
        for piece in telling.pieces
        if piece.kind is TransactionKind.POST and piece.chain_ref is not None
    ]
    members: dict[str, set[str]] = defaultdict(set)
    givers: dict[str, set[str]] = defaultdict(set)
    for piece in posted:
        chain = str(piece.chain_ref)
        members[chain].add(piece.act)
        givers[chain] |= {one for one, homes in piece.homes.items() if homes > 0}
    if len(members) < FEW:
        return None
    return sum(
        len(moves) for chain, moves in members.items() if landlord in givers[chain]
    )
