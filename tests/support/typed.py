"""Typing a command: the program's own `main`, with the environment of a test."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from reciprocal.__main__ import main
from reciprocal.settings import Settings


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and the code it ended with."""

    code: object
    out: str
    err: str

    @property
    def last(self) -> str:
        """Return its last word: a token, for one."""
        return self.out.split()[-1]


Type = Callable[..., Said]


@pytest.fixture
def installed(
    monkeypatch: pytest.MonkeyPatch, database_url: str, owner_url: str, tmp_path: Path
) -> Settings:
    """The settings of an installation, on each database, as its environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RECIPROCAL_{name.upper()}", raising=False)
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", database_url)
    if make_url(owner_url) != make_url(database_url):
        monkeypatch.setenv("RECIPROCAL_OWNER_DATABASE_URL", owner_url)
    monkeypatch.setenv("RECIPROCAL_SECOND_FACTOR", "false")
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(tmp_path / "keys" / "root.json"))
    return Settings()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """Type `reciprocal` and some words."""

    def type_(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["reciprocal", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Said(ended.value.code, told.out, told.err)

    return type_


INIT = (
    *("scheme", "init", "--name", "Scheme", "--agency", "Agency"),
    *("--code", "AGENCY", "--email", "first@agency.example"),
)
NUMBERS = ("--on-call", "020 7946 0000", "--deputy", "020 7946 0001")


def provider(code: str) -> tuple[str, ...]:
    """Return the words that take a council in."""
    return (
        *("member", "provider", "--name", code.title(), "--code", code),
        *("--kind", "council", "--grants", "secure_lifetime", *NUMBERS),
    )
