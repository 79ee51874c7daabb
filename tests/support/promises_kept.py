"""That consent stands, answers come in time, and no date gets later.

I13, I14 and I18. `later` compares two moments, as one of them alone cannot show that
another's fall-through cost somebody a day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from reciprocal import clock
from reciprocal.access.actor import Role
from reciprocal.proposals.lifecycle import LIVE, Party, ProposalState
from reciprocal.proposals.limits import SAFETY_LOOK_WORKING_DAYS
from reciprocal.requests.rules import ConsentPurpose
from tests.support.snapshot import Broken, Snapshot

Found = Iterator[Broken]
_UNSIGNED = frozenset(LIVE) - {ProposalState.SIGNED}
_CONSENT_TO_READ = {
    "property_request.tenancy_reference": ConsentPurpose.TENANCY_CHECK,
    "property_request.household": ConsentPurpose.OFFER,
}


def consent_stands_at_each_disclosure(seen: Snapshot) -> Found:
    """I13: a landlord opens a household's field only while consent to it stands."""
    given: dict[str, set[str]] = defaultdict(set)
    for entry in seen.entries:
        if entry.action == "consent.given":
            given[entry.subject_id].add(entry.code)
        elif entry.action == "consent.revoked":
            given[entry.subject_id].discard(entry.code)
        elif entry.action == "sealed.read" and entry.subject_kind == "request":
            purpose = _CONSENT_TO_READ.get(entry.code)
            without = purpose is None or purpose not in given[entry.subject_id]
            if entry.role == Role.NAMED_LEAD and without:
                yield Broken(
                    "I13", str(entry.sequence), f"{entry.code} without consent"
                )
            own = seen.requests[entry.subject_id].service_id
            if entry.role == Role.REFERRING_WORKER and entry.organisation_id != own:
                yield Broken("I13", str(entry.sequence), "another service's case read")


def no_step_lives_without_consent(seen: Snapshot) -> Found:
    """I13: a step that is not signed yet lives by consent."""
    for row in seen.live:
        if row.state not in _UNSIGNED:
            continue
        needed = {ConsentPurpose.MATCHING}
        if row.state is not ProposalState.PROPOSED:
            needed.add(ConsentPurpose.OFFER)
        if not needed <= seen.consented(row.request_id):
            yield Broken("I13", row.id, "lives although consent was withdrawn")


def nothing_is_answered_late(seen: Snapshot) -> Found:
    """I14: no answer stands that came after its deadline, reckoned anew from facts."""
    for row in seen.proposals.values():
        rules = seen.rules[row.id]
        said = {one.party: one.decided_at for one in seen.decisions[row.id]}
        due: dict[Party, datetime] = {
            Party.WORKER: clock.working_days_after(
                row.proposed_at, SAFETY_LOOK_WORKING_DAYS
            )
        }
        if row.departure_visible_at is not None:
            due[Party.RECEIVING_LANDLORD] = due[Party.OLD_LANDLORD] = (
                clock.working_days_after(
                    row.departure_visible_at, rules.landlord_answer_working_days
                )
            )
        if row.offer_agreed_at and row.departure_agreed_at:
            both = max(row.offer_agreed_at, row.departure_agreed_at)
            due[Party.HOUSEHOLD] = clock.working_days_after(
                both, rules.viewing_working_days
            ) + timedelta(days=rules.household_answer_days)
        for party, at in said.items():
            if party not in due or at >= due[party]:
                yield Broken("I14", row.id, f"{party} answered late, or unasked")


def nobody_waits_longer_on_paper(seen: Snapshot) -> Found:
    """I18: a waiting date never gets later than the day the case was referred."""
    referred = {
        entry.subject_id: entry.at.astimezone(clock.LONDON).date()
        for entry in seen.entries
        if entry.action == "case.referred"
    }
    for request in seen.requests.values():
        if request.waiting_since > referred[request.id]:
            yield Broken("I18", request.id, "the waiting date got later")


def later(before: Snapshot, after: Snapshot) -> tuple[Broken, ...]:
    """Return I18's breaches between two moments: whose date got later."""
    return tuple(
        Broken("I18", key, "the waiting date got later meanwhile")
        for key, request in after.requests.items()
        if key in before.requests
        and request.waiting_since > before.requests[key].waiting_since
    )
