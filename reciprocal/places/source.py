"""Where the geography comes from, under what licence, and which release it is."""

from importlib.resources import files
from typing import Final

GEOGRAPHY_VERSION: Final = "onspd-2025-11"
"""Names the release; areas compiled under another name must be compiled again."""

ATTRIBUTION: Final = (
    "Contains OS data © Crown copyright and database right 2025",
    "Contains Royal Mail data © Royal Mail copyright and database right 2025",
    (
        "Source: Office for National Statistics licensed under the Open Government "
        "Licence v.3.0"
    ),
)
"""The lines the licence asks for wherever these places, or maps of them, are shown."""

STEP_METRES: Final = 10
"""Positions are kept to the nearest ten metres, to keep the copy small."""

ORIGIN_METRES: Final = 5_000
"""Eastings and northings are counted from here, so that England fits 16 bits."""

POSITION_ERROR_METRES: Final = 15
"""The most that rounding both ends can shorten a distance: two half diagonals."""

DIGESTS: Final = {
    "geography.zip": "17a03936389e9fe44b507293c94b3082faef3cf739f33e4fa79c9b647e70249c",
    "authorities.csv": (
        "9e1baeeec5d6867bbbfcc717d9958ddebad3094015426b03152bb754a40596e5"
    ),
}
"""SHA-256 of each committed file."""


def committed_bytes(name: str) -> bytes:
    """One committed file of the geography, whole."""
    return files(__package__).joinpath("data", name).read_bytes()
