"""The codes in which support is written down; nothing here is a sentence about anybody.

None of them names or describes whoever is fled from: an incident is a day, a meeting
is a day, a court order is a yes or a no.
"""

from enum import StrEnum


class SupportStage(StrEnum):
    """The part of the way on which an item is due."""

    REFERRAL = "referral"
    OFFER = "offer"
    MOVE = "move"
    SETTLING_IN = "settling_in"


class SupportOwner(StrEnum):
    """Whose item it is, and who alone writes it down."""

    REFERRING_WORKER = "referring_worker"
    RECEIVING_LEAD = "receiving_lead"
    OLD_LEAD = "old_lead"


class Event(StrEnum):
    """What starts the clock of an item."""

    REFERRED = "referred"
    INCIDENT = "incident"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DEPARTURE_ASKED = "departure_asked"
    SIGNED = "signed"
    KEYS = "keys"


class SupportState(StrEnum):
    """Where an item stands."""

    LATER = "later"
    OPEN = "open"
    OVERDUE = "overdue"
    STALE = "stale"
    SETTLED = "settled"


class SupportOutcome(StrEnum):
    """What became of an item, as a code."""

    MADE = "made"
    NOT_REACHED = "not_reached"
    AGREED = "agreed"
    NAMED = "named"
    CONFIRMED_SAFE = "confirmed_safe"
    NOT_SAFE = "not_safe"
    NOT_NEEDED = "not_needed"
    ARRANGED = "arranged"
    REPORTED = "reported"
    ASSESSED = "assessed"
    HEARD = "heard"
    NOT_REFERRED = "not_referred"
    OFFERED = "offered"
    DECLINED = "declined"
    INSTALLED = "installed"
    WANTED = "wanted"
    NOT_WANTED = "not_wanted"
    NOT_SURE_YET = "not_sure_yet"
    NO_ORDER = "no_order"
    NO_ADDRESS_ASKED = "no_address_asked"
    ADDRESS_ASKED = "address_asked"
    ADDRESS_PROTECTED = "address_protected"
    REFERRED = "referred"
    ASKED_FOR = "asked_for"
    HELD = "held"
    NO_ARREARS = "no_arrears"
    PLAN_AGREED = "plan_agreed"
    NO_PLAN = "no_plan"
    NO_EFFECT = "no_effect"
    PLANNED_FOR = "planned_for"
    ACCEPTED = "accepted"
    TOO_MUCH = "too_much"
    TRANSFERRED = "transferred"
    MET = "met"
    GIVEN = "given"
    REQUESTED = "requested"
    PAID = "paid"
    REFUSED = "refused"
    CLAIMED = "claimed"
    PLACED = "placed"
    DONE = "done"
    NOT_RECHARGED = "not_recharged"
    NO_DAMAGE = "no_damage"
    RECHARGED = "recharged"
    REGISTERED = "registered"


class SupportTopic(StrEnum):
    """What of an item it is about, where an item has several parts."""

    # Ways to reach the household; no number and no address is kept.
    TELEPHONE = "telephone"
    TELEPHONE_NO_MESSAGES = "telephone_no_messages"
    TEXT_MESSAGE = "text_message"
    E_MAIL = "e_mail"
    IN_PERSON = "in_person"
    THROUGH_ANOTHER_SERVICE = "through_another_service"
    # Bands of the DASH checklist.
    BAND_STANDARD = "band_standard"
    BAND_MEDIUM = "band_medium"
    BAND_HIGH = "band_high"
    BAND_NOT_MADE = "band_not_made"
    # What staying made safe depends on.
    ORDER_IN_FORCE = "order_in_force"
    LANDLORD_AGREES = "landlord_agrees"
    NO_SHARED_TENANCY = "no_shared_tenancy"
    NO_CONDITION = "no_condition"
    # What else the household could do.
    OCCUPATION_ORDER = "occupation_order"
    STAYING_PUT = "staying_put"
    REFUGE = "refuge"
    HOMELESS_APPLICATION = "homeless_application"
    OWN_LANDLORD_TRANSFER = "own_landlord_transfer"
    HOUSING_REGISTER = "housing_register"
    PRIVATE_RENTING = "private_renting"
    # Who wrote a letter.
    POLICE = "police"
    SOCIAL_SERVICES = "social_services"
    ABUSE_SERVICE = "abuse_service"
    HEALTH_SERVICE = "health_service"
    # What a move touches.
    SCHOOL = "school"
    HEALTH = "health"
    WORK = "work"
    FAITH = "faith"
    SUPPORT_NETWORK = "support_network"
    DISTANCE = "distance"
    # Which services hand over.
    ABUSE_SERVICES = "abuse_services"
    BY_AND_FOR_SERVICES = "by_and_for_services"
    SOCIAL_CARE = "social_care"
    # What money is for.
    REMOVALS = "removals"
    FLOORS_AND_FURNITURE = "floors_and_furniture"
    SCHOOL_UNIFORM = "school_uniform"
    RENT_OVERLAP = "rent_overlap"
    TRAVEL = "travel"
    SECURITY = "security"
    OTHER_PURPOSE = "other_purpose"
    # What makes a home harder to get into.
    LOCKS = "locks"
    DOOR = "door"
    WINDOWS = "windows"
    LIGHTING = "lighting"
    ALARM = "alarm"
    LETTERBOX = "letterbox"


WAYS_TO_REACH = (
    SupportTopic.TELEPHONE,
    SupportTopic.TELEPHONE_NO_MESSAGES,
    SupportTopic.TEXT_MESSAGE,
    SupportTopic.E_MAIL,
    SupportTopic.IN_PERSON,
    SupportTopic.THROUGH_ANOTHER_SERVICE,
)
DASH_BANDS = (
    SupportTopic.BAND_STANDARD,
    SupportTopic.BAND_MEDIUM,
    SupportTopic.BAND_HIGH,
    SupportTopic.BAND_NOT_MADE,
)
SANCTUARY_CONDITIONS = (
    SupportTopic.ORDER_IN_FORCE,
    SupportTopic.LANDLORD_AGREES,
    SupportTopic.NO_SHARED_TENANCY,
    SupportTopic.NO_CONDITION,
)
OTHER_OPTIONS = (
    SupportTopic.OCCUPATION_ORDER,
    SupportTopic.STAYING_PUT,
    SupportTopic.REFUGE,
    SupportTopic.HOMELESS_APPLICATION,
    SupportTopic.OWN_LANDLORD_TRANSFER,
    SupportTopic.HOUSING_REGISTER,
    SupportTopic.PRIVATE_RENTING,
)
LETTER_WRITERS = (
    SupportTopic.POLICE,
    SupportTopic.SOCIAL_SERVICES,
    SupportTopic.ABUSE_SERVICE,
    SupportTopic.HEALTH_SERVICE,
)
IMPACTS = (
    SupportTopic.SCHOOL,
    SupportTopic.HEALTH,
    SupportTopic.WORK,
    SupportTopic.FAITH,
    SupportTopic.SUPPORT_NETWORK,
    SupportTopic.DISTANCE,
)
SERVICES = (
    SupportTopic.ABUSE_SERVICES,
    SupportTopic.BY_AND_FOR_SERVICES,
    SupportTopic.SOCIAL_CARE,
)
PURPOSES = (
    SupportTopic.REMOVALS,
    SupportTopic.FLOORS_AND_FURNITURE,
    SupportTopic.SCHOOL_UNIFORM,
    SupportTopic.RENT_OVERLAP,
    SupportTopic.TRAVEL,
    SupportTopic.SECURITY,
    SupportTopic.OTHER_PURPOSE,
)
HARDENING = (
    SupportTopic.LOCKS,
    SupportTopic.DOOR,
    SupportTopic.WINDOWS,
    SupportTopic.LIGHTING,
    SupportTopic.ALARM,
    SupportTopic.LETTERBOX,
)


class SupportEvidence(StrEnum):
    """What kind of paper is filed under the code of a fact, at its owner's."""

    LETTER = "letter"
    FORM = "form"
    ORDER = "order"
    RECEIPT = "receipt"
    PHOTOGRAPHS = "photographs"
    CERTIFICATE = "certificate"
    FILE_NOTE = "file_note"


class Needs(StrEnum):
    """How many parts of an item must be settled for the whole to be."""

    ONE = "one"
    ALL_BEGUN = "all_begun"
    EACH = "each"
