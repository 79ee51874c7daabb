"""Pages of one audience; `today` is the first of them."""

from api.pages.desk import Desk, Pages, Shown

PAGES = Pages("named_lead")


async def today(desk: Desk) -> Shown:
    """Show what has to be done, the soonest due first."""
    tasks = await desk.inside.every("/v1/tasks")
    return Shown("today.html", {"tasks": tasks})
