"""How far does an address go on behind its street?

    12 Main Street, Apt. 4B ⏎ Springfield, IL 62701 ⏎ USA
                  └ unit ─┘   └ town ───┘  └┬┘└postcode┘ └ country

The tail is read piece by piece. It ends with the last piece that can be nothing else (a unit, a postcode, a region, a country);
the name of a town counts by itself only behind a comma and when something ends right after it. Lines may begin as those of a
quotation or a comment do.
"""

import re
from dataclasses import dataclass

from watchgate.detection.lazily import lazily
from watchgate.detection.places.letters import CAPITAL, ELIDED, GAP, LINK, NAME
from watchgate.detection.places.postcodes import DIGITS, SURE
from watchgate.detection.places.words import COUNTRIES, NEVER, REGIONS, UNITS

REACH = 200
"""Characters of the longest address."""

_MOST_SUPPOSED = 2
"""Names in a row that nothing confirms yet."""

_SEPARATOR = lazily(
    r"(?P<comma>(?:\.(?=[ \t]*,|[ ]?\n|[ ](?:Apt|Suite)))?[ \t\u00a0]*+,[ \t\u00a0,]*+)?(?P<lines>(?:[ \t\u00a0,]*+\r?\n[ \t\u00a0,]*+(?:[>#*|;/?!-]{1,3}[ \t]*+)?){1,3})?(?P<dash>[ \t]++[-\u2013\u2014/|•][ \t]++)?(?P<blank>[ \t\u00a0]{0,3})"
)
_COUNTRY = lazily(rf"(?i:{''.join(COUNTRIES.split(chr(10)))})(?![\w-])(?: \([^\W\d_]{2, 12}\))?")
_REGION = lazily(rf"\(?(?:{'|'.join(sorted(set(REGIONS.split())))})\)?(?![\w'\u2019-])(?!\.[^\W\d_])")
_UNIT = lazily(
    rf"(?i:{UNITS})(?<![^\W\d_](?=[^\W\d_]))[ \t]*+(?:(?:no\.?|nr\.?|№|nº|#)[ \t]*)?#?(?:[0-9]{{1,5}}[A-Za-z]?(?:[-/][0-9A-Za-z]{{1,4}})?|[A-Z][0-9]{{0,4}})(?![\w])"
    r"|#[ ]?[0-9]{1,5}[A-Z]?(?!\w)|(?i:[0-9]{1,2}(?:st|nd|rd|th|[ºªo°e.])[ ]?(?:floor|fl\.?|piso|andar|étage|etage|og|izq\.?|dcha\.?|dch\.?|esq\.?|dto\.?|dir\.?|[a-d]))(?!\w)"
    r"|(?i:(?:ground|first|second|third|fourth|fifth|top)[ ]floor|EG|DG|s/n|c/o[ ]\w+)(?!\w)"
)
_SURE = lazily(SURE)
_DIGITS = lazily(DIGITS)
_TOWN_WRITTEN = rf"(?!(?:{SURE}))(?:{NAME}|{ELIDED})(?:(?:{GAP}|-|{GAP}?/{GAP}?)(?:(?:{LINK}{GAP}){{0,2}}(?:{NAME}|{ELIDED}))){{0,4}}"
_TOWN = lazily(_TOWN_WRITTEN)
_SMALL_TOWN = lazily(r"[a-zß-ÿ]++(?:[ -][a-zß-ÿ]++){0,3}(?=[ \t]*[,\n])")
_DISTRICT = lazily(r"[ ][0-9]{1,2}(?=[ \t]*(?:[,\n]|\Z))")
_TOWN_BEHIND = lazily(rf"(?:{GAP}|,{GAP}?|\n)(?=(?P<town>{_TOWN_WRITTEN}))")
_WORD = lazily(rf"[{CAPITAL}][^\W\d_]*+")
_ENDS = lazily(
    r"[ \t]*+(?:[,.;:!?)\]\"'\u201d\u2019»\r\n|]|\Z)|[ \t]++(?:[-\u2013\u2014(]|(?:and|or|in|for|by|at|on|with|to|from|und|oder|et|ou|y|o|e)\b)"
)
_LINE_ENDS = lazily(r"[ \t]*+(?:[.;)\]\"\r\n|]|\Z)")
_GOES_ON = lazily(r"[ \t]*+:")


@dataclass(frozen=True, slots=True)
class Tail:
    """`end` is where the address ends; the rest says what stands in its tail."""

    end: int
    has_unit: bool = False
    has_postcode: bool = False
    has_region: bool = False
    has_country: bool = False
    has_town: bool = False

    @property
    def pieces(self) -> str:
        """What stands in it, for people."""
        said = (
            ("a unit", self.has_unit),
            ("a town", self.has_town),
            ("a region", self.has_region),
            ("a postcode", self.has_postcode),
            ("a country", self.has_country),
        )
        return ", ".join(name for name, is_there in said if is_there)


class _Reading:
    """What has been read of a tail so far; `sure` is its end when nothing else follows."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.sure = at
        self.seen: set[str] = set()
        self.pending: set[str] = set()
        self.supposed = 0

    def take(self, kind: str, end: int) -> None:
        """A piece that is what it is: what stood before it belongs to the address as well."""
        self.seen |= self.pending | {kind}
        self.pending.clear()
        self.supposed = 0
        self.at = self.sure = end

    def suppose(self, kind: str, end: int) -> None:
        """A piece that counts only if a sure one follows."""
        self.pending.add(kind)
        self.supposed += 1
        self.at = end


def tail(text: str, start: int, limit: int) -> Tail:
    """The tail of an address whose street ends at *start*; it ends before *limit*."""
    reading = _Reading(start)
    for _ in range(12):
        separator = _SEPARATOR.match(text, reading.at, limit)
        if separator is None or separator.end() == reading.at or separator.end() >= limit:
            break
        if not _piece(text, reading, separator, limit):
            break
    seen = reading.seen
    return Tail(
        reading.sure, "unit" in seen, "postcode" in seen, "region" in seen, "country" in seen, "town" in seen
    )


def _piece(text: str, reading: _Reading, separator: re.Match[str], limit: int) -> bool:
    """Read one piece behind *separator*; False where none stands."""
    at = separator.end()
    if unit := _UNIT.match(text, at, limit):
        reading.take("unit", unit.end())
        return True
    if _country(text, reading, separator, limit) or _region(text, reading, separator, limit):
        return True
    if "postcode" not in reading.seen:
        if code := _SURE.match(text, at, limit):
            if "town" not in reading.seen | reading.pending:
                reading.seen.add("town_expected")
            reading.take("postcode", code.end())
            return True
        if code := _DIGITS.match(text, at, limit):
            return _digits(text, reading, code)
    return _town(text, reading, separator, limit)


def _country(text: str, reading: _Reading, separator: re.Match[str], limit: int) -> bool:
    country = _COUNTRY.match(text, separator.end(), limit)
    if country is None or "country" in reading.seen:
        return False
    written = country.group()
    if not written[0].isupper() and not (written.islower() and "," in separator.group()):
        return False
    if len(written) == 2 and not written.isupper():
        return False
    if separator["blank"] == separator.group() and not reading.pending | reading.seen:
        return False
    reading.take("country", country.end())
    return True


def _region(text: str, reading: _Reading, separator: re.Match[str], limit: int) -> bool:
    region = _REGION.match(text, separator.end(), limit)
    is_joined = separator["blank"] == separator.group() and "town" not in reading.pending | reading.seen
    if region is None or is_joined or "country" in reading.seen:
        return False
    reading.take("region", region.end())
    return True


def _digits(text: str, reading: _Reading, code: re.Match[str]) -> bool:
    """Digits are a postcode when a town or a region stands beside them."""
    if reading.pending & {"town"} or reading.seen & {"region", "country", "town"}:
        reading.take("postcode", code.end())
        return True
    town = _TOWN_BEHIND.match(text, code.end())
    if town and not _is_never(town["town"]):
        reading.take("postcode", code.end())
        reading.seen.add("town_expected")
        return True
    return False


def _town(text: str, reading: _Reading, separator: re.Match[str], limit: int) -> bool:
    if reading.supposed > _MOST_SUPPOSED or "country" in reading.seen:
        return False
    town = _TOWN.match(text, separator.end(), limit)
    if town is None:
        return _small_town(text, reading, separator, limit)
    end = _cut(text, town)
    if district := _DISTRICT.match(text, end):
        end = district.end()
    if end <= town.start() or _is_never(text[town.start() : end]) or _GOES_ON.match(text, end):
        return False
    if _is_told(text, reading, separator, end):
        reading.seen.discard("town_expected")
        reading.take("town", end)
        return True
    reading.suppose("town", end)
    return True


def _is_told(text: str, reading: _Reading, separator: re.Match[str], end: int) -> bool:
    """Does what stands around a name tell that it is that of a town?"""
    if "town_expected" in reading.seen:
        return True
    if separator["comma"] is None or separator["lines"] is not None or "town" in reading.pending:
        return False
    ending = _LINE_ENDS if "town" in reading.seen else _ENDS
    return ending.match(text, end) is not None


def _small_town(text: str, reading: _Reading, separator: re.Match[str], limit: int) -> bool:
    small = _SMALL_TOWN.match(text, separator.end(), limit) if "unit" in reading.seen else None
    if small is None or separator["blank"] == separator.group() or "town" in reading.pending:
        return False
    reading.suppose("town", small.end())
    return True


def _cut(text: str, town: re.Match[str]) -> int:
    """Where the name of a town ends: before the code of its region and before a country."""
    for word in _WORD.finditer(text, town.start() + 1, town.end()):
        if word.start() > town.start() and text[word.start() - 1] in " \t\u00a0":
            if (
                (region := _REGION.match(text, word.start()))
                and region.end() <= town.end() + 1
                and len(region.group()) > 1
            ):
                return word.start() - 1
            if (country := _COUNTRY.match(text, word.start())) and country.end() == town.end():
                return word.start() - 1
    end = town.end()
    return end - 1 if text[end - 1] == "." and end - town.start() > 4 else end


def _is_never(name: str) -> bool:
    first = _WORD.match(name)
    return first is not None and first.group().lower() in NEVER
