"""A machine that cannot run this is told so in one sentence, and exits with 1."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import bootstrap
from scripts.bootstrap import CannotPrepareError

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python of its own, as the make target would."""
    # A Python that is measured would complain, as somebody else, that it may not
    # write down what it covered.
    unmeasured = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=unmeasured,
        capture_output=True,
        text=True,
        check=False,
    )


def is_one_sentence(text: str) -> bool:
    """Tell whether a text is one sentence on one line."""
    return text.count("\n") == 1 and text.endswith(".\n") and ". " not in text


def test_an_older_python_is_refused_by_version() -> None:
    with pytest.raises(CannotPrepareError, match=r"Python 3\.11 or newer .* is 3\.9"):
        bootstrap.require_python((3, 9))
    bootstrap.require_python((3, 11))
    bootstrap.require_python((4, 0))


def test_the_script_is_readable_to_an_older_python() -> None:
    source = (ROOT / "scripts" / "bootstrap.py").read_text()

    compile(source, "bootstrap.py", "exec")
    # Syntax that Python 3.7 does not know would stop it before it could speak.
    for newer in (":=", "match ", "except*"):
        assert newer not in source


def test_a_port_in_use_is_named_before_anything_is_built() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run_python(
            "import sys; from scripts.bootstrap import main;"
            f"sys.exit(main(['runtime', '--port', '{port}']))"
        )

    assert ended.returncode == 1
    assert is_one_sentence(ended.stderr)
    assert f"Port {port}" in ended.stderr


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CannotPrepareError, match="1 to 65535"):
        bootstrap.require_free_port(port)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """Root may write anywhere, so the check is made as somebody else."""
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o555)
    become = f"os.setuid({NOBODY})" if os.geteuid() == 0 else "pass"
    ended = run_python(
        "import os, sys; from pathlib import Path; from scripts import bootstrap;"
        f"bootstrap.ROOT = Path({str(shut)!r}); {become};"
        "sys.exit(bootstrap.main(['runtime']))"
    )

    assert ended.returncode == 1
    assert is_one_sentence(ended.stderr)
    assert "cannot be written" in ended.stderr


def test_a_python_without_venv_is_told_the_package_to_install(tmp_path: Path) -> None:
    """Debian's Python without python3-venv fails as this stand-in does."""
    stand_in = tmp_path / "python3"
    stand_in.write_text("#!/bin/sh\necho 'ensurepip is not available'\nexit 1\n")
    stand_in.chmod(0o755)
    ended = run_python(
        "import sys; from pathlib import Path; from scripts import bootstrap;"
        f"sys.executable = {str(stand_in)!r};"
        f"bootstrap.ROOT = Path({str(tmp_path)!r});"
        "bootstrap.digest_of_inputs = lambda *_: 'digest';"
        "sys.exit(bootstrap.main(['runtime']))"
    )

    assert ended.returncode == 1
    assert is_one_sentence(ended.stderr)
    assert "apt install python3-venv" in ended.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_machine_without_python_is_told_by_make(tmp_path: Path) -> None:
    ended = subprocess.run(
        ["make", "-f", str(ROOT / "Makefile"), "runtime", "PYTHON=python-of-nobody"],  # noqa: S607
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert "install Python 3.11 or newer" in ended.stderr.splitlines()[0]


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    for name in ("requirements-install.txt", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    venv = tmp_path / ".venv"
    venv.mkdir()
    stamp = venv / ".ready-runtime"
    stamp.write_text(bootstrap.digest_of_inputs(tmp_path, "runtime"))
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}

    bootstrap.prepare(tmp_path, "runtime")

    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_a_changed_pin_is_noticed(tmp_path: Path) -> None:
    for name in ("requirements-install.txt", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    before = bootstrap.digest_of_inputs(tmp_path, "runtime")
    (tmp_path / "requirements.txt").write_text("one==1")

    assert bootstrap.digest_of_inputs(tmp_path, "runtime") != before


def test_ci_runs_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    acts = [line for line in lines if line and not line.startswith("#")]

    assert acts == [
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "exec make test",
    ]
