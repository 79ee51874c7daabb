"""What is sealed wherever it is shown; a third of `need_to_know`."""

SEALED = frozenset(
    {
        ("home", "uprn"),
        ("home", "address"),
        ("home", "postcode"),
        ("tenancy_check", "tenancy_reference"),
        ("case", "tenancy_reference"),
        ("case", "household"),
        ("case", "areas"),
        ("case", "home"),
        ("case_proposal", "address"),
        ("case_proposal", "postcode"),
        ("case_proposal", "rents"),
        ("case_proposal", "why_this_home"),
        ("case_no_home_yet", "told_reason"),
        ("case_no_home_yet", "sentences"),
        ("case_no_home_yet", "refused"),
        ("case_no_home_yet", "nearest"),
        ("case_no_home_yet", "opening"),
        ("offer", "adults"),
        ("offer", "children_ages"),
        ("departure", "tenancy_reference"),
        ("area_tried", "authorities"),
        ("area_tried", "sectors"),
        ("area_tried", "landlords"),
        ("area_tried", "of_choice"),
        ("area_tried", "nowhere_left"),
        ("case_support", "note"),
        ("offer_support", "note"),
    }
)
"""What is of class S wherever it is shown."""
