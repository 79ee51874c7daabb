from typing import Annotated

from api.door import Visit, door
from api.routing import Router
from api.schemas.answers import list_of
from reciprocal.reports import audited, balances

router = Router(prefix="/v1", tags=["Audit and balances"])


@router.get("/audit", response_model=list_of("audit_entry"))
def audit_entries(visit: Annotated[Visit, door("audit.read")]) -> object:
    """List the latest 1,000 acts: metadata, never payload."""
    return {"items": audited.entries(visit.session, visit.actor)}


@router.get("/balances", response_model=list_of("balance"))
def balances_now(visit: Annotated[Visit, door("balances.read")]) -> object:
    """List what each landlord owes the pot or is owed; landlords see none yet."""
    return {"items": balances.rows(visit.session, visit.actor)}
