from enum import StrEnum


class TaskKind(StrEnum):
    """What somebody has to do; the same words for every case."""

    TENANCY_CHECK = "tenancy_check"
    TENANCY_CHECK_OVERDUE = "tenancy_check_overdue"
    COUNTERSIGN = "countersign"
    HOME_CLASH = "home_clash"
    CASE_CLASH = "case_clash"
    HOME_QUESTION = "home_question"
    NOMINATION_RELEASE = "nomination_release"
    HOME_OWED = "home_owed"
    SAFETY_LOOK = "safety_look"
    OFFER = "offer"
    DEPARTURE = "departure"
    VIEWING = "viewing"
    HOUSEHOLD_ANSWER = "household_answer"
    SIGN_UP = "sign_up"
    CASE_CHANGED = "case_changed"
    CONFIRM_CASE = "confirm_case"
    AREA_REVIEW = "area_review"
    PERSON_DECISION = "person_decision"
    STAFF_REVIEW = "staff_review"
    CHANGE_IN_RISK = "change_in_risk"
    NAME_LEAD = "name_lead"
    HOME_COMES_BACK = "home_comes_back"
    HOME_NOT_BACK = "home_not_back"
    POSSESSION_DUE = "possession_due"
    HOME_WITHDRAWAL_ASKED = "home_withdrawal_asked"
    HOME_AMENDMENT_ASKED = "home_amendment_asked"
    NOTICE_PLAN = "notice_plan"
    WEBHOOK_FAILING = "webhook_failing"
    ADJUSTMENT = "adjustment"
    DISPUTE_SETTLED = "dispute_settled"
    CASE_TRANSFER = "case_transfer"
    SERVICE_CLOSING = "service_closing"
    SUPPORT_DUE = "support_due"
    DEPARTURE_SUPPORT_DUE = "departure_support_due"


REVIEWS = (TaskKind.AREA_REVIEW, TaskKind.STAFF_REVIEW)
"""What a worker is asked to look at again, while the case is open."""

OF_A_HOME = (
    TaskKind.HOME_COMES_BACK,
    TaskKind.HOME_NOT_BACK,
    TaskKind.POSSESSION_DUE,
)
"""What a landlord does with its own home, whatever becomes of the case it names."""
