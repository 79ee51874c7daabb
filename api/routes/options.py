from typing import Annotated

from api.door import Visit, door
from api.routing import Router
from api.schemas.answers import answer_of
from reciprocal.disclosure import show
from reciprocal.requests.options import option_rows

router = Router(prefix="/v1", tags=["Referring services"])


@router.get("/options", response_model=answer_of("options"))
def options(visit: Annotated[Visit, door("options.read")]) -> object:
    """Read what a household can do where the scheme cannot help."""
    return visit.shown(show(visit.actor, "options", "open", {"options": option_rows()}))
