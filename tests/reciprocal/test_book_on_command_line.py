"""What an operator is told of the book, law by law and debt by debt."""

from datetime import date, timedelta

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.db import Database
from reciprocal.ledger import operations as ledger
from reciprocal.organisations import queries
from reciprocal.settings import Settings
from tests.reciprocal.test_command_line import alter, refused
from tests.support.typed import INIT, Type, installed, provider, typed

__all__ = ["installed", "typed"]


def hold(settings: Settings) -> None:
    """Write a promise between two landlords into the book."""
    database = Database(settings.database_url)
    with database.transaction(service()) as session:
        scheme = queries.only_scheme(session)
        assert scheme is not None
        oak, elm = (
            queries.organisation_coded(session, scheme.id, code)
            for code in ("OAK", "ELM")
        )
        assert oak is not None
        assert elm is not None
        ledger.hold(
            session,
            actor=service(scheme.id),
            scheme_id=scheme.id,
            move_ref="move",
            chain_ref="chain",
            round_id="round",
            origin_id=oak.id,
            receiver_id=elm.id,
            size_class="BED2",
            hold_until=clock.now() + timedelta(days=1),
            rule_version="1",
            effective_date=date(2026, 3, 9),
        )
    database.close()


def test_a_sound_book_says_so_law_by_law_and_another_names_the_law(
    typed: Type, installed: Settings
) -> None:
    typed(*INIT)
    typed(*provider("OAK"))
    typed(*provider("ELM"))
    said = typed("ledger", "check")
    assert (said.code, said.err) == (0, "")
    *laws, last = said.out.splitlines()
    assert last == "The book is sound."
    assert [line.split(" (")[0] for line in laws] == [
        f"Law {number} holds" for number in range(1, 17)
    ]
    hold(installed)
    said = typed("ledger", "check")
    assert said.code == 1
    assert "Law 3 is broken (moves: 0): " in said.out
    assert "Law 16: no round proposed it\n" in said.err
    assert "Law 8 holds (entries: 1, heads: 0): " in said.out
    alter(installed.owner_url, "UPDATE ledger_leg SET homes = homes * 2")
    said = typed("ledger", "check")
    assert said.code == 1
    assert "Law 8: the chain fails at this sequence\n" in said.err
    assert "Law 4: the trigger is not as it must be\n" in said.err


def test_debts_are_told_by_landlord_size_and_age(
    typed: Type, installed: Settings
) -> None:
    assert refused(typed, "ledger", "ageing") == (
        "There is no scheme yet: run `reciprocal scheme init`."
    )
    typed(*INIT)
    typed(*provider("OAK"))
    typed(*provider("ELM"))
    assert typed("ledger", "ageing").out == "Nobody owes a home.\n"
    hold(installed)
    database = Database(installed.database_url)
    started = clock.months_after(clock.today(), -4)
    with database.transaction(service()) as session:
        ledger.post(
            session,
            actor=service(),
            move_ref="move",
            effective_date=started,
            settle_by=clock.months_after(started, 6),
        )
    database.close()
    assert typed("ledger", "ageing").out == "OAK BED2: 1 3_to_6_months\n"
