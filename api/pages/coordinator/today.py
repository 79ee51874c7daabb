from datetime import UTC, datetime

from api.pages.desk import Desk, Shown
from api.pages.todo import bundles

ASKS = {
    "countersign": ("Put your name to an attestation", "/desk/attestations"),
    "person_decision": ("Decide what the rules leave to a person", "/desk/questions"),
    "home_clash": ("A home is posted twice", "/desk/pot/homes"),
    "case_clash": ("Two cases look like one household", "/desk/pot/requests"),
    "tenancy_check_overdue": ("A landlord is late with a check", "/desk/pot/requests"),
    "home_not_back": ("A home that was left has not come back", "/desk/pot/homes"),
    "home_owed": ("A request for a home owed waits", "/desk/board-homes-owed"),
    "service_closing": ("A service closes", "/desk/members"),
    "adjustment": ("A change in the book waits", "/desk/changes"),
    "dispute_settled": ("A dispute is settled", "/desk/board-disputes"),
}


async def today(desk: Desk) -> Shown:
    """Show who to ring, what waits for a decision, and what may be lost first."""
    inside = desk.inside
    tasks = await inside.every("/v1/tasks")
    late = await inside.every("/v1/board/first-contacts-overdue")
    steps = await inside.every("/v1/board/proposals")
    kept = await inside.every("/v1/board/reservations")
    questions = await inside.every("/v1/board/questions", stage="open")
    rounds = (await inside.read("/v1/rounds", limit=1))["items"]
    now = datetime.now(UTC).isoformat()
    open_steps = [each for each in steps if each["answer_by"] and not each["end_code"]]
    waiting = ("proposed", "offered", "agreed", "accepted")
    values = {
        "bundles": bundles([t for t in tasks if t["kind"] in ASKS], ASKS),
        "undecided": [r for r in rounds if r["stage"] == "solved" and r["ready_steps"]],
        "late": late,
        "overdue": [
            each
            for each in open_steps
            if each["stage"] in waiting and each["answer_by"] < now
        ],
        "moving": [each for each in steps if each["stage"] in ("accepted", "signed")],
        "stale": [
            each
            for each in kept
            if each["kept_until"] is None
            and each["days_kept"] * 2 > each["days_kept_at_most"]
        ],
        "questions": len(questions),
    }
    return Shown("coordinator/today.html", values)
