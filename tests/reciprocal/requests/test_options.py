"""Who cannot be helped is told why, and what can be done: never silence."""

import re
from dataclasses import replace

import pytest
from sqlmodel import select

from fixtures.stated import referral_of
from reciprocal.access.actor import Actor
from reciprocal.requests import operations as requests
from reciprocal.requests import queries
from reciprocal.requests.lifecycle import CheckState, DeclineCode, RequestState
from reciprocal.requests.options import (
    OPTIONS,
    REASON_SENTENCES,
    OptionCode,
    TenancyNotHeld,
    check_row,
    option_rows,
)
from reciprocal.requests.tables import PropertyRequest
from scripts.print_options import line_of, options_page
from scripts.tree import ROOT
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

DOCS = ROOT / "docs"


def test_every_option_has_its_sentence_and_its_authority() -> None:
    assert [option.code for option in OPTIONS] == list(OptionCode)
    for option in OPTIONS:
        assert option.sentence.endswith(".")
        assert option.authority
    undated = {option.code for option in OPTIONS if option.in_force is None}
    assert undated == {OptionCode.OWN_LANDLORD_TRANSFER}


def test_every_reason_has_its_sentence() -> None:
    assert set(REASON_SENTENCES) == {TenancyNotHeld.code, *DeclineCode}


def test_the_page_is_the_list() -> None:
    assert (DOCS / "options.md").read_text(encoding="utf-8") == options_page()


def test_the_page_on_the_law_lists_these_and_no_others() -> None:
    page = (DOCS / "law.md").read_text(encoding="utf-8")
    part = page[page.index("## Where the scheme cannot help") :]
    assert re.findall(r"^- .*$", part, re.MULTILINE) == list(map(line_of, OPTIONS))


def refer(journey: Journey, *, holds_tenancy: bool) -> None:
    referral = replace(referral_of(one_move().requests[0]), holds_tenancy=holds_tenancy)
    with journey.world.acting(journey.worker) as session:
        requests.refer(session, actor=journey.worker, referral=referral)


def test_a_household_that_is_not_the_tenant_is_sent_on_and_nothing_is_kept(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(TenancyNotHeld) as refused:
        refer(journey, holds_tenancy=False)
    assert [fault.field for fault in refused.value.faults] == ["holds_tenancy"]
    assert "/v1/options" in refused.value.sentence
    with journey.reading() as session:
        assert len(session.exec(select(PropertyRequest)).all()) == 1


def case_seen_by(journey: Journey, actor: Actor) -> dict[str, object]:
    with journey.world.acting(actor) as session:
        return queries.show_case(session, actor, journey.request).opened()


@pytest.mark.parametrize("code", list(DeclineCode))
def test_a_declined_case_carries_the_reason_and_the_options(
    make_world: MakeWorld, code: DeclineCode
) -> None:
    journey = Journey(make_world(one_move()))
    before = case_seen_by(journey, journey.worker)
    assert (before["decline_reason"], before["options"]) == (None, None)
    row = journey.check
    row.state, row.decline_code = CheckState.DECLINED, code
    shown = check_row(row)
    assert shown["decline_reason"] == REASON_SENTENCES[code]
    assert shown["options"] == option_rows()
    assert shown["decline_code"] is code


def test_a_case_without_a_check_has_none_of_it() -> None:
    assert set(check_row(None).values()) == {None}


def test_a_declined_case_says_so_as_the_next_step(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with journey.world.acting(journey.worker) as session:
        request = session.get_one(PropertyRequest, journey.request_id)
        request.state = RequestState.DECLINED
        shown = queries.show_case(session, journey.worker, request)
        assert shown["next_step"] == (
            "The landlord declined; see why, and what can be done."
        )
        session.rollback()
