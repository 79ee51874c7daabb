"""Posting many homes at once: every rule of one posting, in statements for a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session

from matching.terms import Access
from reciprocal import ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes import bars, clashes, nominations, questions, rows, rules
from reciprocal.homes.imports import queries
from reciprocal.homes.imports.reading import HomeLine
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.notices.operations import About
from reciprocal.sealing import operations as sealing
from reciprocal.webhooks import outbox


@dataclass(frozen=True, slots=True)
class Marked:
    """A row, with the digest under which its landlord finds the dwelling again."""

    line: HomeLine
    mark: str


def post_homes(
    session: Session, *, actor: Actor, given: Sequence[Marked]
) -> dict[str, str]:
    """Store homes that were found to be postable; return references by dwelling.

    It ends in the state that as many single postings end in, and differs from them
    in the number of statements alone: a test holds the two together.
    """
    home_ids = [ids.new_id() for _ in given]
    keys = sealing.create_keys(
        session,
        subject_kind="home",
        subject_ids=home_ids,
        organisation_id=actor.organisation_id,
    )
    clashes = bars.uprn_marks(
        session, actor.scheme_id, [each.line.uprn for each in given]
    )
    posted = [
        rows.home_values(
            session,
            actor=actor,
            home_id=home_id,
            key_id=keys[home_id],
            uprn=each.line.uprn,
            address=each.line.address,
            place=each.line.place,
            facts=each.line.facts,
            state=HomeState.AWAITING_RELEASE,
            uprn_blind=each.mark,
            uprn_clash=clash,
        )
        for each, home_id, clash in zip(given, home_ids, clashes, strict=True)
    ]
    closed = queries.closed_dwellings(session, actor, clashes)
    claimed = queries.claimed_by_others(session, actor, clashes)
    if posted:
        # Without a row's object each: twenty thousand of them take most of the time.
        session.execute(insert(Home), posted)
    for values in posted:
        audit.record(session, actor, "home.posted", subject=("home", values["id"]))
    outbox.homes_posted(
        session,
        actor.organisation_id,
        HomeState.AWAITING_RELEASE,
        [values["landlord_ref"] for values in posted],
    )
    questions.ask_of(
        session,
        [
            About(values["provider_id"], values["id"], values["landlord_ref"], None)
            for values in posted
            if values["access"] is Access.UNKNOWN
        ],
    )
    special = [
        values["id"]
        for values in posted
        if values["nomination"] is rules.NominationState.ASKED
        or values["uprn_clash"] in closed
        or values["uprn_clash"] in claimed
    ]
    _follow_up(session, queries.by_ids(session, actor, special), closed, claimed)
    return {values["uprn_blind"]: values["landlord_ref"] for values in posted}


def _follow_up(
    session: Session, posted: Sequence[Home], closed: set[str], claimed: set[str]
) -> None:
    """Do what is done about some homes only: councils, closed dwellings, clashes."""
    nominations.ask_councils(
        session,
        [home for home in posted if home.nomination is rules.NominationState.ASKED],
    )
    for home in posted:
        if home.uprn_clash in closed:
            bars.keep_closed(session, home)
        if home.uprn_clash in claimed:
            clashes.tell_of_clash(session, home)
