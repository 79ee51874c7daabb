"""Who needs to know what of the reports and disputes; the other half of `need_to_know`.

Resource, role, stages and fields, as its `Row` has them.
"""

_EVERY = "*"
_RENT = "reservations days_reserved rent_lost_pence"
_HOME_OWED = (
    "reference code stage size_class access asked_at respond_by ended_at "
    "no_home_reason letting"
)
_STATEMENT = (
    "reference stage period sizes lines total median standing structural_debt "
    "moves_enabled homes_owed_answered homes_owed_declined head"
)

_PEOPLE = ("coordinator", "named_lead", "referring_worker", "auditor")

REPORTS = (
    # Whoever signs in: their own way in, and nobody else's.
    *(
        (resource, role, _EVERY, fields)
        for resource, fields in (
            ("signed_in", "token stage"),
            ("own_session", "reference started_at last_seen_at ends_at current"),
            ("second_factor", "stage recovery_codes_left required"),
            ("second_factor_secret", "letters otpauth"),
            ("recovery_codes", "codes"),
            ("passkey", "reference added_at last_used_at"),
            ("passkey_question", "challenge site owner passkeys"),
        )
        for role in _PEOPLE
    ),
    ("signed_in", "nobody", _EVERY, "token stage"),
    ("sign_on_started", "nobody", _EVERY, "go_to binding"),
    # What one more area would cost, for whoever states it and nobody else.
    (
        "area_tried",
        "referring_worker",
        _EVERY,
        "authorities sectors landlords of_choice nowhere_left homes_lately",
    ),
    # Who decided what of whom, by names of the auditor's own.
    (
        "step_decision",
        "auditor",
        _EVERY,
        "round subject decided_by decided_at answer reason proposed",
    ),
    # Neither who stands on the other side of a line, nor who hears of it.
    (
        "dispute",
        "named_lead",
        _EVERY,
        (
            "reference code stage line period kind size_class homes ground "
            "to_size_class appeal raised_at answer_by settled_at appeal_by"
        ),
    ),
    (
        "board_dispute",
        "coordinator",
        _EVERY,
        (
            "reference code stage landlord landlord_code kind size_class ground "
            "to_size_class appeal raised_at answer_by settled_at"
        ),
    ),
    # Of a household's own service who looked; of the others their part in it alone.
    ("case_reading", "referring_worker", _EVERY, "hour reader parts"),
    ("case_reading", "referring_worker", "own_service", "person"),
    # Days and words of a way; the homes on it stand in another list.
    (
        "board_timeline",
        "coordinator",
        _EVERY,
        "reference code stage urgency waiting_since events",
    ),
    (
        "board_reservation",
        "coordinator",
        _EVERY,
        (
            "reference code stage home_code kept_from kept_until end_code days_kept "
            "days_kept_at_most"
        ),
    ),
    # Neither whose household it is nor why it waits: how late its service is.
    (
        "board_first_contact",
        "coordinator",
        _EVERY,
        "reference code due_at working_days_over",
    ),
    # Of all landlords together: whose rent it is, is that landlord's alone.
    (
        "board_rent_lost",
        "coordinator",
        _EVERY,
        f"reference code stage frozen_at {_RENT}",
    ),
    ("rent_lost", "named_lead", _EVERY, f"homes {_RENT}"),
    # How urgency is given; sums of ten cases and more, which name no case.
    ("urgency_chart", "auditor", _EVERY, "period landlords services"),
    # The book over time, as it is told live and no sooner.
    *(
        ("book_by_quarter", role, _EVERY, "quarters landlords")
        for role in ("coordinator", "auditor")
    ),
    # Schemes that were made up to try policies on, which are published besides.
    *(
        ("laboratory", role, _EVERY, "experiments")
        for role in ("coordinator", "auditor")
    ),
    # What everybody is told, which is published besides.
    ("disclosure_row", "auditor", _EVERY, "role thing about stages fields sealed"),
    # Whether what was promised was granted; likewise.
    ("tenures_chart", "auditor", _EVERY, "period tenures"),
    # A hash on a fixed day: nothing of any act, and everybody may hold us to it.
    *(
        ("audit_heads", role, _EVERY, "heads")
        for role in (
            *("auditor", "coordinator", "named_lead", "referring_worker"),
            "landlord_system",
        )
    ),
    # Its own, against the scheme: no day, and nobody else's name or reference.
    ("statement", "named_lead", _EVERY, _STATEMENT),
    ("statement", "auditor", _EVERY, f"landlord_code {_STATEMENT}"),
    # Its finance system reads what its people do, and acknowledges nothing.
    ("statement", "landlord_system", _EVERY, _STATEMENT),
    # A size and a day: neither where nor for whom.
    ("home_owed", "named_lead", _EVERY, _HOME_OWED),
    ("home_owed", "landlord_system", _EVERY, _HOME_OWED),
    (
        "board_home_owed",
        "coordinator",
        _EVERY,
        f"landlord unexplained_lately to_speak_with {_HOME_OWED}",
    ),
    # Sums alone: whose a held move is, nobody reads off a list of statements.
    (
        "board_statements",
        "coordinator",
        _EVERY,
        "reference stage period released_at statements acknowledged sizes head",
    ),
)
