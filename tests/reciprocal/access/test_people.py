"""Joining once, signing in, being forgotten at once."""

import pytest
from sqlmodel import Session, select

from reciprocal.access import operations as access
from reciprocal.access import queries
from reciprocal.access.actor import Actor, ActorKind, Role, service
from reciprocal.access.operations import (
    InvitationSpent,
    PasswordTooShort,
    SignInRefused,
)
from reciprocal.access.tables import Invitation, Person, SignedInSession
from reciprocal.errors import Forbidden, NotFound
from tests.reciprocal.members import (
    AGENCY,
    AUDITOR,
    KINDS,
    LANDLORD,
    PASSWORD,
    REFUGE,
    Office,
    hashed,
    together,
)

ANN = "ann@landlord.example"


def invite(office: Office, actor: Actor, code: str, role: Role) -> str:
    with office.acting(actor) as session:
        return access.invite(
            session,
            actor=actor,
            organisation_id=office.members[code],
            email=ANN,
            role=role,
        )


def take_up(office: Office, token: str) -> str:
    with office.acting() as session:
        return access.take_up(session, token=token, password_hash=hashed()).id


# Invitations.


def test_an_invitation_is_to_a_role_of_that_kind_of_member(office: Office) -> None:
    actor = service(office.scheme_id)
    for code, (_, own) in KINDS.items():
        assert invite(office, actor, code, own)
        for role in set(Role) - {own}:
            with pytest.raises(Forbidden) as refused:
                invite(office, actor, code, role)
            assert [fault.field for fault in refused.value.faults] == ["role"]


def test_only_a_coordinator_invites_for_another_member(office: Office) -> None:
    for own in KINDS:
        actor = office.join(own, f"first@{own.lower()}.example")
        for other, (_, role) in KINDS.items():
            if own in (other, AGENCY):
                assert invite(office, actor, other, role)
            else:
                with pytest.raises(NotFound):
                    invite(office, actor, other, role)


def test_another_scheme_s_member_is_not_there(office: Office) -> None:
    coordinator = office.join(AGENCY, "first@agency.example")
    office.members["theirs"] = office.add(REFUGE, office.found("Another"))

    with pytest.raises(NotFound):
        invite(office, coordinator, "theirs", Role.REFERRING_WORKER)
    office.members["none"] = "0" * 32
    with pytest.raises(NotFound):
        invite(office, coordinator, "none", Role.REFERRING_WORKER)


def test_only_the_digest_of_an_invitation_is_kept(office: Office) -> None:
    token = office.invitation(LANDLORD, f"  {ANN.upper()} ")
    with Session(office.database.engine) as session:
        row = session.exec(select(Invitation)).one()
    assert token not in str(row.model_dump())
    assert row.email == ANN


def test_an_invitation_opens_once(office: Office) -> None:
    token = office.invitation(LANDLORD, ANN)
    with office.acting() as session:
        person = access.join(session, token=token, password=PASSWORD)
        assert (person.role, person.email) == (Role.NAMED_LEAD, ANN)
        assert person.organisation_id == office.members[LANDLORD]
    with pytest.raises(InvitationSpent):
        take_up(office, token)
    assert office.acts()[-2:] == ["person.invited", "person.joined"]


def test_an_invitation_opens_once_however_many_try_together(office: Office) -> None:
    token = office.invitation(LANDLORD, ANN)

    found = together([lambda: take_up(office, token)] * 4)

    assert sum(isinstance(each, str) for each in found) == 1
    assert sum(isinstance(each, InvitationSpent) for each in found) == 3


@pytest.mark.parametrize(("days", "open_"), [(6.99, True), (7, False), (8, False)])
def test_an_invitation_runs_out_after_a_week(
    office: Office,
    days: float,
    open_: bool,  # noqa: FBT001
) -> None:
    token = office.invitation(LANDLORD, ANN)
    office.wait(days=days)
    if open_:
        assert take_up(office, token)
    else:
        with pytest.raises(InvitationSpent):
            take_up(office, token)


def test_an_invitation_that_was_never_made_opens_nothing(office: Office) -> None:
    with pytest.raises(InvitationSpent):
        take_up(office, "0" * 32)


def test_nobody_joins_twice_under_one_name(office: Office) -> None:
    """The answer is that of a spent invitation: it does not say who is a member."""
    first, second = (office.invitation(LANDLORD, ANN) for _ in range(2))
    take_up(office, first)
    with pytest.raises(InvitationSpent):
        take_up(office, second)


def test_an_invitation_of_a_member_that_left_opens_nothing(office: Office) -> None:
    token = office.invitation(LANDLORD, ANN)
    office.leave(LANDLORD)
    with pytest.raises(InvitationSpent):
        take_up(office, token)
    with pytest.raises(NotFound):
        office.invitation(LANDLORD, ANN)


@pytest.mark.parametrize(("length", "taken"), [(11, False), (12, True)])
def test_a_password_has_at_least_12_characters(
    office: Office,
    length: int,
    taken: bool,  # noqa: FBT001
) -> None:
    token = office.invitation(LANDLORD, ANN)

    def join() -> None:
        with office.acting() as session:
            access.join(session, token=token, password="p" * length)

    if taken:
        join()
    else:
        with pytest.raises(PasswordTooShort) as refused:
            join()
        assert [fault.field for fault in refused.value.faults] == ["password"]
    assert ("person.joined" in office.acts()) is taken


# Sessions.


def test_a_session_stands_for_the_person_and_keeps_only_a_digest(
    office: Office,
) -> None:
    ann = office.join(LANDLORD, ANN)
    token = office.sign_in(f" {ANN.title()}")
    assert office.identify(token) == ann
    assert (ann.kind, ann.role) == (ActorKind.PERSON, Role.NAMED_LEAD)
    assert (ann.organisation_id, ann.scheme_id) == (
        office.members[LANDLORD],
        office.scheme_id,
    )
    with Session(office.database.engine) as session:
        row = session.exec(select(SignedInSession)).one()
    assert token not in str(row.model_dump())


@pytest.mark.parametrize(
    ("email", "password"),
    [(ANN, "another password"), ("bob@landlord.example", PASSWORD), (ANN, "")],
    ids=["wrong password", "unknown person", "no password"],
)
def test_the_wrong_credentials_get_one_answer(
    office: Office, email: str, password: str
) -> None:
    office.join(LANDLORD, ANN)

    def sign_in() -> None:
        with office.acting() as session:
            access.sign_in(session, email=email, password=password, absolute_minutes=1)

    with pytest.raises(SignInRefused) as refused:
        sign_in()
    assert refused.value.args == SignInRefused().args
    assert "session.started" not in office.acts()


@pytest.mark.parametrize(("minutes", "alive"), [(15, True), (15.1, False)])
def test_a_session_unused_for_too_long_is_over(
    office: Office,
    minutes: float,
    alive: bool,  # noqa: FBT001
) -> None:
    office.join(LANDLORD, ANN)
    token = office.sign_in(ANN)
    office.wait(minutes=minutes)
    if alive:
        office.identify(token)
        return
    with pytest.raises(SignInRefused):
        office.identify(token)


def test_a_session_in_use_lives_to_its_absolute_end(office: Office) -> None:
    office.join(LANDLORD, ANN)
    token = office.sign_in(ANN, absolute_minutes=60)
    for _ in range(5):
        office.wait(minutes=10)
        office.identify(token)
    office.wait(minutes=9, seconds=59)
    office.identify(token)
    office.wait(seconds=1)
    with pytest.raises(SignInRefused):
        office.identify(token)


def test_use_is_remembered_every_half_minute(office: Office) -> None:
    """Not at each request: reading would else write each time."""
    office.join(LANDLORD, ANN)
    token = office.sign_in(ANN)
    start = office.moment

    def seen_after(seconds: float) -> float:
        office.moment = start
        office.wait(seconds=seconds)
        office.identify(token)
        with Session(office.database.engine) as session:
            row = session.exec(select(SignedInSession)).one()
        return (row.last_seen_at - start).total_seconds()

    assert seen_after(30) == 0
    assert seen_after(31) == 31


def test_a_session_that_was_ended_is_over_and_ends_no_other(office: Office) -> None:
    ann = office.join(LANDLORD, ANN)
    bob = office.join(LANDLORD, "bob@landlord.example")
    token, other = office.sign_in(ANN), office.sign_in(ANN)

    def sign_out(actor: Actor, token: str) -> None:
        with office.acting(actor) as session:
            access.sign_out(session, actor=actor, token=token)

    with pytest.raises(SignInRefused):
        sign_out(bob, token)
    with pytest.raises(SignInRefused):
        sign_out(ann, "0" * 32)
    sign_out(ann, token)
    with pytest.raises(SignInRefused):
        sign_out(ann, token)
    with pytest.raises(SignInRefused):
        office.identify(token)
    assert office.identify(other) == ann
    assert office.acts().count("session.ended") == 1


# Leaving.


def ref_of(office: Office, actor: Actor) -> str:
    with Session(office.database.engine) as session:
        return session.get_one(Person, actor.id).public_ref


def leave(office: Office, actor: Actor, ref: str) -> None:
    with office.acting(actor) as session:
        access.leave(session, actor=actor, person_ref=ref)


def test_a_leaver_is_refused_at_once_everywhere(office: Office) -> None:
    ann = office.join(LANDLORD, ANN)
    bob = office.join(LANDLORD, "bob@landlord.example")
    tokens = [office.sign_in(ANN) for _ in range(2)]
    kept = office.sign_in("bob@landlord.example")
    leave(office, bob, ref_of(office, ann))

    for token in tokens:
        with pytest.raises(SignInRefused):
            office.identify(token)
    with pytest.raises(SignInRefused):
        office.sign_in(ANN)
    assert office.identify(kept) == bob
    with office.acting(bob) as session:
        assert [each.email for each in queries.people_of(session, bob)] == [
            "bob@landlord.example"
        ]
    with pytest.raises(NotFound):
        leave(office, bob, ref_of(office, ann))
    assert office.acts()[-1] == "person.left"


def test_a_session_row_that_outlived_its_person_opens_nothing(office: Office) -> None:
    """A second look at the person, should ending the sessions ever be forgotten."""
    ann = office.join(LANDLORD, ANN)
    token = office.sign_in(ANN)
    with office.acting() as session:
        person = session.get_one(Person, ann.id)
        person.left_at = office.moment
        session.add(person)
    with pytest.raises(SignInRefused):
        office.identify(token)


def test_anybody_may_leave_by_themselves(office: Office) -> None:
    ann = office.join(AUDITOR, ANN)
    leave(office, ann, ref_of(office, ann))
    with pytest.raises(SignInRefused):
        office.sign_in(ANN)


def test_nobody_ends_another_member_s_person(office: Office) -> None:
    ann = office.join(LANDLORD, ANN)
    for code in (AGENCY, REFUGE):
        other = office.join(code, f"first@{code.lower()}.example")
        with pytest.raises(NotFound):
            leave(office, other, ref_of(office, ann))
    with pytest.raises(NotFound):
        leave(office, ann, "0" * 32)
    assert office.sign_in(ANN)


def test_a_member_that_left_takes_its_people_with_it(office: Office) -> None:
    office.join(LANDLORD, ANN)
    token = office.sign_in(ANN)
    office.leave(LANDLORD)
    with pytest.raises(SignInRefused):
        office.identify(token)
    with pytest.raises(SignInRefused):
        office.sign_in(ANN)


def test_one_sees_only_one_s_own_people(office: Office) -> None:
    ann = office.join(LANDLORD, ANN)
    worker = office.join(REFUGE, "first@refuge.example")
    with office.acting(ann) as session:
        assert [each.id for each in queries.people_of(session, ann)] == [ann.id]
        assert [each.id for each in queries.people_of(session, worker)] == [worker.id]


# Cases.


def test_a_case_is_its_assigned_person_s_and_of_no_colleague(office: Office) -> None:
    worker = office.join(REFUGE, "first@refuge.example")
    colleague = office.join(REFUGE, "second@refuge.example")
    assert worker.assignments == frozenset()
    with office.acting(worker) as session:
        access.assign(session, actor=worker, person_id=worker.id, request_id="case")
    with office.acting() as session:
        now = queries.person_actor(session, worker.id)
        other = queries.person_actor(session, colleague.id)
    assert now is not None
    assert other is not None
    assert (now.assignments, other.assignments) == (frozenset({"case"}), frozenset())
    assert office.acts()[-1] == "case.assigned"
