"""The same acts at the service's own door, each by the person whose act it is.

Freezing a round and what the clock does by itself stay calls of the rooms: over HTTP a
round is started and worked at once, and the machine looks in between.
"""

from collections.abc import Callable
from typing import Any

from fixtures.scenarios import AREAS
from fixtures.stated import referral_of
from reciprocal import clock
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests.areas import AreaReason
from reciprocal.requests.rules import HomelessnessDuty
from tests.journeys.walking import ATTESTED, SAID, case_body, home_body, talked_through
from tests.machine import small_world as small
from tests.machine.acts import Act, Answer, Rooms, dwelling, referred
from tests.support.filled import Filled
from tests.support.snapshot import Snapshot, fingerprint
from tests.support.world import World

Call = tuple[str, str, Any]
"""A method, a path and a body."""

_BY_THE_ROOMS = frozenset({"freeze", "tidy"})
_REFER = frozenset({"refer", "refer_again"})
_NAMES = {"first": "lead", "second": "deputy"}


class HttpRooms(Rooms):
    """Does acts by calling the API, as the person or the system that they name."""

    def __init__(self, template: Filled, world: World) -> None:
        super().__init__(template, world)
        self.world = world

    def do(self, act: Act) -> Answer:
        if act.name in _BY_THE_ROOMS:
            return super().do(act)
        for method, path, body in CALLS[act.name](self, act):
            answer = self._call(act, method, path, body)
            if answer.status_code >= 400:
                return Answer(done=False, code=answer.json()["code"])
        if act.name in _REFER:
            path = f"/v1/cases/{answer.json()['reference']}/homelessness-duty"
            stated = self._call(act, "POST", path, {"duty": HomelessnessDuty.NONE})
            assert stated.status_code == 204, stated.json()
        return Answer(done=True)

    def _call(self, act: Act, method: str, path: str, body: object) -> Any:  # noqa: ANN401 - an httpx response
        if act.who == "system":
            return self.world.machine_call(act.by, method, path, body)
        who = _NAMES[act.who]
        return self.world.call(act.by, method, path, body, who=who)

    def fingerprint(self, seen: Snapshot) -> tuple[object, ...]:
        """Return the rows alone: whoever is refused at a door was seen there."""
        return fingerprint(seen)[:1]


def _place(act: Act) -> dict[str, Any]:
    number, beds = act.facts["number"], act.facts["beds"]
    council = act.by in small.COUNCILS
    found = dwelling(act.by, number)
    return {
        "uprn": found.uprn,
        "address": found.address,
        "postcode": found.postcode,
        "bedrooms": beds,
        "persons_max": 2 * beds,
        "tenancy_offered": small.lifetime(act.by),
        "letting_route": "council_direct" if council else "association_own_share",
    }


def _post(rooms: HttpRooms, act: Act) -> list[Call]:
    area = small.STANDS_IN.get(act.by, small.COUNCILS[0])
    place = _place(act)
    body = home_body(rooms.world, area, place.pop("uprn"), **place)
    return [
        ("POST", "/v1/stock", {"uprns": [body["uprn"]]}),
        ("POST", "/v1/homes", body),
    ]


def _attest(rooms: HttpRooms, act: Act) -> list[Call]:
    body: dict[str, Any] = ATTESTED | {"tenancy_kind": small.lifetime(act.by)}
    if act.facts["returns"]:
        place = _place(act)
        area = small.STANDS_IN.get(act.by, small.COUNCILS[0])
        home = home_body(rooms.world, area, place.pop("uprn"), **place)
        home |= {"void_date": None, "ready_date": None, "possession_recorded": True}
        body["home"] = {key: value for key, value in home.items() if key != "supply"}
    return [("POST", f"/v1/tenancy-checks/{act.ref}/attest", body)]


def _referral(act: Act) -> dict[str, Any]:
    row = referred(act)
    stated = referral_of(row)
    children = [
        {"sex": child.sex, "born": f"{child.born.year}-{child.born.month:02}"}
        for child in stated.household.children
    ]
    area = small.STANDS_IN[row.provider_code]
    return case_body(
        area,
        area,
        landlord_code=row.provider_code,
        tenancy_reference=row.tenancy_reference,
        tenancy_held=row.tenancy_held,
        tenancy_start=row.tenancy_start.isoformat(),
        children=children,
        areas_of_choice=list(row.areas_of_choice),
        urgency=int(row.urgency),
        home={
            "uprn": row.home_uprn,
            "address": row.home_address,
            "postcode": AREAS[area],
        },
    )


def _areas(rooms: HttpRooms, act: Act) -> list[Call]:
    del rooms
    body = {
        "area_of_choice": "listed",
        "areas_of_choice": sorted(act.facts["of_choice"]),
        "areas_to_avoid": [
            {"kind": "sector", "sector": text, "reason": AreaReason.PERPETRATOR_GOES}
            for text in sorted(act.facts["avoid"])
        ],
    }
    return [("PUT", f"/v1/cases/{act.ref}/areas", body)]


def _answer(rooms: HttpRooms, act: Act) -> list[Call]:
    yes = act.facts["agreed"]
    said = SAID | {"agreed": yes}
    if not yes:
        said |= {"code": EndCode.HOUSEHOLD_REFUSED}
    # Whoever may answer has talked it through; where nobody may, the answer says so.
    rooms._call(act, "POST", f"/v1/cases/{act.ref}/support", _talked())
    return [("POST", f"/v1/cases/{act.ref}/proposal/answer", said)]


def _talked() -> dict[str, Any]:
    return talked_through(clock.today())


def _sign(rooms: HttpRooms, act: Act) -> list[Call]:
    del rooms
    body = {
        "tenancy_granted": act.facts["tenancy"],
        "rent_basis": "social",
        "tenancy_start": act.facts["start"].isoformat(),
    }
    return [("POST", f"/v1/offers/{act.ref}/sign-up", body)]


def _of(
    resource: str, rest: str, body: Callable[[Act], object] = lambda _: None
) -> Callable[["HttpRooms", Act], list[Call]]:
    """Return an act that is one POST to a thing of the doer's own."""
    return lambda _, act: [("POST", f"/v1/{resource}/{act.ref}{rest}", body(act))]


def _offered(act: Act) -> dict[str, Any]:
    code = {} if act.facts["agreed"] else {"code": EndCode.LANDLORD_WITHDREW}
    return {"agreed": act.facts["agreed"]} | code


CALLS: dict[str, Callable[[HttpRooms, Act], list[Call]]] = {
    "post": _post,
    "amend": lambda _, act: [
        ("PATCH", f"/v1/homes/{act.ref}", {"weekly_rent_pence": act.facts["rent"]})
    ],
    "release": _of("homes", "/release"),
    "withdraw": _of("homes", "/withdraw"),
    "refer": lambda _, act: [("POST", "/v1/cases", _referral(act))],
    "consent": _of("cases", "/consents", lambda act: {"purpose": act.facts["purpose"]}),
    "revoke": lambda _, act: [
        ("DELETE", f"/v1/cases/{act.ref}/consents/{act.facts['purpose']}", None)
    ],
    "submit": _of("cases", "/submit"),
    "confirm": _of("cases", "/confirm"),
    "pause": _of("cases", "/pause"),
    "resume": _of("cases", "/resume"),
    "areas": _areas,
    "look": _of(
        "cases", "/proposal/safety-look", lambda act: {"safe": act.facts["safe"]}
    ),
    "view": _of(
        "cases",
        "/proposal/viewing",
        lambda act: {
            "outcome": act.facts["outcome"],
            "on": clock.today().isoformat(),
        },
    ),
    "answer": _answer,
    "attest": _attest,
    "decline": _of("tenancy-checks", "/decline", lambda _: {"code": "not_our_tenant"}),
    "countersign": _of("board/attestations", "/countersign"),
    "offer": _of("offers", "/answer", _offered),
    "depart": _of(
        "departures", "/answer", lambda act: {"tenancy_stands": act.facts["stands"]}
    ),
    "sign": _sign,
    "start": _of("offers", "/tenancy-started"),
    "not_supplied": _of("offers", "/not-supplied"),
    "risk": _of(
        "cases",
        "/change-in-risk",
        lambda act: {"stop": act.facts["stop"], "hide_from_lead": False},
    ),
    "fail": _of("cases", "/tenancy-failed", lambda act: {"code": act.facts["code"]}),
    "refer_again": _of("cases", "/refer-again", _referral),
    "end": _of(
        "departures",
        "/tenancy-end",
        lambda act: {"tenancy_end": act.facts["day"].isoformat()},
    ),
    "empty": _of(
        "departures",
        "/home-empty",
        lambda act: {
            "void_date": act.facts["void"].isoformat(),
            "ready_date": act.facts["ready"].isoformat(),
        },
    ),
}
