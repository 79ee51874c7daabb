"""Access and floors. The plain home is on floor 1 with a lift, of general access."""

from matching.terms import Access, RefusalCode
from tests.spec.case import Case

_KEYS = 730_100
_ADAPTED: dict[str, object] = {
    "adapted_access": Access.STEP_FREE,
    "adapted_day": _KEYS,
    "keys_day": _KEYS,
}

CHAPTER = "Access and floors"
CASES = (
    Case(
        says="Unknown access suits a household with no need.",
        home={"access": Access.UNKNOWN},
    ),
    Case(
        says="Unknown access fails every need.",
        household={"access_need": Access.STEP_FREE},
        home={"access": Access.UNKNOWN},
        refused=(RefusalCode.ACCESS_BELOW_NEED,),
    ),
    Case(
        says="Less access than needed is refused.",
        household={"access_need": Access.WHEELCHAIR_FULL},
        home={"access": Access.WHEELCHAIR_ESSENTIAL},
        refused=(RefusalCode.ACCESS_BELOW_NEED,),
    ),
    Case(
        says="More access than needed suits.",
        household={"access_need": Access.STEP_FREE},
        home={"access": Access.WHEELCHAIR_FULL},
    ),
    Case(
        says="A home adapted by the day of its keys suits as if it were so now.",
        household={"access_need": Access.STEP_FREE},
        home=_ADAPTED,
    ),
    Case(
        says="So does unknown access, where the landlord commits to adapt the home.",
        household={"access_need": Access.STEP_FREE},
        home=_ADAPTED | {"access": Access.UNKNOWN},
    ),
    Case(
        says="An adaptation a day after the keys is too late.",
        household={"access_need": Access.STEP_FREE},
        home=_ADAPTED | {"adapted_day": _KEYS + 1},
        refused=(RefusalCode.ACCESS_BELOW_NEED,),
    ),
    Case(
        says="Unless the household can wait until that day.",
        household={
            "access_need": Access.STEP_FREE,
            "access_needed_by_day": _KEYS + 1,
        },
        home=_ADAPTED | {"adapted_day": _KEYS + 1},
    ),
    Case(
        says="A day later than it can wait is refused.",
        household={
            "access_need": Access.STEP_FREE,
            "access_needed_by_day": _KEYS + 1,
        },
        home=_ADAPTED | {"adapted_day": _KEYS + 2},
        refused=(RefusalCode.ACCESS_BELOW_NEED,),
    ),
    Case(
        says="Where no day of keys is confirmed, only how long it can wait counts.",
        household={"access_need": Access.STEP_FREE},
        home=_ADAPTED | {"keys_day": None},
        refused=(RefusalCode.ACCESS_BELOW_NEED,),
    ),
    Case(
        says="A home adapted before the household's day suits without a day of keys.",
        household={"access_need": Access.STEP_FREE, "access_needed_by_day": _KEYS},
        home=_ADAPTED | {"keys_day": None},
    ),
    Case(
        says="An adaptation that does not reach the need is refused.",
        household={"access_need": Access.WHEELCHAIR_FULL},
        home=_ADAPTED,
        refused=(RefusalCode.ACCESS_BELOW_NEED,),
    ),
    Case(
        says="A home that is accessible now suits, whatever is to be adapted later.",
        household={"access_need": Access.STEP_FREE},
        home=_ADAPTED | {"access": Access.STEP_FREE, "adapted_day": _KEYS + 99},
    ),
    Case(
        says="Above the highest floor without a lift is refused.",
        household={"floor_max_without_lift": 1},
        home={"floor": 2, "lift": False},
        refused=(RefusalCode.FLOOR_TOO_HIGH,),
    ),
    Case(
        says="A lift makes any floor suit.",
        household={"floor_max_without_lift": 1},
        home={"floor": 9},
    ),
    Case(
        says="On the highest floor itself suits.",
        household={"floor_max_without_lift": 1},
        home={"floor": 1, "lift": False},
    ),
    Case(
        says="An unknown floor is too high where there is a limit and no lift.",
        household={"floor_max_without_lift": 9},
        home={"floor": None, "lift": False},
        refused=(RefusalCode.FLOOR_TOO_HIGH,),
    ),
    Case(
        says="An unknown floor suits where there is no limit.",
        home={"floor": None, "lift": False},
    ),
    Case(
        says="The ground floor is refused where it is not safe.",
        household={"ground_floor_unsafe": True},
        home={"floor": 0},
        refused=(RefusalCode.GROUND_FLOOR_UNSAFE,),
    ),
    Case(
        says="Below the ground is no safer.",
        household={"ground_floor_unsafe": True},
        home={"floor": -1},
        refused=(RefusalCode.GROUND_FLOOR_UNSAFE,),
    ),
    Case(
        says="An unknown floor counts as the ground where that is not safe.",
        household={"ground_floor_unsafe": True},
        home={"floor": None},
        refused=(RefusalCode.GROUND_FLOOR_UNSAFE,),
    ),
    Case(
        says="The first floor is not the ground.",
        household={"ground_floor_unsafe": True},
    ),
    Case(
        says="Who must have the ground floor or a lift suits the ground.",
        household={"floor_max_without_lift": 0},
        home={"floor": 0, "lift": False},
    ),
    Case(
        says="Who must have the ground floor or a lift is refused the first without.",
        household={"floor_max_without_lift": 0},
        home={"floor": 1, "lift": False},
        refused=(RefusalCode.FLOOR_TOO_HIGH,),
    ),
    Case(
        says="Who needs the ground or a lift and must avoid the ground needs the lift.",
        household={"floor_max_without_lift": 0, "ground_floor_unsafe": True},
        home={"floor": 3, "lift": True},
    ),
    Case(
        says="The two are apart: to them, the ground is refused for safety alone,",
        household={"floor_max_without_lift": 0, "ground_floor_unsafe": True},
        home={"floor": 0, "lift": False},
        refused=(RefusalCode.GROUND_FLOOR_UNSAFE,),
    ),
    Case(
        says="and a floor above it without a lift for the climb alone.",
        household={"floor_max_without_lift": 0, "ground_floor_unsafe": True},
        home={"floor": 1, "lift": False},
        refused=(RefusalCode.FLOOR_TOO_HIGH,),
    ),
)
