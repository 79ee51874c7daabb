"""The application: routes, faults and headers around one service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import openapi, problems
from api.routes import ROUTERS
from api.shield import Shield
from reciprocal.composition import Service


def create_app(service: Service, *, with_worker: bool = True) -> FastAPI:
    """Return the application for a service.

    Args:
        with_worker: Launch the background worker in this process (the embedded
            default); False where `reciprocal worker` runs beside it or a test has
            launched it already.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        if with_worker:
            service.start()
        yield
        service.close()

    app = FastAPI(
        title="Reciprocal",
        version="1",
        summary="Managed reciprocal property exchange for social landlords",
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        max_body_size=service.settings.body_bytes_max,
        separate_input_output_schemas=False,
        generate_unique_id_function=openapi.operation_id,
        redirect_slashes=False,
        telemetry=False,
    )
    app.state.service = service
    for router in ROUTERS:
        app.include_router(router)
    problems.register(app)
    app.add_middleware(Shield)
    return app
