"""The acts of a journey over HTTP, each by the person whose act it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.scenarios import AREAS, CAMDEN, HACKNEY
from tests.support.world import World

SERVICE = "SERVICE1"
STAGES = ("proposed", "offered", "agreed", "accepted", "signed", "completed")
_WITHOUT_HOMES = ["E09000003", "E09000009", "E09000016", "E09000021"]


SAID = {"language": "en", "interpreter": False}
YES = SAID | {"agreed": True}


@dataclass(slots=True)
class Walk:
    """One household's way from a proposal to the keys.

    Attributes:
        new, old: Codes of the landlords it goes to and comes from.
        case, offer, departure: The references of its worker and of the two landlords.
    """

    world: World
    new: str = CAMDEN
    old: str = HACKNEY
    case: str = ""
    offer: str = ""
    departure: str = ""

    def run_round(self) -> str:
        """Let the coordinator run a round and agree to it all; return its reference."""
        started = self.world.call(COORDINATOR, "POST", "/v1/rounds")
        assert started.status_code == 202, started.json()
        reference = str(started.json()["reference"])
        found = self.world.call(COORDINATOR, "GET", f"/v1/rounds/{reference}").json()
        if found["stage"] == "solved":
            assert self.decide(reference).status_code == 200
        return reference

    def decide(self, reference: str) -> Any:  # noqa: ANN401 - an httpx response
        """Let the coordinator agree to each move of a plan."""
        path = f"/v1/rounds/{reference}"
        steps = items(self.world, COORDINATOR, f"{path}/steps")
        ready = {step["exchange_number"] for step in steps if step["kind"] == "ready"}
        said = [
            {"exchange_number": number, "answer": "agreed"} for number in sorted(ready)
        ]
        return self.world.call(
            COORDINATOR, "POST", f"{path}/decide", {"decisions": said}
        )

    def propose(self) -> str:
        """Run a round, and find the case that it proposed a home to."""
        reference = self.run_round()
        self.case = self.only_case("proposed")
        return reference

    def only_case(self, stage: str) -> str:
        """Return the one case at a stage."""
        rows = items(self.world, SERVICE, "/v1/cases")
        (case,) = [row["reference"] for row in rows if row["stage"] == stage]
        return str(case)

    def look(self, *, safe: bool = True) -> Any:  # noqa: ANN401 - an httpx response
        answer = self.as_worker("POST", "/proposal/safety-look", {"safe": safe})
        offers = items(self.world, self.new, "/v1/offers")
        if offers:
            self.offer = offers[0]["reference"]
        return answer

    def agree(self) -> Any:  # noqa: ANN401 - likewise
        return self.as_new("POST", "/answer", {"agreed": True})

    def depart(self) -> Any:  # noqa: ANN401 - likewise
        """Let the old landlord answer, once its task has appeared."""
        for _ in range(20):
            if items(self.world, self.old, "/v1/departures"):
                break
            self.world.wait(hours=5)
        departures = items(self.world, self.old, "/v1/departures")
        self.departure = departures[0]["reference"]
        return self.as_old("POST", "/answer", {"tenancy_stands": True})

    def view(self) -> Any:  # noqa: ANN401 - likewise
        """Let the worker record that the home was viewed today."""
        seen = {"outcome": "held", "on": self.today().isoformat()}
        recorded = self.as_worker("POST", "/proposal/viewing", seen)
        assert recorded.status_code == 204, recorded.json()
        return self.as_worker("GET", "/proposal")

    def talk_through(self) -> Any:  # noqa: ANN401 - likewise
        """Let the worker talk the move through with the household."""
        return self.as_worker("POST", "/support", talked_through(self.today()))

    def accept(self) -> Any:  # noqa: ANN401 - likewise
        self.talk_through()
        return self.as_worker("POST", "/proposal/answer", YES)

    def sign(self, **changes: str) -> Any:  # noqa: ANN401 - likewise
        signed = {
            "tenancy_granted": "secure_lifetime",
            "rent_basis": "social",
            "tenancy_start": self.today().isoformat(),
        }
        return self.as_new("POST", "/sign-up", signed | changes)

    def start(self) -> Any:  # noqa: ANN401 - likewise
        return self.as_new("POST", "/tenancy-started")

    def to(self, stage: str) -> "Walk":
        """Walk on until the step is at a stage."""
        for each in STAGES[: STAGES.index(stage) + 1]:
            self.to_next(each)
        return self

    def to_next(self, stage: str) -> None:
        """Take the acts that lead to a stage from the one before."""
        acts = (
            (self.propose,),
            (self.look,),
            (self.agree, self.depart, self.view, self.talk_through),
            (self.accept,),
            (self.sign,),
            (self.start,),
        )
        for act in acts[STAGES.index(stage)]:
            answer = act()
            assert isinstance(answer, str) or answer.status_code == 200, answer.json()
        assert self.stage() == stage

    def as_worker(self, method: str, rest: str = "", body: object | None = None) -> Any:  # noqa: ANN401 - likewise
        path = f"/v1/cases/{self.case}{rest}"
        return self.world.call(SERVICE, method, path, body)

    def as_new(self, method: str, rest: str = "", body: object | None = None) -> Any:  # noqa: ANN401 - likewise
        path = f"/v1/offers/{self.offer}{rest}"
        return self.world.call(self.new, method, path, body)

    def as_old(self, method: str, rest: str = "", body: object | None = None) -> Any:  # noqa: ANN401 - likewise
        path = f"/v1/departures/{self.departure}{rest}"
        return self.world.call(self.old, method, path, body)

    def case_stage(self) -> str:
        return str(self.as_worker("GET").json()["stage"])

    def stage(self) -> str:
        """Return where the newest step stands, as the coordinator reads it."""
        return str(items(self.world, COORDINATOR, "/v1/board/proposals")[0]["stage"])

    def end_code(self) -> str:
        newest = items(self.world, COORDINATOR, "/v1/board/proposals")[0]
        return str(newest["end_code"])

    def home_stage(self) -> str:
        """Return where the new landlord's first void stands."""
        homes = items(self.world, self.new, "/v1/homes")
        (stage,) = [row["stage"] for row in homes if row["supply"] == "void"]
        return str(stage)

    def board_stage(self, supply: str = "void") -> str:
        """Return where that home stands, as the coordinator alone reads it."""
        name = self.world.loaded.members[self.new].name
        homes = items(self.world, COORDINATOR, "/v1/board/homes")
        (stage,) = [
            row["stage"]
            for row in homes
            if (row["landlord"], row["supply"]) == (name, supply)
        ]
        return str(stage)

    def today(self) -> date:
        return self.world.hands.now().date()


def talked_through(day: date) -> dict[str, Any]:
    """Return that each part of a move was talked through and planned for."""
    parts = ("school", "health", "work", "faith", "support_network", "distance")
    return {
        "facts": [
            {
                "item": "impact_talked_through",
                "outcome": "planned_for",
                "topic": part,
                "happened_on": day.isoformat(),
            }
            for part in parts
        ]
    }


def items(world: World, code: str, path: str) -> list[dict[str, Any]]:
    """Read a list as somebody."""
    answer = world.call(code, "GET", path)
    assert answer.status_code == 200, answer.json()
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def tasks(world: World, code: str) -> set[str]:
    """Return the kinds of task that wait for somebody."""
    return {row["kind"] for row in items(world, code, "/v1/tasks")}


def steps(world: World, reference: str) -> list[dict[str, Any]]:
    """Read the steps of a round."""
    return items(world, COORDINATOR, f"/v1/rounds/{reference}/steps")


def home_body(world: World, area: str, uprn: str, **changes: object) -> dict[str, Any]:
    """Return a void of two bedrooms in an area, as its landlord would post it."""
    today = world.hands.now().date()
    body: dict[str, Any] = {
        "uprn": uprn,
        "address": "Flat 7, 3 Willow Example Street",
        "postcode": AREAS[area],
        "bedrooms": 2,
        "persons_max": 4,
        "kind": "flat",
        "floor": 1,
        "lift": True,
        "access": "general",
        "rent_basis": "social",
        "weekly_rent_pence": 12_400,
        "tenancy_offered": "secure_lifetime",
        "letting_route": "council_direct",
        "supply": "void",
        "void_date": (today - timedelta(days=3)).isoformat(),
        "ready_date": today.isoformat(),
    }
    return body | changes


def post_home(world: World, code: str, body: dict[str, Any]) -> str:
    """Register, post and release a home, by two people; return its reference."""
    stock = world.call(code, "POST", "/v1/stock", {"uprns": [body["uprn"]]})
    assert stock.status_code == 201, stock.json()
    posted = world.call(code, "POST", "/v1/homes", body)
    assert posted.status_code == 201, posted.json()
    reference = str(posted.json()["reference"])
    path = f"/v1/homes/{reference}/release"
    assert world.call(code, "POST", path, who="deputy").status_code == 200
    return reference


def case_body(landlord: str, only: str, **changes: object) -> dict[str, Any]:
    """Return a referral of a parent and a child who can live in one area."""
    body: dict[str, Any] = {
        "landlord_code": landlord,
        "tenancy_reference": f"T-{landlord}-9",
        "tenancy_held": "secure_lifetime",
        "tenancy_start": "2015-06-01",
        "joint": False,
        "adults": 1,
        "children": [{"sex": "F", "born": "2019-03"}],
        "expected_children": 0,
        "access_need": "general",
        "floor_max_without_lift": None,
        "ground_floor_unsafe": False,
        "affordable_rent_accepted": False,
        "risk_kind": "domestic_abuse",
        "urgency": 1,
        "trigger_kind": "none",
        "trigger_date": None,
        "dash_score": None,
        "home": {
            "uprn": f"9{landlord[1:]}",
            "address": "2 Heron Example Road",
            "postcode": AREAS[landlord],
        },
    }
    return body | areas_body(only) | changes


def areas_body(only: str, avoid: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return areas of choice of which one has homes, and sectors to avoid."""
    return {
        "area_of_choice": "listed",
        "areas_of_choice": [only, *_WITHOUT_HOMES],
        "areas_to_avoid": [
            {"kind": "sector", "sector": sector, "reason": "perpetrator_goes"}
            for sector in avoid
        ],
    }


MARKER_CLEARED: dict[str, Any] = {
    "measures": ["locks_changed", "letterbox_secured"],
    "police_marker": "asked_at_letting",
}


def clear_marker(world: World, code: str, reference: str) -> None:
    """Let a landlord record what it did to a home that somebody dangerous knows."""
    today = world.hands.now().date().isoformat()
    body = MARKER_CLEARED | {"fit_decided_on": today, "measures_done_on": today}
    path = f"/v1/homes/{reference}/marker/clear"
    answer = world.call(code, "POST", path, body)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["marker"] == "cleared"


def open_questions(world: World) -> list[dict[str, Any]]:
    """Read what waits for a person."""
    return items(world, COORDINATOR, "/v1/board/questions?stage=open")


def decide(world: World, reference: str, reason: str, *, allowed: bool = True) -> Any:  # noqa: ANN401 - an answer's JSON
    """Let the coordinator's person decide a question."""
    path = f"/v1/board/questions/{reference}/decide"
    body = {"allowed": allowed, "reason": reason, "note": "Talked through."}
    answer = world.call(COORDINATOR, "POST", path, body)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def refer(world: World, body: dict[str, Any]) -> str:
    """Refer a case with every consent, and submit it; return its reference."""
    begun = world.call(SERVICE, "POST", "/v1/cases", body)
    assert begun.status_code == 201, begun.json()
    case = str(begun.json()["reference"])
    submit(world, case)
    return case


def submit(world: World, case: str) -> None:
    """Record every consent of a case, and submit it."""
    for purpose in ("matching", "tenancy_check", "offer"):
        path = f"/v1/cases/{case}/consents"
        given = world.call(SERVICE, "POST", path, {"purpose": purpose})
        assert given.status_code == 204, given.json()
    duty = world.call(
        SERVICE, "POST", f"/v1/cases/{case}/homelessness-duty", {"duty": "none"}
    )
    assert duty.status_code == 204, duty.json()
    submitted = world.call(SERVICE, "POST", f"/v1/cases/{case}/submit")
    assert submitted.status_code == 200, submitted.json()


def open_check(world: World, code: str) -> str:
    """Wait until a landlord sees the tenancy it is asked to confirm."""
    while True:
        asked = [
            row["reference"]
            for row in items(world, code, "/v1/tenancy-checks")
            if row["stage"] in ("asked", "escalated")
        ]
        if asked:
            return str(asked[0])
        world.wait(hours=5)


ATTESTED: dict[str, Any] = {
    "tenancy_kind": "secure_lifetime",
    "tenancy_start": "2015-06-01",
    "joint": False,
    "successor": False,
    "possession_proceedings": False,
    "notice_served": False,
    "account_balance_pence": -12_345,
    "continuous_since_april_2012": False,
    "identity_seen": True,
    "accepts_debt": True,
}


def attest(world: World, code: str) -> None:
    """Let a landlord attest the tenancy it is asked about; no home comes back."""
    path = f"/v1/tenancy-checks/{open_check(world, code)}/attest"
    answer = world.call(code, "POST", path, ATTESTED)
    assert answer.status_code == 200, answer.json()


def countersign(world: World) -> None:
    """Let the coordinator put its name to every attestation that waits."""
    for row in items(world, COORDINATOR, "/v1/board/attestations"):
        path = f"/v1/board/attestations/{row['reference']}/countersign"
        assert world.call(COORDINATOR, "POST", path).status_code == 204
