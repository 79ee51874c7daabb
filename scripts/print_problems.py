"""Writes docs/problems.md from the faults that the rooms can raise.

Run `python -m scripts.print_problems > docs/problems.md` from the root.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

import reciprocal
from api.problems import _OF_HTTP, _UNEXPECTED, STATUS
from reciprocal.errors import ReciprocalError

_HEAD = """# Problems

What the service says when it cannot do what was asked.
This page is written from the code: change that, then run
`python -m scripts.print_problems > docs/problems.md`.

Over HTTP a fault is a problem as RFC 9457 has it. Its `code` is stable, its `type` is
`urn:reciprocal:problem:` and the code, and `faults` names the fields to correct. None
of it ever repeats what was sent. On the command line the sentence stands alone, and
the exit code is 1.
"""

_RAISED = """## Of the rooms

| code | status | what happened, and what to do |
| --- | --- | --- |"""

_DOOR = """
## Of the door itself

| code | status | what happened, and what to do |
| --- | --- | --- |"""


def faults() -> list[type[ReciprocalError]]:
    """Return every fault a room can raise, by code; loads every room."""
    for module in pkgutil.walk_packages(reciprocal.__path__, "reciprocal."):
        # A revision and the program itself act when they are imported.
        if not module.name.endswith((".env", "__main__", "versions")):
            importlib.import_module(module.name)
    return sorted(set(_below(ReciprocalError)), key=lambda fault: fault.code)


def problems_page() -> str:
    """Return the whole page."""
    return "\n".join((_HEAD, _RAISED, *_raised(), _DOOR, *_of_the_door())) + "\n"


def _raised() -> Iterator[str]:
    for fault in faults():
        yield f"| `{fault.code}` | {STATUS[fault.kind]} | {fault.sentence} |"


def _of_the_door() -> Iterator[str]:
    code, sentence = _UNEXPECTED
    for status, (code_of, said) in (*_OF_HTTP.items(), (500, (code, sentence))):
        yield f"| `{code_of}` | {status} | {said} |"


def _below(fault: type[ReciprocalError]) -> Iterator[type[ReciprocalError]]:
    for below in fault.__subclasses__():
        if below.__module__.startswith("reciprocal."):
            yield below
        yield from _below(below)


if __name__ == "__main__":
    sys.stdout.write(problems_page())
