"""What everybody has: who they are here, and their colleagues."""

from api.pages.acts import Act, register
from api.pages.desk import EVERYBODY, Desk, Pages, Shown

PAGES = Pages(*EVERYBODY)


@PAGES.page("/account")
async def account(desk: Desk) -> Shown:
    """Show who is signed in, and who else is of their organisation."""
    people = await desk.inside.every("/v1/people")
    return Shown("account.html", {"people": people})


register(
    PAGES,
    Act(
        path="/account/people/{reference}/leave",
        method="DELETE",
        api="/v1/people/{reference}",
        title="End a colleague's membership",
        intro="They are signed out everywhere at once, and cannot come in again.",
        warning="This cannot be taken back: they would have to be invited anew.",
        button="End their membership",
        back="/desk/account",
        said="left",
        grave=True,
    ),
)
