"""The command that solves public instances: its files, its answers, its refusals."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.graph import Move, Route
from matching.instance import Caps
from matching.plan import ExchangeKind
from tests.benchmarks import kidney, second_opinion
from tests.benchmarks.checking import faults
from tests.benchmarks.kidney_files import Donors, KidneyFileError, read
from tests.benchmarks.solving import answer_instance
from tests.matching.effort import effort

# Three pairs in a ring, a fourth behind the altruist, and a swap of the first two.
RING = ((0, 1), (1, 2), (2, 0), (1, 0), (4, 3), (3, 0))
CAPS = Caps(cycle_moves_max=3, chain_moves_max=2, cycle_moves_min=2)
HEADING = "Pair,Patient,Donor,Wife-P?,%Pra,Out-Deg,Altruist"


def _wmd(arcs: tuple[tuple[int, int], ...] = RING, base: int = 0) -> list[str]:
    return [
        f"5,{len(arcs)}",
        *(f"{at},Pair {at} " for at in range(1, 6)),
        *(f"{start + base},{end + base},1.0" for start, end in arcs),
    ]


def _newer(arcs: tuple[tuple[int, int], ...] = RING) -> list[str]:
    return [
        "# FILE NAME: own.wmd",
        "# TITLE: five of our own",
        "# NUMBER ALTERNATIVES: 5",
        f"# NUMBER EDGES: {len(arcs)}",
        *(f"# ALTERNATIVE NAME {at}: Pair {at}" for at in range(1, 6)),
        *(f"{start + 1}, {end + 1}, 1.0" for start, end in arcs),
    ]


def _dat(arcs: tuple[tuple[int, int], ...] = RING) -> list[str]:
    degrees = [sum(start == at for start, _ in arcs) for at in range(5)]
    rows = (f"{at + 1},O,A,0,0.05,{degrees[at]},{int(at == 4)}" for at in range(5))
    return [HEADING, *rows]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _written(tmp_path, _wmd(), _dat())


def _written(folder: Path, wmd: list[str], dat: list[str]) -> Path:
    (folder / "own.dat").write_text("\n".join(dat) + "\n")
    file = folder / "own.wmd"
    file.write_text("\n".join(wmd) + "\n")
    return file


def _asked(file: Path, cycle: int, chain: int, shortest: int = 2) -> list[str]:
    lengths = ["--longest-cycle", str(cycle), "--longest-chain", str(chain)]
    return [str(file), *lengths, "--shortest-cycle", str(shortest), "--json"]


@pytest.mark.parametrize(
    ("cycle", "chain", "shortest", "moves"),
    [
        # The ring and one move from the altruist; without it the swap, or a chain.
        (3, 1, 2, 4),
        (3, 0, 2, 3),
        (2, 0, 2, 2),
        (2, 0, 3, 0),
        (2, 1, 2, 3),
        (2, 4, 3, 4),
        # Without cycles there is the chain alone, and without either nothing.
        (0, 2, 2, 2),
        (0, 0, 2, 0),
        (1, 2, 2, 2),
    ],
)
def test_the_most_moves_within_the_caps(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    cycle: int,
    chain: int,
    shortest: int,
    moves: int,
) -> None:
    kidney.main(_asked(file, cycle, chain, shortest))
    told = json.loads(capsys.readouterr().out)
    names = ["moves", "bound", "status", "certified", "seconds", "method"]
    assert list(told) == names
    assert (told["moves"], told["bound"]) == (moves, moves)
    assert told["status"] in ("optimal", "proven_by_solver")
    assert told["certified"] is (told["status"] == "optimal")


def test_arcs_may_be_numbered_from_one(tmp_path: Path) -> None:
    zero = read(_written(tmp_path, _wmd(), _dat()))
    assert zero.arcs == tuple(sorted(RING))
    assert read(_written(tmp_path, _wmd(base=1), _dat())) == zero


def test_the_newer_form_says_the_same(tmp_path: Path) -> None:
    """There arcs are from 1, whatever the out-degrees say."""
    older = read(_written(tmp_path, _wmd(), _dat()))
    assert read(_written(tmp_path, _newer(), _dat())) == older
    arcs = ((0, 1), (1, 2))
    from_one = read(_written(tmp_path, _newer(arcs), _dat(((1, 2), (2, 3)))))
    assert from_one.arcs == arcs


@pytest.mark.parametrize("base", [0, 1])
def test_out_degrees_tell_the_first_number_where_arcs_do_not(
    tmp_path: Path, base: int
) -> None:
    """Neither 0 nor 5 stands in any arc: both readings would be in range."""
    arcs = ((1, 2), (1, 3), (2, 3)) if base == 0 else ((0, 1), (0, 2), (1, 2))
    file = _written(tmp_path, _wmd(arcs, base), _dat(arcs))
    assert read(file).arcs == arcs


def test_arcs_are_from_zero_where_nothing_tells(tmp_path: Path) -> None:
    dat = [line.replace("0.05,0", "0.05,9") for line in _dat(())]
    arcs = ((1, 2), (2, 3))
    assert read(_written(tmp_path, _wmd(arcs), dat)).arcs == arcs


def test_no_arc_goes_into_an_altruist_and_none_weighs_nothing(tmp_path: Path) -> None:
    lines = _wmd(((0, 4), (0, 1), (1, 2)))
    lines[-1] = "1,2,0"
    assert read(_written(tmp_path, lines, _dat())).arcs == ((0, 1),)


def _changed(lines: list[str], at: int, line: str) -> list[str]:
    return [line if number == at else each for number, each in enumerate(lines)]


_WMD_FAULTS = {
    "empty": [""],
    "heading": _changed(_wmd(), 0, "5"),
    "heading not a number": _changed(_wmd(), 0, "five,6"),
    "no vertex": ["0,0"],
    "an arc more than promised": [*_wmd(), "0,3,1"],
    "an arc fewer": _wmd()[:-1],
    "a vertex fewer": [line for line in _wmd() if not line.startswith("5,Pair")],
    "vertices out of order": _changed(_wmd(), 2, "3,Pair 3"),
    "beyond the last": _changed(_wmd(), 6, "0,5,1"),
    "below the first": _changed(_wmd(), 6, "-1,0,1"),
    "far beyond": _changed(_wmd(), 6, "0,99,1"),
    "to itself": _changed(_wmd(), 6, "1,1,1"),
    "twice": _changed(_wmd(), 6, "1,2,1"),
    "no weight": _changed(_wmd(), 6, "0,1"),
    "not an end": _changed(_wmd(), 6, "0,x,1"),
    "half an end": _changed(_wmd(), 6, "0,1.5,1"),
    "not a weight": _changed(_wmd(), 6, "0,1,x"),
    "weight below nothing": _changed(_wmd(), 6, "0,1,-1"),
    "weight beyond number": _changed(_wmd(), 6, "0,1,inf"),
    "a line left empty": _changed(_wmd(), 6, ""),
    "no vertices told": [line for line in _newer() if "ALTERNATIVES" not in line],
    "no arcs told": [line for line in _newer() if "EDGES" not in line],
    "vertices not a number": _changed(_newer(), 2, "# NUMBER ALTERNATIVES: x"),
    "a vertex of the newer form fewer": _newer()[:4] + _newer()[5:],
    "an arc of the newer form fewer": _newer()[:-1],
    "an arc of the newer form from 0": _changed(_newer(), 9, "0, 1, 1.0"),
}
_DAT_FAULTS = {
    "no heading": _dat()[1:],
    "a vertex fewer": _dat()[:-1],
    "a field fewer": _changed(_dat(), 1, "1,O,A,0,0.05,1"),
    "out of order": _changed(_dat(), 1, "2,O,A,0,0.05,1,0"),
    "neither pair nor altruist": _changed(_dat(), 1, "1,O,A,0,0.05,1,2"),
}


@pytest.mark.parametrize("fault", list(_WMD_FAULTS))
def test_a_wmd_out_of_form_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    _refused(_written(tmp_path, _WMD_FAULTS[fault], _dat()), capsys, "own.wmd")


@pytest.mark.parametrize("fault", list(_DAT_FAULTS))
def test_a_dat_out_of_form_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    _refused(_written(tmp_path, _wmd(), _DAT_FAULTS[fault]), capsys, "own.dat")


def test_files_that_are_not_there_or_not_text_are_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.with_suffix(".dat").unlink()
    _refused(file, capsys, "own.dat")
    file.write_bytes(b"\xff\xfe\x00")
    _refused(file, capsys, "own.wmd")
    file.unlink()
    _refused(file, capsys, "own.wmd")


def _refused(file: Path, capsys: pytest.CaptureFixture[str], named: str) -> None:
    """The command ends with code 2 and one sentence that names the file."""
    with pytest.raises(SystemExit) as ended:
        kidney.main(_asked(file, 3, 2))
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(named)
    assert err.count("\n") == 1
    with pytest.raises(KidneyFileError):
        read(file)


@pytest.mark.parametrize(
    "words",
    [
        ["--longest-cycle", "x"],
        ["--longest-cycle", "-1"],
        ["--shortest-cycle", "4"],
        ["--seed", "-1"],
    ],
)
def test_a_command_that_means_nothing_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        kidney.main([*_asked(file, 3, 2), *words])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@st.composite
def _tiny(draw: st.DrawFn) -> Donors:
    pairs, alone = draw(st.integers(1, 6)), draw(st.integers(0, 2))
    possible = [
        (start, end)
        for start, end in product(range(pairs + alone), range(pairs))
        if start != end
    ]
    if not possible:
        return Donors((False,) * pairs + (True,) * alone, ())
    arcs = draw(st.lists(st.sampled_from(possible), unique=True, max_size=16))
    return Donors((False,) * pairs + (True,) * alone, tuple(sorted(arcs)))


_caps = st.builds(
    Caps,
    cycle_moves_max=st.integers(2, 4),
    chain_moves_max=st.integers(0, 4),
    cycle_moves_min=st.integers(2, 3),
)


@effort(60, soak=3_000)
@given(_tiny(), _caps)
def test_as_many_moves_as_trying_everything_finds(donors: Donors, caps: Caps) -> None:
    instance, best = donors.instance(caps), _tried(donors, caps)
    answer = answer_instance(instance, seed=1)
    assert (answer.moves, answer.bound) == (best, best)
    opinion = second_opinion.most_moves(instance, seed=1)
    assert (opinion.moves, opinion.bound) == (best, best)
    assert faults(instance, opinion.routes) == ()


def _tried(donors: Donors, caps: Caps) -> int:
    """Return the most transplants, by trying every set of cycles and chains."""
    after: dict[int, list[int]] = {}
    for start, end in donors.arcs:
        after.setdefault(start, []).append(end)

    def routes(path: tuple[int, ...]) -> list[tuple[frozenset[int], int]]:
        alone = donors.altruists[path[0]]
        moves = len(path) - 1 if alone else len(path)
        found = []
        if alone and 1 <= moves <= caps.chain_moves_max:
            found.append((frozenset(path), moves))
        closes = not alone and path[0] in after.get(path[-1], [])
        if closes and caps.cycle_moves_min <= moves <= caps.cycle_moves_max:
            found.append((frozenset(path), moves))
        if moves < (caps.chain_moves_max if alone else caps.cycle_moves_max):
            for end in after.get(path[-1], []):
                if end not in path:
                    found.extend(routes((*path, end)))
        return found

    every = {each for v in range(len(donors.altruists)) for each in routes((v,))}

    def packed(left: list[tuple[frozenset[int], int]]) -> int:
        if not left:
            return 0
        (used, moves), *others = left
        apart = [each for each in others if not used & each[0]]
        return max(packed(others), moves + packed(apart))

    return packed(sorted(every, key=lambda each: (sorted(each[0]), each[1])))


def _route(kind: ExchangeKind, *moves: tuple[int, int]) -> Route:
    return Route(kind, tuple(Move(*move) for move in moves))


_CHAIN, _CYCLE = ExchangeKind.CHAIN, ExchangeKind.CYCLE
# Homes 0 to 3 are left by the pairs of those numbers, and home 4 is the altruist's.
_GOOD = (_route(_CYCLE, (1, 0), (2, 1), (0, 2)), _route(_CHAIN, (3, 4)))
_BAD = {
    "a household enters a home that does not suit it": [_route(_CHAIN, (0, 4))],
    "a household is used twice": [*_GOOD, _route(_CHAIN, (3, 4))],
    "a home is used twice": [*_GOOD, _route(_CHAIN, (3, 4))],
    "a cycle's length is not allowed": [_route(_CYCLE, (3, 4), (0, 3), (1, 0), (2, 1))],
    "a chain starts from a home that is lived in": [_route(_CHAIN, (0, 3))],
    "a chain's length is not allowed": [_route(_CHAIN, (3, 4), (0, 3), (1, 0))],
    "a household enters a home that the one before does not leave": [
        _route(_CHAIN, (3, 4), (1, 0))
    ],
}


def test_a_plan_is_read_again() -> None:
    instance = Donors((False,) * 4 + (True,), tuple(sorted(RING))).instance(CAPS)
    assert faults(instance, _GOOD) == ()


@pytest.mark.parametrize("fault", list(_BAD))
def test_a_plan_that_breaks_a_rule_is_seen(fault: str) -> None:
    instance = Donors((False,) * 4 + (True,), tuple(sorted(RING))).instance(CAPS)
    assert fault in faults(instance, _BAD[fault])
