"""The table of support: what must hold of every line of it, and its page."""

import pytest
from sqlmodel import SQLModel

from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.checklist import CHECKLIST
from reciprocal.support.item import Item
from reciprocal.support.items import ITEMS, switched_on
from reciprocal.support.tables import SupportFact, UrgencyAssessment
from reciprocal.support.terms import (
    Event,
    Needs,
    SupportEvidence,
    SupportOutcome,
    SupportOwner,
    SupportStage,
    SupportTopic,
)
from scripts.print_support import support_page
from scripts.tree import ROOT

_ORDER = list(SupportStage)
_OF_A_MOVE = {Event.PROPOSED, Event.ACCEPTED, Event.SIGNED, Event.KEYS}
_FLED_FROM = ("perpetrator", "abuser", "partner", "husband", "suspect", "offender")


def test_the_page_is_what_the_table_says() -> None:
    page = (ROOT / "docs" / "support.md").read_text(encoding="utf-8")
    assert page == support_page()
    assert all(f"`{item.code}`" in page for item in CHECKLIST)


def test_items_stand_in_the_order_of_the_way() -> None:
    stages = [_ORDER.index(item.stage) for item in CHECKLIST]
    assert stages == sorted(stages)
    assert [item.code for item in CHECKLIST] == list(SupportItem)


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.code)
def test_a_line_is_whole(item: Item) -> None:
    assert item.settled_by
    assert not set(item.settled_by) & set(item.left_open_by)
    assert item.sentence.endswith(".")
    assert item.source
    assert (item.due_from is None) is (item.due_working_days == 0)
    assert item.topics or item.needs is Needs.ALL_BEGUN
    assert len(set(item.topics)) == len(item.topics)


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.code)
def test_a_landlord_s_item_is_of_a_step_and_starts_with_what_it_knows(
    item: Item,
) -> None:
    """A clock that another party's act started would tell when that was."""
    if item.owner is SupportOwner.OLD_LEAD:
        assert item.due_from is Event.DEPARTURE_ASKED
    if item.owner is SupportOwner.RECEIVING_LEAD:
        assert item.due_from in {Event.ACCEPTED, Event.SIGNED, Event.KEYS}
    if item.owner is not SupportOwner.REFERRING_WORKER:
        assert item.of_a_step
    if item.due_from in _OF_A_MOVE:
        assert item.of_a_step


def test_one_item_gates_the_household_s_yes() -> None:
    gates = [item.code for item in CHECKLIST if item.gates_acceptance]
    assert gates == [SupportItem.IMPACT_TALKED_THROUGH]
    assert ITEMS[gates[0]].needs is Needs.EACH
    assert ITEMS[gates[0]].owner is SupportOwner.REFERRING_WORKER


@pytest.mark.parametrize(
    "words", [SupportOutcome, SupportTopic, SupportEvidence, SupportItem]
)
def test_no_code_is_of_whoever_is_fled_from(
    words: type[SupportOutcome | SupportTopic | SupportEvidence | SupportItem],
) -> None:
    for word in words:
        assert not any(who in word for who in _FLED_FROM), word


@pytest.mark.parametrize("table", [SupportFact, UrgencyAssessment])
def test_no_column_takes_a_sentence(table: type[SQLModel]) -> None:
    """Each holds a code of a list, a day, a number, or an identifier of ours."""
    for name, field in table.model_fields.items():
        if field.annotation in (str, str | None):
            assert name == "id" or name.endswith(("_id", "_ref", "_by")), name


def test_every_outcome_and_topic_is_some_item_s() -> None:
    outcomes = {
        outcome
        for item in CHECKLIST
        for outcome in (*item.settled_by, *item.left_open_by)
    }
    assert outcomes == set(SupportOutcome)
    assert {topic for item in CHECKLIST for topic in item.topics} == set(SupportTopic)
    assert {paper for item in CHECKLIST for paper in item.evidence} == set(
        SupportEvidence
    )
    assert {item.due_from for item in CHECKLIST} - {None} == set(Event)


def test_a_scheme_switches_an_item_off_and_the_others_stay() -> None:
    assert switched_on(frozenset(SchemeRules().support_off)) == CHECKLIST
    rules = SchemeRules(support_off=(SupportItem.PETS,))
    left = switched_on(frozenset(rules.support_off))
    assert {item.code for item in left} == set(SupportItem) - {SupportItem.PETS}


def test_a_scheme_cannot_switch_off_what_is_no_item() -> None:
    with pytest.raises(ValueError, match="support_off"):
        SchemeRules.model_validate({"support_off": ["paperwork"]})
