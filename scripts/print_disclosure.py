"""Writes docs/disclosure.md from the disclosure file.

Run `python -m scripts.print_disclosure > docs/disclosure.md` from the root to renew
the committed page. The last part, on what leaks outside the service, is written
here: no file of ours could know it.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping

from reciprocal.access.actor import Role
from reciprocal.disclosure.present import Resource, resources
from reciprocal.organisations.support_items import SupportItem

_HEAD = """# Who sees what

What each role sees of each thing, stage by stage. This page is written from
`reciprocal/disclosure/fields.toml`, which is the only source of what the service
answers: a field that is not here cannot leave it. Change that file, with a second
approver and a note in the data-protection assessment, and then run
`python -m scripts.print_disclosure > docs/disclosure.md`.

Having a role is not enough: somebody sees only what is their organisation's own, and
a referring worker only the cases assigned to them. Sealed fields are marked **S**;
each time one is opened, who looked and when is written into the audit.
"""

_WHO = {
    Role.COORDINATOR: "Coordinators see needs, areas and codes; no address and no"
    " household.",
    Role.NAMED_LEAD: "A landlord's named leads see their own homes, checks, offers and"
    " departures. The old landlord never learns where to, the new one never where"
    " from.",
    Role.REFERRING_WORKER: "A referring worker sees their own cases, and alone sees"
    " both the home left and the home proposed, on two pages.",
    Role.AUDITOR: "Auditors see acts under names of their own, never what was in them.",
    Role.LANDLORD_SYSTEM: "A landlord's system reads its homes and offers without an"
    " address, and nothing of a home that somebody lives in.",
    Role.REFERRING_SYSTEM: "A referring service's system reads the stage and the next"
    " step of its service's cases.",
    Role.NOBODY: "Whoever has not signed in sees the front door, and the token of"
    " their own sign-in once.",
}

_OUTSIDE = """## What leaks outside the service

The service keeps its own silence. A household's new address travels by other roads,
and on each of them somebody means well. Go through this list with the household
before they answer an offer, and again before the keys. Where an item of the
[support that travels with a move](support.md) goes with a road, it is named: it keeps
the day on which that was seen to, and nothing of what was said.

| Road | How it tells | What the worker checks | Item of support |
| --- | --- | --- | --- |
"""

_ROADS = (
    (
        "Benefits",
        (
            "A claim's history, a joint claim or a shared online account shows the new "
            "address, or the date it changed."
        ),
        (
            "New and separate claims; who can read the old account and its messages; "
            "the office told in writing to handle the claim as sensitive; letters "
            "stopped at the old address."
        ),
    ),
    (
        "Council tax, electoral register",
        (
            "Bills and registers are sent and published by address; a refund goes to "
            "the joint name."
        ),
        (
            "Anonymous registration; the account in the old home closed by the worker "
            "or the landlord, with no forwarding address given."
        ),
    ),
    (
        "Schools and nurseries",
        (
            "Both parents with parental responsibility may ask for a child's record, "
            "and a school passes on the name of the next one."
        ),
        (
            "The new school not named to the old one by the household; the head of "
            "each told what may be said and to whom; school apps and parents' "
            "groups left."
        ),
    ),
    (
        "GP, dentist, hospital",
        (
            "Records move with the address; a parent or partner may read them online, "
            "and a letter may go to the old home."
        ),
        (
            "Online access by others ended; the practice asked to mark the record; "
            "appointments and prescriptions moved with no letter."
        ),
    ),
    (
        "Courts and police",
        (
            "An application form, an order or a bundle may print the address; a "
            "witness list may show the area."
        ),
        (
            "Leave asked to keep the address from the papers; the solicitor and the "
            "officer each told in writing; bundles read before they are served."
        ),
    ),
    (
        "Contact with children",
        "A handover place, a child's story, a photograph or a gift with a tracker.",
        (
            "A handover far from both homes; what a child may and need not say; bags, "
            "toys and phones looked through after each visit."
        ),
    ),
    (
        "Phones, cars, accounts",
        (
            "Location sharing, family plans, shared photo streams, delivery and taxi "
            "apps, a sat-nav's last journeys."
        ),
        (
            "Sharing ended on each device; new passwords from a device nobody else "
            "held; deliveries and loyalty cards at the new address only under a new "
            "account."
        ),
    ),
    (
        "Post and removals",
        (
            "A redirection is confirmed by a letter to the old home; a remover's "
            "invoice holds both addresses."
        ),
        (
            "No redirection from the old home; the remover paid and booked by the "
            "service; nothing with both addresses in one paper."
        ),
    ),
    (
        "Banks and work",
        (
            "Joint statements show shops and cash machines; a payslip is posted; "
            "colleagues talk."
        ),
        (
            "Joint accounts closed or left unused; the employer's one contact agreed; "
            "the journey to work changed."
        ),
    ),
    (
        "Friends and family",
        "Told in confidence, asked under pressure.",
        "Who knows, and who need not; what they answer when asked.",
    ),
    (
        "The landlords' own desks",
        (
            "A repair call, a caller who says that they are the police, a rent letter "
            "to the old home."
        ),
        (
            "A password on both tenancies; a call back through the switchboard; the "
            "old tenancy's letters go to the worker."
        ),
    ),
)
"""How a new address travels without us, and what the worker checks on each road."""

ITEMS_OF_ROADS: Mapping[str, tuple[SupportItem, ...]] = {
    "Benefits": (SupportItem.BENEFITS_MOVED, SupportItem.TWO_RENTS),
    "Council tax, electoral register": (),
    "Schools and nurseries": (SupportItem.SCHOOL_PLACE,),
    "GP, dentist, hospital": (
        SupportItem.GENERAL_PRACTICE,
        SupportItem.HEALTH_VISITOR,
    ),
    "Courts and police": (
        SupportItem.COURT_ORDERS_ON_CHILDREN,
        SupportItem.POLICE_FLAG_OLD_HOME,
        SupportItem.POLICE_FLAG_NEW_HOME,
    ),
    "Contact with children": (
        SupportItem.COURT_ORDERS_ON_CHILDREN,
        SupportItem.CHILDRENS_OWN_SUPPORT,
    ),
    "Phones, cars, accounts": (SupportItem.SAFE_CONTACT,),
    "Post and removals": (SupportItem.FLEXIBLE_FUND,),
    "Banks and work": (),
    "Friends and family": (SupportItem.IMPACT_TALKED_THROUGH,),
    "The landlords' own desks": (SupportItem.KEYS_AWAY_FROM_OLD_OFFICE,),
}
"""The items of `support.checklist` that go with a road; a road may have none."""

_CHECKLIST = """
### The worker's checklist

1. Each road above gone through with the household, and what was agreed written in
   the service's own notes: not here.
2. A way to reach the household that is safe today, and the words to use if somebody
   else answers.
3. The day of the move told to nobody who does not carry a box.
4. A date to look at this list once more, within a month of the keys.
5. If anything on it goes wrong: tell the coordinator by telephone that there is a
   change in risk. Do not write where.
"""


def disclosure_page() -> str:
    """Return the whole page."""
    things = "".join(f"{line}\n" for line in _things())
    roads = "".join(map(_road, _ROADS))
    return f"{_HEAD}\n{things}\n{_OUTSIDE}{roads}{_CHECKLIST}"


def _road(road: tuple[str, str, str]) -> str:
    items = ", ".join(f"`{item}`" for item in ITEMS_OF_ROADS[road[0]])
    return f"| {' | '.join(road)} | {items or 'none: your own notes'} |\n"


def _things() -> Iterator[str]:
    yield "## Roles\n"
    for role, sentence in _WHO.items():
        yield f"- `{role}`: {sentence}"
    yield "\n## Things"
    for resource in resources().values():
        yield f"\n### {resource.name}\n"
        yield f"{resource.about}\n"
        yield "| Role | Stage | Sees |\n| --- | --- | --- |"
        yield from _rows(resource)


def _rows(resource: Resource) -> Iterator[str]:
    """Give one row to each set of stages at which a role sees the same fields."""
    for role in Role:
        stages_by_sight: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for stage in resource.stages:
            seen = tuple(
                f"{field.name} **S**" if field.data_class == "S" else field.name
                for field in resource.fields
                if field.may_be_seen(role, stage)
            )
            if seen:
                stages_by_sight[seen].append(stage)
        for seen, stages in stages_by_sight.items():
            throughout = len(stages) == len(resource.stages)
            where = "every stage" if throughout else ", ".join(stages)
            yield f"| `{role}` | {where} | {', '.join(seen)} |"


if __name__ == "__main__":
    sys.stdout.write(disclosure_page())
