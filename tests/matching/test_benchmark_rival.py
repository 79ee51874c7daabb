"""How the rival is asked: the same instance and rules, and its best setting."""

from collections.abc import Iterable

import pytest

from matching.instance import Caps
from tests.benchmarks import kep
from tests.benchmarks.kidney_files import Donors

# A ring of three pairs, and an altruist for the first of them.
DONORS = Donors((False, False, False, True), ((0, 1), (1, 2), (2, 0), (3, 0)))
INSTANCE = DONORS.instance(Caps(cycle_moves_max=3, chain_moves_max=2))


def test_it_is_given_the_instance_as_it_is() -> None:
    asked = kep.asked(INSTANCE, kep.SETTINGS[0])
    assert asked["altruists"] == list(DONORS.altruists)
    assert sorted(map(tuple, _rows(asked["arcs"]))) == list(DONORS.arcs)
    caps = (asked["cycle_moves_min"], asked["cycle_moves_max"])
    assert (*caps, asked["chain_moves_max"]) == (3, 3, 2)


def _rows(arcs: object) -> Iterable[list[int]]:
    assert isinstance(arcs, list)
    return arcs


def test_every_model_solver_and_fixing_is_tried() -> None:
    assert len(set(kep.SETTINGS)) == 8
    assert {setting.model for setting in kep.SETTINGS} == {"PICEF", "cycles and chains"}
    assert {setting.solver for setting in kep.SETTINGS} == {"CBC", "HiGHS"}


def test_the_quickest_setting_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is stopped once it is slower than the quickest so far."""
    took = [9.0, None, 4.0, 6.0, 0.5, None, 3.0, 0.75]
    limits = []

    def run(
        _instance: object, setting: kep.Setting, seconds: float
    ) -> tuple[int, float] | None:
        limits.append(seconds)
        each = took[kep.SETTINGS.index(setting)]
        return None if each is None else (3, each)

    monkeypatch.setattr(kep, "_run", run)
    found = kep.best(INSTANCE, limit_seconds=10.0)
    assert found == kep.Rival(3, 0.5, str(kep.SETTINGS[4]))
    assert limits == [10.0, 9.0, 9.0, 4.0, 4.0, 0.5, 0.5, 0.5]


def test_none_within_the_limit_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kep, "_run", lambda *_: None)
    found = kep.best(INSTANCE, limit_seconds=10.0)
    assert found == kep.Rival(None, 10.0, "none within the limit")
