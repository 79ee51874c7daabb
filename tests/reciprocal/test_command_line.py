"""Commands do what they say; a fault is one sentence and exit 1."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from matching.terms import BedroomStandard
from reciprocal import clock, migrations
from reciprocal.access.actor import service
from reciprocal.access.tables import Invitation
from reciprocal.db import Database
from reciprocal.migrations import triggers
from reciprocal.organisations import queries
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import Organisation, Provider, ReferringService
from reciprocal.settings import Settings
from tests.support.typed import INIT, NUMBERS, Type, installed, provider, typed

__all__ = ["installed", "typed"]

REFUGE = (
    *("member", "service", "--name", "Refuge", "--code", "REFUGE"),
    *("--specialism", "violence", *NUMBERS),
)
AUDITOR = ("member", "auditor", "--name", "Auditor", "--code", "AUDITOR")


def refused(typed: Type, *words: str) -> str:
    """Type something that is refused; return the one sentence that is said."""
    said = typed(*words)
    assert (said.code, said.out) == (1, "")
    assert "Traceback" not in said.err
    assert said.err.endswith(".\n")
    assert said.err.count("\n") == 1
    return said.err.strip()


def alter(owner_url: str, statement: str) -> None:
    """Edit what is only added to, as somebody who owns it all could."""
    owner = Database(owner_url)
    with owner.engine.begin() as connection:
        triggers.drop_all(connection)
        connection.execute(text(statement))
    owner.close()


def test_a_database_is_brought_up_to_date_as_often_as_one_likes(
    typed: Type, installed: Settings
) -> None:
    for _ in range(2):
        said = typed("migrate")
        assert (said.code, said.out) == (0, "The database is up to date.\n")
    migrations.check(installed.owner_url)


def test_a_scheme_is_founded_with_its_agency_rules_and_first_invitation(
    typed: Type, installed: Settings
) -> None:
    said = typed(*INIT)
    assert said.code == 0
    database = Database(installed.database_url)
    with database.transaction(service()) as session:
        scheme = queries.only_scheme(session)
        assert scheme is not None
        assert queries.rules_on(session, scheme.id, clock.today()) == (
            1,
            SchemeRules(),
        )
        invited = session.exec(select(Invitation)).one()
        assert (invited.email, invited.role) == ("first@agency.example", "coordinator")
        assert said.last not in invited.token_hash
    database.close()
    again = typed(*INIT)
    assert (again.code, again.err) == (1, "A scheme of this name exists already.\n")


def test_members_come_are_invited_and_go(typed: Type, installed: Settings) -> None:
    typed(*INIT)
    assert typed(*provider("OAK"), "--home-authority", "E09000007").code == 0
    own = ("--bedroom-standard", "bedroom_standard")
    assert typed(*provider("ELM"), *own).code == 0
    assert typed(*REFUGE, "--owner", "OAK").out == "The service may refer.\n"
    assert typed(*AUDITOR).out == "The auditor is in the scheme.\n"
    invited = typed("member", "invite", "--code", "OAK", "--email", "a@oak.example")
    assert invited.out.startswith("Invitation token, shown once: ")
    database = Database(installed.database_url)
    with database.transaction(service()) as session:
        codes = {row.code: row for row in session.exec(select(Organisation))}
        landlord = session.get_one(Provider, codes["OAK"].id)
        assert landlord.home_authority == "E09000007"
        assert (landlord.holds_stock, landlord.grants) == (True, ["secure_lifetime"])
        assert landlord.bedroom_standard is None
        elm = session.get_one(Provider, codes["ELM"].id)
        assert elm.bedroom_standard is BedroomStandard.BEDROOM_STANDARD
        owned = session.get_one(ReferringService, codes["REFUGE"].id)
        assert owned.owner_provider_id == codes["OAK"].id
        assert codes["OAK"].on_call_number == NUMBERS[1]
    database.close()
    assert set(codes) == {"AGENCY", "OAK", "ELM", "REFUGE", "AUDITOR"}
    gone = typed("member", "leave", "--code", "OAK")
    assert gone.out == "The member has left.\n"
    assert refused(typed, "member", "leave", "--code", "OAK").startswith("This cannot")
    assert refused(
        typed, "member", "invite", "--code", "OAK", "--email", "b@oak.example"
    )


def test_members_are_refused_in_one_sentence(typed: Type, installed: Settings) -> None:
    del installed
    typed(*INIT)
    typed(*AUDITOR)
    assert "code is in the scheme" in refused(typed, *AUDITOR)
    assert refused(typed, *REFUGE, "--owner", "NONE") == "No member has that code."
    assert refused(typed, *REFUGE, "--owner", "AUDITOR") == (
        "The member of that code is no landlord."
    )
    assert refused(typed, "member", "leave", "--code", "NONE")
    # What was refused left nothing: the code is still free.
    assert typed(*REFUGE).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("sell",),
        ("member", "auditor", "--name", "A"),
        (*provider("OAK"), "--kind", "bank"),
        (*provider("OAK"), "--settle-by-months", "0"),
        (*provider("OAK"), "--bedroom-standard", "ours"),
    ],
)
def test_a_word_that_is_not_known_is_exit_2(typed: Type, words: tuple[str]) -> None:
    said = typed(*words)
    assert said.code == 2
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("tidy",),
        AUDITOR,
        ("ledger", "check"),
        ("audit", "check"),
        ("member", "leave", "--code", "OAK"),
    ],
)
def test_before_there_is_a_scheme_one_is_told_to_found_it(
    typed: Type, installed: Settings, words: tuple[str, ...]
) -> None:
    del installed
    assert refused(typed, *words) == (
        "There is no scheme yet: run `reciprocal scheme init`."
    )


def test_there_is_nothing_to_lapse_in_a_new_scheme(
    typed: Type, installed: Settings
) -> None:
    del installed
    typed(*INIT)
    assert typed("tidy").out == "Lapsed 0, escalated 0, forgot 0, swept 0.\n"
    assert typed("webhooks", "deliver").out == "Sent 0.\n"


def test_an_operator_is_told_in_time_that_the_calendar_ends(
    typed: Type, installed: Settings
) -> None:
    del installed
    typed(*INIT)
    ends = clock.calendar_ends()
    soon = datetime(ends.year, 7, 1, 9, tzinfo=UTC)
    with clock.source(lambda: soon):
        said = typed("tidy").out
    assert said.splitlines()[1:] == [
        f"Update soon: the bank-holiday list ends on 31 December {ends.year}."
    ]


def test_a_sound_audit_says_its_ending_and_knows_it_again(
    typed: Type, installed: Settings
) -> None:
    typed(*INIT)
    said = typed("audit", "check")
    assert said.code == 0
    assert said.out.startswith("The audit is sound.\nIt ends in ")
    ending = said.out.split()[7].rstrip(";")
    assert len(ending) == 64
    typed(*AUDITOR)
    assert typed("audit", "check", "--ending", ending).code == 0
    alter(installed.owner_url, "DELETE FROM audit_entry WHERE sequence > 1")
    assert typed("audit", "check").code == 0
    assert refused(typed, "audit", "check", "--ending", ending) == (
        "The ending noted before is no longer in the chain."
    )


def test_an_altered_audit_is_told_by_its_entry(
    typed: Type, installed: Settings
) -> None:
    typed(*INIT)
    alter(
        installed.owner_url, "UPDATE audit_entry SET actor_id = 'x' WHERE sequence = 2"
    )
    assert refused(typed, "audit", "check") == "The chain fails at entry 2."


def test_before_any_round_there_is_none_to_replay(
    typed: Type, installed: Settings
) -> None:
    del installed
    typed(*INIT)
    assert refused(typed, "round", "replay") == "No round has been solved yet."


# The world's faults.


def test_settings_at_fault_are_named_and_not_repeated(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", "mysql://app:hunter2@server/db")
    assert "hunter2" not in refused(typed, "tidy")
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", "sqlite:///file.db")
    monkeypatch.setenv("RECIPROCAL_PORT", "hunter2")
    assert refused(typed, "tidy") == (
        "These settings cannot be used; correct them: RECIPROCAL_PORT."
    )


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///{folder}/empty.db",
        "postgresql+psycopg://app:hunter2@/none?host={folder}",
    ],
    ids=["not migrated", "not there"],
)
def test_a_database_that_cannot_be_used_is_one_sentence(
    typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", url.format(folder=tmp_path))
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(tmp_path / "root.json"))
    said = refused(typed, "tidy")
    assert said.startswith(
        ("The database cannot be used", "The database has no tables yet")
    )
    assert "hunter2" not in said


def test_a_folder_that_cannot_be_made_is_one_sentence(
    typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(
        "RECIPROCAL_DATABASE_URL", f"sqlite:///{tmp_path}/file/reciprocal.db"
    )
    assert refused(typed, "tidy").startswith("A folder or file cannot be used")


def test_a_key_file_that_is_none_is_one_sentence(
    typed: Type, installed: Settings
) -> None:
    installed.key_file.parent.mkdir()
    installed.key_file.write_text("hunter2")
    assert "root key file" in refused(typed, "tidy")


# The worker.


WITHOUT_A_DATABASE = """
import contextlib, os, types
from reciprocal import __main__ as command

command.open_service = lambda: contextlib.nullcontext(
    types.SimpleNamespace(start=lambda: None)
)
command.worker()
os._exit(0)
"""


def test_a_worker_told_to_stop_while_it_is_being_told_still_stops() -> None:
    """A signal in the middle of another once left it waiting for its own lock."""
    with subprocess.Popen(
        [sys.executable, "-c", WITHOUT_A_DATABASE], stdout=subprocess.PIPE
    ) as worker:
        try:
            assert worker.stdout is not None
            worker.stdout.readline()
            for _ in range(20_000):
                os.kill(worker.pid, signal.SIGTERM)
            assert worker.wait(timeout=30) == 0
        finally:
            worker.kill()


def test_a_worker_works_until_it_is_told_to_stop(
    sqlite_url: str, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reciprocal", "worker"],
        env={
            **os.environ,
            "RECIPROCAL_DATABASE_URL": sqlite_url,
            "RECIPROCAL_KEY_FILE": str(tmp_path / "root.json"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "The worker is up.\n"
            worker.send_signal(signal.SIGTERM)
            out, err = worker.communicate(timeout=120)
        finally:
            worker.kill()
    assert (worker.returncode, out, err) == (0, "", "")
