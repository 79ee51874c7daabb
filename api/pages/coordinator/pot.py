"""The pot: homes and requests as tables, and by area as a picture."""

from collections import Counter

from api.pages import listings
from api.pages.areas import name_of
from api.pages.desk import Desk, Pages, Shown
from api.pages.listings import Listing
from api.pages.maps import spots


def open_pages(pages: Pages) -> None:
    """Register the pages of the pot."""
    pages.add("/pot", pot)
    listings.register(pages, _HOMES)
    listings.register(pages, _REQUESTS)


async def pot(desk: Desk) -> Shown:
    """Show how many homes and requests are in the pot, by area and by size."""
    homes = await desk.inside.every("/v1/board/homes", stage="in_pot")
    requests = await desk.inside.every("/v1/board/requests", stage="in_pot")
    codes = Counter(each["authority"] for each in homes)
    areas = sorted((name_of(code), number) for code, number in codes.items())
    sizes = sorted(
        {each["bedrooms"] for each in homes}
        | {each["bedrooms_needed"] for each in requests}
    )
    values = {
        "homes": len(homes),
        "requests": len(requests),
        "areas": areas,
        "map": spots(codes),
        "sizes": [
            (
                size,
                sum(each["bedrooms"] == size for each in homes),
                sum(each["bedrooms_needed"] == size for each in requests),
            )
            for size in sizes
        ],
    }
    return Shown("coordinator/pot.html", values)


_HOMES = Listing(
    path="/pot/homes",
    api="/v1/board/homes",
    title="Homes",
    columns=(
        ("Home", "code"),
        ("State", "stage"),
        ("Landlord", "landlord"),
        ("Council area", "authority"),
        ("Bedrooms", "bedrooms"),
        ("Access", "access"),
        ("Ready on", "ready_date"),
        ("Rounds left", "rounds_left"),
    ),
    stages=("awaiting_release", "occupied", "in_pot", "reserved", "let", "withdrawn"),
    empty="There is no home in the pot.",
    back="/desk/pot",
)

_REQUESTS = Listing(
    path="/pot/requests",
    api="/v1/board/requests",
    title="Requests",
    columns=(
        ("Request", "code"),
        ("State", "stage"),
        ("Urgency", "urgency"),
        ("Waiting since", "waiting_since"),
        ("Bedrooms", "bedrooms_needed"),
        ("Access", "access_need"),
        ("Areas chosen", "areas_of_choice_count"),
        ("Tenancy check", "tenancy_check"),
    ),
    stages=(
        "draft",
        "awaiting_approval",
        "in_pot",
        "paused",
        "proposed",
        "offered",
        "accepted",
        "moved",
        "declined",
        "closed",
    ),
    empty="There is no request.",
    back="/desk/pot",
)
