"""Members hold the audit's endings of fixed days, which never change afterwards."""

from datetime import UTC, date, datetime
from typing import Any

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.audit import operations as audit
from reciprocal.reports import audit_heads
from tests.reciprocal.members import Office

ANN = Actor("ann", ActorKind.PERSON, "o", "s", Role.NAMED_LEAD)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def record(office: Office, at: datetime | None = None) -> None:
    office.moment = at or office.moment
    with office.acting(ANN) as session:
        audit.record(session, ANN, "home.posted", subject=("home", "h"))


def ending(office: Office) -> str:
    with office.acting() as session:
        return audit.ending(session)


def told(office: Office) -> dict[date, Any]:
    with office.acting(ANN) as session:
        shown: dict[str, Any] = audit_heads.heads(session, ANN).opened()
    return {row["day"]: row["head"] for row in shown["heads"]}


def test_each_month_begins_with_the_hash_the_audit_ended_in(office: Office) -> None:
    # The first month has entries and none before them: there is nothing to hold.
    assert told(office) == {}
    record(office, datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC))
    march = ending(office)
    # An hour before midnight by the sun is midnight in England.
    record(office, datetime(2026, 3, 31, 23, tzinfo=UTC))
    assert told(office) == {APRIL: march}
    # A month in which nothing happened is known once something does.
    record(office, datetime(2026, 5, 20, 9, tzinfo=UTC))
    found = told(office)
    assert list(found) == [MAY, APRIL]
    assert found[APRIL] == march
    with office.acting() as session:
        held = [audit.holds(session, head) for head in found.values()]
    assert held == [True, True]


def test_a_head_does_not_change_when_the_clock_goes_back(office: Office) -> None:
    record(office, datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC))
    head = ending(office)
    record(office, datetime(2026, 4, 1, 0, 30, tzinfo=UTC))
    assert told(office) == {APRIL: head}
    # Written later with an earlier moment, on either side of midnight.
    record(office, datetime(2026, 3, 31, 23, 10, tzinfo=UTC))
    record(office, datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    office.moment = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert told(office) == {APRIL: head}


def test_two_years_are_told_and_not_more(office: Office) -> None:
    for month in range(3, 13):
        record(office, datetime(2026, month, 1, 9, tzinfo=UTC))
    for year, month in ((2027, 6), (2028, 6)):
        record(office, datetime(year, month, 1, 9, tzinfo=UTC))
    found = told(office)
    assert len(found) == audit_heads.MONTHS_BACK
    assert (max(found), min(found)) == (date(2028, 6, 1), date(2026, 7, 1))
