"""Reads public instances of kidney exchange: a `.wmd` file and the `.dat` beside it.

The form is PrefLib's (Mattei and Walsh, 2013), as KidneyExchange.jl (Arslan, Omer and
Yan, 2023) writes it too: a line with the numbers of vertices and arcs, a line for each
vertex with its number from 1, and a line for each arc with from, to and weight. The
`.dat` has a line for each vertex, whose last field says whether it is an altruist.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from matching.instance import NOBODY, Caps, Instance

_DAT_FIELDS = 7
_OUT_DEGREE = 5
_ALTRUIST = 6
_NO_TEAM = -1

Arc = tuple[int, int]


class KidneyFileError(ValueError):
    """A file is not in the form it should have; the sentence says where and what."""


@dataclass(frozen=True, slots=True)
class Donors:
    """A public instance as its files tell it.

    Attributes:
        altruists: For each vertex whether it is a donor without a patient.
        arcs: Who could give to whom, both from 0; none into an altruist, who has no
            patient, and none of weight 0, which stands for no transplant.
    """

    altruists: tuple[bool, ...]
    arcs: tuple[Arc, ...]

    def instance(self, caps: Caps) -> Instance:
        """Return it as a round: a pair leaves a home, an altruist is a void.

        An arc from i to k says that the patient of k could have the kidney of i: that
        household k could enter the home that i leaves. Nobody shares a team.
        """
        pairs = [v for v, alone in enumerate(self.altruists) if not alone]
        voids = [v for v, alone in enumerate(self.altruists) if alone]
        household_of = {vertex: at for at, vertex in enumerate(pairs)}
        home_of = {vertex: at for at, vertex in enumerate((*pairs, *voids))}
        moves = sorted((household_of[k], home_of[i]) for i, k in self.arcs)
        homes = len(self.altruists)
        return Instance(
            vacates=np.arange(len(pairs), dtype=np.int64),
            occupant=np.array(
                [*range(len(pairs)), *[NOBODY] * len(voids)], dtype=np.int64
            ),
            household=np.array([who for who, _ in moves], dtype=np.int64),
            home=np.array([home for _, home in moves], dtype=np.int64),
            team_of_household=np.arange(len(pairs), dtype=np.int64),
            team_of_home=np.full(homes, _NO_TEAM, dtype=np.int64),
            caps=caps,
        )


def read(wmd: Path) -> Donors:
    """Return the instance of a `.wmd` file and of the `.dat` file beside it.

    Vertices are numbered from 1. Arcs are numbered from 0 in the files known, and from
    1 in some that people write by hand: an arc with a 0 in it settles that they start
    there, one with the number of vertices that they do not, and where there is
    neither, the out-degrees of the `.dat` say it.

    Raises:
        KidneyFileError: A file is missing or is not in the form it should have.
    """
    vertices, raw, weights = _wmd(_lines(wmd), wmd.name)
    dat = wmd.with_suffix(".dat")
    altruists, degrees = _dat(_lines(dat), dat.name, vertices)
    base = _base(raw, vertices, degrees, wmd.name)
    arcs = [(i - base, k - base) for i, k in raw]
    _refuse_odd(arcs, wmd.name)
    usable = [
        arc
        for arc, weight in zip(arcs, weights, strict=True)
        if weight > 0 and not altruists[arc[1]]
    ]
    return Donors(altruists, tuple(sorted(usable)))


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{file.name}: the file is missing or cannot be read as text"
        raise KidneyFileError(message) from fault
    return text.rstrip().splitlines()


def _wmd(lines: list[str], name: str) -> tuple[int, list[Arc], list[float]]:
    """Return the number of vertices, the arcs as they are numbered, and weights."""
    header = _fields(lines[0] if lines else "", 2, name, 1)
    vertices, count = (_number(word, name, 1) for word in header)
    if vertices < 1 or count < 0:
        raise KidneyFileError(f"{name}, line 1: there must be at least 1 vertex")
    if len(lines) - 1 != vertices + count:
        message = (
            f"{name}: line 1 promises {vertices} vertices and {count} arcs, "
            f"but {len(lines) - 1} lines follow"
        )
        raise KidneyFileError(message)
    for at in range(1, vertices + 1):
        number, _, _label = lines[at].partition(",")
        if _number(number, name, at + 1) != at:
            message = f"{name}, line {at + 1}: vertex {at} should stand here"
            raise KidneyFileError(message)
    arcs, weights = [], []
    for at in range(vertices + 1, len(lines)):
        start, end, weight = _fields(lines[at], 3, name, at + 1)
        arcs.append((_number(start, name, at + 1), _number(end, name, at + 1)))
        weights.append(_weight(weight, name, at + 1))
    return vertices, arcs, weights


def _dat(
    lines: list[str], name: str, vertices: int
) -> tuple[tuple[bool, ...], list[str]]:
    """Return who is an altruist, and the out-degrees as they are written."""
    if len(lines) - 1 != vertices:
        message = (
            f"{name}: a heading and {vertices} lines should stand here, "
            f"but {len(lines)} lines do"
        )
        raise KidneyFileError(message)
    altruists, degrees = [], []
    for at in range(1, vertices + 1):
        fields = _fields(lines[at], _DAT_FIELDS, name, at + 1)
        if _number(fields[0], name, at + 1) != at:
            message = f"{name}, line {at + 1}: vertex {at} should stand here"
            raise KidneyFileError(message)
        if fields[_ALTRUIST] not in ("0", "1"):
            message = f"{name}, line {at + 1}: whether it is an altruist is 0 or 1"
            raise KidneyFileError(message)
        altruists.append(fields[_ALTRUIST] == "1")
        degrees.append(fields[_OUT_DEGREE])
    return tuple(altruists), degrees


def _fields(line: str, count: int, name: str, at: int) -> list[str]:
    fields = [field.strip() for field in line.split(",")]
    if len(fields) != count:
        message = f"{name}, line {at}: {count} fields between commas should stand here"
        raise KidneyFileError(message)
    return fields


def _number(word: str, name: str, at: int) -> int:
    try:
        return int(word)
    except ValueError as fault:
        message = f"{name}, line {at}: a whole number should stand where none does"
        raise KidneyFileError(message) from fault


def _weight(word: str, name: str, at: int) -> float:
    try:
        weight = float(word)
    except ValueError:
        weight = -1.0
    if not isfinite(weight) or weight < 0:
        raise KidneyFileError(f"{name}, line {at}: a weight is a number, 0 or more")
    return weight


def _base(raw: list[Arc], vertices: int, degrees: list[str], name: str) -> int:
    """Return the number of the first vertex in the arcs: 0 or 1."""
    numbers = {vertex for arc in raw for vertex in arc}
    possible = [
        base
        for base in (0, 1)
        if all(base <= number < vertices + base for number in numbers)
    ]
    if not possible:
        message = (
            f"{name}: an arc is out of range: its ends must lie in 0 to "
            f"{vertices - 1}, or all of them in 1 to {vertices}"
        )
        raise KidneyFileError(message)
    return max(possible, key=lambda base: (_agreeing(raw, base, degrees), -base))


def _agreeing(raw: Iterable[Arc], base: int, degrees: list[str]) -> int:
    """Count the vertices that have the out-degree written of them."""
    counted = [0] * len(degrees)
    for start, _end in raw:
        counted[start - base] += 1
    return sum(str(true) == told for true, told in zip(counted, degrees, strict=True))


def _refuse_odd(arcs: list[Arc], name: str) -> None:
    """Refuse an arc from a vertex to itself, and one that comes twice."""
    if any(start == end for start, end in arcs):
        raise KidneyFileError(f"{name}: an arc goes from a vertex to itself")
    if len(set(arcs)) != len(arcs):
        raise KidneyFileError(f"{name}: an arc stands there twice")
