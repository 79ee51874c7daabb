"""The application: routes, faults and headers around one service."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import openapi, problems
from api.counts import Counts
from api.limits import Limits, Told
from api.pages import hung as pages
from api.pages.unwell import InWords
from api.proxies import Proxies
from api.routes import ROUTERS
from api.shield import BodyLimit, Shield
from reciprocal.composition import Service
from reciprocal.settings import Settings


def create_app(
    service: Service | None = None,
    *,
    with_worker: bool = True,
    counts: Counts | None = None,
) -> FastAPI:
    """Return the application for a service.

    Args:
        service: Made from the environment when left out.
        with_worker: Launch the background worker in this process (the embedded
            default); False where `reciprocal worker` runs beside it or a test has
            launched it already.
        counts: Whoever counts the budgets of several processes; left out, this one
            counts for itself.
    """
    working = service or Service(Settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        # In a thread: the engine must not take this event loop for its own.
        if with_worker:
            await to_thread(working.start)
        yield
        if with_worker:
            await to_thread(working.close)

    app = FastAPI(
        title="Reciprocal",
        version="1",
        summary="Managed reciprocal property exchange for social landlords",
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        contact=openapi.CONTACT,
        servers=openapi.SERVERS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        separate_input_output_schemas=False,
        redirect_slashes=False,
        telemetry={"tracing": False},
        # As they were built at import: to include a router is to build each of its
        # routes again, for every application, as the first requests come by.
        routes=[
            *(route for router in ROUTERS for route in router.routes),
            *pages.ROUTES,
        ],
    )
    app.state.service = working
    app.state.limits = Limits(working.settings, counts)
    openapi.describe(app)
    problems.register(app)
    app.add_middleware(
        BodyLimit,
        bytes_max=working.settings.body_bytes_max,
        larger=dict.fromkeys(
            ("/v1/imports/", "/desk/homes/"), working.settings.import_bytes_max
        ),
    )
    app.add_middleware(Told)
    app.add_middleware(Shield)
    app.add_middleware(InWords)
    app.add_middleware(Proxies, listed=working.settings.listed_proxies)
    return app
