"""What the service shows of the laboratory is what is in docs/laboratory."""

from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from reciprocal.laboratory.experiments import EXPERIMENTS, Experiment
from reciprocal.laboratory.policies import POLICIES
from reciprocal.laboratory.published import TABLE, rows
from scripts.print_laboratory import published_rows

DOCS = Path(__file__).parents[3] / "docs"


def test_the_packaged_rows_are_those_of_the_runs() -> None:
    packaged = files("reciprocal.laboratory") / TABLE
    assert packaged.read_text(encoding="utf-8") == published_rows()


@pytest.mark.parametrize("code", ["rule", "weeks", "stays", "ten-years"])
def test_the_commands_are_those_of_the_documents(code: str) -> None:
    said = (DOCS / "laboratory.md").read_text() + (DOCS / "fairness.md").read_text()
    (one,) = (each for each in EXPERIMENTS if each.code == code)
    assert one.commands
    for command in one.commands:
        assert command in said


def test_the_rows_are_those_that_the_document_tells() -> None:
    by_place = {(row["regime"], row["policy"]): row for row in rows()["rule"]}
    assert len(by_place) == 12
    blind, rule = by_place["L33", "blind"], by_place["L33", "rule"]
    told = (DOCS / "laboratory.md").read_text()
    assert f"| L33 | rule | 12 | 2334 | {rule['price_percent']:.2f} (0.16)" in told
    assert (rule["owed_most"], rule["structural"]) == (8.8, 7.7)
    assert (blind["price_percent"], blind["structural"]) == (0.0, 125.9)


def test_nobody_is_said_to_be_undelayed_where_it_was_not_looked_at() -> None:
    delayed = {code: {row["delayed"] for row in each} for code, each in rows().items()}
    assert delayed.pop("delayed") == {0}
    assert set().union(*delayed.values()) == {None}


def test_each_experiment_has_a_policy_to_be_compared_with() -> None:
    for each in rows().values():
        assert "blind" in {row["policy"] for row in each}
        assert len({row["policy"] for row in each}) > 1


@pytest.mark.parametrize("each", EXPERIMENTS, ids=lambda each: each.code)
def test_the_commands_name_what_was_compared(each: Experiment) -> None:
    """A command that left a policy or a scheme out would not make the rows."""
    named = " ".join(each.commands).split()
    after = {
        option: {word for flag, word in pairwise(named) if flag == option}
        for option in ("--policy", "--regime", "--rhythm")
    }
    found = rows()[each.code]
    assert after["--policy"] == {row["policy"] for row in found}
    assert after["--regime"] == {row["regime"] for row in found}
    assert after["--rhythm"] | {"monthly"} == {row["rhythm"] for row in found} | {
        "monthly"
    }
    assert {word.partition("+")[0] for word in after["--policy"]} <= set(POLICIES)
