"""What everybody has: who they are here, and their colleagues."""

from api.pages.acts import Act, register, visit
from api.pages.desk import EVERYBODY, Desk, Moved, Pages, Shown
from api.pages.questions import Question

PAGES = Pages(*EVERYBODY)


@PAGES.page("/account")
async def account(desk: Desk) -> Shown:
    """Show who is signed in, and who else is of their organisation."""
    people = await desk.inside.every("/v1/people")
    return Shown("account.html", {"people": people})


_INVITE = Act(
    path="/account/invite",
    method="POST",
    api="/v1/invitations",
    title="Invite a colleague",
    intro="They come in with your own role, once they have taken the invitation up.",
    questions=(Question("email", "Their email address at work"),),
    button="Make an invitation",
    back="/desk/account",
    shows="invited.html",
)


@PAGES.page(_INVITE.path, methods=("GET", "POST"))
async def invite(desk: Desk) -> Shown | Moved:
    """Make an invitation, which is shown this once."""
    return await visit(_INVITE, desk, fixed={"role": desk.me["role"]})


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
