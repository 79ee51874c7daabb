"""What the security contact is told on the command line, and how it ends."""

import pytest

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.audit import operations as audit
from reciprocal.audit.watching import Standing
from reciprocal.opening import open_service
from tests.support.typed import INIT, Type, installed, typed

__all__ = ["installed", "typed"]

SYSTEM = Actor("m", ActorKind.MACHINE, "o", "s", Role.REFERRING_SYSTEM)


@pytest.mark.usefixtures("installed")
def test_nobody_is_one_sentence_and_somebody_ends_with_1(typed: Type) -> None:
    typed(*INIT)
    quiet = typed("audit", "watch")
    assert (quiet.code, quiet.out) == (0, "Nobody is to be asked about.\n")
    with open_service() as working, working.database.transaction(SYSTEM) as session:
        subject = ("property_request", "the-case")
        audit.record(
            session, SYSTEM, "case.refused", subject=subject, code=Standing.OUTSIDE
        )
    loud = typed("audit", "watch", "--minutes", "5")
    assert loud.code == 1
    assert loud.err == (
        "A system of a member asked 1 times for a case that is not theirs.\n"
    )
