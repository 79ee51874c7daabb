"""What may not stand in the one note that two parties share: values in, values out.

It looks for places, ways to reach somebody, and long numbers. It cannot find a name
or a sentence about somebody, and the page says so.
"""

import re
import unicodedata

NOTE_LENGTH_MAX = 280

_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg"
    " dh dl dn dt dy e ec eh en ex fk fy g gl gu ha hd hg hp hr hs hu hx ig im ip"
    " iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol"
    " ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta"
    " td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
"""The letters that postcodes begin with; before a gap no other letters are suspect."""

_GAP = r"[\W_]{0,3}"
_SPELT = "|".join(
    _GAP.join(area) for area in sorted(_AREAS.split(), key=len, reverse=True)
)
_DISTRICT = r"(?<![a-z0-9])[a-z]{1,2}[0-9]{1,2}[a-z]?"
_LOOKED_FOR = (
    (
        re.compile(rf"(?<![a-z0-9'\u2019])(?:{_SPELT}){_GAP}[0-9]"),
        "postcodes spelt with gaps",
    ),
    # A district alone tells the area; whatever follows it makes it no better.
    (re.compile(_DISTRICT + r"(?![a-z0-9])"), "postcodes and parts of them"),
    (re.compile(_DISTRICT + r"[\W_]{0,3}[0-9][a-z]{2}(?![a-z0-9])"), "postcodes"),
    (re.compile(r"(?:[0-9][\W_]*){7}"), "telephone and other long numbers"),
    (re.compile(r"@|\(at\)"), "e-mail addresses"),
    (re.compile(r"://|www\.|\.(?:com|org|net|uk|co|gov)\b"), "addresses of pages"),
)


def found_in(words: str) -> tuple[str, ...]:
    """Name what a note must leave out; nothing of the note itself is in it.

    Letters and digits of other scripts and widths are read as what they stand for.
    """
    plain = "".join(map(_plain, unicodedata.normalize("NFKC", words))).lower()
    return tuple(name for pattern, name in _LOOKED_FOR if pattern.search(plain))


def _plain(sign: str) -> str:
    """Return a digit of any script as ours, and nothing for what takes no room."""
    if unicodedata.category(sign) in ("Cf", "Mn"):
        return ""
    return str(unicodedata.decimal(sign, sign))
