"""What can be wrong with a place; no message repeats what was given."""

from reciprocal.errors import Kind, ReciprocalError


class PostcodeUnreadable(ReciprocalError):
    """The text is not shaped like a postcode of the United Kingdom."""

    code = "postcode_unreadable"
    kind = Kind.INVALID
    sentence = "Give a whole postcode, with its last three characters."


class PostcodeUnknown(ReciprocalError):
    """It has the shape of a postcode, and this geography does not hold it."""

    code = "postcode_unknown"
    kind = Kind.INVALID
    sentence = "This postcode is not in our geography; check it, or ask for an update."


class PostcodeNotEnglish(ReciprocalError):
    """It lies in Wales, Scotland, Northern Ireland or an island outside England."""

    code = "postcode_not_english"
    kind = Kind.INVALID
    sentence = "This postcode is outside England, where the service cannot act."


class DistrictUnknown(ReciprocalError):
    """No English postcode begins so."""

    code = "district_unknown"
    kind = Kind.INVALID
    sentence = "Give an English postcode district, the part before the space."


class SectorUnknown(ReciprocalError):
    """No English postcode begins so."""

    code = "sector_unknown"
    kind = Kind.INVALID
    sentence = "Give an English postcode sector: the district, a space and one digit."


class AuthorityUnknown(ReciprocalError):
    """No English housing authority has this code or name."""

    code = "authority_unknown"
    kind = Kind.INVALID
    sentence = "Give an English housing authority by its nine-character code."


class DistanceUnusable(ReciprocalError):
    """The distance is negative, or so great that it no longer describes a place."""

    code = "distance_unusable"
    kind = Kind.INVALID
    sentence = "Give a distance in metres from 0 to 50,000."
