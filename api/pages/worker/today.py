from api import keeping
from api.pages.desk import Desk, Shown
from api.pages.todo import bundles

_CASE = "/desk/cases/{about}"

ASKS = {
    "case_clash": ("Two cases look like one household: look at them", _CASE),
    "safety_look": ("Look whether a home is safe", _CASE + "/home"),
    "viewing": ("Arrange a viewing, and say how it went", _CASE + "/home"),
    "household_answer": (
        "Talk to the household, and record its answer",
        _CASE + "/home",
    ),
    "case_changed": ("Something changed: read the case", _CASE),
    "confirm_case": (
        "Ask whether the household still wants to move",
        _CASE + "/confirm",
    ),
    "area_review": ("Look again at an area it must avoid", _CASE + "/areas"),
    "staff_review": ("Look again at who may not see the case", _CASE + "/people"),
    "change_in_risk": ("Something changed in the risk: act today", _CASE),
    "name_lead": ("Name another lead at the landlord", _CASE + "/name-lead"),
    "notice_plan": (
        "Say when it is safe to end the joint tenancy",
        _CASE + "/notice-plan",
    ),
    "support_due": ("Support is due", _CASE + "/support"),
    "sign_up": ("See to the sign-up", _CASE + "/home"),
    "case_transfer": ("Take a household from another service", "/desk/case-transfers"),
    "service_closing": ("Your service closes: hand your cases on", "/desk/cases"),
    "webhook_failing": ("A webhook of yours fails", "/desk/webhooks"),
    "home_not_back": ("Ask what became of the home that was left", _CASE),
    "person_decision": ("A person decides about a home: read the case", _CASE),
}


async def today(desk: Desk) -> Shown:
    """Show what has to be done, late first, drafts, and where cases stand."""
    tasks = await desk.inside.every("/v1/tasks")
    cases = await desk.inside.every("/v1/cases")
    known = {case["reference"]: case["code"] for case in cases}
    stages: dict[str, int] = {}
    for case in cases:
        stages[case["stage"]] = stages.get(case["stage"], 0) + 1
    named = {
        kind: (f"{text}: {{code}}" if "{about}" in href else text, href)
        for kind, (text, href) in ASKS.items()
    }
    drafts = [
        {
            "name": draft.draft_ref,
            "to": f"/desk/cases/{draft.again_of}/refer-again"
            if draft.again_of
            else "/desk/cases/new",
            "code": known.get(draft.again_of, ""),
            "begun_at": draft.begun_at,
            "changed_at": draft.changed_at,
        }
        for draft in await keeping.drafts_begun(desk.request)
        if not draft.again_of or draft.again_of in known
    ]
    values = {
        "drafts": drafts,
        "bundles": bundles(tasks, named, codes=known),
        "stages": sorted(stages.items()),
        "cases": len(cases),
    }
    return Shown("worker/today.html", values)
