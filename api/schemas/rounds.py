from typing import Annotated

from pydantic import Field

from api.schemas.body import Body
from api.schemas.kinds import Reference
from matching.locks import LockKind
from reciprocal.rounds.step_rules import Decided, StepAnswer, WithheldReason
from reciprocal.rounds.what_if import LOCKS_MAX, NothingToTry, Tried

DECISIONS_MAX = 10_000
"""More exchanges than any pot could hold."""


class LockBody(Body):
    """One thing held fixed: a request, a home, or with both of them a step.

    A step that is forced is one of those that the round shows.
    """

    kind: LockKind = Field(examples=["forbid"])
    request: Reference | None = Field(
        default=None, examples=["1c3e5a7092b4d6f81a3c5e7092b4d6f8"]
    )
    home: Reference | None = Field(
        default=None, examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"]
    )


class StepAnswerBody(Body):
    """What you say of an exchange with a ready step; its number is the plan's."""

    exchange_number: Annotated[int, Field(ge=1, le=1_000_000)] = Field(examples=[2])
    answer: StepAnswer = Field(examples=["withheld"])
    reason: WithheldReason | None = Field(default=None, examples=["safety_doubt"])


class DecideStepsBody(Body):
    """One answer for each exchange with a ready step; a reason where it is withheld."""

    decisions: Annotated[list[StepAnswerBody], Field(max_length=DECISIONS_MAX)] = Field(
        examples=[[{"exchange_number": 1, "answer": "agreed"}]]
    )

    def decided(self) -> list[Decided]:
        """Return them as the room knows them."""
        return [
            Decided(each.exchange_number, each.answer, each.reason)
            for each in self.decisions
        ]


class InterimHomeBody(Body):
    """The cycle of a round that is to be carried out, and the home it starts from."""

    exchange_number: Annotated[int, Field(ge=1, le=1_000_000)] = Field(examples=[2])
    home: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])


class WhatIfBody(Body):
    """What to hold fixed, each thing once, and at most one of them forced."""

    locks: Annotated[list[LockBody], Field(min_length=1, max_length=LOCKS_MAX)] = Field(
        examples=[[{"kind": "forbid", "home": "9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"}]]
    )

    def tried(self) -> Tried:
        """Return what is tried out as the room knows it.

        Raises:
            NothingToTry: Where a lock names neither a request nor a home.
        """
        force = [lock for lock in self.locks if lock.kind is LockKind.FORCE]
        forbid = [lock for lock in self.locks if lock.kind is LockKind.FORBID]
        if any(lock.request is None and lock.home is None for lock in self.locks):
            raise NothingToTry
        return Tried(
            force_requests=_requests(force),
            force_homes=_homes(force),
            force_moves=_moves(force),
            forbid_requests=_requests(forbid),
            forbid_homes=_homes(forbid),
            forbid_moves=_moves(forbid),
        )


def _requests(locks: list[LockBody]) -> list[str]:
    return [lock.request for lock in locks if lock.request and lock.home is None]


def _homes(locks: list[LockBody]) -> list[str]:
    return [lock.home for lock in locks if lock.home and lock.request is None]


def _moves(locks: list[LockBody]) -> list[tuple[str, str]]:
    return [(lock.request, lock.home) for lock in locks if lock.request and lock.home]
