"""Offers: a household may have one of this landlord's homes."""

from api.pages import acts, listings, support, things
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.listings import Listing
from api.pages.questions import Question
from api.pages.things import Door, Thing

_OFFER = "/desk/offers/{reference}"
_ABOUT = "/v1/offers/{reference}"
_STAGES = ("offered", "agreed", "accepted", "signed", "completed", "ended", "failed")


def open_pages(pages: Pages) -> None:
    """Register every page about offers."""
    listings.register(pages, _LIST)
    things.register(pages, _THING)
    for act in _ACTS:
        acts.register(pages, act)
    support.open_pages(pages, "offers", _OFFER)


_LIST = Listing(
    path="/offers",
    api="/v1/offers",
    title="Offers",
    intro="Households to whom a home of yours is proposed.",
    columns=(
        ("Offer", "code"),
        ("State", "stage"),
        ("Answer by", "answer_by"),
        ("How it ended", "end_code"),
        ("Days kept", "days_reserved"),
        ("Rent lost", "rent_lost_pence"),
    ),
    leads=_OFFER,
    stages=_STAGES,
    empty="No home of yours is proposed to anybody now.",
)

_THING = Thing(
    path="/offers/{reference}",
    api=_ABOUT,
    title="Offer {code}",
    back="/desk/offers",
    intro="You are told what your part needs, and nothing of where the household comes "
    "from. Do not ask.",
    leave_out=("home",),
    labels={
        "answer_by": "Answer by",
        "access_need": "Access that they need",
        "tenancy_to_grant": "Tenancy that you grant",
        "tenancy_attested": "Tenancy that they have",
        "tenancy_attested_start": "It began on",
        "account_balance_pence": "Their rent account",
        "referring_service_on_call": "Its on-call telephone",
        "days_reserved": "Days you have kept the home",
        "rent_lost_pence": "Rent lost so far",
        "end_code": "How it ended",
    },
    next_steps={
        "offered": "Say whether the household may have the home.",
        "agreed": "Offer a viewing, in person or with photographs. The household then "
        "answers.",
        "accepted": "Sign the tenancy up: exactly the one that was promised.",
        "signed": "When the keys are handed over and the tenancy has begun, say so.",
        "completed": "Nothing: they live there.",
        "ended": "Nothing: this offer has ended, and the home goes on.",
        "failed": "Nothing: the tenancy failed, and the home comes back.",
    },
    doors=(
        Door("Answer", _OFFER + "/answer", ("offered",), first=True),
        Door("Offer a viewing", _OFFER + "/viewing", ("agreed",), first=True),
        Door("Record the sign-up", _OFFER + "/sign-up", ("accepted",), first=True),
        Door(
            "Say that the tenancy has begun",
            _OFFER + "/tenancy-started",
            ("signed",),
            first=True,
        ),
        Door(
            "What to leave out at the sign-up: a sheet to print",
            _OFFER + "/sign-up-sheet",
            ("accepted", "signed", "completed"),
        ),
        Door(
            "Support for the household",
            _OFFER + "/support",
            ("accepted", "signed", "completed"),
        ),
        Door(
            "Say that the home cannot be had",
            _OFFER + "/not-supplied",
            ("agreed", "accepted", "signed"),
        ),
        Door("Look at the home", "/desk/homes/{home}"),
    ),
)

_ACTS = (
    Act(
        path="/offers/{reference}/answer",
        method="POST",
        api="/v1/offers/{reference}/answer",
        about=_ABOUT,
        title="May this household have the home?",
        intro="If the home has changed, or you can no longer grant what was promised, "
        "say no and why.",
        questions=(
            Question("agreed", "May they have it?"),
            Question(
                "code",
                "Why not?",
                only=("promise_changed", "landlord_withdrew", "home_not_ready"),
                only_if=("agreed", "false"),
                needed=True,
            ),
        ),
        button="Answer",
        back=_OFFER,
        said="answered",
    ),
    Act(
        path="/offers/{reference}/viewing",
        method="POST",
        api="/v1/offers/{reference}/viewing",
        title="Offer a viewing",
        intro="Do not telephone the household: its worker arranges it.",
        questions=(
            Question("way", "How?"),
            Question("on", "On which day?", only_if=("way", "in_person"), needed=True),
        ),
        button="Offer it",
        back=_OFFER,
        said="viewing_offered",
    ),
    Act(
        path="/offers/{reference}/sign-up",
        method="POST",
        api="/v1/offers/{reference}/sign-up",
        about=_ABOUT,
        title="Record the sign-up",
        intro="Record what the tenancy agreement says. A worse tenancy than was "
        "promised stops here.",
        questions=(
            Question("tenancy_granted", "Which tenancy was granted?"),
            Question("rent_basis", "Rent"),
            Question("tenancy_start", "From which day?"),
            Question("weekly_rent_pence", "Rent a week", width=10),
        ),
        button="Record it",
        back=_OFFER,
        said="signed_up",
    ),
    Act(
        path="/offers/{reference}/tenancy-started",
        method="POST",
        api="/v1/offers/{reference}/tenancy-started",
        title="The tenancy has begun",
        intro="Say so when they have the keys. The book then records the home that you "
        "gave.",
        button="They have the keys",
        back=_OFFER,
        said="keys",
    ),
    Act(
        path="/offers/{reference}/not-supplied",
        method="POST",
        api="/v1/offers/{reference}/not-supplied",
        title="The home cannot be had",
        warning="A household loses the home that it was promised. Its worker is "
        "told at once, and it goes on with priority.",
        button="The home cannot be had",
        back=_OFFER,
        said="saved",
        grave=True,
    ),
)
