"""Spreadsheets of homes and of stock: first tried, then brought in, whole or not."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.datastructures import UploadFile

from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.inside import Answer, Refused

CARRIED_BYTES_MAX = 4 * 1024 * 1024
"""A larger file is not carried from the trial to the import: it is chosen again."""

_BOTH = ("GET", "POST")
_ASKED = ("ignore_unknown", "mode", "withdraw")
_SNAPSHOT, _BRAKE = "snapshot", "snapshot_brake"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {"csv": "text/csv", "xlsx": _XLSX, "json": "application/json"}


def open_pages(pages: Pages) -> None:
    """Register the pages on which files are sent."""
    pages.add("/homes/upload", homes, methods=_BOTH)
    pages.add("/homes/stock", stock, methods=_BOTH)


async def homes(desk: Desk) -> Shown | Moved:
    """Try a spreadsheet of homes, say what would happen, and then bring it in."""
    return await _upload(desk, "homes", "/v1/imports/homes", "/desk/homes/release")


async def stock(desk: Desk) -> Shown | Moved:
    """Register the dwellings of a file as the landlord's own."""
    return await _upload(desk, "stock", "/v1/imports/stock", "/desk/homes")


async def _upload(desk: Desk, what: str, path: str, then: str) -> Shown | Moved:
    values: dict[str, Any] = {"what": what, "back": "/desk/homes", "key": str(uuid4())}
    if desk.request.method == "GET":
        return Shown("landlord/upload.html", values)
    file = await _file(desk)
    if file is None:
        values["faults"] = [{"row": None, "field": "", "fault": "Choose a file."}]
        return Shown("landlord/upload.html", values, HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = _asked(desk) if what == "homes" else {}
    really = desk.typed("really") == "true"
    values |= {"asked": asked, "name": file[0], "carried": _carried(file)}
    try:
        answer = await _send(desk, path, file, asked, dry_run=not really)
    except Refused as refused:
        if refused.code == _BRAKE:
            values["braked"] = refused.faults[0]["fault"]
        else:
            values["faults"] = refused.faults or [_whole(refused)]
        return Shown("landlord/upload.html", values, refused.status)
    if really:
        return Moved(then, "uploaded")
    values |= {"told": answer.body, "counts": _counts(answer.body)}
    return Shown("landlord/upload.html", values)


def _asked(desk: Desk) -> dict[str, str]:
    """Return what is asked of a file of homes, by the import's own names.

    A number of homes that may go is only asked for where the file is all there is.
    """
    said = {name: desk.typed(name).strip() for name in _ASKED}
    if said["mode"] != _SNAPSHOT:
        said["mode"] = said["withdraw"] = ""
    return {name: value for name, value in said.items() if value}


async def _send(
    desk: Desk,
    path: str,
    file: tuple[str, bytes, str],
    asked: Mapping[str, str],
    *,
    dry_run: bool,
) -> Answer:
    query = {"dry_run": str(dry_run).lower(), **asked}
    key = str(uuid4()) if dry_run else desk.typed("key")
    return await desk.inside.ask("POST", path, query=query, file=file, key=key)


async def _file(desk: Desk) -> tuple[str, bytes, str] | None:
    """Return name, bytes and content type of the file that was chosen or carried."""
    given = desk.form.get("file")
    if isinstance(given, UploadFile) and given.filename:
        name, content = given.filename, await given.read()
    else:
        name = desk.typed("name")
        try:
            content = base64.b64decode(desk.typed("carried"), validate=True)
        except binascii.Error:
            return None
    if not content:
        return None
    kind = _KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return name, content, kind


def _carried(file: tuple[str, bytes, str]) -> str:
    name, content, _ = file
    del name
    if len(content) > CARRIED_BYTES_MAX:
        return ""
    return base64.b64encode(content).decode()


def _counts(told: Mapping[str, Any]) -> Sequence[tuple[str, int]]:
    """Return what would happen to how many, as the answer counts it."""
    return [
        (name, value)
        for name, value in told.items()
        if isinstance(value, int) and not isinstance(value, bool)
    ]


def _whole(refused: Refused) -> dict[str, Any]:
    return {"row": None, "field": "", "fault": refused.title}
