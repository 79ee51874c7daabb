"""Support that travels with a move: one form for each party's own items."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages import acts
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.questions import Kind, Question
from api.pages.words import words


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
            title="Support: what was done",
            intro="Write down one thing at a time, by codes and a day. Papers stay in "
            "your own file.",
            template="support.html",
            questions_of=_questions,
            finish=lambda body: {"facts": [body]},
            button="Write it down",
            back=thing,
            said="saved",
        ),
    )


def _questions(about: Mapping[str, Any]) -> Sequence[Question]:
    items = [(each["item"], words(each["item"])) for each in about["support"]]
    if not items:
        return ()
    return (
        Question("item", "What is it about?", kind=Kind.PICK, choices=items),
        Question("outcome", "What came of it?", kind=Kind.PICK, choices=OUTCOMES),
        Question("happened_on", "On which day?", kind=Kind.DAY),
        Question("topic", "Which part?", kind=Kind.PICK, choices=TOPICS, optional=True),
        Question("amount_pence", "Amount", kind=Kind.POUNDS, optional=True, width=10),
        Question(
            "evidence",
            "Paper that shows it",
            kind=Kind.PICK,
            choices=(
                "letter",
                "form",
                "order",
                "receipt",
                "photographs",
                "certificate",
                "file_note",
            ),
            optional=True,
        ),
    )


OUTCOMES = (
        "made",
        "not_reached",
        "agreed",
        "named",
        "confirmed_safe",
        "not_safe",
        "not_needed",
        "arranged",
        "reported",
        "assessed",
        "heard",
        "not_referred",
        "offered",
        "declined",
        "installed",
        "wanted",
        "not_wanted",
        "not_sure_yet",
        "no_order",
        "no_address_asked",
        "address_asked",
        "address_protected",
        "referred",
        "asked_for",
        "held",
        "no_arrears",
        "plan_agreed",
        "no_plan",
        "no_effect",
        "planned_for",
        "accepted",
        "too_much",
        "transferred",
        "met",
        "given",
        "requested",
        "paid",
        "refused",
        "claimed",
        "placed",
        "done",
        "not_recharged",
        "no_damage",
        "recharged",
        "registered",
    )

TOPICS = (
        "telephone",
        "telephone_no_messages",
        "text_message",
        "e_mail",
        "in_person",
        "through_another_service",
        "band_standard",
        "band_medium",
        "band_high",
        "band_not_made",
        "order_in_force",
        "landlord_agrees",
        "no_shared_tenancy",
        "no_condition",
        "occupation_order",
        "staying_put",
        "refuge",
        "homeless_application",
        "own_landlord_transfer",
        "housing_register",
        "private_renting",
        "police",
        "social_services",
        "abuse_service",
        "health_service",
        "school",
        "health",
        "work",
        "faith",
        "support_network",
        "distance",
        "abuse_services",
        "by_and_for_services",
        "social_care",
        "removals",
        "floors_and_furniture",
        "school_uniform",
        "rent_overlap",
        "travel",
        "security",
        "other_purpose",
        "locks",
        "door",
        "windows",
        "lighting",
        "alarm",
        "letterbox",
    )
