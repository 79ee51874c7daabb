"""The one note of a step: screened, sealed, and read by two parties alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from reciprocal.errors import FieldsInvalid, NotFound
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import supporting
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.support.notes import NoteWrittenAlready
from reciprocal.support.screening import found_in
from reciprocal.support.tables import StepNote
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.support.acts import both_agree
from tests.support.world import MakeWorld

WORDS = "They will come for the keys with a colleague of ours, at ten."


def write(journey: Journey, words: str = WORDS) -> None:
    with journey.world.acting(journey.worker) as session:
        supporting.note_for_case(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            words=words,
        )


@pytest.mark.parametrize(
    "words",
    [
        WORDS,
        "Two children, 4 and 9, and an assistance dog. Meet at 10 am on 3 March.",
        "Please fit 2 locks and 1 alarm before they move in.",
        "A lift for 12 people is enough.",
        "We are there at 9.30am or by 1 pm, for a 2 hour visit, with up to 3 others.",
        "The household's 2 children, and the landlord\u2019s 3 keys.",
    ],
)
def test_a_plain_note_passes(words: str) -> None:
    assert found_in(words) == ()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("They come from E8 1AA.", "postcodes"),
        ("They come from e81aa.", "postcodes"),
        ("They come from SW1A-1AA.", "postcodes"),
        ("They come from E8.", "postcodes and parts of them"),
        ("They know SE15 4.", "postcodes and parts of them"),
        ("Near \uff25\uff18 1AA", "postcodes"),
        ("They come from S W 1 A 1 A A.", "postcodes spelt with gaps"),
        ("They come from SW 1A.", "postcodes spelt with gaps"),
        ("They come from E 8.", "postcodes spelt with gaps"),
        ("They come from S.W.1.", "postcodes spelt with gaps"),
        ("They come from S\u200bW\u200b1A.", "postcodes and parts of them"),
        ("They come from E\u0668.", "postcodes and parts of them"),
        ("Ring 020, 7946, 0000.", "telephone and other long numbers"),
        ("Ring 020\u200b7946\u2060000.", "telephone and other long numbers"),
        ("Ring 020 7946 0000.", "telephone and other long numbers"),
        ("Ring +44 (0)7700-900000.", "telephone and other long numbers"),
        ("Its number is 100023336956.", "telephone and other long numbers"),
        ("Ring 0\u06627700900000", "telephone and other long numbers"),
        ("Write to somebody@example.org.", "e-mail addresses"),
        ("Write to somebody(at)example", "e-mail addresses"),
        ("See https://somewhere", "addresses of pages"),
        ("See somewhere.co.uk", "addresses of pages"),
    ],
)
def test_what_tells_a_place_or_a_way_to_somebody_is_found(
    words: str, part: str
) -> None:
    assert part in found_in(words)


@given(
    area=st.sampled_from(["E", "SW", "NW", "LS", "B"]),
    district=st.integers(1, 99),
    sector=st.integers(0, 9),
    unit=st.sampled_from(["AA", "BD", "ZZ"]),
    gap=st.sampled_from(["", " ", "  ", "-", ". "]),
    before=st.sampled_from(["", "at ", "(", "near:"]),
    lower=st.booleans(),
)
def test_every_postcode_is_found(
    *,
    area: str,
    district: int,
    sector: int,
    unit: str,
    gap: str,
    before: str,
    lower: bool,
) -> None:
    words = f"{before}{area}{district}{gap}{sector}{unit}"
    assert found_in(words.lower() if lower else words)


def test_a_refusal_repeats_nothing_of_the_note(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    with pytest.raises(FieldsInvalid) as refused:
        write(journey, "Ring Quillfeather on 020 7946 0000.")
    (fault,) = refused.value.faults
    assert fault.field == "note"
    assert "Quillfeather" not in fault.fault
    assert "7946" not in fault.fault
    with journey.reading() as session:
        assert session.exec(select(StepNote)).all() == []


def test_both_sides_read_the_note_and_it_lies_sealed(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    write(journey)
    with journey.world.acting(journey.worker) as session:
        mine = supporting.show_case_support(session, journey.worker, journey.request)
        assert mine["note"] == WORDS
    with journey.world.acting(journey.landlord) as session:
        theirs = supporting.show_offer_support(
            session, journey.landlord, journey.proposal
        )
        assert theirs["note"] == WORDS
    with journey.world.acting(journey.old_landlord) as session:
        left = supporting.show_departure_support(
            session, journey.old_landlord, journey.proposal
        )
        assert "note" not in left
    with journey.reading() as session:
        (row,) = session.exec(select(StepNote)).all()
    assert WORDS.encode() not in row.words.box


def test_a_consent_taken_back_hides_the_note_from_the_landlord_at_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).signed()
    write(journey)
    with journey.world.acting(journey.worker) as session:
        proposals.withdraw_consent(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            purpose=ConsentPurpose.OFFER,
        )
    with journey.world.acting(journey.landlord) as session:
        theirs = supporting.show_offer_support(
            session, journey.landlord, journey.proposal
        )
        assert theirs["note"] is None


def test_a_step_has_one_note(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    write(journey)
    with pytest.raises(NoteWrittenAlready):
        write(journey, "Another.")


def test_there_is_no_note_before_the_yes_or_after_the_end(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(NotFound):
        write(journey)
    journey = both_agree(make_world)
    with pytest.raises(NotFound):
        write(journey)
    journey.household_answers(agreed=False, code=EndCode.NOT_SAFE)
    with pytest.raises(NotFound):
        write(journey)
