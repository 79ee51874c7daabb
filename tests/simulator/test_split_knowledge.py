"""Over simulated years no landlord reads the other end, and the service alone both."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.simulator.regime import TINY
from fixtures.simulator.years import DAYS_A_YEAR, Years, hands_on
from reciprocal.disclosure.present import FieldRule, resources
from reciprocal.proposals import rows
from reciprocal.proposals.tables import Proposal
from tests.simulator.knowing import Knower, faults
from tests.support.minutes import examples

PRESENTER = sys.modules["reciprocal.disclosure.present"]


def lived(seed: int, days: int = DAYS_A_YEAR) -> tuple[list[str], int, Knower]:
    """Live through so many days; return the faults, and how many steps had both."""
    watch = Knower()
    scheme = Years(TINY, seed, watch, hands_on()).run(days)
    found, both = faults(watch, scheme)
    return found, both, watch


@pytest.mark.soak
def test_knowledge_of_a_move_stays_split() -> None:
    years, steps, looks = examples(12, 1_000), 0, Counter[str]()
    for seed in range(7_000, 7_000 + years):
        found, both, watch = lived(seed)
        assert not found, (seed, found[:3])
        looks.update(watch.looks)
        steps += both
    # A quiet year may have none of one; so many years have all of each.
    assert all(looks[name] for name in ("offer", "departure", "home"))
    print(f"{steps} steps that both landlords were shown, in {years} years")  # noqa: T201
    assert steps > 6 * years


def listed(
    resource: str, field: str, like: str
) -> Callable[[pytest.MonkeyPatch], None]:
    """Return a fault: the file lists one more field, for whoever sees another."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        known = resources()
        of = known[resource]
        seen = next(each for each in of.fields if each.name == like)
        more: FieldRule = replace(seen, name=field)
        wrong = {**known, resource: replace(of, fields=(*of.fields, more))}
        patch.setattr(PRESENTER, "resources", lambda: wrong)

    return plant


def shared_reference(patch: pytest.MonkeyPatch) -> None:
    right = rows.departure_row

    def wrong(proposal: Proposal, *given: object) -> dict[str, object]:
        told = right(proposal, *given)  # type: ignore[arg-type]
        return told | {"reference": proposal.offer_ref}

    patch.setattr(rows, "departure_row", wrong)


def same_moment(patch: pytest.MonkeyPatch) -> None:
    """Date the departure by the day until which the offer is to be answered."""
    right = rows.departure_row

    def wrong(proposal: Proposal, *given: object) -> dict[str, object]:
        told = right(proposal, *given)  # type: ignore[arg-type]
        return told | {"tenancy_end": proposal.due_at}

    patch.setattr(rows, "departure_row", wrong)


def board_reads_references(patch: pytest.MonkeyPatch) -> None:
    right = rows.board_row

    def wrong(proposal: Proposal, *given: object) -> dict[str, object]:
        told = right(proposal, *given)  # type: ignore[arg-type]
        both = proposal.offer_ref, proposal.departure_ref
        return told | {"code": both[0], "request_code": both[1]}

    patch.setattr(rows, "board_row", wrong)


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (listed("departure", "authority", "stage"), "reads where to"),
        (listed("departure_in_list", "postcode", "stage"), "reads where to"),
        (listed("offer", "landlord", "stage"), "reads where from"),
        (shared_reference, "reads where to"),
        (same_moment, "read the same text"),
        (board_reads_references, "2 hold both ends"),
    ],
)
def test_a_planted_leak_is_told(
    plant: Callable[[pytest.MonkeyPatch], None],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    found, both, _ = lived(7_000, 150)
    assert both
    assert any(told in each for each in found), found[:3]
