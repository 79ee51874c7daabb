"""Files over HTTP: content types, limits, problems by row, and nothing echoed."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from api.schemas.imports import EXAMPLE_HOME, XLSX, ImportHomes
from fixtures.scenarios import HACKNEY
from reciprocal.access.actor import Role
from reciprocal.homes.imports.columns import COLUMNS
from reciprocal.homes.tables import Home, StockEntry
from tests.api.standing import Standing
from tests.reciprocal.homes.imports.sheets import (
    Row,
    as_csv,
    as_json,
    as_xlsx,
    grid,
    row,
    rows,
)
from tests.support.minutes import examples
from tests.support.world import bearer, keyed

HOMES, STOCK = "/v1/imports/homes", "/v1/imports/stock"
CANARY = "Zyzzyva9417"
MEDIA = {"csv": "text/csv", "json": "application/json", "xlsx": XLSX}


def send(
    standing: Standing,
    path: str,
    content: bytes,
    media: str = "text/csv",
    *,
    caller: str = Role.NAMED_LEAD,
    **asked: Any,  # noqa: ANN401 - query parameters
) -> Any:  # noqa: ANN401 - an httpx response
    return standing.world.http.post(
        path,
        content=content,
        params=asked,
        headers=standing.headers(caller, "POST", path)
        | keyed()
        | {"Content-Type": media},
    )


def stored(standing: Standing) -> tuple[int, ...]:
    """Return how many homes and dwellings there are, and the sum of rents."""
    with standing.world.acting(standing.world.coordinator) as session:
        return (
            session.exec(select(func.count(col(Home.id)))).one(),
            session.exec(select(func.count(col(StockEntry.id)))).one(),
            session.exec(select(func.sum(col(Home.weekly_rent_pence)))).one(),
        )


def written(kind: str, given: list[Row]) -> bytes:
    if kind == "csv":
        return as_csv(given)
    if kind == "json":
        return as_json(given)
    return as_xlsx(("Voids", grid(given)))


@pytest.mark.parametrize(
    ("kind", "start"), [("csv", 100), ("json", 200), ("xlsx", 300)]
)
def test_each_kind_of_file_is_taken(standing: Standing, kind: str, start: int) -> None:
    content = written(kind, rows(2, start))
    told = send(standing, STOCK, content, MEDIA[kind])
    assert (told.status_code, told.json()["added"]) == (201, 2)
    caller = Role.LANDLORD_SYSTEM
    dry = send(standing, HOMES, content, MEDIA[kind], caller=caller, dry_run="true")
    assert (dry.status_code, dry.json()["posted"]) == (201, 2)
    done = send(standing, HOMES, content, MEDIA[kind], caller=caller)
    assert (done.status_code, done.json()["posted"]) == (201, 2)
    first = 1 if kind == "json" else 2
    assert [each["row"] for each in done.json()["homes"]] == [first, first + 1]
    for each in done.json()["homes"]:
        path = f"/v1/homes/{each['reference']}"
        read = standing.send(caller, "GET", path)
        assert read.json()["stage"] == "awaiting_release"


def test_a_form_carries_a_file(standing: Standing) -> None:
    def post(name: str, media: str) -> Any:  # noqa: ANN401 - an httpx response
        return standing.world.http.post(
            STOCK,
            files={name: ("stock.csv", as_csv(rows(1, 400)), media)},
            headers=standing.headers(Role.NAMED_LEAD) | keyed(),
        )

    assert post("file", "text/csv").json()["added"] == 1
    assert post("other", "text/csv").status_code == 400
    assert post("file", "image/png").status_code == 415
    assert send(standing, STOCK, b"x", "multipart/form-data").status_code == 400


def test_homes_are_released_together(standing: Standing) -> None:
    content = as_csv(rows(2, 500))
    send(standing, STOCK, content)
    sent = [
        each["reference"] for each in send(standing, HOMES, content).json()["homes"]
    ]
    for who, status in (("lead", 403), ("deputy", 200), ("deputy", 409)):
        answer = standing.world.call(
            HACKNEY, "POST", "/v1/homes/release", {"references": sent}, who=who
        )
        assert answer.status_code == status, answer.json()
    assert answer.json()["faults"][0]["field"].startswith("references.")


@pytest.mark.parametrize(
    "media", ["image/png", "", "application/x-www-form-urlencoded"]
)
def test_other_content_types_are_refused(standing: Standing, media: str) -> None:
    answer = send(standing, HOMES, b"x", media)
    assert (answer.status_code, answer.json()["code"]) == (
        415,
        "unsupported_media_type",
    )


def test_only_described_parameters_are_taken(standing: Standing) -> None:
    for asked in (
        {"dryrun": "true"},
        {CANARY: "1"},
        {"mode": CANARY},
        {"column": CANARY},
    ):
        answer = send(standing, HOMES, as_csv(rows(1)), **asked)
        assert answer.status_code == 422
        assert CANARY not in answer.text


def test_a_mapping_and_fixed_values_come_in_the_query(standing: Standing) -> None:
    given = [
        {("Rooms" if n == "No of beds" else n): c for n, c in each.items()}
        for each in rows(1, 600)
    ]
    send(standing, STOCK, as_csv(given))
    asked = {"column": ["bedrooms=Rooms"], "fixed": ["works=minor"], "dry_run": "true"}
    answer = send(standing, HOMES, as_csv(given), **asked)
    assert answer.status_code == 201, answer.json()


def test_a_fault_is_told_by_row_and_header(standing: Standing) -> None:
    given = [row(700), row(701, bedrooms=CANARY, uprn=f"={CANARY}")]
    for kind, first in (("csv", 3), ("json", 2), ("xlsx", 3)):
        answer = send(standing, HOMES, written(kind, given), MEDIA[kind])
        assert (answer.status_code, answer.json()["code"]) == (422, "rows_invalid")
        assert CANARY not in answer.text
        told = {(each["row"], each["field"]) for each in answer.json()["faults"]}
        assert {(first, "UPRN"), (first, "No of beds")} <= told


def test_a_file_may_be_larger_than_a_body_and_not_without_end(
    standing: Standing,
) -> None:
    most = standing.world.working.settings.body_bytes_max
    large = b"UPRN,Note\n" + (b"12," + b"x" * 100_000 + b"\n") * (most // 100_000 + 1)
    assert send(standing, STOCK, large).status_code == 422
    beyond = standing.world.working.settings.import_bytes_max
    answer = send(standing, STOCK, b"x" * (beyond + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    def pieces() -> Iterator[bytes]:
        for _ in range(beyond // 1_000_000 + 2):
            yield b"x" * 1_000_000

    answer = standing.world.http.post(
        STOCK,
        content=pieces(),
        headers=bearer(standing.world.token(HACKNEY)) | {"Content-Type": "text/csv"},
    )
    assert answer.status_code == 413


def test_the_example_of_the_description_is_one_that_is_read(standing: Standing) -> None:
    content = as_json([EXAMPLE_HOME])
    assert send(standing, STOCK, content, MEDIA["json"]).status_code == 201
    answer = send(standing, HOMES, content, MEDIA["json"], dry_run="true")
    assert answer.status_code == 201, answer.json()
    assert set(ImportHomes.model_fields) >= {"dry_run", "mode", "column"}


# --- Anything at all: no fault of ours, no echo, nothing half stored. ---

HEADERS = [header for column in COLUMNS for header in column.headers[:1]]
odd_cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "=1", "2.0", "1E+11", "٣", "\ud800", "\0", "31/02/2026"]),
).map(lambda text: text if not text else f"{text}{CANARY}")
odd_rows = st.lists(
    st.dictionaries(
        st.one_of(st.sampled_from(HEADERS), odd_cells), odd_cells, max_size=8
    ),
    max_size=4,
)
scars = st.lists(
    st.tuples(st.integers(0, 10**6), st.binary(max_size=4)), min_size=1, max_size=6
)


def scarred(content: bytes, where: list[tuple[int, bytes]]) -> bytes:
    """Return a file with some bytes of it overwritten, and perhaps cut short."""
    for at, piece in where:
        place = at % (len(content) + 1)
        content = content[:place] + piece + content[place + len(piece) :]
        if not piece:
            content = content[:place]
    return content


def repacked(content: bytes, where: list[tuple[int, bytes]]) -> bytes:
    """Return a workbook whose sheet is scarred, its archive sound."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            harmed = name.endswith(("sheet1.xml", "sharedStrings.xml", "workbook.xml"))
            new.writestr(name, scarred(part, where) if harmed else part)
    return target.getvalue()


def holds(standing: Standing, content: bytes, media: str, **asked: str) -> None:
    before = stored(standing)
    answer = send(standing, HOMES, content, media, **asked)
    assert answer.status_code < 500, answer.text
    assert CANARY not in answer.text
    if answer.status_code != 201:
        assert stored(standing) == before


FUZZING = settings(
    max_examples=examples(40, 3_000),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_arbitrary_files_do_no_harm(standing: Standing) -> None:
    sound = {kind: written(kind, [row(800, address=CANARY)]) for kind in MEDIA}

    @seed(20_260_302)
    @FUZZING
    @given(
        kind=st.sampled_from(sorted(MEDIA)),
        shape=st.sampled_from(["noise", "scarred", "repacked", "rows"]),
        noise=st.binary(max_size=200),
        where=scars,
        odd=odd_rows,
        mode=st.sampled_from(["add", "snapshot"]),
    )
    def harmless(
        kind: str,
        shape: str,
        noise: bytes,
        where: list[tuple[int, bytes]],
        odd: list[Row],
        mode: str,
    ) -> None:
        content = noise + CANARY.encode()
        if shape == "scarred":
            content = scarred(sound[kind], where)
        elif shape == "repacked":
            kind, content = "xlsx", repacked(sound["xlsx"], where)
        elif shape == "rows":
            kind, content = "json", as_json([row(801) | each for each in odd])
        holds(standing, content, MEDIA[kind], mode=mode, ignore_unknown="true")
        holds(standing, content, MEDIA[kind], mode=mode)

    harmless()
