"""The table of tenancies stated a second time, rule by rule and not cell by cell.

Written from the statutes and the scheme's practice: each function says what one rule
does to any move, and `derive` asks them in the order of their force. It knows nothing
of the grids, and a test holds every cell to it.
"""

from collections.abc import Iterator

from matching.tenure import (
    Cell,
    Condition,
    Disclosure,
    TenureCase,
    TenureRuleId,
    TenureVerdict,
    Term,
)
from matching.terms import LandlordKind, TenancyKind, TenancyStanding

_K, _V, _R, _D = TenancyKind, TenureVerdict, TenureRuleId, Disclosure
_Answer = tuple[TenureVerdict, set[TenureRuleId], Condition | None]

_UNDER_1985 = (_K.SECURE_LIFETIME, _K.SECURE_FLEXIBLE, _K.INTRODUCTORY)
_UNDER_1988 = (_K.ASSURED_LIFETIME, _K.ASSURED_FIXED, _K.STARTER)
_FOR_LIFE = (_K.SECURE_LIFETIME, _K.ASSURED_LIFETIME)
_FOR_A_TERM = (_K.SECURE_FLEXIBLE, _K.ASSURED_FIXED)
_ON_TRIAL = (_K.INTRODUCTORY, _K.STARTER)
_SHORTHOLD = (_K.ASSURED_FIXED, _K.STARTER)


def derive(case: TenureCase) -> Cell:
    """Return what the rules, taken one after the other, say of a case."""
    return (
        _power(case)
        or _not_the_tenant(case)
        or _never_let(case)
        or _between_tenants(case)
    )


def _power(case: TenureCase) -> Cell | None:
    """R19 and R17: who can grant what, and until when."""
    council = case.new_landlord is LandlordKind.COUNCIL
    others = _UNDER_1988 if council else _UNDER_1985
    if case.offered in others:
        return Cell(verdict=_V.NO_POWER, rules=(_R.R19,))
    if case.offered in _SHORTHOLD and case.shortholds_abolished:
        return Cell(verdict=_V.NO_POWER, rules=(_R.R17,))
    return None


def _not_the_tenant(case: TenureCase) -> Cell | None:
    if case.standing is TenancyStanding.NOT_THE_TENANT:
        return Cell(verdict=_V.NEVER, rules=(_R.S6,))
    return None


def _never_let(case: TenureCase) -> Cell | None:
    if case.offered in (*_UNDER_1985, *_UNDER_1988):
        return None
    return Cell(verdict=_V.NEVER, rules=(_R.S5,))


def _between_tenants(case: TenureCase) -> Cell:
    """A tenant moves to a tenancy that its landlord can grant."""
    verdict, rules, condition = _compared(case)
    if case.shortholds_abolished and _was_shorthold(case):
        assured = case._replace(held=_K.ASSURED_LIFETIME)
        since, since_rules, _ = _compared(assured)
        if _strict(since) >= _strict(verdict):
            verdict, rules, condition = since, since_rules, None
        rules = rules | {_R.R17}
    protected = verdict is _V.NEVER
    if case.gap:
        # Housing Act 1996 s.124(2), s.125(3): "immediately before".
        rules = rules - {_R.R3, _R.R4, _R.R5}
        if not protected:
            verdict, condition, rules = _V.NEEDS_PERSON, None, rules | {_R.S8}
            if case.new_landlord is LandlordKind.COUNCIL:
                rules |= {_R.R16}
    if case.possession_sought and not protected:
        verdict, condition, rules = _V.NEEDS_PERSON, None, rules | {_R.S7}
    if protected:
        return _cell(verdict, rules)
    if case.standing is TenancyStanding.JOINT:
        rules = rules | {_R.R10}
    return _cell(verdict, rules, condition, tuple(_told(case)))


def _cell(
    verdict: TenureVerdict,
    rules: set[TenureRuleId],
    condition: Condition | None = None,
    told: tuple[Disclosure, ...] = (),
) -> Cell:
    names = [rule.value for rule in rules]
    # R before S, and then by number: how a lawyer counts.
    names.sort(key=lambda name: (name[0], int(name[1:])))
    return Cell(
        verdict=verdict,
        rules=tuple(_R(name) for name in names),
        condition=condition,
        disclosures=told,
    )


def _strict(verdict: TenureVerdict) -> int:
    mildest_first = (
        _V.IMPROVES,
        _V.PRESERVES,
        _V.CONDITIONAL,
        _V.NEEDS_PERSON,
        _V.NEVER,
        _V.NO_POWER,
    )
    return mildest_first.index(verdict)


def _was_shorthold(case: TenureCase) -> bool:
    return case.held in _SHORTHOLD and _can_have_granted(case)


def _can_have_granted(case: TenureCase) -> bool:
    """A council's tenants are under the 1985 Act, an association's under the 1988 Act.

    Except for an association's secure tenants from before 15 January 1989. Of the
    other kinds the scheme does not judge who granted them.
    """
    if case.held_from is LandlordKind.COUNCIL:
        return case.held not in _UNDER_1988
    return case.held not in (_K.SECURE_FLEXIBLE, _K.INTRODUCTORY)


def _compared(case: TenureCase) -> _Answer:
    """Compare what is held with what is offered: life over term over trial."""
    if not _can_have_granted(case):
        return _V.NEEDS_PERSON, {_R.S4}, None
    if case.held in _FOR_LIFE:
        return _from_life(case)
    if case.held in _FOR_A_TERM:
        return _from_a_term(case)
    if case.held in _ON_TRIAL:
        return _from_trial(case)
    return _V.NEEDS_PERSON, {_R.S2}, None


def _from_life(case: TenureCase) -> _Answer:
    """The agreement keeps a lifetime; statutes and the regulator stand behind it."""
    before_1989 = (
        case.held is _K.SECURE_LIFETIME and case.held_from is not LandlordKind.COUNCIL
    )
    if before_1989 and case.offered is _K.ASSURED_LIFETIME:
        return _V.NEEDS_PERSON, {_R.S3}, None
    rules = {_R.S1, *_s81za(case), *_s124(case), *_tenancy_standard(case)}
    return (_V.PRESERVES if case.offered in _FOR_LIFE else _V.NEVER), rules, None


def _s81za(case: TenureCase) -> Iterator[TenureRuleId]:
    """R1: for reasons of domestic abuse a council's tenancy must not be flexible."""
    if not case.domestic_abuse:
        return
    if case.new_landlord is LandlordKind.HOUSING_ASSOCIATION:
        yield _R.R2
    elif case.offered in (_K.SECURE_LIFETIME, _K.SECURE_FLEXIBLE):
        yield _R.R1


def _s124(case: TenureCase) -> Iterator[TenureRuleId]:
    """R3: no trial for whoever was secure or assured; shortholds are left out."""
    was = (_K.SECURE_LIFETIME, _K.SECURE_FLEXIBLE, _K.ASSURED_LIFETIME)
    for_or_against = (_K.SECURE_LIFETIME, _K.INTRODUCTORY)
    if case.held in was and case.offered in for_or_against:
        yield _R.R3


def _tenancy_standard(case: TenureCase) -> Iterator[TenureRuleId]:
    if case.since_april_2012 and not case.affordable_rent:
        yield _R.R5


def _from_a_term(case: TenureCase) -> _Answer:
    shorthold = case.held is _K.ASSURED_FIXED
    if case.offered in _FOR_LIFE:
        return _trial_first(case) or (_V.IMPROVES, {_R.S1, *_s124(case)}, None)
    if case.offered is _K.INTRODUCTORY and shorthold:
        return _V.CONDITIONAL, {_R.R3, _R.R4}, Condition.TWELVE_MONTHS_SERVED
    if case.offered in _ON_TRIAL:
        return _V.NEVER, {_R.S1, *_s124(case)}, None
    rules = {_R.S1}
    if case.held is case.offered is _K.SECURE_FLEXIBLE:
        rules |= {_R.R3}
    if case.term is Term.UNKNOWN:
        return _V.CONDITIONAL, rules, Condition.TERM_COVERS
    return (_V.PRESERVES if case.term is Term.COVERS else _V.NEVER), rules, None


def _from_trial(case: TenureCase) -> _Answer:
    if case.offered in _FOR_LIFE:
        return _trial_first(case) or (_V.IMPROVES, {_R.S1}, None)
    if case.offered is _K.INTRODUCTORY:
        return _V.PRESERVES, {_R.R4}, None
    if case.offered is _K.STARTER:
        return _V.CONDITIONAL, {_R.S1}, Condition.TRIAL_CREDITED
    return _V.NEEDS_PERSON, {_R.S2}, None


def _trial_first(case: TenureCase) -> _Answer | None:
    """Housing Act 1996 s.124(1): where a council elected, whom s.124(2) leaves out."""
    council = case.new_landlord is LandlordKind.COUNCIL
    left_out = case.held in (*_ON_TRIAL, _K.ASSURED_FIXED)
    if council and case.introductory_scheme and left_out:
        rules = {_R.R3, _R.R4, _R.S1}
        return _V.CONDITIONAL, rules, Condition.TWELVE_MONTHS_SERVED
    return None


def _told(case: TenureCase) -> Iterator[Disclosure]:
    """Yield what changes, in the order in which the household is told."""
    to_council = case.new_landlord is LandlordKind.COUNCIL
    old, new = case.held in _UNDER_1985, case.held in _UNDER_1988
    lifetime = case.offered is _K.ASSURED_LIFETIME
    changes = {
        _D.RTB_LOST: old and not to_council,
        _D.RTB_GAINED: new and to_council,
        _D.PRESERVED_RTB_LOST: case.held is _K.ASSURED_LIFETIME and lifetime,
        _D.RTA_POSSIBLE: lifetime,
        _D.GROUND_8: old and not to_council,
        _D.SUCCESSION_NARROWED: case.held is _K.SECURE_LIFETIME,
        _D.SUCCESSION_RESET: old or new,
        _D.RENT_BASIS: case.affordable_rent,
    }
    yield from (change for change, happens in changes.items() if happens)
