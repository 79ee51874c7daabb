"""A file posted at once ends as so many single postings end."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from fixtures.scenarios import HACKNEY
from reciprocal.access.actor import Actor, service
from reciprocal.homes import bars
from reciprocal.homes import operations as homes
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports import reading
from reciprocal.homes.imports.delimited import read_csv
from reciprocal.homes.imports.faults import (
    Found,
)
from reciprocal.homes.imports.headers import Asked
from reciprocal.homes.imports.operations import (
    Wanted,
)
from reciprocal.homes.imports.reading import FileKind
from reciprocal.homes.tables import Home, NominationRelease
from reciprocal.notices.tables import Task
from reciprocal.proposals import operations as steps
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.tables import SubjectKey
from tests.reciprocal.homes.imports.bench import Bench
from tests.reciprocal.homes.imports.sheets import Row, as_csv, row, rows
from tests.reciprocal.homes.test_nominations import ASSOCIATION, with_an_association
from tests.reciprocal.journey import Journey
from tests.support.minutes import examples
from tests.support.world import MakeWorld


def shape(session: Session, actor: Actor) -> object:
    """Return what is stored of a landlord's homes, whatever identifiers it got."""
    found = session.exec(
        select(Home).where(Home.provider_id == actor.organisation_id)
    ).all()
    identity = {"id", "landlord_ref", "board_ref", "key_id"}
    sealed = {"uprn", "address", "postcode", "place", "teams_barred"}
    by_id = {home.id: home.uprn_blind for home in found}
    by_ref = {home.board_ref: home.uprn_blind for home in found}
    states = []
    for home in found:
        plain = {
            name: getattr(home, name)
            for name in Home.model_fields
            if name not in identity | sealed
        }
        opened = {
            name: sealing.unseal(session, value, f"home.{name}", home.id)
            for name in sealed
            if (value := getattr(home, name)) is not None
        }
        key = session.get_one(SubjectKey, home.key_id)
        assert (key.subject_kind, key.subject_id) == ("home", home.id)
        states.append((home.uprn_blind, plain, opened, key.organisation_id))
    asked = session.exec(select(NominationRelease)).all()
    tasks = session.exec(select(Task)).all()
    acts = Counter(
        (action, kind, by_id.get(subject, ""), code)
        for _, _, action, (kind, subject), code in session.info["audit_waiting"]
    )
    return (
        sorted(states, key=lambda state: state[0]),
        sorted((by_id.get(each.home_id, ""), each.council_id) for each in asked),
        sorted(
            (each.organisation_id, each.kind, by_ref.get(each.subject_ref, ""))
            for each in tasks
        ),
        acts,
    )


class _Undone(Exception):
    pass


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Take back what is stored inside, and what was to be written down of it."""
    session.info["audit_waiting"] = []
    point = session.begin_nested()
    yield
    point.rollback()
    session.expunge_all()


drawn_rows = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(0, 9),
            "bedrooms": st.integers(0, 4).map(str),
            "floor": st.sampled_from(["", "0", "3"]),
            "letting_route": st.sampled_from(["own share", "nomination"]),
            "postcode": st.sampled_from(["NW1 8NH", "E8 1EA", "SW1A 1AA"]),
            "works": st.sampled_from(["", "minor"]),
            "supply": st.sampled_from(["", "letting"]),
        }
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda drawn: drawn["number"],
)


def test_a_file_ends_as_so_many_single_postings_end(make_world: MakeWorld) -> None:
    """Two ways to post, one state: clashes, bars, nominations and audit included."""
    bench = Bench(Journey(make_world(with_an_association())), ASSOCIATION)
    hackney = Bench(bench.journey, HACKNEY)
    hackney.stock(rows(2))
    hackney.send(rows(2))
    lead = bench.lead
    bench.stock(rows(10))

    def one_by_one(session: Session, sent: list[Row]) -> None:
        lines = reading.read_homes(
            read_csv(as_csv(sent)),
            Asked(),
            today=bench.world.hands.now().date(),
            found=Found(),
        )
        for line in lines:
            homes.post_home(
                session,
                actor=lead,
                dwelling=homes.Dwelling(
                    uprn=line.uprn,
                    address=line.address,
                    postcode=str(line.place.postcode),
                ),
                facts=line.facts,
            )

    def at_once(session: Session, sent: list[Row]) -> None:
        imports.import_homes(
            session,
            actor=lead,
            given=as_csv(sent),
            kind=FileKind.CSV,
            wanted=Wanted(),
            free=steps.free_unseen,
        )

    ways: tuple[Callable[[Session, list[Row]], None], ...] = (one_by_one, at_once)
    with suppress(_Undone), bench.world.acting(lead) as session:
        for uprn in (1, 3):
            bars.close_dwelling(
                session,
                actor=service(lead.scheme_id),
                uprn=str(5_000_000_000 + uprn),
                team=hackney.lead.organisation_id,
            )

        @settings(
            max_examples=examples(15, 300),
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(drawn=drawn_rows)
        def agree(drawn: list[dict[str, Any]]) -> None:
            sent = [row(tenancy_offered="assured", **each) for each in drawn]
            ends = []
            for way in ways:
                with undone(session):
                    way(session, sent)
                    session.flush()
                    ends.append(shape(session, lead))
            assert ends[0] == ends[1]

        agree()
        raise _Undone
