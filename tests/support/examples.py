"""The programs of docs/integrating.md, as whoever copies them runs them."""

import getpass
import runpy
import sys
from collections.abc import Callable
from typing import Any

import pytest

from fixtures.people import PASSWORD
from scripts.tree import ROOT

EXAMPLES = ROOT / "docs" / "examples"


def load(name: str) -> dict[str, Any]:
    """Return what a program defines, without running it."""
    return runpy.run_path(str(EXAMPLES / name))


Run = Callable[..., tuple[object, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a program with arguments and settings; return its end and all it printed."""
    monkeypatch.setattr(getpass, "getpass", lambda: PASSWORD)
    monkeypatch.setattr("builtins.input", lambda _: "yes")

    def run(name: str, *given: object, **settings: object) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", [name, *map(str, given)])
        for setting, value in settings.items():
            monkeypatch.setenv(setting, str(value))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(EXAMPLES / name), run_name="__main__")
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    return run


__all__ = ["EXAMPLES", "Run", "load", "run"]
