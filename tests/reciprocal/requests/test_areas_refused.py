"""Areas that cannot be taken: named by their field, nothing saved or repeated."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.scenarios import CAMDEN, HACKNEY
from matching.terms import AreaOfChoice
from reciprocal.access.actor import Actor
from reciprocal.errors import (
    FieldsInvalid,
    ReciprocalError,
)
from reciprocal.organisations import operations as organisations
from reciprocal.organisations import queries as members
from reciprocal.places import (
    AlongRoute,
    ListedPostcodes,
    WholeAuthority,
    WholeDistrict,
    WholeSector,
    WithinDistance,
    parse_postcode,
)
from reciprocal.requests.areas import (
    AreaToAvoid,
    OneLandlord,
    StatedNeed,
    StayNear,
)
from reciprocal.requests.rules import RiskKind
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.requests.acts import GOOD, refer
from tests.reciprocal.requests.stating_acts import (
    BRIXTON,
    LIVES,
    SCHOOL,
    YESTERDAY,
    add,
    kept,
    rows,
    state,
)
from tests.support.world import DAY, MakeWorld

BAD: tuple[tuple[str, StatedNeed, str], ...] = (
    (
        "a reason of the other kind",
        AreaToAvoid(WholeSector("SW2 1"), SCHOOL),
        "areas_to_avoid",
    ),
    (
        "a reach with a reason to avoid",
        StayNear((WithinDistance(BRIXTON, 900),), LIVES),
        "within_reach",
    ),
    (
        "a review today",
        AreaToAvoid(WholeSector("SW2 1"), replace(LIVES, review_on=DAY)),
        "areas_to_avoid",
    ),
    (
        "an end before its start",
        AreaToAvoid(WholeSector("SW2 1"), replace(LIVES, expected_end_on=YESTERDAY)),
        "areas_to_avoid",
    ),
    (
        "a landlord nobody knows",
        AreaToAvoid(OneLandlord("L9999"), LIVES),
        "areas_to_avoid",
    ),
    (
        "a distance too large",
        AreaToAvoid(WithinDistance(BRIXTON, 50_001), LIVES),
        "areas_to_avoid",
    ),
    (
        "a reach too far",
        StayNear((WithinDistance(BRIXTON, 50_001),), SCHOOL),
        "within_reach",
    ),
    (
        "a postcode nobody knows",
        AreaToAvoid(ListedPostcodes((parse_postcode("ZZ1 1AA"),)), LIVES),
        "areas_to_avoid",
    ),
    (
        "a stop outside England",
        AreaToAvoid(AlongRoute((BRIXTON, parse_postcode("CF10 1EP")), 400), LIVES),
        "areas_to_avoid",
    ),
)


@pytest.mark.parametrize(
    ("stated", "field"), [(s, f) for _, s, f in BAD], ids=[says for says, _, _ in BAD]
)
def test_bad_input_is_named_by_its_field_and_nothing_is_saved(
    make_world: MakeWorld, stated: StatedNeed, field: str
) -> None:
    journey = Journey(make_world(one_move()))
    before = (kept(journey), [row.model_dump() for row in rows(journey)])
    avoid = (stated,) if isinstance(stated, AreaToAvoid) else ()
    near = (stated,) if isinstance(stated, StayNear) else ()
    acts: tuple[Callable[[], object], ...] = (
        lambda: add(journey, stated),
        lambda: state(journey, replace(GOOD.areas, avoid=avoid, near=near)),
    )
    for act in acts:
        with pytest.raises(ReciprocalError) as refused:
            act()
        assert {fault.field for fault in refused.value.faults} == {field}
        for text in ("SW2", "ZZ1", "CF10", "50_001", "L9999"):
            assert text not in f"{refused.value.faults} {refused.value}"
    assert before == (kept(journey), [row.model_dump() for row in rows(journey)])


def test_choice_wholly_inside_what_is_avoided_is_refused(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    avoid = tuple(
        AreaToAvoid(WholeAuthority(code), LIVES) for code in GOOD.areas.of_choice
    )
    assert state(journey, replace(GOOD.areas, avoid=avoid[1:]))
    before = kept(journey)
    with pytest.raises(FieldsInvalid) as refused:
        state(journey, replace(GOOD.areas, avoid=avoid))
    assert [fault.field for fault in refused.value.faults] == ["areas_of_choice"]
    assert kept(journey) == before
    with pytest.raises(FieldsInvalid):
        refer(journey, replace(GOOD, areas=replace(GOOD.areas, avoid=avoid)))


def test_a_reach_that_leaves_nowhere_of_choice_is_refused(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    leeds = StayNear((WithinDistance(parse_postcode("LS1 1UR"), 900),), SCHOOL)
    with pytest.raises(FieldsInvalid) as refused:
        state(journey, replace(GOOD.areas, near=(leeds,)))
    assert [fault.field for fault in refused.value.faults] == ["within_reach"]


def test_areas_that_leave_too_few_homes_are_refused_with_a_yes_or_no(
    make_world: MakeWorld,
) -> None:
    """One home stands in the pot, in Camden; a floor of one needs Camden."""
    journey = Journey(make_world(one_move()))
    coordinator = journey.world.coordinator
    _set_floor(journey, coordinator, 1)
    assert state(journey, GOOD.areas)
    camden = AreaToAvoid(WholeAuthority(CAMDEN), LIVES)
    with pytest.raises(FieldsInvalid) as few:
        state(journey, replace(GOOD.areas, avoid=(camden,)))
    _set_floor(journey, coordinator, 50)
    with pytest.raises(FieldsInvalid) as fewer:
        state(journey, GOOD.areas)
    assert few.value.faults == fewer.value.faults
    assert [fault.field for fault in few.value.faults] == ["areas_to_avoid"]
    assert not any(letter.isdigit() for letter in few.value.faults[0].fault)
    assert HACKNEY not in GOOD.areas.of_choice


def _set_floor(journey: Journey, actor: Actor, floor: int) -> None:
    with journey.world.acting(actor) as session:
        _, rules = members.rules_on(session, actor.scheme_id, DAY)
        organisations.decide_rules(
            session,
            actor=actor,
            scheme_id=actor.scheme_id,
            effective_from=DAY,
            rules=rules.model_copy(update={"homes_left_min": floor}),
        )


def test_youth_violence_may_list_where_not_instead(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    inverted = replace(
        GOOD.areas,
        choice=AreaOfChoice.ANYWHERE_ELSE,
        of_choice=frozenset(),
        avoid=(AreaToAvoid(WholeDistrict("SE15"), LIVES),),
    )
    request = refer(
        journey, replace(GOOD, areas=inverted, risk_kind=RiskKind.YOUTH_VIOLENCE)
    )
    assert request.areas_of_choice_count == 0
    with pytest.raises(FieldsInvalid):
        refer(journey, replace(GOOD, areas=inverted))
