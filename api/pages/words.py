"""Codes in words, and the short sentences that follow an act."""

WORDS: dict[str, str] = {
    "named_lead": "Named lead",
    "referring_worker": "Referring worker",
    "coordinator": "Coordinator",
    "auditor": "Auditor",
    "BED0": "Studio",
    "BED1": "1 bedroom",
    "BED2": "2 bedrooms",
    "BED3": "3 bedrooms",
    "BED4P": "4 bedrooms or more",
    "BED0_STEPFREE": "Studio, step-free",
    "BED1_STEPFREE": "1 bedroom, step-free",
    "BED2_STEPFREE": "2 bedrooms, step-free",
    "BED3_STEPFREE": "3 bedrooms, step-free",
    "BED4P_STEPFREE": "4 bedrooms or more, step-free",
    "true": "Yes",
    "false": "No",
}
"""Where a code's own letters would mislead; any other is read as it is written."""

SAID: dict[str, str] = {
    "done": "Done.",
    "left": "Their membership has ended, and they are signed out.",
    "round_begun": "The round has begun. Open it to watch.",
    "decided": "Decided, under your name.",
    "case_begun": "Saved as a case. Record consents next, then send it.",
    "draft_deleted": "The draft is deleted.",
    "hidden": "Hidden. Now telephone whoever must know.",
    "submitted": "Sent. Its landlord is asked about the tenancy alone.",
    "acknowledged": "Acknowledged. Keep your copy.",
    "answered": "Answered.",
    "attested": "Said. A second name is put to it before landlords rely on it.",
    "disputed": "Disputed. Two other landlords hear it.",
    "home_posted": "Posted. A colleague of yours releases it now.",
    "home_released": "Released. The next round tries it.",
    "keys": "Recorded: they have the keys.",
    "passkey_added": "Added. After your password you may use it in place of a code.",
    "password_changed": "Changed. Your other sessions have ended.",
    "saved": "Saved.",
    "sent": "Sent.",
    "signed_up": "Recorded: the tenancy is signed.",
    "uploaded": "Brought in.",
    "viewing_offered": "Offered. Their worker arranges it.",
    "withdrawn": "Withdrawn.",
}
"""What is said at the top of the page after an act, by the word in its address."""


def words(code: object) -> str:
    """Return what a code says: `not_suitable` is "Not suitable"."""
    if code is None or code == "":
        return ""
    if isinstance(code, bool):
        return "Yes" if code else "No"
    text = str(code)
    if text in WORDS:
        return WORDS[text]
    plain = text.replace("_", " ").replace(".", ": ")
    return plain[:1].upper() + plain[1:]
