"""In CI each module of the slower kinds is dealt a database; over two runs, both."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.drawn import DATABASES, SETTING, drawn, left_for_another_run

MODULES = [f"tests/api/test_{name}.py" for name in "abcde"]


def collected(module: str, *, marks: tuple[str, ...] = ()) -> list[Any]:
    """Return what pytest would collect of a module: a test on each, and one on none."""

    def test(name: str, **params: object) -> Any:  # noqa: ANN401 - stands for an Item
        return SimpleNamespace(
            nodeid=f"{module}::{name}",
            callspec=SimpleNamespace(params=params) if params else None,
            get_closest_marker=lambda mark: mark if mark in marks else None,
        )

    paired = [test(f"test_it[{each}]", kind=each, other=7) for each in DATABASES]
    return [*paired, test("test_alone"), test("test_other[7]", other=7)]


def left(items: list[Any]) -> list[str]:
    return [item.nodeid.partition("::")[2] for item in left_for_another_run(items)]


def test_two_runs_deal_each_module_both_databases() -> None:
    one, two = drawn(MODULES, 0), drawn(reversed(MODULES), 1)
    assert {one[each] for each in MODULES} == set(DATABASES)
    for module in MODULES:
        assert {one[module], two[module]} == set(DATABASES)
    assert drawn(MODULES, 2) == one


@pytest.mark.parametrize(
    ("seed", "gone"), [("0", "test_it[postgres]"), ("1", "test_it[sqlite]")]
)
def test_a_run_leaves_out_the_database_it_was_not_dealt(
    monkeypatch: pytest.MonkeyPatch, seed: str, gone: str
) -> None:
    monkeypatch.setenv(SETTING, seed)
    for folder in ("crawl", "reciprocal/proposals"):
        assert left(collected(f"tests/{folder}/test_a.py")) == [gone]
    assert left(collected("tests/reciprocal/test_replay.py")) == [gone]


def test_a_run_that_is_dealt_nothing_takes_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert left(collected("tests/crawl/test_a.py")) == []


def test_what_the_databases_do_differently_runs_on_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SETTING, "0")
    assert left(collected("tests/api/test_a.py", marks=("both_databases",))) == []
    for kind in ("reciprocal/ledger", "reciprocal", "matching", "fixtures"):
        assert left(collected(f"tests/{kind}/test_a.py")) == []
