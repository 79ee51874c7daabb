"""Files of homes and of stock, in one request each, and many releases at once."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.door import Visit, door
from api.routing import Router
from api.schemas import imports as bodies
from api.schemas.answers import answer_of
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports.reading import FileKind
from reciprocal.proposals import operations as steps

router = Router(prefix="/v1", tags=["Whole files"])

_FORM = "multipart/form-data"
_KINDS = {
    "text/csv": FileKind.CSV,
    "application/json": FileKind.JSON,
    bodies.XLSX: FileKind.XLSX,
    # Older names for a workbook; what it holds says whether it can be read.
    "application/vnd.ms-excel": FileKind.XLSX,
    "application/vnd.ms-excel.sheet.macroenabled.12": FileKind.XLSX,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, with the content type that was said of it."""

    content: bytes
    media: str

    def kind(self) -> FileKind:
        """Return which kind of file it is; asked after the door has let it in."""
        kind = _KINDS.get(self.media)
        if kind is None:
            raise HTTPException(415)
        return kind


async def uploaded(request: Request) -> Upload:
    """Take the whole file before the transaction begins: it may come slowly."""
    media = _media(request.headers.get("content-type"))
    if media != _FORM:
        return Upload(await request.body(), media)
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise HTTPException(400)
        return Upload(await file.read(), _media(file.content_type))


def _media(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


File = Annotated[Upload, Depends(uploaded)]


@router.post(
    "/imports/homes",
    status_code=201,
    response_model=answer_of("home_import"),
    openapi_extra=bodies.file_body(bodies.PLAIN, bodies.EXAMPLE_HOME),
)
def import_homes(
    asked: Annotated[bodies.ImportHomes, Query()],
    file: File,
    visit: Annotated[Visit, door("homes.post")],
) -> object:
    """Post a whole file of homes, or make the pot hold what it lists; all or none."""
    return imports.import_homes(
        visit.session,
        actor=visit.actor,
        given=file.content,
        kind=file.kind(),
        wanted=asked.wanted(),
        free=steps.free_unseen,
    )


@router.post(
    "/imports/stock",
    status_code=201,
    response_model=answer_of("stock_import"),
    openapi_extra=bodies.file_body(bodies.PLAIN, {"UPRN": "100023336956"}),
)
def import_stock(
    asked: Annotated[bodies.ImportStock, Query()],
    file: File,
    visit: Annotated[Visit, door("stock.register")],
) -> object:
    """Register a whole file of dwellings as yours."""
    return imports.import_stock(
        visit.session,
        actor=visit.actor,
        given=file.content,
        kind=file.kind(),
        wanted=asked.wanted(),
    )


@router.post("/homes/release", response_model=answer_of("homes_released"))
def release_homes(
    body: bodies.ReleaseHomes, visit: Annotated[Visit, door("homes.release")]
) -> object:
    """Release homes that a colleague posted, all of them or none."""
    return imports.release_homes(
        visit.session, actor=visit.actor, home_refs=body.references
    )
