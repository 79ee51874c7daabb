"""What is said of a row, as its reader may be shown it."""

from reciprocal.ids import short_code
from reciprocal.requests.tables import TenancyCheck


def check_row(check: TenancyCheck) -> dict[str, object]:
    """Return what a landlord is told of a tenancy check it is asked for."""
    return {
        "reference": check.landlord_ref,
        "code": short_code(check.landlord_ref),
        "stage": check.state,
        "due_at": check.due_at,
        "decline_code": check.decline_code,
        "attested_at": check.attested_at,
    }
