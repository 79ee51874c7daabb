"""The table of events and their legs: read by the tests, printed in docs/ledger.md."""

from pathlib import Path

import pytest

from reciprocal.ledger import entries, laws
from reciprocal.ledger.tables import Account, Leg, Transaction
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind

DOCS = Path(__file__).resolve().parents[3] / "docs" / "ledger.md"

HELD = (
    ("PENDING", "origin", -1),
    ("CLEARING", "scheme", 1),
    ("CLEARING", "scheme", -1),
    ("PENDING", "receiver", 1),
)
RELEASED = (
    ("PENDING", "origin", 1),
    ("CLEARING", "scheme", -1),
    ("CLEARING", "scheme", 1),
    ("PENDING", "receiver", -1),
)
POSTED = (
    ("PROVIDER", "origin", -1),
    ("CLEARING", "scheme", 1),
    ("CLEARING", "scheme", -1),
    ("PROVIDER", "receiver", 1),
)
TAKEN_BACK = (
    ("PROVIDER", "origin", 1),
    ("CLEARING", "scheme", -1),
    ("CLEARING", "scheme", 1),
    ("PROVIDER", "receiver", -1),
)

LEGS = {
    ("the household's acceptance is recorded", "HOLD"): HELD,
    ("the tenancy starts", "POST"): RELEASED + POSTED,
    ("refused, lapsed or fallen through before the start", "VOID_HOLD"): RELEASED,
    ("the tenancy fails inside the scheme's window", "REVERSAL"): TAKEN_BACK,
}


def described() -> str:
    """The table as docs/ledger.md prints it."""
    lines = [
        "| event | kind | account | of | homes |",
        "| --- | --- | --- | --- | --: |",
    ]
    for (event, kind), legs in LEGS.items():
        for number, (account, owner, homes) in enumerate(legs):
            first = (event, kind) if number == 0 else ("", "")
            lines.append(
                f"| {first[0]} | {first[1]} | {account} | {owner} | {homes:+d} |"
            )
    return "\n".join(lines)


def laws_described() -> str:
    """The laws as docs/ledger.md prints them: the first lines of their docstrings."""
    return "\n".join(
        "- " + (law.__doc__ or "").splitlines()[0] for law in laws.INVARIANTS
    )


@pytest.mark.parametrize(("event", "legs"), LEGS.items(), ids=[k for _, k in LEGS])
def test_legs(event: tuple[str, str], legs: tuple[tuple[str, str, int], ...]) -> None:
    """Each event has exactly these legs, in this order."""
    owners = {"origin": "alder", "receiver": "birch", None: "scheme"}
    names = {"alder": "origin", "birch": "receiver", None: "scheme"}
    lines = entries.legs_for(
        TransactionKind(event[1]),
        owners["origin"],
        owners["receiver"],
        SizeClass.BED2,
    )
    written = tuple(
        (line.slot.kind.value, names[line.slot.owner], line.homes) for line in lines
    )
    assert written == legs
    assert {line.slot.size_class for line in lines} == {SizeClass.BED2}


@pytest.mark.parametrize("kind", ["HOLD", "POST", "VOID_HOLD", "REVERSAL"])
def test_one_landlord_has_no_legs(kind: str) -> None:
    legs = entries.legs_for(TransactionKind(kind), "alder", "alder", SizeClass.BED2)
    assert legs == ()


def test_docs_print_the_table() -> None:
    assert described() in DOCS.read_text()


def test_docs_print_the_laws() -> None:
    assert laws_described() in DOCS.read_text()


def test_docs_print_the_hashed_columns() -> None:
    """The documented order of the hashed columns is the order of the code."""
    assert ", ".join(f"`{name}`" for name in entries.HASHED) in DOCS.read_text()


def test_tables_hold_the_hashed_columns() -> None:
    """The table, the hashed columns and the two hashes are one and the same."""
    hashes = ["previous_hash", "row_hash"]
    assert set(Transaction.model_fields) == {
        *entries.HASHED,
        *hashes,
    }


@pytest.mark.parametrize("table", [Account, Transaction, Leg])
def test_no_personal_column(table: type[Account | Transaction | Leg]) -> None:
    """No column could hold a name, an address, an area, a risk or a case."""
    for column in table.model_fields:
        for word in (
            "name",
            "address",
            "postcode",
            "uprn",
            "area",
            "risk",
            "urgency",
            "case",
            "request",
            "household",
            "home_id",
        ):
            assert word not in column


def test_every_kind_of_account_has_a_side() -> None:
    assert set(entries.NORMAL_SIDE) == set(AccountKind)
