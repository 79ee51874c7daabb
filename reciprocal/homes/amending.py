"""Amending a home in the pot, and saying of it what was not known."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from matching.terms import Access, LocalClause, PetRule
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldsInvalid, StateConflict
from reciprocal.homes import asked, queries, questions, rules, seen
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.organisations import queries as organisations
from reciprocal.webhooks import outbox

_OF_A_HOME_LIVED_IN = frozenset({"ready_date"})
"""What a landlord may say of a home before it is left: by when it could let it again.

It is asked for no round's sake, so that it tells nobody which homes were drawn.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What may be amended; None leaves a field as it is.

    Attributes:
        access, pets: Only where nobody had said, or an adaptation is done.
        local_clause: Only where one stood: it is waived.
    """

    notice_date: date | None = None
    void_date: date | None = None
    ready_date: date | None = None
    works: rules.Works | None = None
    weekly_rent_pence: int | None = None
    adapted_on: date | None = None
    access: Access | None = None
    pets: PetRule | None = None
    local_clause: LocalClause | None = None


def amend_home(
    session: Session, *, actor: Actor, home_ref: str, change: Amendment
) -> Home:
    """Amend dates, works or rent; place, size and access mean posting anew.

    Access and the rule about pets may be said where they were not known. Of a home that
    a household lives in, the day by which it could be let again, and nothing else.

    Raises:
        StateConflict: When it is not, or no longer, the landlord's to amend.
        FieldsInvalid: When the dates would be out of order, or a fact was said before.
    """
    policy.require(actor, "homes.amend")
    home = queries.own_home(session, actor, home_ref, lock=True)
    shown = seen.stage_for(actor, home)
    given: dict[str, Any] = {
        name: value for name, value in asdict(change).items() if value is not None
    }
    lived_in = shown is HomeState.OCCUPIED and given.keys() == _OF_A_HOME_LIVED_IN
    if shown not in (HomeState.AWAITING_RELEASE, HomeState.IN_POT) and not lived_in:
        raise StateConflict
    facts = seen.facts_for(actor, home)
    found = rules.said_before(facts, given)
    if not found:
        given = rules.with_adaptation_done(facts, given)
        provider = organisations.provider(session, home.provider_id)
        assert provider is not None, "a home has a landlord"
        found = rules.faults(
            replace(facts, **given),
            landlord=provider.kind,
            grants=frozenset(provider.grants),
        )
    if found:
        raise FieldsInvalid(faults=found)
    store(session, actor=actor, home=home, given=given)
    return home


def store(
    session: Session, *, actor: Actor, home: Home, given: Mapping[str, object]
) -> None:
    """Write amended facts that were found good, and close the question they answer.

    Of a home whose offer is hidden from whoever amends they are kept instead.
    """
    if seen.hides_from(actor, home):
        asked.amend(session, actor=actor, home=home, given=given)
        return
    for name, value in given.items():
        setattr(home, name, value)
    session.add(home)
    if home.access is not Access.UNKNOWN:
        questions.close(session, home)
    audit.record(session, actor, "home.amended", subject=("home", home.id))
    outbox.home_changed(session, home)
