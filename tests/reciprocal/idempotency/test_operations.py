"""A request under a key has one effect and one answer, until it is forgotten."""

from collections.abc import Sequence
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, func, select

from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid
from reciprocal.idempotency import operations as idempotency
from reciprocal.idempotency.operations import Answer, KeyRequired, KeyReused
from reciprocal.idempotency.tables import KeptAnswer
from reciprocal.sealing.tables import SubjectKey
from tests.reciprocal.members import LANDLORD, REFUGE, Office, together
from tests.support.minutes import examples

DAYS = 90
TWINS = 50
CANARY = "kanarienvogel"
REQUEST = b"POST\n/v1/homes\n\n{}"


class Failed(Exception):
    """What was asked for could not be done."""


def ask(
    office: Office,
    actor: Actor,
    key: str,
    request: bytes = REQUEST,
    *,
    fails: bool = False,
) -> tuple[Answer, bool]:
    """Do as the street door does; return the answer, and whether it was kept."""
    with office.acting(actor) as session:
        attempt = idempotency.attempt(session, actor=actor, key=key, request=request)
        before = idempotency.answered_before(session, attempt)
        if before is not None:
            return before, True
        audit.record(session, actor, "effect", subject=("request", key))
        place = session.exec(select(func.count()).select_from(KeptAnswer)).one()
        answer = Answer(201, (("ETag", '"1"'),), f'{{"{CANARY}":{place}}}'.encode())
        idempotency.keep(session, attempt, answer, subject_ref="", days=DAYS)
        if fails:
            raise Failed
        return answer, False


def effects(office: Office, key: str) -> int:
    query = select(func.count()).where(
        AuditEntry.action == "effect", AuditEntry.subject_id == key
    )
    with Session(office.database.engine) as session:
        return session.exec(query).one()


def kept(office: Office) -> int:
    with office.acting() as session:
        return session.exec(select(func.count()).select_from(KeptAnswer)).one()


def live_keys(office: Office) -> list[bool]:
    """Tell of each answer's own key whether it still opens anything."""
    query = select(SubjectKey.wrapped).where(SubjectKey.subject_kind == "kept_answer")
    with office.acting() as session:
        return sorted(wrapped is not None for wrapped in session.exec(query))


@pytest.mark.parametrize(
    "key", ["a", "z" * 64, "5f0c7d9e-2b64-4d55-9a51-0c7f6a1f3f1e", '"quoted"', "!~"]
)
def test_a_key_of_visible_ascii_is_taken_as_it_is(key: str) -> None:
    assert idempotency.key_among((key,)) == key


@pytest.mark.parametrize(
    "sent",
    [("",), ("z" * 65,), ("two words",), ("é",), ("a\n",), ("a\x7f",), ("a", "a")],
)
def test_any_other_key_is_refused_by_the_headers_name(sent: Sequence[str]) -> None:
    with pytest.raises(FieldsInvalid) as refused:
        idempotency.key_among(sent)
    assert [each.field for each in refused.value.faults] == ["Idempotency-Key"]


def test_no_key_is_a_fault_of_its_own() -> None:
    with pytest.raises(KeyRequired):
        idempotency.key_among(())


def test_the_same_request_again_hears_the_same_answer(office: Office) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    first, again = ask(office, lead, "k"), ask(office, lead, "k")
    assert again == (first[0], True)
    assert first[1] is False
    assert effects(office, "k") == 1
    assert office.acts()[-1] == "sealed.read"


@pytest.mark.parametrize(
    "other", [b"POST\n/v1/homes\n\n{ }", b"POST\n/v1/stock\n\n{}", b""]
)
def test_another_request_under_the_key_is_refused(office: Office, other: bytes) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    ask(office, lead, "k")
    with pytest.raises(KeyReused) as refused:
        ask(office, lead, "k", other)
    assert [each.field for each in refused.value.faults] == ["Idempotency-Key"]
    assert effects(office, "k") == 1


def test_a_key_is_its_callers_alone(office: Office) -> None:
    people = [
        office.join(LANDLORD, "lead@member.example"),
        office.join(LANDLORD, "deputy@member.example"),
        office.join(REFUGE, "worker@refuge.example"),
    ]
    assert [ask(office, each, "k")[1] for each in people] == [False] * 3
    assert [ask(office, each, "k")[1] for each in people] == [True] * 3
    assert effects(office, "k") == 3


def test_what_failed_is_not_kept_and_may_be_tried_again(office: Office) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    with pytest.raises(Failed):
        ask(office, lead, "k", fails=True)
    assert (effects(office, "k"), kept(office)) == (0, 0)
    assert ask(office, lead, "k", b"another request")[1] is False
    assert effects(office, "k") == 1


def test_fifty_twins_have_one_effect_and_one_answer(office: Office) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    # Once: who makes an organisation's first key is waited for by all others anyway.
    ask(office, lead, "earlier")
    found = together([partial(ask, office, lead, "k")] * TWINS)
    answers = [each for each in found if isinstance(each, tuple)]
    assert len(answers) == TWINS, found
    assert len({answer for answer, _ in answers}) == 1
    assert sorted(again for _, again in answers) == [False] + [True] * (TWINS - 1)
    assert (effects(office, "k"), kept(office)) == (1, 2)


def test_nothing_of_it_lies_open_in_the_database(
    office: Office,
) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    key = f"{CANARY}-key"
    answer, _ = ask(office, lead, key, CANARY.encode())
    assert CANARY in answer.body.decode()
    with office.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM kept_answer")).mappings().all()
    assert len(rows) == 1
    for value in rows[0].values():
        raw = value if isinstance(value, bytes | memoryview) else str(value).encode()
        assert CANARY.encode() not in bytes(raw)


def test_after_its_days_a_key_is_forgotten_and_its_answer_erased(
    office: Office,
) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    ask(office, lead, "old")
    office.wait(days=1)
    ask(office, lead, "new")
    office.wait(days=DAYS - 1, seconds=-1)
    with office.acting() as session:
        assert idempotency.forget_expired(session) == 0
    assert ask(office, lead, "old")[1] is True
    office.wait(seconds=1)
    with office.acting() as session:
        assert idempotency.forget_expired(session) == 1
        assert idempotency.forget_expired(session) == 0
    assert live_keys(office) == [False, True]
    assert ask(office, lead, "new")[1] is True
    assert ask(office, lead, "old", b"another request")[1] is False
    assert effects(office, "old") == 2


def test_a_key_is_forgotten_on_its_day_though_nobody_swept(office: Office) -> None:
    lead = office.join(LANDLORD, "lead@member.example")
    ask(office, lead, "k")
    office.wait(days=DAYS)
    assert ask(office, lead, "k", b"another request")[1] is False
    assert (effects(office, "k"), kept(office)) == (2, 1)
    assert live_keys(office) == [False, True]


ACTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 2),
        st.sampled_from([b"one", b"other"]),
        st.booleans(),
    ),
    max_size=12,
)
_number = count()


@settings(
    max_examples=examples(15, 400),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_however_requests_are_repeated_each_key_has_one_effect_and_one_answer(
    office: Office, acts: list[tuple[int, int, bytes, bool]]
) -> None:
    """Held against a dictionary, which cannot be wrong about it."""
    run = next(_number)
    people = [
        office.join(LANDLORD, f"{who}-{run}@member.example")
        for who in ("lead", "deputy")
    ]
    answered: dict[tuple[int, int], tuple[bytes, Answer]] = {}
    for who, which, request, fails in acts:
        known = answered.get((who, which))
        key = f"{run}-{which}"
        try:
            answer, again = ask(office, people[who], key, request, fails=fails)
        except KeyReused:
            assert known is not None
            assert known[0] != request
        except Failed:
            assert known is None
            assert fails
        else:
            assert again is (known is not None)
            assert known in (None, (request, answer))
            answered[who, which] = (request, answer)
    for which in range(3):
        done = sum((who, which) in answered for who in range(2))
        assert effects(office, f"{run}-{which}") == done
