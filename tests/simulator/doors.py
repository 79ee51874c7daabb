"""How each act of a simulated scheme is done at the service's door, and by whom."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from fixtures.load import COORDINATOR
from fixtures.scenarios import AREAS
from fixtures.simulator.people import Act
from fixtures.simulator.pot import member_of
from fixtures.simulator.rows import Case, Home, Scheme
from reciprocal import clock
from reciprocal.homes.tables import Home as HomeRow
from reciprocal.proposals.change_lifecycle import COUNTED_ANEW
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest
from tests.journeys.walking import (
    ATTESTED,
    MARKER_CLEARED,
    SAID,
    SERVICE,
    case_body,
    home_body,
    talked_through,
)

if TYPE_CHECKING:
    from tests.simulator.over_http import OverHttp

Doing = Callable[["OverHttp", Scheme, Act, Scheme], None]


def _post(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del before
    home = after.homes[act.subject]
    uprn = f"77{home.number.removeprefix('void-').zfill(9)}"
    area = member_of(after, home.provider_id).area
    facts = _letting(after, home)
    body = home_body(at.world, area, uprn, **facts)
    at.call(home.provider_id, "POST", "/v1/stock", {"uprns": [uprn]})
    posted = at.call(home.provider_id, "POST", "/v1/homes", body)
    path = f"/v1/homes/{posted['reference']}/release"
    at.call(home.provider_id, "POST", path, who="deputy")
    at.homes[home.id] = _by_reference(at, posted["reference"])


def _by_reference(at: "OverHttp", reference: str) -> str:
    known = at.references()
    return next(key for key, ref in known.items() if ref == reference)


def _letting(scheme: Scheme, home: Home) -> dict[str, object]:
    """Return what a landlord says of a home beside its place."""
    member = member_of(scheme, home.provider_id)
    council = member.lifetime.value.startswith("secure")
    ready = home.ready_date
    return {
        "bedrooms": home.bedrooms,
        "persons_max": 2 * home.bedrooms,
        "tenancy_offered": member.lifetime,
        "letting_route": "council_direct" if council else "association_own_share",
        "void_date": home.void_date.isoformat() if home.void_date else None,
        "ready_date": ready.isoformat() if ready else None,
    }


def _areas(case: Case) -> dict[str, object]:
    return {
        "area_of_choice": "listed",
        "areas_of_choice": sorted(case.areas_of_choice),
        "areas_to_avoid": [],
    }


def _referral(at: "OverHttp", case: Case, uprn: str, *, known: bool) -> dict[str, Any]:
    home = {
        "uprn": uprn,
        "address": "2 Heron Example Road",
        "postcode": AREAS[case.lives_in],
        "marker": known,
    }
    return case_body(
        case.lives_in,
        case.lives_in,
        landlord_code=case.provider_id,
        tenancy_reference=f"T-{case.number}-{case.times}",
        tenancy_held=case.tenancy_held,
        children=_children(case.bedrooms),
        urgency=int(case.urgency),
        home=home,
        tenancy_start=_began(at, case),
        **_areas(case),
    )


def _children(bedrooms: int) -> list[dict[str, str]]:
    """Return children who need so many bedrooms, with one parent."""
    girl, boy = {"sex": "F", "born": "2019-03"}, {"sex": "M", "born": "2014-06"}
    return [girl] if bedrooms == 2 else [girl, boy]


def _began(at: "OverHttp", case: Case) -> str:
    return "2015-06-01" if case.times == 1 else at.world.hands.now().date().isoformat()


def _old_uprn(case: Case) -> str:
    return f"88{case.number:06}{case.times:03}"


def _begin(at: "OverHttp", case: Case, path: str) -> None:
    known = at.known(case)
    body = _referral(at, case, _old_uprn(case), known=known)
    begun = at.call(SERVICE, "POST", path, body)
    with at.session() as session:
        at.cases[case.id] = session.exec(
            select(PropertyRequest.id).where(
                PropertyRequest.case_ref == begun["reference"]
            )
        ).one()
    for purpose in ConsentPurpose:
        at.as_worker(case.id, "POST", "/consents", {"purpose": purpose})
    at.as_worker(case.id, "POST", "/homelessness-duty", {"duty": "none"})
    at.as_worker(case.id, "POST", "/submit")


def _refer(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del before
    _begin(at, after.cases[act.subject], "/v1/cases")


def _refer_again(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    earlier = before.steps[act.subject].request_id
    anew = next(case for key, case in after.cases.items() if key not in before.cases)
    with at.session() as session:
        reference = session.get_one(PropertyRequest, at.cases[earlier]).case_ref
    _begin(at, anew, f"/v1/cases/{reference}/refer-again")


def _succeed(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    earlier = before.cases[act.subject]
    anew = next(case for key, case in after.cases.items() if key not in before.cases)
    with at.session() as session:
        reference = session.get_one(PropertyRequest, at.cases[earlier.id]).case_ref
    _begin(at, anew, f"/v1/cases/{reference}/refer-again")


def _changes(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    """A last tenancy that somebody would give up is kept, and nothing comes of it."""
    change = act.facts["change"]
    counted = change in COUNTED_ANEW
    who_is_left = {
        "adults": 1,
        "children": _children(act.facts["bedrooms"]),
        "expected_children": 0,
    }
    body = {
        "change": change,
        "happened_on": clock.today().isoformat(),
        "household": who_is_left if counted else None,
    }
    refused = after is before
    path = "/household-changes"
    at.as_worker(act.subject, "POST", path, body, refused=refused)


def _attest(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    case = after.cases[act.subject]
    check = at.check_of(case)
    body: dict[str, Any] = ATTESTED | {"tenancy_kind": case.tenancy_held}
    left = after.home_left_by(case.id)
    if left is not None and before.home_left_by(case.id) is None:
        place = home_body(at.world, case.lives_in, _old_uprn(case))
        said = place | _letting(after, left)
        body["home"] = {k: v for k, v in said.items() if k != "supply"} | {
            "possession_recorded": True
        }
    path = f"/v1/tenancy-checks/{check.landlord_ref}/attest"
    at.call(case.provider_id, "POST", path, body)
    path = f"/v1/board/attestations/{check.board_ref}/countersign"
    at.call(COORDINATOR, "POST", path)
    if left is not None:
        with at.session() as session:
            at.homes[left.id] = session.exec(
                select(HomeRow.id).where(
                    HomeRow.vacated_by_request_id == at.cases[case.id]
                )
            ).one()


def _decline(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del before
    case = after.cases[act.subject]
    path = f"/v1/tenancy-checks/{at.check_of(case).landlord_ref}/decline"
    at.call(case.provider_id, "POST", path, {"code": "not_our_tenant"})


def _clear(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    day = clock.today().isoformat()
    body = MARKER_CLEARED | {"fit_decided_on": day, "measures_done_on": day}
    at.as_landlord(before.homes[act.subject], "/marker/clear", body)


def _empty(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    home = after.homes[act.subject]
    step = next(
        step
        for step in before.steps.values()
        if step.request_id == home.vacated_by_request_id and step.state == "completed"
    )
    assert home.void_date is not None
    assert home.ready_date is not None
    body = {
        "void_date": home.void_date.isoformat(),
        "ready_date": home.ready_date.isoformat(),
    }
    at.as_old(step, "/home-empty", body)


def _look(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    step = before.steps[act.subject]
    body = {"safe": act.facts["safe"]}
    at.as_worker(step.request_id, "POST", "/proposal/safety-look", body)


def _offer(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    code = act.facts["code"]
    said = {"agreed": code is None} | ({"code": code} if code else {})
    at.as_new(before.steps[act.subject], "/answer", said)


def _depart(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    stands = act.facts["code"] is None
    at.as_old(before.steps[act.subject], "/answer", {"tenancy_stands": stands})


def _view(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    seen = {"outcome": "held", "on": clock.today().isoformat()}
    case = before.steps[act.subject].request_id
    at.as_worker(case, "POST", "/proposal/viewing", seen)


def _answer(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    case, code = before.steps[act.subject].request_id, act.facts["code"]
    if code is None:
        at.as_worker(case, "POST", "/support", talked_through(clock.today()))
    said = SAID | {"agreed": code is None} | ({"code": code} if code else {})
    at.as_worker(case, "POST", "/proposal/answer", said)


def _risk(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    body = {"stop": act.facts["stop"], "hide_from_lead": False}
    case = before.steps[act.subject].request_id
    at.as_worker(case, "POST", "/change-in-risk", body)


def _sign(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    """A tenancy that was not promised is refused, and nothing comes of it."""
    step = before.steps[act.subject]
    body = {
        "tenancy_granted": act.facts["tenancy"],
        "rent_basis": "social",
        "tenancy_start": clock.today().isoformat(),
    }
    at.as_new(step, "/sign-up", body, refused=after is before)


def _resume(at: "OverHttp", before: Scheme, act: Act, after: Scheme) -> None:
    del after
    case = before.cases[act.subject]
    for purpose in sorted(frozenset(ConsentPurpose) - case.consents):
        at.as_worker(case.id, "POST", "/consents", {"purpose": purpose})
    at.as_worker(case.id, "POST", "/resume")


DOING: dict[str, Doing] = {
    "post": _post,
    "release": lambda at, b, act, _: at.as_landlord(
        b.homes[act.subject], "/release", who="deputy"
    ),
    "withdraw": lambda at, b, act, _: at.as_landlord(b.homes[act.subject], "/withdraw"),
    "clear": _clear,
    "empty": _empty,
    "refer": _refer,
    "attest": _attest,
    "decline": _decline,
    "escalate": lambda at, *_: at.tidy(),
    "areas": lambda at, _, act, after: at.as_worker(
        act.subject, "PUT", "/areas", _areas(after.cases[act.subject])
    ),
    "revoke": lambda at, _, act, __: at.as_worker(
        act.subject, "DELETE", "/consents/matching"
    ),
    "resume": _resume,
    "look": _look,
    "offer": _offer,
    "depart": _depart,
    "view": _view,
    "answer": _answer,
    "not_supplied": lambda at, b, act, _: at.as_new(
        b.steps[act.subject], "/not-supplied"
    ),
    "risk": _risk,
    "lapse": lambda at, *_: at.tidy(),
    "sign": _sign,
    "start": lambda at, b, act, _: at.as_new(b.steps[act.subject], "/tenancy-started"),
    "old_ends": lambda at, b, act, _: at.as_old(
        b.steps[act.subject],
        "/tenancy-end",
        {"tenancy_end": clock.today().isoformat()},
    ),
    "changes": _changes,
    "succeed": _succeed,
    "end_stays": lambda at, *_: at.tidy(),
    "fails": lambda at, b, act, _: at.as_worker(
        b.steps[act.subject].request_id,
        "POST",
        "/tenancy-failed",
        {"code": act.facts["code"]},
    ),
    "refer_again": _refer_again,
}
"""How each act is done at the door."""
