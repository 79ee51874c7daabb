"""What each role may do: one table, and everything not in it is denied.

Whose things an act reaches is the second question, answered by the queries, which
all take the actor first. This table answers only whether the role may do it at all.
"""

from dataclasses import dataclass

from reciprocal.access.actor import Actor, ActorKind, Role, Scope, SessionStage
from reciprocal.errors import Forbidden, Kind, ReciprocalError

_ANY_PERSON = frozenset(
    {Role.COORDINATOR, Role.NAMED_LEAD, Role.REFERRING_WORKER, Role.AUDITOR}
)
_SETTING_UP = frozenset({SessionStage.OPEN, SessionStage.ENROLLING})
_SYSTEMS = frozenset({Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM})


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may perform an action.

    Attributes:
        roles: The roles that may.
        person: True when it needs a person's own session: referring, deciding and
            signing are never a machine's.
        scopes: Those of which a machine needs one, beside its role.
        stages: Of a person's session, at which it may be done.
        confirmed: Whether an open session must have proved within five minutes who
            sits there.
    """

    roles: frozenset[Role]
    person: bool = True
    scopes: frozenset[Scope] = frozenset()
    stages: frozenset[SessionStage] = frozenset({SessionStage.OPEN})
    confirmed: bool = False


class ScopeMissing(ReciprocalError):
    code = "insufficient_scope"
    kind = Kind.FORBIDDEN
    sentence = (
        "This token's scopes do not reach this; ask for a token with the scope that "
        "the API's description names."
    )


class SecondFactorNeeded(ReciprocalError):
    code = "second_factor_needed"
    kind = Kind.FORBIDDEN
    sentence = (
        "Show your second factor first, with POST /v1/sessions/current/second-factor."
    )


class EnrolmentNeeded(ReciprocalError):
    code = "enrolment_needed"
    kind = Kind.FORBIDDEN
    sentence = "Set a second factor up first, with POST /v1/second-factor."


class ConfirmationNeeded(ReciprocalError):
    code = "confirmation_needed"
    kind = Kind.FORBIDDEN
    sentence = (
        "Confirm that it is you, with POST /v1/sessions/current/step-up; then send "
        "this again within five minutes."
    )


_STILL_NEEDED = {
    SessionStage.HALF_OPEN: SecondFactorNeeded,
    SessionStage.ENROLLING: EnrolmentNeeded,
}


def _to(*roles: Role, scope: Scope | None = None, confirmed: bool = False) -> Grant:
    scopes = frozenset() if scope is None else frozenset({scope})
    return Grant(frozenset(roles), scope is None, scopes, confirmed=confirmed)


ACTIONS: dict[str, Grant] = {
    # Anybody who has signed in.
    "me.read": Grant(_ANY_PERSON | _SYSTEMS, person=False, scopes=frozenset(Scope)),
    "sessions.end": Grant(_ANY_PERSON, stages=frozenset(SessionStage)),
    "sessions.complete": Grant(
        _ANY_PERSON, stages=frozenset({SessionStage.OPEN, SessionStage.HALF_OPEN})
    ),
    "sessions.manage": Grant(_ANY_PERSON),
    "password.change": Grant(_ANY_PERSON),
    "sessions.step_up": Grant(_ANY_PERSON),
    "second_factor.read": Grant(_ANY_PERSON, stages=_SETTING_UP),
    "second_factor.enrol": Grant(_ANY_PERSON, stages=_SETTING_UP, confirmed=True),
    "second_factor.remove": Grant(_ANY_PERSON, confirmed=True),
    "passkeys.read": Grant(_ANY_PERSON),
    "passkeys.add": Grant(_ANY_PERSON, confirmed=True),
    "passkeys.remove": Grant(_ANY_PERSON, confirmed=True),
    "people.sign_out": Grant(_ANY_PERSON),
    "people.reset_factor": Grant(_ANY_PERSON, confirmed=True),
    "people.invite": Grant(_ANY_PERSON),
    "people.read": Grant(_ANY_PERSON),
    "people.leave": Grant(_ANY_PERSON),
    # Landlords: their own homes, checks, offers and departures.
    "machines.manage": _to(Role.NAMED_LEAD, Role.REFERRING_WORKER),
    "webhooks.manage": _to(Role.NAMED_LEAD, Role.REFERRING_WORKER),
    # What goes on after the session that began it: a key, and an address to tell.
    "machines.add": _to(Role.NAMED_LEAD, Role.REFERRING_WORKER, confirmed=True),
    "webhooks.add": _to(Role.NAMED_LEAD, Role.REFERRING_WORKER, confirmed=True),
    "stock.register": _to(Role.NAMED_LEAD),
    "homes.post": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.HOMES_WRITE),
    "homes.read": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.HOMES_READ),
    "homes.amend": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.HOMES_WRITE),
    "homes.release": _to(Role.NAMED_LEAD),
    "homes.withdraw": _to(
        Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.HOMES_WRITE
    ),
    "homes.mark": _to(Role.NAMED_LEAD),
    "nominations.release": _to(Role.NAMED_LEAD),
    "homes_owed.read": _to(
        Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.HOMES_READ
    ),
    "homes_owed.answer": _to(
        Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.HOMES_WRITE
    ),
    "homes_owed.decline": _to(Role.NAMED_LEAD),
    "tenancy_checks.read": _to(Role.NAMED_LEAD),
    "tenancy_checks.attest": _to(Role.NAMED_LEAD),
    "tenancy_checks.decline": _to(Role.NAMED_LEAD),
    "offers.read": _to(Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, scope=Scope.OFFERS_READ),
    "offers.answer": _to(Role.NAMED_LEAD),
    "offers.sign_up": _to(Role.NAMED_LEAD),
    "rent_lost.read": _to(Role.NAMED_LEAD),
    "departures.read": _to(Role.NAMED_LEAD),
    "departures.confirm": _to(Role.NAMED_LEAD),
    "departures.home_empty": _to(Role.NAMED_LEAD),
    "offers.support": _to(Role.NAMED_LEAD),
    "departures.support": _to(Role.NAMED_LEAD),
    # Referring services: their own cases.
    "cases.refer": _to(Role.REFERRING_WORKER),
    "cases.read": _to(Role.REFERRING_WORKER),
    "cases.stage": _to(
        Role.REFERRING_WORKER, Role.REFERRING_SYSTEM, scope=Scope.CASES_READ
    ),
    "cases.amend": _to(Role.REFERRING_WORKER),
    "cases.consent": _to(Role.REFERRING_WORKER),
    "cases.answer": _to(Role.REFERRING_WORKER),
    "cases.support": _to(Role.REFERRING_WORKER),
    "cases.hand_over": _to(Role.REFERRING_WORKER, confirmed=True),
    "transfers.read": _to(Role.REFERRING_WORKER),
    "options.read": _to(Role.REFERRING_WORKER, Role.COORDINATOR),
    # The coordinator: the board and the rounds, without names or addresses.
    "board.read": _to(Role.COORDINATOR),
    "board.countersign": _to(Role.COORDINATOR),
    "board.decide": _to(Role.COORDINATOR),
    "board.link": _to(Role.COORDINATOR),
    "homes_owed.withdraw": _to(Role.COORDINATOR),
    "services.close": _to(Role.COORDINATOR),
    "rounds.run": _to(Role.COORDINATOR),
    "rounds.decide": _to(Role.COORDINATOR),
    "rounds.read": _to(Role.COORDINATOR),
    "balances.read": _to(Role.COORDINATOR, Role.AUDITOR),
    # Changes of the book: proposed by one organisation, approved by two others.
    "adjustments.follow": _to(Role.COORDINATOR),
    "adjustments.propose": _to(Role.COORDINATOR, confirmed=True),
    "adjustments.read": _to(Role.NAMED_LEAD),
    "adjustments.answer": _to(Role.NAMED_LEAD, confirmed=True),
    "disputes.raise": _to(Role.NAMED_LEAD),
    # Statements: a landlord's own, all of them for the auditor.
    "statements.read": _to(
        Role.NAMED_LEAD,
        Role.AUDITOR,
        Role.LANDLORD_SYSTEM,
        scope=Scope.STATEMENTS_READ,
    ),
    "statements.acknowledge": _to(Role.NAMED_LEAD),
    # The auditor: metadata, never payload.
    "audit.read": _to(Role.AUDITOR),
    "urgency.read": _to(Role.AUDITOR),
    "tenures.read": _to(Role.AUDITOR),
    # Made-up schemes that policies were tried on: about nobody.
    "laboratory.read": _to(Role.COORDINATOR, Role.AUDITOR),
    "disclosure.read": _to(Role.AUDITOR),
    # Endings of the audit, for whoever wants to hold the service to them.
    "audit_heads.read": _to(
        Role.COORDINATOR,
        Role.NAMED_LEAD,
        Role.REFERRING_WORKER,
        Role.AUDITOR,
        Role.LANDLORD_SYSTEM,
        scope=Scope.STATEMENTS_READ,
    ),
}
"""Every action of the service, and who may; the route guard test reads it."""


def may(actor: Actor, action: str) -> bool:
    """Tell whether role and scopes let an actor perform an action; unknown ones: no."""
    return _may_by_role(actor, action) and _may_by_scope(actor, action)


def require(actor: Actor, action: str) -> None:
    """Refuse unless the role may.

    Raises:
        Forbidden: Which says nothing about what was asked for.
        ScopeMissing: Where a machine's role may and its token may not.
    """
    if not _may_by_role(actor, action):
        raise Forbidden
    if not _may_by_scope(actor, action):
        raise ScopeMissing


def require_session(actor: Actor, action: str) -> None:
    """Refuse unless the session that somebody came in with has come far enough.

    Raises:
        SecondFactorNeeded, EnrolmentNeeded: Saying what is still to be done.
        ConfirmationNeeded: Where the role may, and nobody has proved lately that it is
            still they who sit there. A machine has nobody to ask.
    """
    grant = ACTIONS.get(action)
    if grant is None or actor.kind is not ActorKind.PERSON:
        return
    if actor.session_stage not in grant.stages:
        raise _STILL_NEEDED[actor.session_stage]
    is_open = actor.session_stage is SessionStage.OPEN
    if grant.confirmed and is_open and not actor.confirmed and may(actor, action):
        raise ConfirmationNeeded


def scopes_of(role: Role) -> frozenset[Scope]:
    """Return every scope that is of any use to a machine of this role."""
    return frozenset(
        scope
        for grant in ACTIONS.values()
        if role in grant.roles and len(grant.scopes) == 1
        for scope in grant.scopes
    )


def _may_by_role(actor: Actor, action: str) -> bool:
    grant = ACTIONS.get(action)
    if grant is None or actor.role not in grant.roles:
        return False
    return actor.kind is ActorKind.PERSON or not grant.person


def _may_by_scope(actor: Actor, action: str) -> bool:
    return actor.kind is not ActorKind.MACHINE or bool(
        ACTIONS[action].scopes & actor.scopes
    )
