"""Rules of size."""

from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import RefusalCode

_BEDROOMS = (
    "Scheme's rule: Housing Benefit Regulations 2006 reg. B13, or Allocation of "
    "accommodation guidance 2012 para. 4.8"
)
_PERSONS = "As let; at most Housing Act 1985 s.326"


def _too_few(columns: Columns) -> Mask:
    need = columns.down(lambda row: row.bedrooms_min)
    return columns.across(lambda home: home.bedrooms) < need


def _too_many(columns: Columns) -> Mask:
    most = columns.down(lambda row: row.bedrooms_max)
    return columns.across(lambda home: home.bedrooms) > most


def _persons(columns: Columns) -> Mask:
    persons = columns.down(lambda row: row.persons)
    return columns.across(lambda home: home.persons_max) < persons


SIZE = (
    Rule(
        code=RefusalCode.BEDROOMS_TOO_FEW,
        authority=_BEDROOMS,
        in_force="scheme",
        sentence="The home has fewer bedrooms than the household needs.",
        refused=_too_few,
    ),
    Rule(
        code=RefusalCode.BEDROOMS_TOO_MANY,
        authority=_BEDROOMS,
        in_force="scheme",
        sentence="The home has more bedrooms than the household may take.",
        refused=_too_many,
    ),
    Rule(
        code=RefusalCode.PERSONS_TOO_MANY,
        authority=_PERSONS,
        in_force="scheme",
        sentence="The home is meant for fewer people than will live in it.",
        refused=_persons,
    ),
)
