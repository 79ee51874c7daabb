"""Rules of access and of floors."""

from matching.pool import Home, Household
from matching.rules.columns import Columns, Mask, Whole
from matching.rules.rule import Rule
from matching.terms import ACCESS_RANK, RefusalCode

# Higher and lower than any building, so that one comparison reads an unknown floor
# as too high and, in the other rule, as on the ground; and after every day.
_SKY, _GROUND = 2**31, 0


def _access(columns: Columns) -> Mask:
    need = columns.down(lambda row: ACCESS_RANK[row.access_need])
    refused = columns.across(lambda home: ACCESS_RANK[home.access]) < need
    adapted = columns.across_flag(lambda home: home.adapted_day is not None)
    return refused & ~_adapted_in_time(columns, need) if adapted.any() else refused


def _adapted_in_time(columns: Columns, need: Whole) -> Mask:
    day = columns.across(lambda home: _or_never(home.adapted_day, _SKY))
    keys = columns.across(lambda home: _or_never(home.keys_day, -_SKY))
    wait = columns.down(lambda row: _or_never(row.access_needed_by_day, -_SKY))
    # A home that nobody adapts has no day either, and is never adapted in time.
    enough = (
        columns.across(lambda home: ACCESS_RANK[home.adapted_access or home.access])
        >= need
    )
    return enough & ((day <= keys) | (day <= wait))


def _or_never(day: int | None, never: int) -> int:
    return never if day is None else day


def _climb(home: Home) -> int:
    if home.lift:
        return -_SKY
    return _SKY if home.floor is None else home.floor


def _climb_max(household: Household) -> int:
    limit = household.floor_max_without_lift
    return _SKY if limit is None else limit


def _floor(columns: Columns) -> Mask:
    return columns.across(_climb) > columns.down(_climb_max)


def _ground(columns: Columns) -> Mask:
    unsafe = columns.down_flag(lambda row: row.ground_floor_unsafe)
    low = columns.across(lambda home: _GROUND if home.floor is None else home.floor)
    return unsafe & (low <= _GROUND)


ACCESS = (
    Rule(
        code=RefusalCode.ACCESS_BELOW_NEED,
        authority="Equality Act 2010 s.20; unknown access is not access",
        in_force="2010-10-01",
        sentence=(
            "The home is less accessible than needed, or its access is unknown, and "
            "its landlord has not committed to adapt it in time."
        ),
        refused=_access,
    ),
    Rule(
        code=RefusalCode.FLOOR_TOO_HIGH,
        authority="Scheme practice: stated by the household with its worker",
        in_force="scheme",
        sentence="The home is too high up without a lift, or its floor is unknown.",
        refused=_floor,
    ),
    Rule(
        code=RefusalCode.GROUND_FLOOR_UNSAFE,
        authority="Scheme practice: stated by the household with its worker",
        in_force="scheme",
        sentence=(
            "A ground-floor home is not safe for the household, "
            "and this one is on the ground or its floor is unknown."
        ),
        refused=_ground,
    ),
)
