"""The checklist by code, and as much of it as a scheme keeps."""

from types import MappingProxyType
from typing import Final

from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.checklist import CHECKLIST
from reciprocal.support.item import Item

ITEMS: Final = MappingProxyType({item.code: item for item in CHECKLIST})


def switched_on(off: frozenset[SupportItem]) -> tuple[Item, ...]:
    """Return the items that a scheme has not switched off, in order."""
    return tuple(item for item in CHECKLIST if item.code not in off)
