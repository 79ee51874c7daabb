"""Support that travels with a move: one form for each party's own items."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages import acts
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.questions import Question


def open_pages(pages: Pages, things: str, thing: str) -> None:
    """Register the page on which a party writes down what it did.

    Args:
        things: As the address of the API and of the desk says it: `offers`.
        thing: Where the reader goes back to.
    """
    acts.register(
        pages,
        Act(
            path=f"/{things}/{{reference}}/support",
            method="POST",
            api=f"/v1/{things}/{{reference}}/support",
            about=f"/v1/{things}/{{reference}}/support",
            of_each="facts",
            title="Support: what was done",
            intro="Write down one thing at a time, by codes and a day. Papers stay in "
            "your own file.",
            template="support.html",
            questions_of=_questions,
            button="Write it down",
            back=thing,
            said="saved",
        ),
    )


def _questions(about: Mapping[str, Any]) -> Sequence[Question]:
    """Ask about the reader's own items; nothing where they have none."""
    items = tuple(each["item"] for each in about["support"])
    if not items:
        return ()
    return (
        Question("item", "What is it about?", only=items),
        Question("outcome", "What came of it?"),
        Question("happened_on", "On which day?"),
        Question("topic", "Which part?"),
        Question("amount_pence", "Amount", width=10),
        Question("evidence", "Paper that shows it"),
    )
