"""Codes in words, and the short sentences that follow an act."""

WORDS: dict[str, str] = {
    "named_lead": "Named lead",
    "referring_worker": "Referring worker",
    "coordinator": "Coordinator",
    "auditor": "Auditor",
    "true": "Yes",
    "false": "No",
}
"""Where a code's own letters would mislead; any other is read as it is written."""

SAID: dict[str, str] = {
    "done": "Done.",
    "left": "Their membership has ended, and they are signed out.",
    "saved": "Saved.",
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
    plain = text.replace("_", " ")
    return plain[:1].upper() + plain[1:]
