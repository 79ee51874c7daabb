"""Freezing the pot into a round; the rest is the worker's."""

import hashlib

from sqlmodel import Session

from matching.codec import digest, pool_to_text
from matching.pool import Pool
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor, service
from reciprocal.audit import operations as audit
from reciprocal.errors import Kind, ReciprocalError
from reciprocal.homes import staying
from reciprocal.homes_owed import operations as homes_owed
from reciprocal.ledger import disputing
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.places import GEOGRAPHY_VERSION
from reciprocal.proposals import defaulting, possession, reminding
from reciprocal.proposals import operations as proposals
from reciprocal.requests import blocked_staff, checks, needs, stating
from reciprocal.requests import operations as requests
from reciprocal.rounds import cycles, queries, snapshot
from reciprocal.rounds.child import policy_as_plain
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

JOB = "round"


class RoundRunning(ReciprocalError):
    code = "round_running"
    kind = Kind.CONFLICT
    sentence = (
        "A round is running, or its moves wait for a person's decision; once it is "
        "published, run another."
    )


def freeze(session: Session, *, actor: Actor) -> MatchRound:
    """Freeze the pot: seal the pool with its digest, seed and rule version.

    What is overdue lapses first, silent landlords are passed over, and cases not
    confirmed lately are asked about (and stay in). The bedrooms each household needs
    are worked out as of today.

    Raises:
        RoundRunning: While another round of the scheme runs.
    """
    policy.require(actor, "rounds.run")
    if queries.running(session, actor) is not None:
        raise RoundRunning
    alone = service(actor.scheme_id)
    tidy(session, actor=alone)
    version, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    requests.ask_unconfirmed(session, actor=alone, days=rules.confirmed_within_days)
    needs.renew(session, actor=alone, rules=rules)
    row = _sealed(session, actor, snapshot.take(session, alone, rules), version, rules)
    session.add(row)
    session.flush()
    audit.record(session, actor, "round.frozen", subject=("round", row.id))
    return row


def tidy(session: Session, *, actor: Actor) -> tuple[int, int]:
    """Lapse what is overdue and escalate silent checks; return how many of each.

    Workers are asked about areas and blocked staff whose day has come; none ends.
    Landlords are asked for homes that were left and are not in the pot yet, and for
    possession of those that somebody stays in; homes that have stayed in the pot their
    time go back to them. Cycles that are carried out go
    on, before a round draws what has come empty for them. Whoever owns support that is
    due is asked about it.
    """
    stating.ask_lapsed(session, actor=actor)
    blocked_staff.ask_lapsed(session, actor=actor)
    lapsed = proposals.lapse_due(session, actor=actor)
    homes_owed.lapse_due(session, actor=actor)
    disputing.lapse_due(session, actor=actor)
    cycles.go_on(session, actor=actor)
    defaulting.ask_for_homes_left(session, actor=actor)
    possession.ask_overdue(session, actor=actor)
    _, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    staying.end_overdue(session, actor=actor, rules=rules)
    reminding.remind(session, actor=actor)
    return lapsed, checks.escalate_overdue(session, actor=actor)


def _sealed(
    session: Session,
    actor: Actor,
    pool: Pool,
    version: int,
    rules: SchemeRules,
) -> MatchRound:
    round_id, seed = ids.new_id(), ids.new_number()
    key_id = sealing.create_key(
        session,
        subject_kind="round",
        subject_id=round_id,
        organisation_id=actor.organisation_id,
    )

    def sealed(column: str, value: object) -> Sealed:
        return sealing.seal(session, key_id, f"match_round.{column}", round_id, value)

    text = pool_to_text(pool)
    policy = snapshot.policy_of(rules, version, clock.today())
    return MatchRound(
        id=round_id,
        board_ref=ids.new_id(),
        scheme_id=actor.scheme_id,
        key_id=key_id,
        state=RoundState.FROZEN,
        pool=sealed("pool", text),
        policy=sealed("policy", policy_as_plain(policy)),
        seed=sealed("seed", str(seed)),
        seed_commitment=hashlib.sha256(str(seed).encode()).hexdigest(),
        pool_digest=digest(text),
        rule_version=version,
        geography_version=GEOGRAPHY_VERSION,
        engine_version="",
        levels=[],
        households=len(pool.households),
        homes=len(pool.homes),
        step_completes_percent=rules.step_completes_percent,
        frozen_by=actor.id,
        frozen_at=clock.now(),
    )
