"""The one note of a step, from the referring worker to the receiving lead.

It is written once the household has accepted, and never changed. The old landlord
never reads it, nor the coordinator, nor a machine. It is sealed with the case and goes
dark with it.
"""

from sqlmodel import Session, select

from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldFault, FieldsInvalid, Kind, ReciprocalError
from reciprocal.requests.tables import PropertyRequest
from reciprocal.sealing import operations as sealing
from reciprocal.support.screening import found_in
from reciprocal.support.tables import StepNote

_COLUMN = "step_note.words"


class NoteWrittenAlready(ReciprocalError):
    code = "note_written_already"
    kind = Kind.CONFLICT
    sentence = "A step has one note, and this one has it; telephone instead."


def write(
    session: Session,
    *,
    actor: Actor,
    request: PropertyRequest,
    step_id: str,
    words: str,
) -> None:
    """Write the note of a step, sealed under the case's key.

    Args:
        request: Locked, so that two cannot write the one note.

    Raises:
        FieldsInvalid: When it names a place or a way to reach somebody.
        NoteWrittenAlready: When the step has its note.
    """
    found = found_in(words)
    if found:
        sentence = f"Leave out {', '.join(found)}."
        raise FieldsInvalid(faults=(FieldFault("note", sentence),))
    if of_step(session, actor, step_id) is not None:
        raise NoteWrittenAlready
    note_id = ids.new_id()
    session.add(
        StepNote(
            id=note_id,
            step_id=step_id,
            request_id=request.id,
            words=sealing.seal(session, request.key_id, _COLUMN, note_id, words),
            written_by=actor.id,
            written_at=clock.now(),
        )
    )
    session.flush()
    audit.record(session, actor, "support.noted", subject=("request", request.id))


def of_step(session: Session, actor: Actor, step_id: str) -> StepNote | None:
    """Return the note of a step, if it has one."""
    del actor  # the caller has found its own side of the step
    return session.exec(select(StepNote).where(StepNote.step_id == step_id)).first()


def shown(session: Session, actor: Actor, step_id: str | None) -> audit.Unopened:
    """Return the note of a step for one of its two sides to open, or not."""
    row = of_step(session, actor, step_id) if step_id else None
    return audit.unopened(
        session,
        actor,
        row.words if row else None,
        _COLUMN,
        subject=("request", row.request_id if row else ""),
        row_id=row.id if row else "",
    )
