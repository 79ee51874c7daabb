"""What a household can do where the scheme cannot help."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from reciprocal.requests.options import OptionCode


class OptionShape(BaseModel):
    """One thing a household can do, on whose authority, and since when."""

    model_config = ConfigDict(extra="forbid")

    code: OptionCode
    sentence: str
    authority: str
    in_force: date | None
