"""T5: a landlord watches its balance fall, and guesses at whose rises.

Two books hold the same moves with the other landlords' names exchanged. A player reads
its own statements quarter by quarter, and all that is published; where both books read
the same to the byte, the best guess at the other end is the guess without reading.
"""

import itertools
import json
import random
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reciprocal import clock
from reciprocal.db import Database
from tests.reciprocal.ledger.conftest import Scene
from tests.reciprocal.statements.disputing import MANY
from tests.reciprocal.statements.quarterly import Quarterly
from tests.support.minutes import examples

PLAYER = "alder"
_REFERENCE = re.compile(r"[0-9a-f]{32,64}")


Play = Callable[["list[Moved]"], str]
"""Writes a book quarter by quarter, and returns all that the player is told of it."""


class Moved(NamedTuple):
    """A move of the game: from whom to whom, of which size, in which quarter."""

    origin: str
    receiver: str
    size_class: str
    quarter: int


def game(seed: int) -> list[Moved]:
    """Draw a book of up to three quarters, in which the player has a part."""
    drawn = random.Random(seed)  # noqa: S311 - a game must repeat
    moves = []
    for quarter in range(3):
        for _ in range(drawn.randrange(9)):
            origin, receiver = drawn.sample(MANY, 2)
            size_class = drawn.choice(("BED1", "BED2", "BED2", "BED3"))
            moves.append(Moved(origin, receiver, size_class, quarter))
    other = drawn.choice(MANY[1:])
    return [*moves, Moved(PLAYER, other, "BED2", 2)]


def exchanged(moves: list[Moved], seed: int) -> list[Moved]:
    """Return the moves with each other landlord's name given to another of them."""
    others = MANY[1:]
    turn = 1 + seed % (len(others) - 1)
    turned = others[turn:] + others[:turn]
    name = {PLAYER: PLAYER, **dict(zip(others, turned, strict=True))}
    return [
        move._replace(origin=name[move.origin], receiver=name[move.receiver])
        for move in moves
    ]


def played(quarterly: Quarterly, book: list[Moved]) -> str:
    """Write a book, quarter by quarter; return all that the player is told of it."""
    told: list[Any] = []
    for quarter in range(3):
        quarterly.on(1 + 3 * quarter, 20)
        for number, move in enumerate(book):
            if move.quarter == quarter:
                ref = f"{quarter}-{number}"
                quarterly.move(ref, move.origin, move.receiver, move.size_class)
        quarterly.on(4 + 3 * quarter, 16)
        assert len(quarterly.release()) == 1
        told.append(quarterly.read(PLAYER))
    return numbered(json.dumps(told, default=str, sort_keys=True))


@pytest.fixture
def play(sqlite_template: Path, tmp_path: Path) -> Play:
    """Play one book after another, each in a file of its own."""
    files = itertools.count()

    def play(book: list[Moved]) -> str:
        file = tmp_path / f"{next(files)}.db"
        shutil.copyfile(sqlite_template, file)
        database = Database(f"sqlite:///{file}")
        begun = datetime(2026, 1, 2, 12, tzinfo=UTC)
        quarterly = Quarterly(Scene(database, MANY), begun)
        with clock.source(lambda: quarterly.at):
            quarterly.scene.lay()
            told = played(quarterly, book)
        database.close()
        file.unlink()
        return told

    return play


def numbered(told: str) -> str:
    """Return what was told with each reference replaced by when it first came."""
    numbers: dict[str, int] = {}
    return _REFERENCE.sub(
        lambda found: f"#{numbers.setdefault(found.group(), len(numbers))}", told
    )


@pytest.mark.soak
def test_a_landlord_reads_the_same_whoever_is_at_the_other_end(
    play: Play,
) -> None:
    told_by_line = 0
    for seed in range(examples(15, 1_000)):
        book = game(seed)
        one, other = play(book), play(exchanged(book, seed))
        assert one == other, seed
        told_by_line += '"homes": ' in one
    assert told_by_line, "no game was told line by line"


def test_a_game_can_be_lost(play: Play) -> None:
    """What the player may rightly read, that it was its own tenant, it reads."""
    book = game(3)
    turned = [move._replace(origin=PLAYER, receiver="birch") for move in book]
    assert play(book) != play(turned)
