"""Reads public instances of kidney exchange: a `.wmd` file and the `.dat` beside it.

The form is PrefLib's (Mattei and Walsh, 2013), older or newer; KidneyExchange.jl
(Arslan, Omer and Yan, 2023) writes the older. There is a line with the numbers of
vertices and arcs, a line for each vertex with its number from 1, and a line for each
arc with from, to and weight; the newer tells all but the arcs in lines that begin with
`#`. The `.dat` has a line for each vertex, whose last field says whether it is an
altruist.
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
_VERTICES, _ARCS, _VERTEX = "NUMBER ALTERNATIVES", "NUMBER EDGES", "ALTERNATIVE NAME"

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

    Vertices are numbered from 1, and so are arcs in the newer form. In the older they
    are numbered from 0 in the files known, and from 1 in some that people write by
    hand: an arc with a 0 in it settles that they start there, one with the number of
    vertices that they do not, and where there is neither, the out-degrees of the
    `.dat` say it.

    Raises:
        KidneyFileError: A file is missing or is not in the form it should have.
    """
    raw = _wmd(_lines(wmd), wmd.name)
    dat = wmd.with_suffix(".dat")
    altruists, degrees = _dat(_lines(dat), dat.name, raw.vertices)
    base = _base(raw, degrees, wmd.name)
    arcs = [(i - base, k - base) for i, k in raw.arcs]
    _refuse_odd(arcs, wmd.name)
    usable = [
        arc
        for arc, weight in zip(arcs, raw.weights, strict=True)
        if weight > 0 and not altruists[arc[1]]
    ]
    return Donors(altruists, tuple(sorted(usable)))


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{file.name}: the file is missing or cannot be read as text"
        raise KidneyFileError(message) from fault
    return text.rstrip().splitlines()


@dataclass(frozen=True, slots=True)
class _Raw:
    """A `.wmd` file as it is written.

    Attributes:
        bases: What the first vertex may be called in its arcs: 0, 1 or either.
    """

    vertices: int
    arcs: list[Arc]
    weights: list[float]
    bases: tuple[int, ...]


def _wmd(lines: list[str], name: str) -> _Raw:
    newer = bool(lines) and lines[0].startswith("#")
    vertices, count, named, first = (_newer if newer else _older)(lines, name)
    if vertices < 1 or count < 0:
        raise KidneyFileError(f"{name}: there must be at least 1 vertex")
    if (len(named), len(lines) - first) != (vertices, count):
        message = (
            f"{name}: {vertices} vertices and {count} arcs are promised, but "
            f"{len(named)} vertices and {len(lines) - first} arcs stand there"
        )
        raise KidneyFileError(message)
    if named != list(range(1, vertices + 1)):
        raise KidneyFileError(f"{name}: vertices should be numbered from 1, in order")
    arcs, weights = [], []
    for at in range(first, len(lines)):
        start, end, weight = _fields(lines[at], 3, name, at + 1)
        arcs.append((_number(start, name, at + 1), _number(end, name, at + 1)))
        weights.append(_weight(weight, name, at + 1))
    return _Raw(vertices, arcs, weights, (1,) if newer else (0, 1))


# Vertices, arcs, the vertices' numbers as they stand there, and the first arc's line.
_Heading = tuple[int, int, list[int], int]


def _older(lines: list[str], name: str) -> _Heading:
    header = _fields(lines[0] if lines else "", 2, name, 1)
    vertices, count = (_number(word, name, 1) for word in header)
    named = [
        _number(line.partition(",")[0], name, at)
        for at, line in enumerate(lines[1 : vertices + 1], start=2)
    ]
    return vertices, count, named, 1 + len(named)


def _newer(lines: list[str], name: str) -> _Heading:
    """Read the heading in which every line begins with a sign and says what it is."""
    told: dict[str, int] = {}
    named = []
    first = 0
    while first < len(lines) and lines[first].startswith("#"):
        what, _, value = lines[first].removeprefix("#").partition(":")
        what = what.strip()
        first += 1
        if what in (_VERTICES, _ARCS):
            told[what] = _number(value, name, first)
        elif what.startswith(_VERTEX):
            named.append(_number(what.removeprefix(_VERTEX), name, first))
    if told.keys() != {_VERTICES, _ARCS}:
        message = f"{name}: the heading must tell {_VERTICES} and {_ARCS}"
        raise KidneyFileError(message)
    return told[_VERTICES], told[_ARCS], named, first


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


def _base(raw: _Raw, degrees: list[str], name: str) -> int:
    """Return the number of the first vertex in the arcs: 0 or 1."""
    numbers = {vertex for arc in raw.arcs for vertex in arc}
    possible = [
        base
        for base in raw.bases
        if all(base <= number < raw.vertices + base for number in numbers)
    ]
    if not possible:
        ranges = (f"{base} to {raw.vertices - 1 + base}" for base in raw.bases)
        message = (
            f"{name}: an arc is out of range: all ends must lie in "
            f"{', or all of them in '.join(ranges)}"
        )
        raise KidneyFileError(message)
    return max(possible, key=lambda base: (_agreeing(raw.arcs, base, degrees), -base))


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
