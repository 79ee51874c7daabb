"""What goes in and comes out of `calls.front_door`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, TypedDict


class Health(TypedDict):
    """One word."""

    status: Literal["live", "ready"]


class Welcome(TypedDict):
    """What this service is and where its API lives."""

    service: str
    about: str
    api: str
    description: str
    attribution: list[str]
