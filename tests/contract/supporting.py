"""The chapter of the story in which everybody supports a household that moves."""

from collections.abc import Callable

from fixtures.load import COORDINATOR
from tests.journeys.walking import SERVICE, Walk, items


def support_is_given(act: Callable[..., object], walk: Walk) -> None:
    """Let everybody write down what they did for a household, and read it."""
    day = walk.today().isoformat()
    case = f"/v1/cases/{walk.case}"
    for code, path, item, outcome in (
        (SERVICE, case, "first_contact", "made"),
        (walk.new, f"/v1/offers/{walk.offer}", "newcomers_contacted", "made"),
        (
            walk.old,
            f"/v1/departures/{walk.departure}",
            "damage_not_recharged",
            "no_damage",
        ),
    ):
        fact = {"item": item, "outcome": outcome, "happened_on": day}
        act(code, "POST", f"{path}/support", {"facts": [fact]})
        act(code, "GET", f"{path}/support")
    judged = {
        "urgency": 1,
        "trigger_kind": "none",
        "trigger_date": None,
        "dash_band": "band_medium",
        "assessed_on": day,
    }
    act(SERVICE, "PUT", f"{case}/urgency", judged)
    people = items(walk.world, SERVICE, "/v1/people")
    (colleague,) = [row for row in people if row["email"].startswith("deputy")]
    act(SERVICE, "PUT", f"{case}/deputy", {"person": colleague["reference"]})
    nearby = {"kind": "sector", "sector": "LS1 1", "reason": "associates"}
    act(SERVICE, "POST", f"{case}/areas/try-out", {"area": nearby})
    note = {"note": "They will come for the keys with a colleague of ours."}
    act(SERVICE, "POST", f"{case}/support/note", note)
    act(COORDINATOR, "GET", "/v1/board/first-contacts-overdue")
