"""What can happen to a household while its case is open, and what becomes of it.

A change is a code and a day. Who died, who left and what they found is written nowhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from reciprocal.proposals.lifecycle import EndCode
from reciprocal.stages import follow


class CaseStanding(StrEnum):
    """How far a case has come, as far as a change in its household has to know.

    A step is signed alone once the end of the old tenancy is recorded: the new one is
    the only tenancy that the household has.
    """

    NO_STEP = "no_step"
    UNSIGNED_STEP = "unsigned_step"
    SIGNED_STEP = "signed_step"
    SIGNED_ALONE = "signed_alone"
    MOVED = "moved"
    CLOSED = "closed"


class ChangeTold(StrEnum):
    """What a worker tells of a household: a code, and never who."""

    CHILD_JOINED = "child_joined"
    MEMBER_DIED = "member_died"
    SPLIT_TENANCY_KEPT = "split_tenancy_kept"
    SPLIT_BOTH_HOLD = "split_both_hold"
    SPLIT_TENANCY_LEFT = "split_tenancy_left"
    TENANT_DIED = "tenant_died"
    TENANT_DIED_SUCCEEDED = "tenant_died_succeeded"
    OWN_MOVE_FOUND = "own_move_found"
    NO_LONGER_WANTED = "no_longer_wanted"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        effect: What happens with it, in the same transaction.
    """

    standing: CaseStanding
    change: ChangeTold
    to: CaseStanding
    effect: str


_S, _C = CaseStanding, ChangeTold

COUNTED_ANEW = (
    _C.CHILD_JOINED,
    _C.MEMBER_DIED,
    _C.SPLIT_TENANCY_KEPT,
    _C.SPLIT_BOTH_HOLD,
)
"""After these the household goes on in its case, and is stated anew."""

END_CODES = {
    _C.SPLIT_TENANCY_LEFT: EndCode.TENANCY_PASSED,
    _C.TENANT_DIED: EndCode.TENANCY_PASSED,
    _C.TENANT_DIED_SUCCEEDED: EndCode.TENANCY_PASSED,
    _C.OWN_MOVE_FOUND: EndCode.OWN_MOVE_FOUND,
    _C.NO_LONGER_WANTED: EndCode.NO_LONGER_WANTED,
}
"""After these the case is closed; a step of it ends by one code, which names no death.

The tenancy that a death ends or passes on, or a parting leaves with the others, is the
one that the whole exchange rests on (Housing Act 1985 ss.87-91; Housing Act 1988 s.17).
"""

GO_ON_ANEW = (_C.SPLIT_BOTH_HOLD, _C.TENANT_DIED_SUCCEEDED)
"""After these a part of the household is referred anew, with the date it has."""

TABLE: tuple[Line, ...] = (
    *(
        line
        for change in COUNTED_ANEW
        for line in (
            Line(_S.NO_STEP, change, _S.NO_STEP, "their need is counted anew"),
            Line(
                _S.UNSIGNED_STEP,
                change,
                _S.UNSIGNED_STEP,
                "their need is counted anew; a home that no longer suits is freed, "
                "with any HOLD, and they keep their date",
            ),
            Line(
                _S.SIGNED_STEP,
                change,
                _S.SIGNED_STEP,
                "their need is counted anew; the tenancy that is signed stands",
            ),
            Line(_S.SIGNED_ALONE, change, _S.SIGNED_ALONE, "likewise"),
        )
    ),
    *(
        line
        for change in END_CODES
        for line in (
            Line(_S.NO_STEP, change, _S.CLOSED, "the case is closed"),
            Line(
                _S.UNSIGNED_STEP,
                change,
                _S.CLOSED,
                "home and HOLD are freed at once; the case is closed",
            ),
            Line(
                _S.SIGNED_STEP,
                change,
                _S.CLOSED,
                "likewise, while no end of the old tenancy is recorded",
            ),
        )
    ),
    Line(
        _S.SIGNED_ALONE,
        _C.TENANT_DIED,
        _S.CLOSED,
        "the HOLD is given up; the home goes back to its landlord, which ends the "
        "tenancy that was signed as the law has it; the case is closed",
    ),
    Line(
        _S.MOVED,
        _C.SETTLED,
        _S.CLOSED,
        "once the window is over and the end of the old tenancy is recorded, the case "
        "is closed",
    ),
)
"""Every change there is, told by the case's worker."""

TRANSITIONS = {(line.standing, line.change): line.to for line in TABLE}


def after(standing: CaseStanding, change: ChangeTold) -> CaseStanding:
    """Return where a change leaves a case.

    Raises:
        StateConflict: When it cannot happen there.
    """
    return follow(TRANSITIONS, standing, change)
