"""Joining, signing in, leaving."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import queries, second_factor, secrets, sessions
from reciprocal.access.actor import Actor, Role, SessionStage
from reciprocal.access.sessions import SignedIn
from reciprocal.access.tables import Assignment, Invitation, Person
from reciprocal.audit import operations as audit
from reciprocal.errors import Forbidden, Kind, NotFound, ReciprocalError
from reciprocal.organisations.tables import Organisation, OrganisationKind

INVITATION_DAYS = 7
PASSWORD_LENGTH_MIN = 12
_SEEN_EVERY = timedelta(seconds=30)

ROLES_OF = {
    OrganisationKind.COORDINATOR: frozenset({Role.COORDINATOR}),
    OrganisationKind.PROVIDER: frozenset({Role.NAMED_LEAD}),
    OrganisationKind.REFERRING_SERVICE: frozenset({Role.REFERRING_WORKER}),
    OrganisationKind.AUDITOR: frozenset({Role.AUDITOR}),
}
"""Which roles people of each kind of organisation may have."""


class SignInRefused(ReciprocalError):
    code = "sign_in_refused"
    kind = Kind.UNAUTHENTICATED
    sentence = "Sign in again: the credentials are not right or have run out."


class MachineKeyNotTaken(ReciprocalError):
    code = "machine_key_not_taken"
    kind = Kind.UNAUTHENTICATED
    sentence = (
        "Keys that are sent as they are count only where the service runs on its own "
        "file; ask for a token with the system's private key."
    )


class TokenNotBound(ReciprocalError):
    code = "token_not_bearer"
    kind = Kind.UNAUTHENTICATED
    sentence = (
        "Send this token as `Authorization: DPoP`, with a proof in the `DPoP` header; "
        "as a bearer's only with the client certificate it was asked for with."
    )


class PasswordTooShort(ReciprocalError):
    code = "password_too_short"
    kind = Kind.INVALID
    sentence = "Choose a password of at least 12 characters."


class PasswordWrong(ReciprocalError):
    code = "password_wrong"
    kind = Kind.INVALID
    sentence = "That is not your password; enter the one you signed in with."


class InvitationSpent(ReciprocalError):
    code = "invitation_spent"
    kind = Kind.GONE
    sentence = "This invitation was used or has run out; ask for a new one."


def invite(
    session: Session, *, actor: Actor, organisation_id: str, email: str, role: Role
) -> str:
    """Invite somebody to an organisation; return the token to hand over once.

    A coordinator invites for any member of the scheme, everybody else for their own.

    Raises:
        Forbidden: For another's organisation, or a role its kind does not have.
    """
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or organisation.scheme_id != actor.scheme_id:
        raise NotFound
    if organisation.left_at is not None:
        raise NotFound
    own = organisation_id == actor.organisation_id
    if not own and actor.role not in (Role.COORDINATOR, Role.SERVICE):
        raise NotFound
    if role not in ROLES_OF[organisation.kind]:
        raise Forbidden(field="role")
    token = secrets.new_token()
    row = Invitation(
        id=ids.new_id(),
        organisation_id=organisation_id,
        email=email.strip().lower(),
        role=role,
        token_hash=secrets.digest(token),
        invited_by=actor.id,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    session.add(row)
    audit.record(
        session, actor, "person.invited", subject=("organisation", organisation_id)
    )
    return token


def join(session: Session, *, token: str, password: str) -> Person:
    """Take up an invitation with a password of one's own.

    Raises:
        PasswordTooShort: Below 12 characters.
        InvitationSpent: As `take_up` has it.
    """
    if len(password) < PASSWORD_LENGTH_MIN:
        raise PasswordTooShort(field="password")
    return take_up(session, token=token, password_hash=secrets.hash_password(password))


def take_up(session: Session, *, token: str, password_hash: str) -> Person:
    """Take up an invitation with a password that is hashed already.

    Raises:
        InvitationSpent: Used, run out, or never made, or its organisation has left;
            also when the e-mail has joined already, so that nobody learns who is a
            member.
    """
    row = session.exec(
        select(Invitation)
        .where(Invitation.token_hash == secrets.digest(token))
        .with_for_update()
    ).first()
    if row is None or row.used_at is not None or row.expires_at <= clock.now():
        raise InvitationSpent
    return _join(session, row, password_hash=password_hash)


def _join(session: Session, row: Invitation, *, password_hash: str) -> Person:
    if session.exec(select(Person).where(Person.email == row.email)).first():
        raise InvitationSpent
    if session.get_one(Organisation, row.organisation_id).left_at is not None:
        raise InvitationSpent
    row.used_at = clock.now()
    person = Person(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        organisation_id=row.organisation_id,
        email=row.email,
        role=row.role,
        password_hash=password_hash,
        joined_at=clock.now(),
    )
    session.add(row)
    session.add(person)
    session.flush()
    actor = queries.person_actor(session, person.id)
    assert actor is not None, "somebody who has just joined"
    audit.record(session, actor, "person.joined", subject=("person", person.id))
    return person


def take_up_vouched(session: Session, organisation_id: str, email: str) -> None:
    """Let somebody join who was invited, by their organisation's provider's word.

    They have no password of ours. Without an invitation that is good nothing happens.
    """
    row = session.exec(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.email == email,
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > clock.now(),
        )
        .order_by(col(Invitation.expires_at).desc())
        .with_for_update()
    ).first()
    if row is not None:
        with suppress(InvitationSpent):
            _join(session, row, password_hash="")


def leave(session: Session, *, actor: Actor, person_ref: str) -> None:
    """End somebody's membership and all their sign-ins at once; their own too."""
    person = session.exec(
        select(Person).where(
            Person.public_ref == person_ref,
            Person.organisation_id == actor.organisation_id,
            col(Person.left_at).is_(None),
        )
    ).first()
    if person is None:
        raise NotFound
    person.left_at = clock.now()
    session.add(person)
    sessions.end_all(session, person.id)
    second_factor.forget(session, person.id)
    audit.record(session, actor, "person.left", subject=("person", person.id))


def sign_in(
    session: Session,
    *,
    email: str,
    password: str,
    absolute_minutes: int,
    factor_required: bool = False,
) -> SignedIn:
    """Start a session by password: open, or as far as a second factor lets it.

    Args:
        factor_required: Whoever has no second factor sets one up first.

    Raises:
        SignInRefused: For a wrong password and an unknown person alike, after the
            same work; whether there is a second factor is looked up after that.
    """
    person = session.exec(
        select(Person)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(
            Person.email == email.strip().lower(),
            col(Person.left_at).is_(None),
            col(Organisation.left_at).is_(None),
        )
    ).first()
    stored = person.password_hash if person else None
    if not secrets.password_matches(password, stored) or person is None:
        raise SignInRefused
    actor = queries.person_actor(session, person.id)
    assert actor is not None, "somebody of a member, who was found"
    stage = second_factor.stage_at_sign_in(session, person.id, required=factor_required)
    begun = "session.begun" if stage is SessionStage.HALF_OPEN else "session.started"
    audit.record(session, actor, begun, subject=("person", person.id))
    return sessions.begin(session, person.id, stage, absolute_minutes)


def step_up(
    session: Session,
    *,
    actor: Actor,
    token: str,
    password: str | None,
    code: str | None,
) -> None:
    """Prove anew who sits at a session: by a code, or by password where there is none.

    A password that is sent beside a code must be right as well.

    Raises:
        CodeRefused: Where there is a second factor and no code of it was sent.
        PasswordWrong: When the password is not theirs, or is all there is and left out.
    """
    has_factor = second_factor.has_one(session, actor.id)
    if password is not None or not has_factor:
        person = session.get_one(Person, actor.id)
        if not secrets.password_matches(password or "", person.password_hash):
            raise PasswordWrong(field="password")
    if has_factor:
        second_factor.prove(session, actor=actor, code=code or "")
    sessions.confirm(session, token)
    audit.record(session, actor, "session.confirmed", subject=("person", actor.id))


def change_password(
    session: Session, *, actor: Actor, token: str, present: str, chosen: str
) -> None:
    """Give the actor another password; every other session of theirs ends.

    Raises:
        PasswordTooShort: Below 12 characters.
        PasswordWrong: When the present one is not theirs.
    """
    if len(chosen) < PASSWORD_LENGTH_MIN:
        raise PasswordTooShort(field="password")
    person = session.get_one(Person, actor.id)
    if not secrets.password_matches(present, person.password_hash):
        raise PasswordWrong(field="present_password")
    person.password_hash = secrets.hash_password(chosen)
    session.add(person)
    sessions.end_all(session, actor.id, but=token)
    audit.record(session, actor, "password.changed", subject=("person", actor.id))


def identify(
    session: Session, *, token: str, idle_minutes: int, keys_taken: bool = False
) -> Actor:
    """Return who a token stands for, and remember that it was used.

    Args:
        keys_taken: Whether a machine's key counts by itself: in the embedded default.

    Raises:
        SignInRefused: When it was ended, ran out, or belongs to a leaver.
        MachineKeyNotTaken: For any key, where none counts.
        TokenNotBound: For any access token: who comes with a certificate is let in
            by `tokens.identify`.
    """
    if secrets.is_access_token(token):
        raise TokenNotBound
    if token.startswith(secrets.MACHINE_KEY_MARK):
        if not keys_taken:
            raise MachineKeyNotTaken
        machine = queries.machine_actor(session, token)
        if machine is None:
            raise SignInRefused
        return machine
    row = queries.live_session(session, token)
    if row is None:
        raise SignInRefused
    now = clock.now()
    if now - row.last_seen_at > timedelta(minutes=idle_minutes):
        raise SignInRefused
    actor = queries.person_actor(session, row.person_id)
    if actor is None:
        raise SignInRefused
    if now - row.last_seen_at > _SEEN_EVERY:
        row.last_seen_at = now
        session.add(row)
    return replace(actor, session_stage=row.stage, confirmed=sessions.is_confirmed(row))


def sign_out(session: Session, *, actor: Actor, token: str) -> None:
    """End the session of this token."""
    row = queries.live_session(session, token)
    if row is None or row.person_id != actor.id:
        raise SignInRefused
    sessions.end(session, row)
    audit.record(session, actor, "session.ended", subject=("person", actor.id))


def assign(session: Session, *, actor: Actor, person_id: str, request_id: str) -> None:
    """Let a person of the case's own service work on it, if need be once more."""
    row = _assignment(session, person_id, request_id) or Assignment(
        id=ids.new_id(),
        person_id=person_id,
        request_id=request_id,
        assigned_by=actor.id,
        assigned_at=clock.now(),
    )
    row.assigned_by, row.assigned_at, row.ended_at = actor.id, clock.now(), None
    session.add(row)
    audit.record(session, actor, "case.assigned", subject=("request", request_id))


def end_assignment(
    session: Session, *, actor: Actor, person_id: str, request_id: str
) -> None:
    """End a person's work on a case that they work on."""
    row = _assignment(session, person_id, request_id)
    assert row is not None, "they work on it"
    row.ended_at = clock.now()
    session.add(row)
    audit.record(session, actor, "case.unassigned", subject=("request", request_id))


def end_assignments(session: Session, *, actor: Actor, request_id: str) -> None:
    """End everybody's work on a case: it goes to another service, or is over."""
    rows = session.exec(
        select(Assignment).where(
            Assignment.request_id == request_id, col(Assignment.ended_at).is_(None)
        )
    )
    for row in rows:
        row.ended_at = clock.now()
        session.add(row)
    audit.record(session, actor, "case.unassigned", subject=("request", request_id))


def _assignment(session: Session, person_id: str, request_id: str) -> Assignment | None:
    return session.exec(
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.request_id == request_id)
        .with_for_update()
    ).first()
