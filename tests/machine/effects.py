"""What each act does to the model, once the service has done it."""

from collections.abc import Callable

from reciprocal import clock
from reciprocal.requests.rules import ConsentPurpose
from tests.machine.acts import Act
from tests.machine.model import LIVE_HOME, WITH_A_HOME, Case, Home, Model


def take_effect(model: Model, act: Act) -> None:
    """Change the model as an act that was done changes the world."""
    effect = _EFFECTS.get(act.name)
    if effect is not None:
        effect(model, act)


def tidy(model: Model) -> None:
    """Lapse what is overdue, and pass over landlords that stay silent."""
    for step in model.steps.values():
        unsigned = step.state in {"proposed", "offered", "agreed", "accepted"}
        if unsigned and step.due <= clock.now():
            model.end_step(step, "lapsed")
    for case in model.cases.values():
        overdue = case.check_due is not None and case.check_due < clock.now()
        if case.check == "asked" and overdue:
            case.check = "escalated"
            _enter_pot(case)


def _enter_pot(case: Case) -> None:
    if case.state == "awaiting_approval":
        case.state = "in_pot"


def _release(model: Model, act: Act) -> None:
    model.home_of(act).state = "in_pot"


def _amend(model: Model, act: Act) -> None:
    home, rent = model.home_of(act), act.facts["rent"]
    unseen = model.unseen_step(home)
    if unseen is not None and rent > unseen.rent_promised:
        model.end_step(unseen, "dearer")
    home.rent = home.rent_amended = rent


def _withdraw(model: Model, act: Act) -> None:
    home = model.home_of(act)
    unseen = model.unseen_step(home)
    if unseen is not None:
        model.end_step(unseen, "landlord")
    home.state, home.withdrawn_at = "withdrawn", clock.now()


def _consent(model: Model, act: Act) -> None:
    model.case_of(act).consents.add(act.facts["purpose"])


def _revoke(model: Model, act: Act) -> None:
    case = model.case_of(act)
    case.consents.discard(act.facts["purpose"])
    step = model.live_step(model.id_of(case))
    if step is None and act.facts["purpose"] is ConsentPurpose.OFFER:
        return
    if step is None or step.state != "signed":
        _pause(model, act)


def _pause(model: Model, act: Act) -> None:
    case = model.case_of(act)
    step = model.live_step(model.id_of(case))
    if step is not None:
        model.end_step(step, "paused", to="paused")
    elif case.state in {"awaiting_approval", "in_pot", *WITH_A_HOME}:
        case.state = "paused"


def _submit(model: Model, act: Act) -> None:
    case = model.case_of(act)
    case.state, case.check = "awaiting_approval", "asked"


def _resume(model: Model, act: Act) -> None:
    case = model.case_of(act)
    case.state = "awaiting_approval" if case.check == "asked" else "in_pot"


def _areas(model: Model, act: Act) -> None:
    case = model.case_of(act)
    case.choice = set(act.facts["of_choice"])
    case.avoid = set(act.facts["avoid"])


def _attest(model: Model, act: Act) -> None:
    case = model.case_of(act)
    case.check = "attested"
    _enter_pot(case)


def _decline(model: Model, act: Act) -> None:
    case = model.case_of(act)
    case.check = case.state = "declined"


def _countersign(model: Model, act: Act) -> None:
    model.case_of(act).check = "countersigned"


def _look(model: Model, act: Act) -> None:
    case = model.case_of(act)
    step = model.live_step(model.id_of(case))
    assert step is not None
    if not act.facts["safe"]:
        model.end_step(step, "unsafe")
    elif model.stands(step):
        step.state = case.state = "offered"


def _agree(model: Model, act: Act, party: str, *, yes: bool, why: str) -> None:
    step = model.step_of(act)
    if not yes:
        model.end_step(step, why)
    elif model.stands(step):
        step.agreed.add(party)
        if step.agreed == {"new", "old"}:
            step.state = "agreed"


def _offer(model: Model, act: Act) -> None:
    _agree(model, act, "new", yes=act.facts["agreed"], why="landlord")


def _depart(model: Model, act: Act) -> None:
    _agree(model, act, "old", yes=act.facts["stands"], why="ended already")


def _view(model: Model, act: Act) -> None:
    step = model.live_step(model.id_of(model.case_of(act)))
    assert step is not None
    step.viewed = True


def _answer(model: Model, act: Act) -> None:
    case = model.case_of(act)
    step = model.live_step(model.id_of(case))
    assert step is not None
    if not act.facts["agreed"]:
        model.end_step(step, "household")
    elif model.stands(step):
        step.state = case.state = "accepted"
        step.move = "held"
        model._book(step, 0, 1)


def _sign(model: Model, act: Act) -> None:
    step = model.step_of(act)
    step.state = step.move = "signed"
    step.start, step.signed_at = act.facts["start"], clock.now()


def _start(model: Model, act: Act) -> None:
    step = model.step_of(act)
    step.state, step.move = "completed", "started"
    model.homes[step.home].state = "let"
    model.cases[step.case].state = "moved"
    model._book(step, 1, -1)


def _end(model: Model, act: Act) -> None:
    model.step_of(act).end = act.facts["day"]


def _empty(model: Model, act: Act) -> None:
    step = model.step_of(act)
    left = model.left_by(step.case)
    assert left is not None
    left[1].state = "in_pot"
    left[1].barred = {model.homes[step.home].landlord}


def _risk(model: Model, act: Act) -> None:
    step = model.live_step(model.id_of(model.case_of(act)))
    assert step is not None
    if act.facts["stop"]:
        model.end_step(step, "risk")


def _not_supplied(model: Model, act: Act) -> None:
    step = model.step_of(act)
    model.end_step(step, "not supplied")
    _come_back(model, model.homes[step.home])


def _come_back(model: Model, home: Home) -> None:
    """Give a home back to its landlord, unless it posted the dwelling anew."""
    same = (home.landlord, home.number)
    anew = any(
        (other.landlord, other.number) == same and other.state in LIVE_HOME
        for other in model.homes.values()
        if other is not home
    )
    if not (home.state == "let" and anew):
        home.state = "awaiting_release"


def _fail(model: Model, act: Act) -> None:
    case = model.case_of(act)
    step = model.at_the_keys(case)
    assert step is not None
    step.state = step.move = "failed"
    case.state = "in_pot"
    case.refused.add(step.home)
    _come_back(model, model.homes[step.home])
    model._book(step, -1, 0)


def _refer_again(model: Model, act: Act) -> None:
    model.case_of(act).state = "closed"


def new_home(model: Model, act: Act) -> Home:
    """Return the home that an act brings: posted, or stated with an attestation."""
    if act.name == "post":
        home = Home(
            act.by, act.facts["number"], act.facts["beds"], "awaiting_release", act.who
        )
        # A dwelling that a household left stays closed to the team it went to.
        for known in model.homes.values():
            if (known.landlord, known.number) == (home.landlord, home.number):
                home.barred |= known.barred
        return home
    case = model.case_of(act)
    return Home(
        act.by,
        act.facts["number"],
        act.facts["beds"],
        "occupied",
        act.who,
        vacated_by=model.id_of(case),
    )


_EFFECTS: dict[str, Callable[[Model, Act], None]] = {
    "release": _release,
    "amend": _amend,
    "withdraw": _withdraw,
    "consent": _consent,
    "revoke": _revoke,
    "submit": _submit,
    "pause": _pause,
    "resume": _resume,
    "areas": _areas,
    "attest": _attest,
    "decline": _decline,
    "countersign": _countersign,
    "tidy": lambda model, _: tidy(model),
    "freeze": lambda model, _: tidy(model),
    "look": _look,
    "offer": _offer,
    "depart": _depart,
    "view": _view,
    "answer": _answer,
    "sign": _sign,
    "start": _start,
    "end": _end,
    "empty": _empty,
    "risk": _risk,
    "not_supplied": _not_supplied,
    "fail": _fail,
    "refer_again": _refer_again,
}
