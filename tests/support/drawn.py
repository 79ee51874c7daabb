"""Which of the two databases a module of the slower kinds runs on in one run.

The rooms in which the databases differ run on both each time: the book, the audit, the
jobs, the keys, the access, the homes. A whole service says and does the same on either,
and so do the rooms of a journey's steps, and the commands that solve in a process of
their own; each of their modules is dealt one of the two, and the next run deals it the
other. `make test` draws by `DATABASES_DRAWN_BY`, printing
it; a run without it (a person's, a soak's) takes both. A module marked `both_databases`
is about what two transactions do to each other, or what the database itself refuses.
"""

import os
from collections.abc import Iterable

import pytest

KINDS = frozenset({"api", "contract", "crash", "crawl", "journeys", "machine"})
ROOMS = frozenset({"moves", "proposals", "reports", "requests", "rounds", "support"})
COMMANDS = frozenset({"test_composition.py", "test_replay.py", "test_try_out.py"})
DATABASES = ("sqlite", "postgres")
SETTING = "DATABASES_DRAWN_BY"


def drawn(modules: Iterable[str], seed: int) -> dict[str, str]:
    """Deal one database to each module, as evenly as can be."""
    return {
        module: DATABASES[(place + seed) % len(DATABASES)]
        for place, module in enumerate(sorted(modules))
    }


def left_for_another_run(items: list[pytest.Item]) -> list[pytest.Item]:
    """Name the tests whose module was dealt the other database."""
    if not (seed := os.environ.get(SETTING)):
        return []
    paired = [item for item in items if _is_dealt(item)]
    dealt = drawn({_module(item) for item in paired}, int(seed))
    return [item for item in paired if _database(item) != dealt[_module(item)]]


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _database(item: pytest.Item) -> str | None:
    called = getattr(item, "callspec", None)
    given = called.params.values() if called else ()
    return next((each for each in given if each in DATABASES), None)


def _is_dealt(item: pytest.Item) -> bool:
    _, kind, *rooms = _module(item).split("/")
    whole = kind in KINDS or (kind == "reciprocal" and rooms[0] in ROOMS | COMMANDS)
    marked = item.get_closest_marker("both_databases")
    return whole and marked is None and _database(item) is not None
