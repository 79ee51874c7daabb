"""What each role may do: one table, and everything not in it is denied.

Whose things an act reaches is the second question, answered by the queries, which
all take the actor first. This table answers only whether the role may do it at all.
"""

from dataclasses import dataclass

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.errors import Forbidden

_ANY_PERSON = frozenset(
    {Role.COORDINATOR, Role.NAMED_LEAD, Role.REFERRING_WORKER, Role.AUDITOR}
)
_SYSTEMS = frozenset({Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM})


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may perform an action.

    Attributes:
        roles: The roles that may.
        person: True when it needs a person's own session: referring, deciding and
            signing are never a machine's.
    """

    roles: frozenset[Role]
    person: bool = True


def _to(*roles: Role, person: bool = True) -> Grant:
    return Grant(frozenset(roles), person)


ACTIONS: dict[str, Grant] = {
    # Anybody who has signed in.
    "me.read": Grant(_ANY_PERSON | _SYSTEMS, person=False),
    "sessions.end": Grant(_ANY_PERSON),
    "people.invite": Grant(_ANY_PERSON),
    "people.read": Grant(_ANY_PERSON),
    "people.leave": Grant(_ANY_PERSON),
    # Landlords: their own homes, checks, offers and departures.
    "machines.manage": _to(Role.NAMED_LEAD, Role.REFERRING_WORKER),
    "webhooks.manage": _to(Role.NAMED_LEAD, Role.REFERRING_WORKER),
    "stock.register": _to(Role.NAMED_LEAD),
    "homes.post": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, person=False),
    "homes.read": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, person=False),
    "homes.amend": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, person=False),
    "homes.release": _to(Role.NAMED_LEAD),
    "homes.withdraw": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, person=False),
    "nominations.release": _to(Role.NAMED_LEAD),
    "tenancy_checks.read": _to(Role.NAMED_LEAD),
    "tenancy_checks.attest": _to(Role.NAMED_LEAD),
    "tenancy_checks.decline": _to(Role.NAMED_LEAD),
    "offers.read": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, person=False),
    "offers.answer": _to(Role.NAMED_LEAD),
    "offers.sign_up": _to(Role.NAMED_LEAD),
    "departures.read": _to(Role.NAMED_LEAD),
    "departures.confirm": _to(Role.NAMED_LEAD),
    "departures.home_empty": _to(Role.NAMED_LEAD),
    # Referring services: their own cases.
    "cases.refer": _to(Role.REFERRING_WORKER),
    "cases.read": _to(Role.REFERRING_WORKER),
    "cases.stage": _to(Role.REFERRING_WORKER, Role.REFERRING_SYSTEM, person=False),
    "cases.amend": _to(Role.REFERRING_WORKER),
    "cases.consent": _to(Role.REFERRING_WORKER),
    "cases.answer": _to(Role.REFERRING_WORKER),
    # The coordinator: the board and the rounds, without names or addresses.
    "board.read": _to(Role.COORDINATOR),
    "board.countersign": _to(Role.COORDINATOR),
    "rounds.run": _to(Role.COORDINATOR),
    "rounds.read": _to(Role.COORDINATOR),
    "balances.read": _to(Role.COORDINATOR, Role.AUDITOR),
    # The auditor: metadata, never payload.
    "audit.read": _to(Role.AUDITOR),
}
"""Every action of the service, and who may; the route guard test reads it."""


def may(actor: Actor, action: str) -> bool:
    """Tell whether this actor's role may perform an action; unknown ones: no."""
    grant = ACTIONS.get(action)
    if grant is None or actor.role not in grant.roles:
        return False
    return actor.kind is ActorKind.PERSON or not grant.person


def require(actor: Actor, action: str) -> None:
    """Refuse unless the role may.

    Raises:
        Forbidden: Which says nothing about what was asked for.
    """
    if not may(actor, action):
        raise Forbidden
