"""What a sign-up officer must not ask, copy or type of a household that is protected.

The words are the same for every household, so that the sheet in anybody's hand says
nothing of who it was printed for. They are also `docs/protected-household-sheet.md`.
"""

from dataclasses import dataclass

from api.pages.desk import Desk, Pages, Shown

PATH = "/offers/{reference}/sign-up-sheet"
OPEN_AT = ("accepted", "signed", "completed")
"""From the household's acceptance on, until the offer ends."""


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the sheet, and what stands under it."""

    heading: str
    lines: tuple[str, ...]


INTRO = (
    "The people who sign today may be in danger if somebody finds them. "
    "This sheet says what to leave out. "
    "If a form will not let you, stop and ask your named lead."
)

SHEET = (
    Part(
        "Do not ask",
        (
            "Where they lived before. Do not ask for the street, the town or the area.",
            (
                "Who their landlord was. Do not ask for a reference. "
                "The tenancy has been checked already."
            ),
            "Why they move, or who they are afraid of.",
            "For an address to send post on to.",
            (
                "For family or friends to ring. Ask who they would like you to ring. "
                "It may be their worker, or nobody."
            ),
        ),
    ),
    Part(
        "Do not copy",
        (
            (
                "Papers that show who they are. Look at them and give them back. "
                "They may show the old address. Write down only that you saw them."
            ),
            "Their faces. Take no photograph for the file or for a card.",
            "This sheet, or the offer, into their file.",
        ),
    ),
    Part(
        "Do not type",
        (
            (
                "Anything before the record is restricted. "
                "Ask your lead who may open it. Then begin."
            ),
            (
                "An old address or an old landlord. Leave the boxes empty. "
                "If a box must be filled, ask your lead for the words to use."
            ),
            (
                "A flag or a note that says abuse, refuge or police. "
                "A flag that all staff see must only say: ask the lead."
            ),
            "A reason for the move. Where one must be given, write: managed move.",
            (
                "More in the CORE log than you were told. "
                "Do not ask so that you can fill it in. "
                "Where it takes 'not known', choose that "
                "for the last home, its area and the reason. "
                "Ask your lead before you send it."
            ),
            "Their names on a door list, a welcome letter, a survey or a newsletter.",
        ),
    ),
    Part(
        "Do not send, and do not ring",
        (
            (
                "Post nothing to any home but the new one. "
                "Ask them first if post is safe there."
            ),
            "Do not ring or write to the old landlord.",
            (
                "Leave no message on a telephone, and send no text. "
                "Only do so if they have told you that it is safe, and how."
            ),
            (
                "Do not share the new address to sort out rent or benefits. "
                "They do that, with their worker."
            ),
        ),
    ),
    Part(
        "The keys",
        (
            "Give them into the tenant's own hand, at your office or at the new home.",
            "Do not post them. Do not leave them with anybody, or in a key safe.",
        ),
    ),
    Part(
        "If somebody asks about them",
        (
            (
                "Say that you cannot talk about any tenant. "
                "Do not say if they live here or not."
            ),
            "This holds for family, for the police at the desk, and for colleagues.",
            "Tell your named lead at once.",
        ),
    ),
)


def open_pages(pages: Pages) -> None:
    """Register the sheet; it tells nothing of the offer that leads to it."""
    pages.add(PATH, _page)


async def _page(desk: Desk) -> Shown:
    reference = desk.path["reference"]
    offer = await desk.inside.read(f"/v1/offers/{reference}")
    parts = SHEET if offer["stage"] in OPEN_AT else ()
    back = f"/desk/offers/{reference}"
    return Shown("landlord/sheet.html", {"intro": INTRO, "parts": parts, "back": back})
