"""A home for a household: looked at, viewed, answered, and what may go wrong."""

from api.pages import acts, things
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.questions import Question
from api.pages.things import Door, Thing
from api.pages.worker.cases import CASE

_HOME = CASE + "/home"
_ABOUT = "/v1/cases/{reference}/proposal"


def open_pages(pages: Pages) -> None:
    """Register every page about the home that is proposed."""
    things.register(pages, _THING)
    for act in _ACTS:
        acts.register(pages, act)


_THING = Thing(
    path="/cases/{reference}/home",
    api=_ABOUT,
    title="A home for {code}",
    back=CASE,
    template="worker/home.html",
    labels={
        "answer_by": "Answer by",
        "landlord_on_call": "Its on-call telephone",
        "authority": "Council area",
        "persons_max": "Most people",
        "tenancy_offered": "Tenancy offered",
        "weekly_rent_pence": "Rent a week",
        "ready_date": "Ready on",
        "home_warning": "Take care",
        "warned_of_final_offer": "Warned of a final offer",
        "why_this_home": "Why this home",
        "old_home_possession": "Possession of the old home",
        "interim_home": "They begin in an interim home",
    },
    leave_out=("next_step", "promise", "rents", "hidden"),
    doors=(
        Door("Look whether it is safe", _HOME + "/safe", ("proposed",), first=True),
        Door("Say how the viewing went", _HOME + "/viewing", ("agreed",), first=True),
        Door("Record their answer", _HOME + "/answer", ("agreed",), first=True),
        Door(
            "Warn them of a final offer",
            _HOME + "/warning",
            ("agreed",),
            lambda home: not home.get("warned_of_final_offer"),
        ),
        Door("Something changed in the risk", CASE + "/risk"),
    ),
)

_ACTS = (
    Act(
        path="/cases/{reference}/home/safe",
        method="POST",
        api="/v1/cases/{reference}/proposal/safety-look",
        about=_ABOUT,
        template="worker/safe.html",
        title="Is this address safe for them?",
        intro="Ask yourself who lives, works or goes near it, and whether anybody "
        "there knows the household. Do not look it up on a device that others use. "
        "If you are not sure, say no: it never counts against them.",
        questions=(Question("safe", "Is it safe?"),),
        button="Answer",
        back=CASE,
        said="answered",
    ),
    Act(
        path="/cases/{reference}/home/viewing",
        method="POST",
        api="/v1/cases/{reference}/proposal/viewing",
        title="How did the viewing go?",
        questions=(
            Question("outcome", "What happened?"),
            Question("on", "On which day?"),
        ),
        button="Record it",
        back=_HOME,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/home/warning",
        method="POST",
        api="/v1/cases/{reference}/proposal/final-offer-warning",
        title="Warn them before they answer",
        intro="Where a council owes them a homelessness duty, a no to a suitable home "
        "can end it. Tell them in their own language, and write down what you said.",
        questions=(Question("words", "What you told them"),),
        button="I have told them",
        back=_HOME,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/home/answer",
        method="POST",
        api="/v1/cases/{reference}/proposal/answer",
        about=_ABOUT,
        template="worker/answer.html",
        title="What do they say?",
        intro="Talk with them, in their own language. It is a conversation and not a "
        "form: they may ask for time until the day below.",
        questions=(
            Question("agreed", "Do they want this home?"),
            Question(
                "code",
                "Why not?",
                only=("household_refused", "not_safe", "fails_a_stated_need"),
                only_if=("agreed", "false"),
                needed=True,
            ),
            Question(
                "language",
                "In which language did you talk?",
                "Two or three letters: en, pl, ur, so.",
                width=4,
            ),
            Question("interpreter", "Was there an interpreter?"),
        ),
        button="Record their answer",
        back=CASE,
        said="answered",
    ),
    Act(
        path="/cases/{reference}/risk",
        method="POST",
        api="/v1/cases/{reference}/change-in-risk",
        title="Something changed in the risk",
        intro="The new address is hidden at once from everybody but you and the new "
        "landlord's lead, or from that lead too. Telephone first if somebody is in "
        "danger now.",
        questions=(
            Question("stop", "Must this move stop?"),
            Question("hide_from_lead", "Hide it from the new landlord's lead too?"),
        ),
        button="Hide it now",
        back=CASE,
        said="hidden",
        grave=True,
    ),
    Act(
        path="/cases/{reference}/name-lead",
        method="POST",
        api="/v1/cases/{reference}/name-lead",
        title="Name another lead at the landlord",
        intro="Where the one lead who may know is gone. Ask the landlord for somebody "
        "you can trust.",
        questions=(Question("sign_in", "Their sign-in name"),),
        button="Name them",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/notice-plan",
        method="POST",
        api="/v1/cases/{reference}/notice-plan",
        title="From which day is it safe for the old joint tenancy to end?",
        intro="Ending it gives the other tenant notice. Agree the day with the "
        "household's safety plan; the landlord is not told it.",
        questions=(Question("safe_from", "From which day?"),),
        button="Save",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/tenancy-failed",
        method="POST",
        api="/v1/cases/{reference}/tenancy-failed",
        title="The new tenancy failed",
        questions=(
            Question(
                "code",
                "Why?",
                only=("not_safe", "household_returned", "promise_changed"),
            ),
        ),
        button="Say so",
        back=CASE,
        said="saved",
        grave=True,
    ),
)
