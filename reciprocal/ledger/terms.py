"""The closed vocabularies of the book; each value is stored as written here."""

from enum import StrEnum


class SizeClass(StrEnum):
    """The size of a home as the book counts it: whole homes by bedrooms.

    A scheme may keep step-free homes apart; it then uses the second five.
    """

    BED0 = "BED0"
    BED1 = "BED1"
    BED2 = "BED2"
    BED3 = "BED3"
    BED4P = "BED4P"
    BED0_STEPFREE = "BED0_STEPFREE"
    BED1_STEPFREE = "BED1_STEPFREE"
    BED2_STEPFREE = "BED2_STEPFREE"
    BED3_STEPFREE = "BED3_STEPFREE"
    BED4P_STEPFREE = "BED4P_STEPFREE"


class AccountKind(StrEnum):
    PROVIDER = "PROVIDER"
    PENDING = "PENDING"
    CLEARING = "CLEARING"
    WRITE_OFF = "WRITE_OFF"
    CONVERSION = "CONVERSION"


class NormalSide(StrEnum):
    """Where an account rests: owed homes (CREDIT), a loss (DEBIT), or empty (NIL)."""

    CREDIT = "CREDIT"
    DEBIT = "DEBIT"
    NIL = "NIL"


class TransactionKind(StrEnum):
    HOLD = "HOLD"
    POST = "POST"
    VOID_HOLD = "VOID_HOLD"
    REVERSAL = "REVERSAL"
    CONVERT = "CONVERT"
    OFFSET = "OFFSET"
    OPEN = "OPEN"
    NOVATE = "NOVATE"
    WRITE_OFF = "WRITE_OFF"
    CORRECT = "CORRECT"


DECIDED = (
    TransactionKind.CONVERT,
    TransactionKind.OFFSET,
    TransactionKind.NOVATE,
    TransactionKind.WRITE_OFF,
    TransactionKind.CORRECT,
)
"""The kinds that are written because people decided so."""


class AdjustmentReason(StrEnum):
    """Why people changed the book; `adjustments.REASONS` says which kind has which."""

    AGREED_AT_REVIEW = "agreed_at_review"
    LANDLORD_LEFT = "landlord_left"
    LANDLORDS_MERGED = "landlords_merged"
    STOCK_TRANSFERRED = "stock_transferred"
    CANNOT_BE_REPAID = "cannot_be_repaid"
    WRONG_SIZE = "wrong_size"
    NOT_STARTED = "not_started"
    NOT_THEIR_TENANT = "not_their_tenant"
    DUPLICATE = "duplicate"
    OUTSIDE_SCHEME = "outside_scheme"
    ENTERED_IN_ERROR = "entered_in_error"
    FAILED_IN_WINDOW = "failed_in_window"
    NOT_AGREED = "not_agreed"


class DisputeGround(StrEnum):
    """Why a landlord disputes a line of its statement; see `hearing.GROUNDS`."""

    WRONG_SIZE = "wrong_size"
    NOT_STARTED = "not_started"
    FAILED_IN_WINDOW = "failed_in_window"
    NOT_OUR_TENANT = "not_our_tenant"
    DUPLICATE = "duplicate"
    OUTSIDE_SCHEME = "outside_scheme"
    NOT_AGREED = "not_agreed"
