from reciprocal.errors import Kind, ReciprocalError


class HeadDiffers(ReciprocalError):
    code = "head_differs"
    kind = Kind.CONFLICT
    sentence = (
        "This is not the head of that statement; compare it with the statement that "
        "you keep, and tell the scheme's auditor if they differ."
    )


class HeadsUnreadable(ReciprocalError):
    code = "heads_unreadable"
    kind = Kind.INVALID
    sentence = (
        "A file of heads cannot be read; give statements as they were written or "
        "answered, in JSON, each with its head."
    )


class QuarterUnknown(ReciprocalError):
    code = "quarter_unknown"
    kind = Kind.NOT_FOUND
    sentence = "No statements went out for that quarter; give one as 2026-Q1."
