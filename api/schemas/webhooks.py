from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.body import Body
from reciprocal.webhooks.destinations import URL_LENGTH_MAX
from reciprocal.webhooks.terms import About

Url = Annotated[
    str,
    StringConstraints(min_length=1, max_length=URL_LENGTH_MAX, pattern=r"^[!-~]+$"),
]


class RegisterWebhook(Body):
    """Say where to be told that one kind of thing changed."""

    about: About = Field(examples=["homes"])
    url: Url = Field(examples=["https://voids.example.com/changed"])
