"""Prepare `.venv` for a make target, or say in one sentence why it cannot be.

Run by the machine's own Python, before anything is installed, so it uses the
standard library alone and no syntax newer than Python 3.7: an older interpreter
must live long enough to be told that it is too old.

A second run costs one digest of three small files: a stamp in the environment
says which requirement files it was made from.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
INSTALLER_FILE = "requirements-install.txt"
REQUIREMENT_FILES = {
    "runtime": "requirements.txt",
    "dev": "requirements-dev.txt",
}
HIGHEST_PORT = 65535


class CannotPrepareError(Exception):
    """Something about this machine stops the set-up; the text says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Prepare the environment named on the command line; 1 where that failed."""
    chosen = parse(arguments)
    try:
        require_python(sys.version_info[:2])
        if chosen.port is not None:
            require_free_port(chosen.port)
        require_writable(ROOT)
        prepare(ROOT, chosen.environment)
    except CannotPrepareError as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read which environment is wanted, and the port it will serve on if any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environment", choices=sorted(REQUIREMENT_FILES))
    parser.add_argument("--port", help="a port on 127.0.0.1 that must be free")
    return parser.parse_args(arguments)


def require_python(version: tuple[int, ...]) -> None:
    """Raise unless the interpreter is new enough."""
    if tuple(version) < OLDEST_PYTHON:
        found = ".".join(str(part) for part in version)
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        raise CannotPrepareError(
            f"This needs Python {wanted} or newer and python3 here is {found}: "
            f"install a newer one, or name it with `make PYTHON=python{wanted} ...`."
        )


def require_free_port(port: str) -> None:
    """Raise unless the port is a number that can be listened on here and now."""
    if not port.isdigit() or not 0 < int(port) <= HIGHEST_PORT:
        raise CannotPrepareError(
            f"PORT must be a number from 1 to {HIGHEST_PORT}: "
            "try `make demo PORT=8001`."
        )
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
        except OSError:
            raise CannotPrepareError(
                f"Port {port} on 127.0.0.1 is in use or not allowed: stop what is "
                "using it, or choose another with `make demo PORT=8001`."
            ) from None


def require_writable(root: Path) -> None:
    """Raise unless files can be made in the project's own folder."""
    for folder in (root, root / ".venv", root / "var"):
        probe = folder / ".may-i-write"
        if folder != root and not folder.exists():
            continue
        try:
            probe.touch()
            probe.unlink()
        except OSError:
            raise CannotPrepareError(
                "This folder cannot be written to, and its environment and database "
                "are kept inside it: copy the project somewhere you may write, and "
                "run make there."
            ) from None


def prepare(root: Path, environment: str) -> None:
    """Make `.venv` hold exactly what the requirement file pins, and the project."""
    venv = root / ".venv"
    stamp = venv / f".ready-{environment}"
    wanted = digest_of_inputs(root, environment)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not (venv / "bin" / "python").exists():
        create(venv)
    print(f"Installing the pinned {environment} packages into .venv ...", flush=True)
    install(root, venv, REQUIREMENT_FILES[environment])
    stamp.write_text(wanted)


def digest_of_inputs(root: Path, environment: str) -> str:
    """Tell one set of requirement files, project description and Python apart."""
    digest = hashlib.sha256(sys.version.encode())
    names = (INSTALLER_FILE, REQUIREMENT_FILES[environment], "pyproject.toml")
    for name in names:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def create(venv: Path) -> None:
    """Create an empty environment with pip in it; leave nothing half made."""
    print("Creating .venv ...", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(venv)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if made.returncode != 0 or not (venv / "bin" / "pip").exists():
        shutil.rmtree(str(venv), ignore_errors=True)
        raise CannotPrepareError(
            "Python here cannot make a virtual environment: on Debian or Ubuntu run "
            "`apt install python3-venv`, then this again."
        )


def install(root: Path, venv: Path, requirements: str) -> None:
    """Install the hashed pins, by the fast installer or else by pip, and ourselves."""
    python = str(venv / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    hashed = ["--require-hashes", "-r"]
    run([*pip, *hashed, str(root / INSTALLER_FILE)])
    uv = [str(venv / "bin" / "uv"), "pip", "install", "--quiet", "--python", python]
    if not succeeds([*uv, *hashed, str(root / requirements)]):
        run([*pip, *hashed, str(root / requirements)])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(root)])


def succeeds(command: list[str]) -> bool:
    """Run a command that has a second way, keeping its complaint to itself."""
    quiet = subprocess.DEVNULL
    ended = subprocess.run(command, stdout=quiet, stderr=quiet, check=False)
    return ended.returncode == 0


def run(command: list[str]) -> None:
    """Run a command that has no second way."""
    if subprocess.run(command, check=False).returncode != 0:
        raise CannotPrepareError(
            "The pinned packages could not be installed (what pip said is above): "
            "check the connection to the package index and run this again."
        )


if __name__ == "__main__":
    sys.exit(main())
