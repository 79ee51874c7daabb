"""The chapters of the specification, in the order of the rule book."""

from tests.spec import (
    access,
    areas,
    decided,
    history,
    landlord,
    living,
    size,
    tenancy,
)
from tests.spec.case import Case

CHAPTERS: tuple[tuple[str, tuple[Case, ...]], ...] = tuple(
    (chapter.CHAPTER, chapter.CASES)
    for chapter in (
        areas,
        size,
        access,
        living,
        tenancy,
        decided,
        landlord,
        history,
    )
)
