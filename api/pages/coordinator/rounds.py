"""Rounds: run, watched while they are worked, and read when they are done."""

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from api.pages import acts, listings
from api.pages.acts import Act
from api.pages.desk import Desk, Pages
from api.pages.inside import NotHere, Refused, SignedOut
from api.pages.listings import Listing

ENDS_AFTER_SECONDS = 25
"""A stream ends within half a minute, and the browser begins the next one itself."""

_WORKING = "frozen"


def open_pages(pages: Pages) -> None:
    """Register the pages on which rounds are run and watched."""
    listings.register(pages, _LIST)
    acts.register(pages, _RUN)
    pages.add("/rounds/{reference}/progress", progress)


_LIST = Listing(
    path="/rounds",
    api="/v1/rounds",
    title="Rounds",
    columns=(
        ("Round", "code"),
        ("State", "stage"),
        ("Households", "households"),
        ("Homes", "homes"),
        ("Ready steps", "ready_steps"),
        ("Forecasts", "forecast_steps"),
        ("Frozen", "frozen_at"),
    ),
    leads="/desk/rounds/{reference}",
    stages=("frozen", "solved", "published", "refused"),
    empty="No round has been run yet. Run the first one when there are requests and "
    "homes in the pot.",
    acts=(("Run a round", "/desk/rounds/run"),),
)

_RUN = Act(
    path="/rounds/run",
    method="POST",
    api="/v1/rounds",
    title="Run a round",
    intro="The pot is frozen as it is now, solved, and checked by a second reader. You "
    "then decide each move; what you agree to goes to its worker for a look at safety.",
    button="Run it",
    back="/desk/rounds",
    said="round_begun",
)


async def progress(desk: Desk) -> Response:
    """Say how a round stands, each second, until it is done or the stream is old."""
    path = f"/v1/rounds/{desk.path['reference']}"
    await desk.inside.read(path)

    async def told() -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        for _ in range(ENDS_AFTER_SECONDS):
            try:
                found = await desk.inside.read(path)
            except (NotHere, SignedOut, Refused):
                return
            yield f"data: {found['stage']}\n\n"
            if found["stage"] != _WORKING:
                return
            await asyncio.sleep(1)

    return StreamingResponse(told(), media_type="text/event-stream")
