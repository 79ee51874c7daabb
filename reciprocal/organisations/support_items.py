"""The names of what is done for a household beside its move.

They stand beside a scheme's rules, since those switch them off one by one; what each
of them asks for is in `reciprocal/support/checklist.py`.
"""

from enum import StrEnum


class SupportItem(StrEnum):
    """One line of the checklist that travels with a move."""

    FIRST_CONTACT = "first_contact"
    ACTION_PLAN = "action_plan"
    DEPUTY_NAMED = "deputy_named"
    SAFE_CONTACT = "safe_contact"
    INTERPRETER = "interpreter"
    INCIDENT = "incident"
    URGENCY_ASSESSED = "urgency_assessed"
    MARAC_HEARD = "marac_heard"
    SANCTUARY = "sanctuary"
    OPTIONS_TALKED_THROUGH = "options_talked_through"
    COURT_ORDERS_ON_CHILDREN = "court_orders_on_children"
    CHILDRENS_OWN_SUPPORT = "childrens_own_support"
    SUPPORTING_LETTER = "supporting_letter"
    RENT_ARREARS = "rent_arrears"
    IMPACT_TALKED_THROUGH = "impact_talked_through"
    MARAC_TRANSFER = "marac_transfer"
    CHILD_PROTECTION_TRANSFER = "child_protection_transfer"
    SAFEGUARDING_TRANSFER = "safeguarding_transfer"
    SERVICES_HANDOVER = "services_handover"
    SCHOOL_PLACE = "school_place"
    PETS = "pets"
    FLEXIBLE_FUND = "flexible_fund"
    TWO_RENTS = "two_rents"
    POLICE_FLAG_OLD_HOME = "police_flag_old_home"
    POLICE_FLAG_NEW_HOME = "police_flag_new_home"
    KEYS_AWAY_FROM_OLD_OFFICE = "keys_away_from_old_office"
    NEWCOMERS_CONTACTED = "newcomers_contacted"
    SECURITY_OFFERED = "security_offered"
    TARGET_HARDENING = "target_hardening"
    MARKER_CLEARED = "marker_cleared"
    DAMAGE_NOT_RECHARGED = "damage_not_recharged"
    BENEFITS_MOVED = "benefits_moved"
    GENERAL_PRACTICE = "general_practice"
    HEALTH_VISITOR = "health_visitor"
    CONTACT_AFTER_THE_MOVE = "contact_after_the_move"
