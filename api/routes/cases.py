from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.routing import Router
from api.schemas import cases as bodies
from api.schemas import filters, viewings
from api.schemas.answers import answer_of, list_of
from api.schemas.households import HouseholdBody
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import answers, household_changes
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import queries as proposal_queries
from reciprocal.requests import needs, queries, stating, told
from reciprocal.requests import operations as requests
from reciprocal.requests.rules import ConsentPurpose

router = Router(prefix="/v1/cases", tags=["Referring services"])


@router.post("", status_code=201, response_model=answer_of("case"))
def refer(
    body: bodies.ReferCase, visit: Annotated[Visit, door("cases.refer")]
) -> object:
    """Start a case as a draft; it is yours from then on."""
    request = requests.refer(visit.session, actor=visit.actor, referral=body.referral())
    worker = visit.actor_with(request.id)
    return visit.shown(queries.show_case(visit.session, worker, request))


@router.post(
    "/{reference}/refer-again", status_code=201, response_model=answer_of("case")
)
def refer_again(
    reference: Reference,
    body: bodies.ReferCase,
    visit: Annotated[Visit, door("cases.refer")],
) -> object:
    """Refer a household, or a part of it, anew with the date it has waited since."""
    request = household_changes.refer_again(
        visit.session, actor=visit.actor, case_ref=reference, referral=body.referral()
    )
    worker = visit.actor_with(request.id)
    return visit.shown(queries.show_case(visit.session, worker, request))


@router.get("", response_model=list_of("case_in_list"))
def own_cases(
    query: Annotated[filters.CasesQuery, Query()],
    visit: Annotated[Visit, door("cases.stage")],
) -> object:
    """List your cases; a case system reads their stage and next step."""
    return visit.page(query, queries.own_cases)


@router.get("/{reference}", response_model=answer_of("case"))
def own_case(
    reference: Reference, visit: Annotated[Visit, door("cases.stage")]
) -> object:
    """Read one of your cases."""
    return visit.shown(_case(visit, reference))


@router.put("/{reference}/areas", response_model=answer_of("case"))
def state_areas(
    reference: Reference,
    body: bodies.AreasBody,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """State the areas anew; every later step is checked against them."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = stating.replace_areas(
        visit.session, actor=visit.actor, case_ref=reference, areas=body.areas()
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.put("/{reference}/household", response_model=answer_of("case"))
def state_household(
    reference: Reference,
    body: HouseholdBody,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """State anew who will live there; every later step is checked against it."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = needs.restate(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        household=body.household(),
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.post("/{reference}/areas", response_model=answer_of("case"))
def add_area(
    reference: Reference,
    body: bodies.AddArea,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """State one more area; a step that it refuses stops at its next check."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = stating.add_area(
        visit.session, actor=visit.actor, case_ref=reference, stated=body.area.stated()
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.post("/{reference}/areas/try-out", response_model=answer_of("area_tried"))
def try_area(
    reference: Reference,
    body: bodies.TryArea,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """See what an area to avoid would blot out; nothing is stated."""
    visit.spend_trial()
    return visit.shown(
        stating.try_area(
            visit.session,
            actor=visit.actor,
            case_ref=reference,
            stated=body.area.stated(),
        )
    )


@router.post(
    "/{reference}/areas/{area_reference}/review", response_model=answer_of("case")
)
def review_area(
    reference: Reference,
    area_reference: Reference,
    body: bodies.ReviewArea,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """Say that an area still stands, and when to ask you again."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = stating.review_area(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        area_ref=area_reference,
        review_on=body.review_on,
        expected_end_on=body.expected_end_on,
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.post(
    "/{reference}/areas/{area_reference}/end", response_model=answer_of("case")
)
def end_area(
    reference: Reference,
    area_reference: Reference,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """End an area; no day and nobody else ends one."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = stating.end_area(
        visit.session, actor=visit.actor, case_ref=reference, area_ref=area_reference
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.post("/{reference}/consents", status_code=204)
def give_consent(
    reference: Reference,
    body: bodies.ConsentBody,
    visit: Annotated[Visit, door("cases.consent")],
) -> None:
    """Record that the household agrees to one purpose."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    requests.record_consent(
        visit.session, actor=visit.actor, case_ref=reference, purpose=body.purpose
    )


@router.delete("/{reference}/consents/{purpose}", status_code=204)
def withdraw_consent(
    reference: Reference,
    purpose: ConsentPurpose,
    visit: Annotated[Visit, door("cases.consent")],
) -> None:
    """Take a consent back; matching and disclosure stop at once."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    proposals.withdraw_consent(
        visit.session, actor=visit.actor, case_ref=reference, purpose=purpose
    )


@router.post("/{reference}/submit", response_model=answer_of("case"))
def submit(
    reference: Reference, visit: Annotated[Visit, door("cases.amend")]
) -> object:
    """Ask the household's landlord to confirm the tenancy."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = requests.submit(visit.session, actor=visit.actor, case_ref=reference)
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.post("/{reference}/confirm", response_model=answer_of("case"))
def confirm(
    reference: Reference, visit: Annotated[Visit, door("cases.amend")]
) -> object:
    """Say that the move is still wanted, the areas right and contact safe."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = requests.confirm(visit.session, actor=visit.actor, case_ref=reference)
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.post("/{reference}/pause", status_code=204)
def pause(reference: Reference, visit: Annotated[Visit, door("cases.amend")]) -> None:
    """Pause a case; the waiting date is kept."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    proposals.pause(visit.session, actor=visit.actor, case_ref=reference)


@router.post("/{reference}/resume", response_model=answer_of("case"))
def resume(
    reference: Reference, visit: Annotated[Visit, door("cases.amend")]
) -> object:
    """Bring a paused case back."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = requests.resume(visit.session, actor=visit.actor, case_ref=reference)
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@router.get("/{reference}/no-home-yet", response_model=answer_of("case_no_home_yet"))
def case_no_home_yet(
    reference: Reference, visit: Annotated[Visit, door("cases.read")]
) -> object:
    """Read why a case has no home yet: a fact of the last round, and no advice."""
    request = queries.own_case(visit.session, visit.actor, reference)
    return visit.shown(told.show_no_home_yet(visit.session, visit.actor, request))


@router.get("/{reference}/proposal", response_model=answer_of("case_proposal"))
def proposal(
    reference: Reference, visit: Annotated[Visit, door("cases.read")]
) -> object:
    """Read the home proposed to a case, with its address, before any landlord knows."""
    return visit.shown(_proposal(visit, reference))


@router.post("/{reference}/proposal/safety-look", response_model=answer_of("case"))
def safety_look(
    reference: Reference,
    body: bodies.SafetyLook,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Say whether the home is safe; a no needs no reason and never counts."""
    visit.expect(lambda: _proposal(visit, reference, lock=True))
    answers.answer_safety_look(
        visit.session, actor=visit.actor, case_ref=reference, safe=body.safe
    )
    return visit.shown(_case(visit, reference))


@router.post("/{reference}/proposal/answer", response_model=answer_of("case"))
def household_answer(
    reference: Reference,
    body: viewings.HouseholdAnswer,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Record the household's answer, given in a conversation."""
    visit.expect(lambda: _proposal(visit, reference, lock=True))
    answers.answer_household(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        agreed=body.agreed,
        code=body.code,
        said=body.said(),
    )
    return visit.shown(_case(visit, reference))


def _case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = queries.own_case(visit.session, visit.actor, reference, lock=lock)
    return queries.show_case(visit.session, visit.actor, request)


def _proposal(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = queries.own_case(visit.session, visit.actor, reference, lock=lock)
    return proposal_queries.show_case_proposal(visit.session, visit.actor, request)
