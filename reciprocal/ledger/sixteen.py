"""The sixteen laws as the proof prints them: each in a sentence, and over what."""

from collections.abc import Callable
from dataclasses import dataclass

from reciprocal.ledger.book import Book, Violation
from reciprocal.ledger.terms import DECIDED, TransactionKind

Over = Callable[[Book], str]


@dataclass(frozen=True, slots=True)
class Told:
    """A law by its number, in a sentence, and what a proof of it went over."""

    number: int
    sentence: str
    over: Over


@dataclass(frozen=True, slots=True)
class Proved:
    """What became of one law.

    Attributes:
        over: How much was looked at, or why there was nothing to look at.
    """

    number: int
    sentence: str
    over: str
    violations: tuple[Violation, ...]


def _of(*kinds: TransactionKind) -> Over:
    named = " and ".join(kinds) if len(kinds) < len(DECIDED) else "of people's"
    return lambda book: f"entries {named}: {sum(1 for _ in book.of_kind(*kinds))}"


def _entries(book: Book) -> str:
    return f"entries: {len(book.transactions)}"


def _chained(book: Book) -> str:
    return f"entries: {len(book.transactions)}, heads: {len(set(book.facts.heads))}"


def _legs(book: Book) -> str:
    return f"legs: {sum(len(legs) for legs in book.legs.values())}"


def _moves(book: Book) -> str:
    moves = book.facts.moves
    return "the move log was not given" if moves is None else f"moves: {len(moves)}"


def _asked(book: Book) -> str:
    if book.facts.asked is None:
        return "requests for homes owed were not given"
    return f"requests for homes owed: {len(book.facts.asked)}"


def _planned(book: Book) -> str:
    planned = book.facts.planned
    if planned is None:
        return "the rounds' steps were not given"
    return f"steps: {len(planned)}"


def _shown(book: Book) -> str:
    told = book.facts.statements
    sent = "statements were not given" if told is None else f"statements: {told[0]}"
    return f"the disclosure file; {sent}"


def _triggers(book: Book) -> str:
    del book  # likewise, the database's own list
    return "the database's triggers"


_KIND = TransactionKind
SIXTEEN: tuple[Told, ...] = (
    Told(1, "Every entry cancels in every size class, by two legs or more.", _legs),
    Told(2, "The book comes to nothing, and clearing is empty after each row.", _legs),
    Told(3, "Balances are what the move log says.", _moves),
    Told(4, "Nothing is edited or taken out.", _triggers),
    Told(5, "An identifier is its event's own, and stands once.", _entries),
    Told(
        6,
        "A HOLD resolves at most once, and a POST reverses at most once.",
        _of(_KIND.HOLD, _KIND.POST),
    ),
    Told(
        7,
        "What takes back leaves one right entry or nothing.",
        _of(_KIND.VOID_HOLD, _KIND.REVERSAL, _KIND.CORRECT),
    ),
    Told(8, "There is no gap, and every hash and head recomputes.", _chained),
    Told(9, "The lots are the debts, and no last day comes sooner.", _legs),
    Told(10, "Two organisations that it does not touch approved.", _of(*DECIDED)),
    Told(11, "A HOLD is between two landlords, and posts nothing.", _of(_KIND.HOLD)),
    Told(12, "Balances follow from what stands, in any order.", _entries),
    Told(13, "Nobody is asked for more homes than owed.", _asked),
    Told(14, "No value of the book is words, and no table has others.", _entries),
    Told(15, "A landlord reads its statements, and they add up to the book.", _shown),
    Told(16, "Each HOLD is of the step and the round that proposed it.", _planned),
)
"""Law 13 counts posted, pending and what the plan itself makes. Law 15 stands in place
of suppression by month: small numbers are held where statements are made."""
