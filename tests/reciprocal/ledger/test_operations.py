"""Each event of a move is written once, by whoever asks, or refused whole."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.audit.tables import AuditEntry
from reciprocal.ledger import operations, queries
from reciprocal.ledger.entries import Balance
from reciprocal.ledger.errors import (
    AccountsNotOpen,
    HoldMissing,
    HoldResolved,
    LedgerConflict,
    PostMissing,
)
from reciprocal.ledger.tables import Account, Leg, Transaction
from reciprocal.ledger.terms import SizeClass, TransactionKind
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AUDITOR,
    SCHEME,
    SETTLE,
    START,
    UNTIL,
    Scene,
)

BED2 = SizeClass.BED2


def bed2(scene: Scene) -> dict[str, Balance]:
    """Each landlord's balance of two-bedroom homes, those at nothing left out."""
    with scene.session() as session:
        found = queries.balances(session, AUDITOR, scheme_id=SCHEME)
    return {
        owner: classes[BED2]
        for owner, classes in found.items()
        if classes[BED2] != Balance()
    }


def written(scene: Scene) -> list[str]:
    with scene.session() as session:
        return list(
            session.exec(select(Transaction.id).order_by(col(Transaction.sequence)))
        )


def proved(scene: Scene) -> bool:
    with scene.session() as session:
        return queries.check(session) == ()


class TestHold:
    def test_touches_pending_alone(self, scene: Scene) -> None:
        held = scene.hold("m")
        assert held is not None
        assert held.kind is TransactionKind.HOLD
        assert bed2(scene) == {
            "alder": Balance(pending=-1),
            "birch": Balance(pending=1),
        }
        assert proved(scene)

    def test_keeps_every_column(self, scene: Scene) -> None:
        """What was asked is what stands, and who asked stands beside it."""
        held = scene.hold("m")
        assert held is not None
        assert (held.sequence, held.id, held.scheme_id) == (1, "m:HOLD", SCHEME)
        assert (held.move_ref, held.chain_ref, held.round_id) == ("m", "chain", "round")
        assert (held.effective_date, held.hold_until) == (START, UNTIL)
        assert (held.actor_id, held.actor_organisation_id) == ("service", "service")
        assert held.rule_version == "1"
        assert len(held.nonce) == 32
        assert held.previous_hash == "0" * 64

    def test_again_gives_the_first_answer(self, scene: Scene) -> None:
        first, second = scene.hold("m"), scene.hold("m")
        assert first == second
        assert written(scene) == ["m:HOLD"]

    def test_again_with_other_content(self, scene: Scene) -> None:
        scene.hold("m")
        for other in (
            {"origin": "cedar"},
            {"receiver": "cedar"},
            {"receiver": "alder"},
            {"size_class": "BED3"},
            {"hold_until": datetime(2026, 3, 3, 17, tzinfo=UTC)},
        ):
            with pytest.raises(LedgerConflict):
                scene.hold("m", **other)  # type: ignore[arg-type]
        assert written(scene) == ["m:HOLD"]

    def test_one_landlord_on_both_sides(self, scene: Scene) -> None:
        """Such a move is no business of the book's: a value, and nothing written."""
        assert scene.hold("m", "alder", "alder") is None
        assert written(scene) == []
        with pytest.raises(HoldMissing):
            scene.post("m")

    def test_without_accounts(self, scene: Scene) -> None:
        with pytest.raises(AccountsNotOpen):
            scene.hold("m", receiver="elsewhere")
        assert written(scene) == []
        with scene.session() as session:
            assert session.exec(select(Leg)).all() == []

    def test_with_a_closed_account(self, scene: Scene) -> None:
        with scene.database.transaction(ACTOR) as session:
            for account in session.exec(
                select(Account).where(Account.owner_organisation_id == "birch")
            ):
                account.closed_at = UNTIL
                session.add(account)
        with pytest.raises(AccountsNotOpen):
            scene.hold("m")


class TestPost:
    def test_releases_and_posts(self, scene: Scene) -> None:
        scene.hold("m")
        posted = scene.post("m")
        assert (posted.kind, posted.resolves_hold_id) == ("POST", "m:HOLD")
        assert (posted.effective_date, posted.settle_by) == (START, SETTLE)
        assert bed2(scene) == {"alder": Balance(posted=-1), "birch": Balance(posted=1)}
        assert proved(scene)

    def test_again_gives_the_first_answer(self, scene: Scene) -> None:
        scene.hold("m")
        assert scene.post("m") == scene.post("m")
        assert written(scene) == ["m:HOLD", "m:POST"]

    def test_again_with_other_content(self, scene: Scene) -> None:
        scene.hold("m")
        scene.post("m")
        with pytest.raises(LedgerConflict):
            scene.post("m", settle_by=date(2027, 1, 1))

    def test_without_a_hold(self, scene: Scene) -> None:
        with pytest.raises(HoldMissing):
            scene.post("m")

    def test_after_a_void(self, scene: Scene) -> None:
        scene.hold("m")
        scene.void("m")
        with pytest.raises(HoldResolved):
            scene.post("m")
        assert bed2(scene) == {}

    def test_debt_due_before_it_is_made(self, scene: Scene) -> None:
        """Our own mistake: it never reaches the book."""
        scene.hold("m")
        with pytest.raises(AssertionError, match="due after"):
            scene.post("m", settle_by=date(2026, 1, 1))


class TestVoidHold:
    def test_mirrors_the_hold(self, scene: Scene) -> None:
        scene.hold("m")
        voided = scene.void("m")
        assert (voided.kind, voided.reason_code) == ("VOID_HOLD", "refused")
        assert bed2(scene) == {}
        assert proved(scene)

    def test_again(self, scene: Scene) -> None:
        scene.hold("m")
        assert scene.void("m") == scene.void("m")
        with pytest.raises(LedgerConflict):
            scene.void("m", "lapsed")

    def test_after_a_post(self, scene: Scene) -> None:
        scene.hold("m")
        scene.post("m")
        with pytest.raises(HoldResolved):
            scene.void("m")


class TestReverse:
    def test_restores_every_balance(self, scene: Scene) -> None:
        scene.hold("n", "birch", "cedar")
        before = bed2(scene)
        scene.hold("m")
        scene.post("m")
        reversal = scene.reverse("m")
        assert reversal.reverses_transaction_id == "m:POST"
        assert bed2(scene) == before
        assert proved(scene)

    def test_post_reverse_post_is_one_post(self, scene: Scene) -> None:
        """The household is rehoused by a new move; the balances are of one."""
        for move in ("m", "m2"):
            scene.hold(move)
            scene.post(move)
            if move == "m":
                scene.reverse(move)
        assert bed2(scene) == {"alder": Balance(posted=-1), "birch": Balance(posted=1)}

    def test_again(self, scene: Scene) -> None:
        scene.hold("m")
        scene.post("m")
        assert scene.reverse("m") == scene.reverse("m")
        with pytest.raises(LedgerConflict):
            scene.reverse("m", "unsafe")

    def test_without_a_post(self, scene: Scene) -> None:
        with pytest.raises(HoldMissing):
            scene.reverse("m")
        scene.hold("m")
        with pytest.raises(PostMissing):
            scene.reverse("m")


class TestOpenAccounts:
    def test_opens_once(self, scene: Scene) -> None:
        """Two accounts a size class for a landlord, three for the scheme."""
        for _ in range(2):
            with scene.database.transaction(ACTOR) as session:
                operations.open_accounts(
                    session, actor=ACTOR, scheme_id=SCHEME, organisation_id="alder"
                )
        with scene.session() as session:
            owners = [
                row.owner_organisation_id for row in session.exec(select(Account))
            ]
            acts = session.exec(
                select(AuditEntry.subject_id).where(
                    AuditEntry.action == "ledger.accounts_opened"
                )
            ).all()
        assert owners.count("alder") == 2 * len(SizeClass)
        assert owners.count(None) == 3 * len(SizeClass)
        assert sorted(acts) == sorted(scene.landlords)


def test_every_event_is_audited(scene: Scene) -> None:
    """The audit names the transaction, and its own chain holds."""
    scene.hold("m")
    scene.post("m")
    scene.reverse("m")
    scene.hold("n")
    scene.void("n")
    with scene.session() as session:
        acts = session.exec(
            select(AuditEntry.action, AuditEntry.subject_id)
            .where(AuditEntry.subject_kind == "ledger_transaction")
            .order_by(col(AuditEntry.sequence))
        ).all()
    assert [tuple(act) for act in acts] == [
        ("ledger.held", "m:HOLD"),
        ("ledger.posted", "m:POST"),
        ("ledger.reversed", "m:REVERSAL"),
        ("ledger.held", "n:HOLD"),
        ("ledger.hold_voided", "n:VOID_HOLD"),
    ]


def test_stands_or_falls_with_the_transaction(scene: Scene) -> None:
    """A failure after the entry takes the entry with it."""

    class Later(Exception):
        pass

    def fail() -> None:
        with scene.database.transaction(ACTOR) as session:
            operations.post(
                session,
                actor=ACTOR,
                move_ref="m",
                effective_date=START,
                settle_by=SETTLE,
            )
            raise Later

    scene.hold("m")
    with pytest.raises(Later):
        fail()
    assert written(scene) == ["m:HOLD"]
    scene.post("m")
    assert proved(scene)


def test_who_sees_balances(scene: Scene) -> None:
    """The coordinator, the auditor and the service; landlords not yet."""
    scene.hold("m")
    exposed = {"alder": {BED2: -1}, "birch": {BED2: 1}, "cedar": {}, "damson": {}}
    with scene.session() as session:
        for role in Role:
            actor = Actor("x", ActorKind.PERSON, "alder", SCHEME, role)
            stranger = replace(actor, scheme_id="other")
            seen = role in {Role.COORDINATOR, Role.AUDITOR, Role.SERVICE}
            balances = queries.balances(session, actor, scheme_id=SCHEME)
            assert set(balances) == (set(scene.landlords) if seen else set())
            assert queries.exposure(session, actor, SCHEME) == (exposed if seen else {})
            abroad = queries.balances(session, stranger, scheme_id=SCHEME)
            assert bool(abroad) == (role is Role.SERVICE)
