"""What the code offers, read from the code: commands, targets, settings, routes."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import typer

import reciprocal
from reciprocal.errors import ReciprocalError
from reciprocal.settings import Settings
from scripts.tree import ROOT

TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)


def cli_commands() -> set[str]:
    """List every command of the house as typed: `reciprocal migrate`, ...."""
    from reciprocal.__main__ import app  # noqa: PLC0415, loads every room

    root = typer.main.get_command(app)
    return set(walk("", root))


def walk(words: str, command: object) -> Iterator[str]:
    """Name each command under this one that does something itself."""
    # A group is told by what it has: the library carries its own copy of click.
    below: dict[str, object] | None = getattr(command, "commands", None)
    if below is None:
        yield words
    else:
        for name, each in below.items():
            yield from walk(f"{words} {name}".strip(), each)


def make_targets() -> set[str]:
    """List the targets that `make help` shows."""
    return set(TARGET.findall((ROOT / "Makefile").read_text()))


def settings() -> set[str]:
    """List the environment variables that the service reads."""
    prefix = Settings.model_config.get("env_prefix", "")
    return {prefix + name.upper() for name in Settings.model_fields}


def error_codes() -> set[str]:
    """List the stable codes of every fault that a room can raise."""
    for module in pkgutil.walk_packages(reciprocal.__path__, "reciprocal."):
        if ".migrations." not in module.name and "__main__" not in module.name:
            importlib.import_module(module.name)
    return {fault.code for fault in faults_below(ReciprocalError)}


def faults_below(fault: type[ReciprocalError]) -> Iterator[type[ReciprocalError]]:
    """Walk the family of faults below one."""
    for below in fault.__subclasses__():
        yield below
        yield from faults_below(below)


def routes() -> set[str]:
    """List the paths under which the street door answers."""
    from api.app import create_app  # noqa: PLC0415, builds the whole service

    return set(create_app().openapi()["paths"])
