"""Operations of people's sessions: begun, confirmed anew, looked over, and ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import queries, secrets
from reciprocal.access.actor import Actor, SessionStage
from reciprocal.access.tables import SignedInSession
from reciprocal.audit import operations as audit
from reciprocal.errors import NotFound

UNFINISHED_FOR = timedelta(minutes=15)
"""How long somebody may take between their password and their second factor."""

CONFIRMED_FOR = timedelta(minutes=5)
"""How long a proof of who sits there opens what asks for one."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as it is told to its owner, this once."""

    token: str
    stage: SessionStage


def begin(
    session: Session, person_id: str, stage: SessionStage, absolute_minutes: int
) -> SignedIn:
    """Begin somebody's session; one that is not open yet soon runs out."""
    token = secrets.new_token()
    now = clock.now()
    session.add(
        SignedInSession(
            id=ids.new_id(),
            public_ref=ids.new_id(),
            person_id=person_id,
            token_hash=secrets.digest(token),
            stage=stage,
            created_at=now,
            confirmed_at=now,
            last_seen_at=now,
            expires_at=_until(now, stage, absolute_minutes),
        )
    )
    return SignedIn(token, stage)


def is_confirmed(row: SignedInSession) -> bool:
    """Tell whether its owner has proved within five minutes who they are."""
    return clock.now() - row.confirmed_at <= CONFIRMED_FOR


def confirm(session: Session, token: str) -> None:
    """Remember that whoever sits there has just proved who they are."""
    row = of_token(session, token)
    row.confirmed_at = clock.now()
    session.add(row)


def of_token(session: Session, token: str) -> SignedInSession:
    """Return the session that somebody has just come in with."""
    row = queries.live_session(session, token)
    assert row is not None, "it let them in"
    return row


def end(session: Session, row: SignedInSession) -> None:
    """End one session at once."""
    row.ended_at = clock.now()
    session.add(row)


def end_one(session: Session, *, actor: Actor, session_ref: str) -> None:
    """End one of the actor's own sessions, by its reference."""
    row = next(
        (
            each
            for each in queries.sessions_of(session, actor)
            if each.public_ref == session_ref
        ),
        None,
    )
    if row is None:
        raise NotFound
    end(session, row)
    audit.record(session, actor, "session.ended", subject=("person", actor.id))


def end_own(session: Session, *, actor: Actor) -> None:
    """End every session of the actor, this one too."""
    end_all(session, actor.id)
    audit.record(session, actor, "sessions.ended", subject=("person", actor.id))


def end_colleagues(session: Session, *, actor: Actor, person_ref: str) -> None:
    """End every session of somebody of the actor's own organisation."""
    person = queries.colleague(session, actor, person_ref)
    if person is None:
        raise NotFound
    end_all(session, person.id)
    audit.record(session, actor, "sessions.ended", subject=("person", person.id))


def end_all(session: Session, person_id: str, *, but: str = "") -> None:
    """End everything that somebody is signed in with.

    Args:
        but: The token of the one session that stays.
    """
    kept = secrets.digest(but)
    for row in session.exec(
        select(SignedInSession).where(
            SignedInSession.person_id == person_id,
            SignedInSession.token_hash != kept,
            col(SignedInSession.ended_at).is_(None),
        )
    ):
        end(session, row)


def opened(session: Session, token: str, absolute_minutes: int) -> None:
    """Let a session that was enrolling be open, from where it began."""
    row = of_token(session, token)
    row.stage = SessionStage.OPEN
    row.expires_at = _until(row.created_at, row.stage, absolute_minutes)
    session.add(row)


def enrolling(session: Session, token: str) -> None:
    """Let an open session do nothing but set a second factor up."""
    row = of_token(session, token)
    row.stage = SessionStage.ENROLLING
    row.expires_at = min(row.expires_at, clock.now() + UNFINISHED_FOR)
    session.add(row)


def _until(begun: datetime, stage: SessionStage, absolute_minutes: int) -> datetime:
    whole = timedelta(minutes=absolute_minutes)
    return begun + (whole if stage is SessionStage.OPEN else min(whole, UNFINISHED_FOR))
