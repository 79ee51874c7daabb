"""The statements against the book, by other code than what made them.

Pure. It adds up legs and reads documents; it shares nothing with `rules` and
`document` but the names of the fields.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reciprocal.ledger.book import Book
from reciprocal.statements.errors import HeadsUnreadable

_HEAD = re.compile("[0-9a-f]{64}")
_OF_THE_SCHEME = frozenset({"CLEARING", "WRITE_OFF", "CONVERSION"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement as it is kept.

    Attributes:
        entries: What its release told: sequences of the book, with a size each.
    """

    landlord: str
    quarter: str
    body: Mapping[str, Any]
    entries: frozenset[tuple[int, str]]


def faults(book: Book, sent: Iterable[Sent]) -> Iterator[str]:
    """Yield what of the statements does not follow from the book, in words."""
    kept = sorted(sent, key=lambda each: each.quarter)
    sums = _by_entry(book)
    running: dict[str, Counter[str]] = {}
    told: set[tuple[int, str]] = set()
    for quarter in sorted({each.quarter for each in kept}):
        of_quarter = [each for each in kept if each.quarter == quarter]
        fresh = of_quarter[0].entries
        if fresh & told:
            yield f"{quarter}: an entry is told twice"
        told |= fresh
        for each in of_quarter:
            if each.entries != fresh:
                yield f"{quarter}: landlords are not told the same entries"
            now = Counter[str]()
            for entry in fresh:
                now[entry[1]] += sums.get((each.landlord, *entry), 0)
            before = running.setdefault(each.landlord, Counter())
            yield from _of_one(each, before, now)
            before.update(now)
        yield from _of_all(of_quarter, book, told)


def _of_one(sent: Sent, before: Counter[str], now: Counter[str]) -> Iterator[str]:
    quarter, body = sent.quarter, sent.body
    seen = {row["size_class"]: row for row in body["sizes"]}
    for size in sorted(set(seen) | set(before) | set(now)):
        row = seen.get(size, {"opening": 0, "change": 0, "closing": 0, "told": ""})
        after = before[size] + now[size]
        if (row["opening"], row["closing"]) != (before[size], after):
            yield f"{quarter}: a balance of {size} is not what the book adds up to"
        lines = [one["homes"] for one in body["lines"] if one["size_class"] == size]
        change = row["closing"] - row["opening"]
        if row["change"] != change or (row["told"] == "lines" and sum(lines) != change):
            yield f"{quarter}: the lines of {size} are not its change"
        if (row["told"] == "held" and change) or (row["told"] != "lines" and lines):
            yield f"{quarter}: what is held of {size} is told"
        owed = sum(value for name, value in row.items() if name.startswith("owed_"))
        if size in seen and owed != max(0, -row["closing"]):
            yield f"{quarter}: the ages of {size} are not what is owed"
    if body["total"] != sum(row["closing"] for row in seen.values()):
        yield f"{quarter}: the total is not that of the sizes"


def _of_all(
    of_quarter: list[Sent], book: Book, told: set[tuple[int, str]]
) -> Iterator[str]:
    """Yield each size whose closings, with the scheme's own, do not come to nothing."""
    sums = Counter[str]()
    for each in of_quarter:
        for row in each.body["sizes"]:
            sums[row["size_class"]] += row["closing"]
    for sequence, legs in book.legs.items():
        for leg in legs:
            account = book.accounts[leg.account_id]
            size = str(account.size_class)
            if account.kind in _OF_THE_SCHEME and (sequence, size) in told:
                sums[size] += leg.homes
    for size in sorted(size for size, homes in sums.items() if homes):
        yield f"{of_quarter[0].quarter}: what is told of {size} leaves something"


def _by_entry(book: Book) -> dict[tuple[str, int, str], int]:
    """Return posted homes by landlord, entry and size, straight from the legs."""
    sums = Counter[tuple[str, int, str]]()
    for sequence, legs in book.legs.items():
        for leg in legs:
            account = book.accounts[leg.account_id]
            if account.kind == "PROVIDER":
                owner = str(account.owner_organisation_id)
                sums[owner, sequence, str(account.size_class)] += leg.homes
    return dict(sums)


def heads_in(text: str) -> tuple[str, ...]:
    """Return the heads of statements that somebody kept: one, a list, or a page.

    Raises:
        HeadsUnreadable: When it is no such thing.
    """
    try:
        found = json.loads(text)
    except ValueError:
        raise HeadsUnreadable from None
    if isinstance(found, dict) and "items" in found:
        found = found["items"]
    rows = found if isinstance(found, list) else [found]
    heads = [row.get("head", "") for row in rows if isinstance(row, dict)]
    if not heads or len(heads) < len(rows):
        raise HeadsUnreadable
    if not all(_HEAD.fullmatch(str(head)) for head in heads):
        raise HeadsUnreadable
    return tuple(str(head) for head in heads)
