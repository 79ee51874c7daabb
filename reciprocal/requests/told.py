"""What a case's service is told of a round: sealed with the case, for its worker.

One answer a case is kept: that of the newest round, and until it is told the one
before. It is told from the fixed run after the round was published, and by its day, so
that no hour of anybody's act can be read off it. What was said before can be found
again from the sealed box of its round, which replays.
"""

from collections.abc import Iterable
from functools import cache

from sqlmodel import Session, col, select

from matching.explanation import Opening, Told, WhyThisHome
from matching.reasons import MATCH_SENTENCES, Band, Choice, MatchReason, ToldReason
from matching.terms import RefusalCode
from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, may_see, show
from reciprocal.errors import NotFound
from reciprocal.ids import short_code
from reciprocal.notices.timetable import next_run
from reciprocal.requests import queries
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import CaseTold, PropertyRequest
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

_RESOURCE = "case_no_home_yet"


def keep(
    session: Session,
    *,
    scheme_id: str,
    round_id: str,
    told: Iterable[Told],
    why: Iterable[WhyThisHome],
) -> None:
    """Seal what each case's service may be told of a round, under the case's key.

    Nobody is told of it before `release`. Of a case that has left the pot since the
    round was frozen nothing is kept.

    Args:
        why: Of the steps that may be proposed.
    """
    reasons = {each.household_id: each.reasons for each in why}
    in_pot = session.exec(
        select(PropertyRequest).where(
            PropertyRequest.scheme_id == scheme_id,
            PropertyRequest.state == RequestState.IN_POT,
        )
    )
    keys = {request.id: request.key_id for request in in_pot}
    for each in told:
        if each.household_id not in keys:
            continue
        row_id, key_id = ids.new_id(), keys[each.household_id]
        speaks_for = reasons.get(each.household_id, ())
        session.add(
            CaseTold(
                id=row_id,
                request_id=each.household_id,
                round_id=round_id,
                told=sealing.seal(
                    session, key_id, "case_told.told", row_id, _as_plain(each)
                ),
                why=sealing.seal(
                    session, key_id, "case_told.why", row_id, list(speaks_for)
                ),
            )
        )


def release(session: Session, *, round_id: str, proposed: set[str]) -> None:
    """Let a round's answers be told from the next fixed run; forget older ones.

    Args:
        proposed: The requests that the round proposed a home to.
    """
    now = clock.now()
    for row in session.exec(select(CaseTold).where(CaseTold.round_id == round_id)):
        row.told_at = next_run(now)
        row.proposed = row.request_id in proposed
        session.add(row)
    answered = select(CaseTold.request_id).where(CaseTold.round_id == round_id)
    earlier = session.exec(
        select(CaseTold)
        .where(CaseTold.round_id != round_id, col(CaseTold.request_id).in_(answered))
        .order_by(col(CaseTold.told_at).desc())
    ).all()
    stands: set[str] = set()
    for row in earlier:
        if row.told_at is None or row.told_at > now or row.request_id in stands:
            session.delete(row)
        else:
            stands.add(row.request_id)


def mark_proposed(session: Session, *, round_id: str, proposed: set[str]) -> None:
    """Say of a round's answers, once released, whom it has proposed a home to since."""
    for row in session.exec(
        select(CaseTold).where(
            CaseTold.round_id == round_id, col(CaseTold.request_id).in_(proposed)
        )
    ):
        row.proposed = True
        session.add(row)


def forget(session: Session, request: PropertyRequest) -> None:
    """Delete what a case's service was told; its household agrees no more."""
    for row in session.exec(
        select(CaseTold).where(CaseTold.request_id == request.id)
    ).all():
        session.delete(row)


def show_no_home_yet(session: Session, actor: Actor, request: PropertyRequest) -> Shown:
    """Return why a case has no home yet, to be opened by its worker.

    Raises:
        NotFound: When no round has told anything of it, when the newest that did
            proposed a home, when the case is not in the pot, or when the household
            does not agree to matching.
    """
    row = _newest(session, request)
    if (
        row is None
        or row.proposed
        or not may_see(actor, _RESOURCE, request.state)
        or ConsentPurpose.MATCHING
        not in queries.live_consents(session, actor, request.id)
    ):
        raise NotFound
    assert row.told_at is not None, "the newest answer is one that is told"
    look = cache(_unopened(session, actor, request, row, "told").look)

    def part(of: str) -> audit.Unopened:
        return audit.Unopened(row.told, lambda: _parts(request, look())[of])

    parts = ("told_reason", "sentences", "refused", "nearest", "opening")
    fields = {
        "reference": request.case_ref,
        "code": short_code(request.case_ref),
        "told_on": row.told_at.astimezone(clock.LONDON).date(),
    } | {name: part(name) for name in parts}
    return show(actor, _RESOURCE, request.state, fields)


def why_this_home(
    session: Session, actor: Actor, request: PropertyRequest, round_id: str
) -> audit.Unopened:
    """Return what speaks for the home that a round proposed, for the case's worker."""
    row = session.exec(
        select(CaseTold).where(
            CaseTold.request_id == request.id, CaseTold.round_id == round_id
        )
    ).first()
    if row is None:
        return audit.Unopened(None, lambda: None)
    closed = _unopened(session, actor, request, row, "why")
    return audit.Unopened(closed.sealed, lambda: _sentences(closed()))


def _newest(session: Session, request: PropertyRequest) -> CaseTold | None:
    return session.exec(
        select(CaseTold)
        .where(CaseTold.request_id == request.id, col(CaseTold.told_at) <= clock.now())
        .order_by(col(CaseTold.told_at).desc(), col(CaseTold.id).desc())
    ).first()


def _unopened(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    row: CaseTold,
    column: str,
) -> audit.Unopened:
    sealed: Sealed = getattr(row, column)
    return audit.unopened(
        session,
        actor,
        sealed,
        f"case_told.{column}",
        subject=("request", request.id),
        row_id=row.id,
    )


def _as_plain(told: Told) -> dict[str, object]:
    opening = told.opening
    return {
        "reason": told.reason,
        "refused": told.refused,
        "nearest": told.nearest,
        "opening": opening and [opening.choice, opening.homes],
    }


def _parts(request: PropertyRequest, plain: object) -> dict[str, object]:
    """Read what `_as_plain` wrote, as the worker reads it."""
    assert isinstance(plain, dict)
    opening = plain["opening"]
    told = Told(
        household_id=request.id,
        reason=ToldReason(plain["reason"]),
        refused=_pairs(plain["refused"]),
        nearest=_pairs(plain["nearest"]),
        opening=opening and Opening(Choice(opening[0]), Band(opening[1])),
    )
    return {
        "told_reason": told.reason,
        "sentences": list(told.sentences),
        "refused": _counted(told.refused),
        "nearest": _counted(told.nearest),
        "opening": told.opening
        and {
            "choice": told.opening.choice,
            "homes": told.opening.homes,
            "sentence": told.opening.sentence,
        },
    }


def _pairs(plain: list[list[str]]) -> tuple[tuple[RefusalCode, Band], ...]:
    return tuple((RefusalCode(code), Band(homes)) for code, homes in plain)


def _counted(pairs: tuple[tuple[RefusalCode, Band], ...]) -> list[dict[str, object]]:
    return [{"code": code, "homes": homes} for code, homes in pairs]


def _sentences(plain: object) -> list[str]:
    assert isinstance(plain, list)
    return [MATCH_SENTENCES[MatchReason(reason)] for reason in plain]
