"""Access and floors. The plain home is on floor 1 with a lift, of general access."""

from matching.terms import Access, RefusalCode
from tests.spec.case import Case

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
)
