"""Who may do what, from a table of its own: what is not in it is denied."""

from dataclasses import replace

import pytest

from reciprocal.access import policy
from reciprocal.access.actor import (
    NOBODY,
    Actor,
    ActorKind,
    Role,
    Scope,
    SessionStage,
    service,
)
from reciprocal.errors import Forbidden, ReciprocalError

# Columns: coordinator, named lead, referring worker, auditor; then the systems of a
# landlord and of a referring service. Written down apart from the code.
WHO = (
    Role.COORDINATOR,
    Role.NAMED_LEAD,
    Role.REFERRING_WORKER,
    Role.AUDITOR,
    Role.LANDLORD_SYSTEM,
    Role.REFERRING_SYSTEM,
)
TABLE = """
me.read                 C N W A l r
sessions.end            C N W A - -
sessions.complete       C N W A - -
sessions.manage         C N W A - -
password.change         C N W A - -
sessions.step_up        C N W A - -
second_factor.read      C N W A - -
second_factor.enrol     C N W A - -
second_factor.remove    C N W A - -
passkeys.read           C N W A - -
passkeys.add            C N W A - -
passkeys.remove         C N W A - -
people.sign_out         C N W A - -
people.reset_factor     C N W A - -
people.invite           C N W A - -
people.read             C N W A - -
people.leave            C N W A - -
machines.manage         - N W - - -
webhooks.manage         - N W - - -
machines.add            - N W - - -
webhooks.add            - N W - - -
stock.register          - N - - - -
homes.post              - N - - l -
homes.read              - N - - l -
homes.amend             - N - - l -
homes.release           - N - - - -
homes.withdraw          - N - - l -
homes.mark              - N - - - -
nominations.release     - N - - - -
homes_owed.read         - N - - l -
homes_owed.answer       - N - - l -
homes_owed.decline      - N - - - -
homes_owed.withdraw     C - - - - -
tenancy_checks.read     - N - - - -
tenancy_checks.attest   - N - - - -
tenancy_checks.decline  - N - - - -
offers.read             - N - - l -
offers.answer           - N - - - -
offers.sign_up          - N - - - -
rent_lost.read          - N - - - -
departures.read         - N - - - -
departures.confirm      - N - - - -
departures.home_empty   - N - - - -
offers.support          - N - - - -
departures.support      - N - - - -
cases.refer             - - W - - -
cases.read              - - W - - -
cases.stage             - - W - - r
cases.amend             - - W - - -
cases.consent           - - W - - -
cases.answer            - - W - - -
cases.support           - - W - - -
cases.hand_over         - - W - - -
options.read            C - W - - -
board.read              C - - - - -
board.countersign       C - - - - -
board.decide            C - - - - -
board.link              C - - - - -
services.close          C - - - - -
rounds.run              C - - - - -
rounds.decide           C - - - - -
rounds.read             C - - - - -
balances.read           C - - A - -
audit.read              - - - A - -
urgency.read            - - - A - -
tenures.read            - - - A - -
laboratory.read         C - - A - -
disclosure.read         - - - A - -
audit_heads.read        C N W A L -
adjustments.follow      C - - - - -
adjustments.read        - N - - - -
transfers.read          - - W - - -
adjustments.propose     C - - - - -
adjustments.answer      - N - - - -
disputes.raise          - N - - - -
statements.read         - N - A L -
statements.acknowledge  - N - - - -
"""
CELLS = {
    action: dict(zip(WHO, cells, strict=True))
    for action, *cells in (line.split() for line in TABLE.strip().splitlines())
}
MACHINES = frozenset({Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM})


def somebody(role: Role, kind: ActorKind) -> Actor:
    return Actor("id", kind, "organisation", "scheme", role, scopes=frozenset(Scope))


def test_the_table_knows_every_action() -> None:
    assert set(CELLS) == set(policy.ACTIONS)


@pytest.mark.parametrize("action", sorted(CELLS))
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_its_cell_says(action: str, role: Role) -> None:
    kind = ActorKind.MACHINE if role in MACHINES else ActorKind.PERSON
    allowed = CELLS[action].get(role, "-") != "-"

    assert policy.may(somebody(role, kind), action) is allowed


@pytest.mark.parametrize("action", sorted(CELLS))
@pytest.mark.parametrize("kind", [ActorKind.MACHINE, ActorKind.SERVICE])
@pytest.mark.parametrize("role", Role)
def test_what_needs_a_person_is_never_a_machine_s(
    action: str, kind: ActorKind, role: Role
) -> None:
    """Referring, deciding and signing: not even with a person's role."""
    for_machines = any(CELLS[action][each] != "-" for each in MACHINES)
    if not for_machines:
        assert not policy.may(somebody(role, kind), action)


@pytest.mark.parametrize("action", ["", "homes", "homes.read ", "homes.sell", "*"])
@pytest.mark.parametrize("role", Role)
def test_an_unknown_action_is_nobody_s(action: str, role: Role) -> None:
    assert not policy.may(somebody(role, ActorKind.PERSON), action)


@pytest.mark.parametrize("action", sorted(CELLS))
def test_nobody_and_the_service_itself_come_through_no_door(action: str) -> None:
    assert not policy.may(NOBODY, action)
    assert not policy.may(service("scheme"), action)


def test_a_refusal_says_nothing_of_what_was_asked_for() -> None:
    policy.require(somebody(Role.AUDITOR, ActorKind.PERSON), "audit.read")
    with pytest.raises(Forbidden) as refused:
        policy.require(somebody(Role.AUDITOR, ActorKind.PERSON), "homes.read")
    assert "homes" not in str(refused.value)
    assert refused.value.faults == ()


def test_a_scope_that_is_missing_is_told_from_a_role_that_may_not() -> None:
    machine = replace(
        somebody(Role.LANDLORD_SYSTEM, ActorKind.MACHINE),
        scopes=frozenset({Scope.OFFERS_READ}),
    )
    policy.require(machine, "offers.read")
    with pytest.raises(policy.ScopeMissing):
        policy.require(machine, "homes.read")
    with pytest.raises(Forbidden):
        policy.require(machine, "offers.answer")


CONFIRMED = {
    "second_factor.enrol",
    "second_factor.remove",
    "passkeys.add",
    "passkeys.remove",
    "people.reset_factor",
    "machines.add",
    "webhooks.add",
    "cases.hand_over",
    "adjustments.propose",
    "adjustments.answer",
}
"""What asks anew who sits there, written down apart from the code."""


@pytest.mark.parametrize("action", sorted(CELLS))
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stage", SessionStage)
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_session_opens_what_it_has_come_far_enough_for(
    action: str,
    role: Role,
    stage: SessionStage,
    *,
    confirmed: bool,
) -> None:
    kind = ActorKind.MACHINE if role in MACHINES else ActorKind.PERSON
    actor = replace(somebody(role, kind), session_stage=stage, confirmed=confirmed)
    allowed = CELLS[action].get(role, "-") != "-"
    expected: type[ReciprocalError] | None = None
    if kind is ActorKind.PERSON and action not in OPEN_AT[stage]:
        expected = STILL_NEEDED[stage]
    elif (
        kind is ActorKind.PERSON
        and stage is SessionStage.OPEN
        and action in CONFIRMED
        and allowed
        and not confirmed
    ):
        expected = policy.ConfirmationNeeded
    if expected is None:
        policy.require_session(actor, action)
    else:
        with pytest.raises(expected):
            policy.require_session(actor, action)


OPEN_AT: dict[SessionStage, set[str]] = {
    SessionStage.OPEN: set(CELLS),
    SessionStage.HALF_OPEN: {"sessions.end", "sessions.complete"},
    SessionStage.ENROLLING: {
        "sessions.end",
        "second_factor.read",
        "second_factor.enrol",
    },
}
STILL_NEEDED: dict[SessionStage, type[ReciprocalError]] = {
    SessionStage.HALF_OPEN: policy.SecondFactorNeeded,
    SessionStage.ENROLLING: policy.EnrolmentNeeded,
}


def test_of_an_unknown_action_no_session_is_asked() -> None:
    policy.require_session(somebody(Role.AUDITOR, ActorKind.PERSON), "homes.sell")


_OF_LANDLORDS = {"homes:write", "homes:read", "offers:read", "statements:read"}


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (Role.LANDLORD_SYSTEM, _OF_LANDLORDS),
        (Role.REFERRING_SYSTEM, {"cases:read"}),
        (Role.NAMED_LEAD, _OF_LANDLORDS),
        (Role.AUDITOR, {"statements:read"}),
        (Role.COORDINATOR, {"statements:read"}),
        (Role.REFERRING_WORKER, {"cases:read", "statements:read"}),
    ],
)
def test_each_role_has_the_scopes_of_its_actions(role: Role, scopes: set[str]) -> None:
    assert policy.scopes_of(role) == scopes


@pytest.mark.parametrize("action", sorted(CELLS))
def test_an_action_that_a_machine_may_names_its_scope(action: str) -> None:
    grant = policy.ACTIONS[action]
    assert bool(grant.scopes) is not grant.person
