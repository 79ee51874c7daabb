"""What request bodies are made of: strict where JSON is lax, bounded everywhere."""

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Body(BaseModel):
    """A request body; a field that is not described is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _iso_day(value: object) -> object:
    """Take a day as text only; a number would be read as seconds since 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError("give a day as YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_iso_day, json_schema_input_type=date)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Bedrooms = Annotated[int, Field(strict=True, ge=0, le=12)]
Persons = Annotated[int, Field(strict=True, ge=1, le=24)]
FloorLevel = Annotated[int, Field(strict=True, ge=-2, le=60)]
Pence = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Email = Annotated[
    str, StringConstraints(max_length=200, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[a-z]+$")
]
Postcode = Annotated[str, StringConstraints(min_length=5, max_length=10)]
