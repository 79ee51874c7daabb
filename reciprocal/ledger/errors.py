from reciprocal.errors import Kind, ReciprocalError


class LedgerConflict(ReciprocalError):
    code = "ledger_conflict"
    kind = Kind.CONFLICT
    sentence = (
        "The book already has this event of this move with other content; "
        "read what stands before writing again."
    )


class HoldMissing(ReciprocalError):
    code = "hold_missing"
    kind = Kind.CONFLICT
    sentence = "The book has no HOLD for this move; record the acceptance first."


class HoldResolved(ReciprocalError):
    code = "hold_resolved"
    kind = Kind.CONFLICT
    sentence = "The HOLD of this move is resolved already, and resolves only once."


class PostMissing(ReciprocalError):
    code = "post_missing"
    kind = Kind.CONFLICT
    sentence = "The book has no POST for this move, so there is nothing to reverse."


class AccountsNotOpen(ReciprocalError):
    code = "accounts_not_open"
    kind = Kind.CONFLICT
    sentence = (
        "A landlord of this move has no accounts in the scheme's book; "
        "open them when it joins."
    )


class NothingToCorrect(ReciprocalError):
    code = "nothing_to_correct"
    kind = Kind.CONFLICT
    sentence = "The book has no such entry that stands; read the balances again."


class WriteOffCapReached(ReciprocalError):
    code = "write_off_cap_reached"
    kind = Kind.CONFLICT
    sentence = (
        "The scheme's rules let no more homes be written off this year; wait, or ask "
        "the board."
    )


class DisputeTooLate(ReciprocalError):
    code = "dispute_too_late"
    kind = Kind.CONFLICT
    sentence = (
        "The days in which this may be disputed are over; ask the scheme's agency, "
        "which can propose a correction."
    )


class TooFewToHear(ReciprocalError):
    code = "too_few_to_hear"
    kind = Kind.CONFLICT
    sentence = (
        "The scheme has too few landlords to hear this; ask the scheme's agency, which "
        "can propose a correction."
    )


class LandlordNotSettled(ReciprocalError):
    code = "landlord_not_settled"
    kind = Kind.CONFLICT
    sentence = (
        "This landlord still owes homes, or has moves or disputes under way; its debts "
        "are taken over or given up, and the others end, before it leaves."
    )
