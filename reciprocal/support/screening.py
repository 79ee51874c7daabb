"""What may not stand in the one note that two parties share: values in, values out.

It looks for places, ways to reach somebody, and long numbers. It cannot find a name
or a sentence about somebody, and the page says so.
"""

import re
import unicodedata

NOTE_LENGTH_MAX = 280

_DISTRICT = r"(?<![a-z0-9])[a-z]{1,2}[0-9]{1,2}[a-z]?"
_LOOKED_FOR = (
    # A district alone tells the area; whatever follows it makes it no better.
    (re.compile(_DISTRICT + r"(?![a-z0-9])"), "postcodes and parts of them"),
    (re.compile(_DISTRICT + r"[\W_]{0,3}[0-9][a-z]{2}(?![a-z0-9])"), "postcodes"),
    (re.compile(r"(?:[0-9][\s().+/_-]*){7}"), "telephone and other long numbers"),
    (re.compile(r"@|\(at\)"), "e-mail addresses"),
    (re.compile(r"://|www\.|\.(?:com|org|net|uk|co|gov)\b"), "addresses of pages"),
)


def found_in(words: str) -> tuple[str, ...]:
    """Name what a note must leave out; nothing of the note itself is in it.

    Letters and digits of other scripts and widths are read as what they stand for.
    """
    plain = unicodedata.normalize("NFKC", words).lower()
    return tuple(name for pattern, name in _LOOKED_FOR if pattern.search(plain))
