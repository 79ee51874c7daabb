"""Why no home yet on the wire: closed lists of codes, and counts in bands."""

from pydantic import BaseModel, ConfigDict

from matching.reasons import Band, Choice
from matching.terms import RefusalCode


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RefusalShape(_Shape):
    """How many homes of the round one rule keeps from the household."""

    code: RefusalCode
    homes: Band


class OpeningShape(_Shape):
    """What would open most homes, if the household chose it: a fact, and no advice."""

    choice: Choice
    homes: Band
    sentence: str
