"""A second factor is set up, shown once for each code, lost, reset and removed."""

from typing import Any

import pyotp
import pytest
from sqlmodel import Session, select

from reciprocal.access import codes, queries, second_factor, secrets
from reciprocal.access import operations as access
from reciprocal.access.actor import Actor, SessionStage
from reciprocal.access.second_factor import CodeRefused, FactorStage
from reciprocal.access.sessions import SignedIn
from reciprocal.access.tables import RecoveryCode, SecondFactor
from reciprocal.errors import NotFound, StateConflict
from reciprocal.sealing.keys import SealBroken
from reciprocal.sealing.operations import unseal
from tests.reciprocal.members import LANDLORD, PASSWORD, REFUGE, Office, together

ANN, BOB = "ann@landlord.example", "bob@landlord.example"


class App:
    """An app on somebody's phone, and the paper beside it."""

    def __init__(self, office: Office, email: str, code: str = LANDLORD) -> None:
        self.office = office
        self.email = email
        self.actor: Actor = office.join(code, email)
        self.token = office.sign_in(email)
        self.secret = ""
        self.paper: list[str] = []

    def start(self) -> None:
        with self.office.acting(self.actor) as session:
            self.secret = second_factor.start(session, actor=self.actor)

    def confirm(self, code: str | None = None) -> None:
        with self.office.acting(self.actor) as session:
            self.paper = second_factor.confirm(
                session,
                actor=self.actor,
                token=self.token,
                code=code or self.shown,
                absolute_minutes=480,
            )

    def set_up(self) -> "App":
        self.start()
        self.confirm()
        self.office.wait(seconds=30)
        return self

    @property
    def shown(self) -> str:
        """Return what the app shows now."""
        return pyotp.TOTP(self.secret).at(self.office.moment)

    def password(self, *, required: bool = False) -> SignedIn:
        with self.office.acting() as session:
            return access.sign_in(
                session,
                email=self.email,
                password=PASSWORD,
                absolute_minutes=480,
                factor_required=required,
            )

    def complete(self, token: str, code: str) -> SignedIn:
        actor = self.office.identify(token)
        with self.office.acting(actor) as session:
            return second_factor.complete(
                session,
                actor=actor,
                token=token,
                code=code,
                absolute_minutes=480,
            )

    def prove(self, code: str) -> None:
        with self.office.acting(self.actor) as session:
            second_factor.prove(session, actor=self.actor, code=code)

    def standing(self) -> tuple[FactorStage, int]:
        with self.office.acting(self.actor) as session:
            found = second_factor.standing(session, actor=self.actor)
        return found.stage, found.recovery_codes_left

    def remove(self, *, required: bool = False) -> None:
        with self.office.acting(self.actor) as session:
            second_factor.remove(
                session, actor=self.actor, token=self.token, required=required
            )


def stage_of(office: Office, token: str) -> SessionStage:
    return office.identify(token).session_stage


def reset(office: Office, by: Actor, whose: Actor) -> None:
    with office.acting(by) as session:
        reference = queries.people_of(session, whose)
        found = next(row.public_ref for row in reference if row.id == whose.id)
        second_factor.start_reset(session, actor=by, person_ref=found)


def rows(office: Office, table: Any) -> list[Any]:  # noqa: ANN401 - a table
    with Session(office.database.engine) as session:
        return list(session.exec(select(table)))


# Setting it up.


def test_it_counts_once_a_first_code_was_right(office: Office) -> None:
    app = App(office, ANN)
    assert app.standing() == (FactorStage.NONE, 0)
    app.start()
    assert app.standing() == (FactorStage.STARTED, 0)
    assert app.password().stage is SessionStage.OPEN
    with pytest.raises(CodeRefused) as refused:
        app.confirm("000000" if app.shown != "000000" else "000001")
    assert [fault.field for fault in refused.value.faults] == ["code"]
    app.confirm()
    assert app.standing() == (FactorStage.ACTIVE, 10)
    assert len(set(app.paper)) == 10
    assert app.password().stage is SessionStage.HALF_OPEN
    assert office.acts()[-2:] == ["second_factor.confirmed", "session.begun"]


def test_only_the_last_that_was_started_can_be_confirmed(office: Office) -> None:
    app = App(office, ANN)
    app.start()
    first = app.shown
    app.start()
    with pytest.raises(CodeRefused):
        app.confirm(first)
    app.confirm()
    assert len(rows(office, SecondFactor)) == 1


def test_nothing_is_confirmed_that_was_not_started(office: Office) -> None:
    with pytest.raises(StateConflict):
        App(office, ANN).confirm("123456")


def test_whoever_has_one_starts_no_other(office: Office) -> None:
    app = App(office, ANN).set_up()
    with pytest.raises(StateConflict):
        app.start()


def test_the_other_sessions_end_when_it_is_set_up(office: Office) -> None:
    app = App(office, ANN)
    other = office.sign_in(ANN)
    app.set_up()
    assert office.identify(app.token) == app.actor
    with pytest.raises(access.SignInRefused):
        office.identify(other)


def test_what_is_kept_opens_nothing(office: Office) -> None:
    """The secret is sealed at rest, and of a code on paper a digest is kept."""
    app = App(office, ANN).set_up()
    (factor,) = rows(office, SecondFactor)
    assert app.secret.encode() not in factor.secret.box
    kept = {row.code_hash for row in rows(office, RecoveryCode)}
    assert len(kept) == 10
    assert not kept & set(app.paper)
    assert not kept & {secrets.digest(codes.plain(code)) for code in app.paper}


# Showing it.


def test_a_code_opens_another_session_and_ends_the_half_open_one(
    office: Office,
) -> None:
    app = App(office, ANN).set_up()
    half = app.password()
    assert stage_of(office, half.token) is SessionStage.HALF_OPEN
    whole = app.complete(half.token, app.shown)
    assert whole.stage is SessionStage.OPEN
    assert stage_of(office, whole.token) is SessionStage.OPEN
    assert whole.token != half.token
    with pytest.raises(StateConflict):
        app.complete(whole.token, app.paper[0])
    with pytest.raises(access.SignInRefused):
        office.identify(half.token)
    assert office.acts()[-1] == "session.started"
    assert app.standing() == (FactorStage.ACTIVE, 10)


def test_a_code_counts_once(office: Office) -> None:
    app = App(office, ANN).set_up()
    code = app.shown
    app.prove(code)
    with pytest.raises(CodeRefused):
        app.prove(code)
    office.wait(seconds=30)
    with pytest.raises(CodeRefused):
        app.prove(code)
    app.prove(app.shown)


def test_a_code_counts_once_though_two_bring_it_together(office: Office) -> None:
    app = App(office, ANN).set_up()
    code = app.shown
    came = together([lambda: app.prove(code)] * 2)
    assert sorted(type(each).__name__ for each in came) == ["CodeRefused", "NoneType"]


def test_the_code_that_set_it_up_is_used(office: Office) -> None:
    app = App(office, ANN)
    app.start()
    code = app.shown
    app.confirm(code)
    with pytest.raises(CodeRefused):
        app.prove(code)


def test_a_code_on_paper_counts_once_and_for_its_owner(office: Office) -> None:
    app, other = App(office, ANN).set_up(), App(office, BOB).set_up()
    with pytest.raises(CodeRefused):
        other.prove(app.paper[0])
    app.prove(app.paper[0].lower())
    assert app.standing() == (FactorStage.ACTIVE, 9)
    with pytest.raises(CodeRefused):
        app.prove(app.paper[0])
    app.prove(app.paper[1].replace(" ", ""))
    assert app.standing() == (FactorStage.ACTIVE, 8)
    assert office.acts().count("recovery_code.used") == 2


def test_another_s_code_or_none_at_all_opens_nothing(office: Office) -> None:
    app, other = App(office, ANN).set_up(), App(office, BOB)
    for code in (app.shown, app.paper[0]):
        with pytest.raises(CodeRefused):
            other.prove(code)


def test_a_half_open_session_soon_runs_out(office: Office) -> None:
    app = App(office, ANN).set_up()
    half = app.password()
    office.wait(minutes=15)
    with pytest.raises(access.SignInRefused):
        office.identify(half.token, idle_minutes=60)


# Where one is required.


def test_where_it_is_required_it_is_set_up_first(office: Office) -> None:
    app = App(office, ANN)
    first = app.password(required=True)
    assert stage_of(office, first.token) is SessionStage.ENROLLING
    app.token = first.token
    app.start()
    app.confirm()
    assert stage_of(office, first.token) is SessionStage.OPEN
    office.wait(minutes=479)
    assert office.identify(first.token, idle_minutes=480)
    office.wait(minutes=1)
    with pytest.raises(access.SignInRefused):
        office.identify(first.token, idle_minutes=480)


@pytest.mark.parametrize(
    ("required", "stage", "next_time"),
    [
        (True, SessionStage.ENROLLING, SessionStage.ENROLLING),
        (False, SessionStage.OPEN, SessionStage.OPEN),
    ],
)
def test_whoever_removes_theirs_sets_another_up_if_need_be(
    office: Office, *, required: bool, stage: SessionStage, next_time: SessionStage
) -> None:
    app = App(office, ANN).set_up()
    (factor,) = rows(office, SecondFactor)
    app.remove(required=required)
    assert stage_of(office, app.token) is stage
    assert app.standing() == (FactorStage.NONE, 0)
    assert app.password(required=required).stage is next_time
    assert rows(office, SecondFactor) == rows(office, RecoveryCode) == []
    with office.acting() as session, pytest.raises(SealBroken):
        unseal(session, factor.secret, "second_factor.secret", factor.id)
    with pytest.raises(NotFound):
        app.remove()


# Where it was lost.


def test_a_colleague_starts_a_reset_and_chooses_nothing(office: Office) -> None:
    app, by = App(office, ANN).set_up(), office.join(LANDLORD, BOB)
    reset(office, by, app.actor)
    with pytest.raises(access.SignInRefused):
        office.identify(app.token)
    (old,) = rows(office, SecondFactor)
    back = app.password()
    assert back.stage is SessionStage.ENROLLING
    app.token = back.token
    app.start()
    assert len(rows(office, SecondFactor)) == 2
    app.confirm()
    assert stage_of(office, back.token) is SessionStage.OPEN
    (new,) = rows(office, SecondFactor)
    assert new.id != old.id
    assert app.password().stage is SessionStage.HALF_OPEN
    assert "second_factor.reset" in office.acts()


def test_a_reset_lapses_after_a_day_and_what_was_there_stands(office: Office) -> None:
    app, by = App(office, ANN).set_up(), office.join(LANDLORD, BOB)
    reset(office, by, app.actor)
    office.wait(hours=23, minutes=59)
    assert app.password().stage is SessionStage.ENROLLING
    office.wait(minutes=1)
    half = app.password()
    assert half.stage is SessionStage.HALF_OPEN
    assert app.complete(half.token, app.shown).stage is SessionStage.OPEN


def test_nobody_resets_their_own_another_organisation_s_or_none(
    office: Office,
) -> None:
    app, bare = App(office, ANN).set_up(), office.join(LANDLORD, BOB)
    stranger = office.join(REFUGE, "eve@refuge.example")
    for by, whose in ((app.actor, app.actor), (stranger, app.actor), (app.actor, bare)):
        with pytest.raises(NotFound):
            reset(office, by, whose)


def test_a_leaver_s_is_erased(office: Office) -> None:
    app = App(office, ANN).set_up()
    with office.acting(app.actor) as session:
        (person,) = queries.people_of(session, app.actor)
        access.leave(session, actor=app.actor, person_ref=person.public_ref)
    assert rows(office, SecondFactor) == rows(office, RecoveryCode) == []
