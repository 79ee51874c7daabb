"""Short walks through the machine's own acts, each to where one fault would show.

What a walk does is judged as in any example: by the model and by every invariant.
"""

from fixtures.scenarios import CAMDEN
from matching.terms import TenancyKind
from reciprocal import clock
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests.rules import ConsentPurpose
from tests.machine import small_world as small
from tests.machine.acts import Act
from tests.machine.machine import Machine
from tests.machine.model import LIVE_STEP, Step

_ACTS_MAX = 40


def reach(machine: Machine, state: str) -> Step:
    """Run a round, and carry a step whose household leaves a home to a state."""
    machine.run_round(at_once=True)
    steps = machine.model.steps.values()
    live = [step for step in steps if step.state in LIVE_STEP]
    step = next(step for step in live if machine.model.left_by(step.case))
    for _ in range(_ACTS_MAX):
        if step.state == state:
            return step
        act = machine.next_act(step)
        if act is None:
            machine.scheme.wait(24, watched=False)
        else:
            machine.attempt(act)
    raise AssertionError("the walk leads elsewhere")


def leave(machine: Machine, step: Step) -> None:
    """Carry a step that has its keys until the home that was left is empty."""
    left = machine.model.left_by(step.case)
    assert left is not None
    while left[1].state == "occupied":
        act = machine.next_act(step)
        if act is None:
            machine.scheme.wait(24, watched=False)
        else:
            machine.attempt(act)


def to_a_proposal(machine: Machine) -> None:
    reach(machine, "proposed")


def to_the_keys(machine: Machine) -> None:
    reach(machine, "completed")


def unsafe_and_onward(machine: Machine) -> None:
    """The area of the home is no longer chosen, and the household says yes."""
    step = reach(machine, "agreed")
    case = machine.model.cases[step.case]
    viewed = machine.next_act(step)
    assert viewed is not None
    machine.attempt(viewed)
    choice = case.choice - {machine.model.homes[step.home].area}
    machine.attempt(machine.by_worker("areas", case, of_choice=choice, avoid=set()))
    machine.attempt(machine.by_worker("answer", case, agreed=True))


def first_yes_to_an_unsafe_home(machine: Machine) -> None:
    """The same, and the first of two landlords says yes."""
    step = reach(machine, "offered")
    case = machine.model.cases[step.case]
    choice = case.choice - {machine.model.homes[step.home].area}
    machine.attempt(machine.by_worker("areas", case, of_choice=choice, avoid=set()))
    machine.attempt(machine.by_new("offer", step, agreed=True))


def pause_when_accepted(machine: Machine) -> None:
    case = machine.model.cases[reach(machine, "accepted").case]
    machine.attempt(machine.by_worker("pause", case))


def not_safe(machine: Machine) -> None:
    case = machine.model.cases[reach(machine, "proposed").case]
    machine.attempt(machine.by_worker("look", case, safe=False))


def consent_withdrawn(machine: Machine) -> None:
    case = machine.model.cases[reach(machine, "offered").case]
    purpose = ConsentPurpose.MATCHING
    machine.attempt(machine.by_worker("revoke", case, purpose=purpose))


def consent_withdrawn_when_signed(machine: Machine) -> None:
    """The tenancy stands; what is read afterwards is read without consent."""
    case = machine.model.cases[reach(machine, "signed").case]
    for purpose in ConsentPurpose:
        machine.attempt(machine.by_worker("revoke", case, purpose=purpose))
    machine.scheme.wait(24, watched=False)
    machine.read()


def a_late_answer(machine: Machine) -> None:
    step = reach(machine, "offered")
    machine.scheme.wait(24 * 7, watched=False)
    machine.attempt(machine.by_new("offer", step, agreed=True))


def surrender_at_acceptance(machine: Machine) -> None:
    step = reach(machine, "accepted")
    machine.attempt(machine.by_old("end", step, day=clock.today()))


def empty_at_acceptance(machine: Machine) -> None:
    step = reach(machine, "accepted")
    today = clock.today()
    machine.attempt(machine.by_old("empty", step, void=today, ready=today))


def a_worse_tenancy(machine: Machine) -> None:
    step = reach(machine, "accepted")
    worse, today = TenancyKind.INTRODUCTORY, clock.today()
    machine.attempt(machine.by_new("sign", step, tenancy=worse, start=today))


def ended_before_it_was_asked(machine: Machine) -> None:
    case = machine.model.cases[reach(machine, "offered").case]
    machine.attempt(machine.by_worker("pause", case))
    machine.scheme.wait(24 * 4)


def an_offer_runs_out(machine: Machine) -> None:
    reach(machine, "offered")
    machine.scheme.wait(24 * 7)


def post_a_home(machine: Machine) -> None:
    facts = {"number": 2, "beds": 2}
    machine.attempt(Act("post", CAMDEN, facts=facts))


def follow_into_the_home_left(machine: Machine) -> None:
    """A tenant of the landlord they went to could only go to the home they left."""
    model = machine.model
    step = reach(machine, "completed")
    old, new = model.cases[step.case].landlord, model.homes[step.home].landlord
    left = model.left_by(step.case)
    assert left is not None
    leave(machine, step)
    machine.attempt(Act("tidy", "service"))
    for home in list(model.homes.values()):
        if home is not left[1] and home.state == "in_pot":
            machine.attempt(Act("withdraw", home.landlord, home.ref))
    facts = {"landlord": new, "number": 20, "beds": left[1].beds}
    machine.attempt(Act("refer", "SERVICE1", facts=facts))
    case = list(model.cases.values())[-1]
    for purpose in ConsentPurpose:
        machine.attempt(machine.by_worker("consent", case, purpose=purpose))
    area = {small.STANDS_IN[old]}
    machine.attempt(machine.by_worker("areas", case, of_choice=area, avoid=set()))
    machine.attempt(machine.by_worker("submit", case))
    machine.scheme.wait(24 * 4, watched=False)
    said = {"number": 520, "beds": left[1].beds, "returns": False}
    machine.attempt(Act("attest", new, case.check_ref, facts=said))
    for other in list(model.cases.values()):
        if other is not case and other.state in ("in_pot", "awaiting_approval"):
            machine.attempt(machine.by_worker("pause", other))
    machine.run_round(at_once=True)


def a_system_pauses_nothing(machine: Machine) -> None:
    """Deciding is a person's: a service's own system may not stop a step."""
    case = machine.model.cases[reach(machine, "offered").case]
    for act in (
        Act("pause", "SERVICE1", case.ref, "system"),
        Act(
            "revoke",
            "SERVICE1",
            case.ref,
            "system",
            {"purpose": ConsentPurpose.MATCHING},
        ),
    ):
        machine.scheme.try_(act, mine=False)


def the_end_stays_once_the_home_is_empty(machine: Machine) -> None:
    """The old tenancy's end is not moved past the day its home was called empty."""
    step = reach(machine, "completed")
    leave(machine, step)
    machine.scheme.wait(24 * 2, watched=False)
    machine.attempt(machine.by_old("end", step, day=clock.today()))


def a_posted_dwelling_is_not_attested(machine: Machine) -> None:
    """A landlord that posted a dwelling cannot state it as its tenant's home too."""
    facts = {"landlord": CAMDEN, "number": 20, "beds": 2}
    machine.attempt(Act("refer", "SERVICE1", facts=facts))
    case = list(machine.model.cases.values())[-1]
    for purpose in ConsentPurpose:
        machine.attempt(machine.by_worker("consent", case, purpose=purpose))
    machine.attempt(machine.by_worker("submit", case))
    machine.scheme.wait(24 * 4, watched=False)
    said = {"number": 1, "beds": 2, "returns": True}
    machine.attempt(Act("attest", CAMDEN, case.check_ref, facts=said))


def a_lived_in_home_is_not_withdrawn(machine: Machine) -> None:
    """Else it could be posted anew, open to the team its household goes to."""
    homes = machine.model.homes.values()
    home = next(home for home in homes if home.state == "occupied")
    machine.attempt(Act("withdraw", home.landlord, home.ref))


def a_drawn_home_is_withdrawn(machine: Machine) -> None:
    """Else a refusal would tell its landlord that a round has drawn it."""
    home = machine.model.homes[reach(machine, "proposed").home]
    said = {"rent": 12345}
    machine.attempt(Act("amend", home.landlord, home.ref, facts=said))
    machine.attempt(Act("withdraw", home.landlord, home.ref))


def a_tenancy_that_fails(machine: Machine) -> None:
    """While the old tenancy stands, all of the step is taken back."""
    case = machine.model.cases[reach(machine, "completed").case]
    machine.attempt(machine.by_worker("fail", case, code=EndCode.HOUSEHOLD_RETURNED))
    machine.run_round(at_once=True)


def referred_again_from_the_only_tenancy(machine: Machine) -> None:
    """Once the old tenancy has ended, the new one is kept and they go on from it."""
    step = reach(machine, "completed")
    leave(machine, step)
    case = machine.model.cases[step.case]
    machine.attempt(machine.by_worker("fail", case, code=EndCode.HOUSEHOLD_RETURNED))
    landlord = machine.model.homes[step.home].landlord
    facts = {"landlord": landlord, "number": 21, "beds": case.beds}
    machine.attempt(machine.by_worker("refer_again", case, **facts))


def risk_changes_at_sign_up(machine: Machine) -> None:
    """A signed step is hidden and stops, as long as the old tenancy stands."""
    case = machine.model.cases[reach(machine, "signed").case]
    machine.attempt(machine.by_worker("risk", case, stop=False))
    machine.attempt(machine.by_worker("risk", case, stop=True))
    machine.scheme.wait(48)


def a_home_that_is_not_supplied(machine: Machine) -> None:
    """Its landlord agreed, and another of its people must release it anew."""
    step = reach(machine, "accepted")
    machine.attempt(machine.by_new("not_supplied", step))
    machine.run_round(at_once=True)


FOUND = (
    a_tenancy_that_fails,
    referred_again_from_the_only_tenancy,
    risk_changes_at_sign_up,
    a_home_that_is_not_supplied,
    a_drawn_home_is_withdrawn,
    a_system_pauses_nothing,
    the_end_stays_once_the_home_is_empty,
    a_posted_dwelling_is_not_attested,
    a_lived_in_home_is_not_withdrawn,
    first_yes_to_an_unsafe_home,
    ended_before_it_was_asked,
    consent_withdrawn_when_signed,
)
"""Walks to what the machine once found wrong in the rooms, and to rare states."""
