"""Operations of a second factor: set up, shown at sign-in, removed, and reset."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_
from sqlmodel import Session, col, delete, func, select

from reciprocal import clock, ids
from reciprocal.access import codes, queries, secrets, sessions
from reciprocal.access.actor import Actor, SessionStage, service
from reciprocal.access.sessions import SignedIn
from reciprocal.access.tables import Passkey, Person, RecoveryCode, SecondFactor
from reciprocal.audit import operations as audit
from reciprocal.errors import Kind, NotFound, ReciprocalError, StateConflict
from reciprocal.organisations.tables import Organisation
from reciprocal.sealing import operations as sealing

RESET_FOR = timedelta(days=1)

_SECRET = "second_factor.secret"  # noqa: S105 - the name of a column
_BEFORE_ALL = -1


class FactorStage(StrEnum):
    """Whether somebody has a second factor; started: no code of it was shown yet."""

    NONE = "none"
    STARTED = "started"
    ACTIVE = "active"


class CodeRefused(ReciprocalError):
    code = "code_refused"
    kind = Kind.INVALID
    sentence = (
        "That code is not right or was used before; wait for the next one and enter it."
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may know of their own second factor."""

    stage: FactorStage
    recovery_codes_left: int


def standing(session: Session, *, actor: Actor) -> Standing:
    """Return how the actor's own second factor stands."""
    stage = FactorStage.NONE
    if _factor(session, actor.id, confirmed=True) is not None:
        stage = FactorStage.ACTIVE
    elif _factor(session, actor.id, confirmed=False) is not None:
        stage = FactorStage.STARTED
    left = session.exec(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.person_id == actor.id)
    ).one()
    return Standing(stage, left)


def stage_at_sign_in(
    session: Session, person_id: str, *, required: bool
) -> SessionStage:
    """Return how far a right password lets somebody in."""
    active = _factor(session, person_id, confirmed=True)
    if active is None:
        return SessionStage.ENROLLING if required else SessionStage.OPEN
    return SessionStage.ENROLLING if _is_reset(active) else SessionStage.HALF_OPEN


def start(session: Session, *, actor: Actor) -> str:
    """Make a new secret for the actor and return it; it opens nothing yet.

    Raises:
        StateConflict: When they have a factor and nobody has said that it is lost.
    """
    active = _factor(session, actor.id, confirmed=True)
    if active is not None and not _is_reset(active):
        raise StateConflict
    _forget(session, _factor(session, actor.id, confirmed=False))
    factor_id, secret = ids.new_id(), codes.new_secret()
    key_id = sealing.create_key(
        session,
        subject_kind="second_factor",
        subject_id=factor_id,
        organisation_id=actor.organisation_id,
    )
    session.add(
        SecondFactor(
            id=factor_id,
            person_id=actor.id,
            key_id=key_id,
            secret=sealing.seal(session, key_id, _SECRET, factor_id, secret),
            started_at=clock.now(),
            last_step=_BEFORE_ALL,
        )
    )
    audit.record(session, actor, "second_factor.started", subject=("person", actor.id))
    return secret


def confirm(
    session: Session, *, actor: Actor, token: str, code: str, absolute_minutes: int
) -> list[str]:
    """Take a factor into use by a first code of it; return the recovery codes.

    Every other session of theirs ends, and this one is open.

    Raises:
        StateConflict: When none was started.
        CodeRefused: When the code is not of it.
    """
    started = _factor(session, actor.id, confirmed=False)
    if started is None:
        raise StateConflict
    step = _step(session, actor, started, code)
    if step is None:
        raise CodeRefused(field="code")
    _forget(session, _factor(session, actor.id, confirmed=True))
    started.last_step = step
    started.confirmed_at = clock.now()
    session.add(started)
    sessions.opened(session, token, absolute_minutes)
    sessions.end_all(session, actor.id, but=token)
    audit.record(
        session, actor, "second_factor.confirmed", subject=("person", actor.id)
    )
    return _new_recovery_codes(session, actor.id)


def complete(
    session: Session, *, actor: Actor, token: str, code: str, absolute_minutes: int
) -> SignedIn:
    """Show the second factor of a half-open session; return the open one in its place.

    Raises:
        StateConflict: When the session is open already.
        CodeRefused: When the code is none of theirs, or was used.
    """
    if actor.session_stage is not SessionStage.HALF_OPEN:
        raise StateConflict
    prove(session, actor=actor, code=code)
    sessions.end(session, sessions.of_token(session, token))
    audit.record(session, actor, "session.started", subject=("person", actor.id))
    return sessions.begin(session, actor.id, SessionStage.OPEN, absolute_minutes)


def prove(session: Session, *, actor: Actor, code: str) -> None:
    """Use up a code of the actor's factor, or one of those on paper.

    Raises:
        CodeRefused: When it is none of theirs, or was used.
    """
    active = _factor(session, actor.id, confirmed=True)
    if active is None:
        raise CodeRefused(field="code")
    if codes.is_recovery_code(code):
        _use_recovery_code(session, actor, code)
        return
    step = _step(session, actor, active, code)
    if step is None:
        raise CodeRefused(field="code")
    active.last_step = step
    session.add(active)


def remove(session: Session, *, actor: Actor, token: str, required: bool) -> None:
    """Remove the actor's own factor; where one is required they set another up.

    Raises:
        NotFound: When they have none.
    """
    active = _factor(session, actor.id, confirmed=True)
    if active is None:
        raise NotFound
    forget(session, actor.id)
    if required:
        sessions.enrolling(session, token)
    audit.record(session, actor, "second_factor.removed", subject=("person", actor.id))


def start_reset(session: Session, *, actor: Actor, person_ref: str) -> None:
    """Let a colleague who lost theirs set another up, with their password, for a day.

    Whoever starts it learns nothing and chooses nothing. They are signed out at once.

    Raises:
        NotFound: When there is no such colleague, they have no factor, or it is the
            actor's own: that takes another person.
    """
    person = queries.colleague(session, actor, person_ref)
    if person is None or person.id == actor.id:
        raise NotFound
    active = _factor(session, person.id, confirmed=True)
    if active is None:
        raise NotFound
    active.reset_until = clock.now() + RESET_FOR
    session.add(active)
    # What was lost may be the device that has them.
    _forget_passkeys(session, person.id)
    sessions.end_all(session, person.id)
    audit.record(session, actor, "second_factor.reset", subject=("person", person.id))


def has_one(session: Session, person_id: str) -> bool:
    """Tell whether somebody has a factor in use."""
    return _factor(session, person_id, confirmed=True) is not None


def forget(session: Session, person_id: str) -> None:
    """Erase somebody's factor, one that was started, codes on paper and passkeys."""
    for confirmed in (True, False):
        _forget(session, _factor(session, person_id, confirmed=confirmed))
    _forget_recovery_codes(session, person_id)
    _forget_passkeys(session, person_id)


def _factor(
    session: Session, person_id: str, *, confirmed: bool
) -> SecondFactor | None:
    at = col(SecondFactor.confirmed_at)
    return session.exec(
        select(SecondFactor)
        .where(
            SecondFactor.person_id == person_id,
            at.is_not(None) if confirmed else at.is_(None),
        )
        .with_for_update()
    ).first()


def _is_reset(factor: SecondFactor) -> bool:
    return factor.reset_until is not None and factor.reset_until > clock.now()


def _step(
    session: Session, actor: Actor, factor: SecondFactor, code: str
) -> int | None:
    secret = audit.reveal(
        session,
        service(actor.scheme_id),
        factor.secret,
        _SECRET,
        subject=("person", factor.person_id),
        row_id=factor.id,
    )
    assert isinstance(secret, str), "as it was sealed"
    return codes.step_of(secret, code, clock.now(), after=factor.last_step)


def old(session: Session, *, before: datetime) -> list[SecondFactor]:
    """Return those begun by then and never confirmed, or whose member had left."""
    rows = session.exec(
        select(SecondFactor)
        .join(Person, col(Person.id) == SecondFactor.person_id)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(
            or_(
                and_(
                    col(SecondFactor.confirmed_at).is_(None),
                    col(SecondFactor.started_at) <= before,
                ),
                col(Organisation.left_at) <= before,
            )
        )
    )
    return list(rows)


def forget_old(session: Session, *, before: datetime) -> int:
    """Destroy the secrets of those, and their recovery codes; return how many."""
    gone = old(session, before=before)
    for factor in gone:
        if factor.confirmed_at is not None:
            _forget_recovery_codes(session, factor.person_id)
            _forget_passkeys(session, factor.person_id)
        _forget(session, factor)
    return len(gone)


def _forget(session: Session, factor: SecondFactor | None) -> None:
    if factor is None:
        return
    sealing.destroy_key(session, factor.key_id)
    session.delete(factor)
    session.flush()


def _forget_recovery_codes(session: Session, person_id: str) -> None:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))


def _forget_passkeys(session: Session, person_id: str) -> None:
    session.exec(delete(Passkey).where(col(Passkey.person_id) == person_id))


def _new_recovery_codes(session: Session, person_id: str) -> list[str]:
    _forget_recovery_codes(session, person_id)
    made = [codes.new_recovery_code() for _ in range(codes.RECOVERY_CODES)]
    for code in made:
        digest = _digest(person_id, code)
        row = RecoveryCode(id=ids.new_id(), person_id=person_id, code_hash=digest)
        session.add(row)
    return made


def _use_recovery_code(session: Session, actor: Actor, code: str) -> None:
    row = session.exec(
        select(RecoveryCode)
        .where(
            RecoveryCode.person_id == actor.id,
            RecoveryCode.code_hash == _digest(actor.id, code),
        )
        .with_for_update()
    ).first()
    if row is None:
        raise CodeRefused(field="code")
    session.delete(row)
    audit.record(session, actor, "recovery_code.used", subject=("person", actor.id))


def _digest(person_id: str, code: str) -> str:
    return secrets.digest(f"{person_id}|{codes.plain(code)}")
