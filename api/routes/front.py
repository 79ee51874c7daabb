from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict

from api.door import Visit, open_door, refuse_unknown_parameters, service_of
from api.problems import answer
from api.routing import Router
from reciprocal.places import ATTRIBUTION

router = Router(tags=["Front door"])


class Welcome(BaseModel):
    """What this service is and where its API lives."""

    model_config = ConfigDict(extra="forbid")

    service: str
    about: str
    api: str
    description: str
    attribution: list[str]


class Health(BaseModel):
    """One word."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["live", "ready"]


@router.get("/", response_model=Welcome)
def front(visit: Annotated[Visit, open_door()]) -> object:
    """Say what this service is and where its API lives; a browser is shown the desk."""
    if "text/html" in visit.request.headers.get("accept", ""):
        return RedirectResponse("/desk", status_code=HTTPStatus.SEE_OTHER)
    return {
        "service": "Reciprocal",
        "about": (
            "A managed reciprocal property exchange between social landlords in "
            "England. For the staff of its members; there is nothing here for others."
        ),
        "api": "/v1",
        "description": "/openapi.json",
        "attribution": list(ATTRIBUTION),
    }


@router.get("/health/live", response_model=Health)
async def live(request: Request) -> object:
    """Answer while the process lives; asks nothing of the database."""
    refuse_unknown_parameters(request)
    return {"status": "live"}


@router.get("/health/ready", response_model=Health)
def ready(request: Request) -> object:
    """Answer when the database and the background worker are there."""
    refuse_unknown_parameters(request)
    if not service_of(request).is_ready():
        return not_ready()
    return {"status": "ready"}


def not_ready() -> JSONResponse:
    """Say that it is not, as a problem."""
    return answer(503, "not_ready", "The database or the worker is not there yet.")
