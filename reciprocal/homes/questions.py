"""What a landlord has not said of its own home: asked when it is posted, of every home.

The question is worded alike for all and asked whether or not a household needs the
answer, so that it tells a landlord nothing of who waits.
"""

from collections.abc import Sequence

from sqlmodel import Session

from matching.terms import Access
from reciprocal import clock
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.operations import About
from reciprocal.notices.terms import TaskKind

ANSWER_WORKING_DAYS = 2


def ask(session: Session, homes: Sequence[Home]) -> None:
    """Ask the landlord of each home whose access nobody knows; one statement."""
    ask_of(
        session,
        [
            About(
                home.provider_id, home.id, home.landlord_ref, home.vacated_by_request_id
            )
            for home in homes
            if home.access is Access.UNKNOWN
        ],
    )


def ask_of(session: Session, unknown: Sequence[About]) -> None:
    """Ask of homes whose rows nobody has at hand."""
    due = clock.working_days_after(clock.now(), ANSWER_WORKING_DAYS)
    notices.add_tasks(session, kind=TaskKind.HOME_QUESTION, about=unknown, due_at=due)


def close(session: Session, home: Home) -> None:
    """Close the question about a home, whether or not it was answered."""
    notices.finish_tasks(session, subject_id=home.id, kind=TaskKind.HOME_QUESTION)
