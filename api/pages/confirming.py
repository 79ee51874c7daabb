"""Proving anew who sits there, in the middle of a form, of which nothing is lost.

The form that was refused is shown as hidden boxes beside one question. It goes where it
went before; what proves its sender is taken out of it first, and then it is done.
"""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from api.pages.inside import Inside, Refused

PROOF = "prove_it_is_you"
"""The name of the box; no question of any form has it."""

_NOT_SENT_AGAIN = frozenset({PROOF, "form_token"})


async def prove(inside: Inside, form: FormData, key: str) -> None:
    """Prove who sits there by what a form brought; where it brought nothing, do not.

    Raises:
        Refused: When it proves nothing.
    """
    given = form.get(PROOF, "")
    if not isinstance(given, str) or not given:
        return
    name = "code" if await _by_code(inside) else "password"
    path = "/v1/sessions/current/step-up"
    await inside.ask("POST", path, body={name: given}, key=key)


async def asked_again(
    request: Request, inside: Inside, refused: Refused | None = None
) -> Mapping[str, Any]:
    """Return what the page is filled with: the question, and the form as it was sent.

    Args:
        refused: What the API said of a proof that was none.
    """
    form = await request.form()
    typed = [
        (name, value)
        for name, value in form.multi_items()
        if name not in _NOT_SENT_AGAIN and isinstance(value, str)
    ]
    said = refused.faults[0]["fault"] if refused and refused.faults else ""
    return {
        "by_code": await _by_code(inside),
        "faults": {PROOF: said or refused.title} if refused else {},
        "typed_before": typed,
    }


async def _by_code(inside: Inside) -> bool:
    """Tell whether somebody is asked for a code, since they have a second factor."""
    return bool((await inside.read("/v1/second-factor"))["stage"] == "active")
