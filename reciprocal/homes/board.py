"""The homes of the pot as a coordinator reads them."""

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.disclosure.pages import By, Page, Wanted, read
from reciprocal.homes import seen
from reciprocal.homes.queries import as_told, common_row
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.organisations.tables import Organisation


def homes(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    *,
    in_pot: frozenset[str],
    unlisted: frozenset[str],
) -> Page:
    """Return the scheme's live homes as its coordinator may see them, but some ids.

    Args:
        in_pot: Those that read as if they had stayed in the pot: what they are promised
            or let for is hidden.
        unlisted: Those that are left out.
    """
    return read(
        session,
        actor,
        "board_home",
        wanted,
        select(Home, Organisation)
        .join(Organisation, col(Organisation.id) == Home.provider_id)
        .where(
            *in_scheme(actor, Home.scheme_id, case=Home.vacated_by_request_id),
            seen.on_board(actor, in_pot),
            col(Home.id).not_in(sorted(unlisted)),
        ),
        (By(Home.board_ref),),
        lambda home, landlord: (
            seen.board_stage(actor, home, in_pot),
            _row(actor, home, landlord, in_pot),
        ),
        stage=seen.board_stage_in_list(actor, in_pot),
    )


def _row(
    actor: Actor, home: Home, landlord: Organisation, in_pot: frozenset[str]
) -> dict[str, object]:
    row = common_row(home)
    if home.id in in_pot:
        row = as_told(row, seen.facts_as_asked(home))
    return row | {
        "stage": seen.board_stage(actor, home, in_pot),
        "reference": home.board_ref,
        "code": short_code(home.board_ref),
        "landlord": landlord.name,
        "nomination": home.nomination,
        "rounds_left": home.rounds_left,
    }
