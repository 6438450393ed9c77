"""How much of a growing text can be cut off without cutting through an address?

An address is a chain of words with capitals, small words that link them, numbers, and words for streets and parts of buildings,
with commas, blanks and line breaks between them, and it is at most `REACH` characters long. So text is open from the first
place in its last such chain at which an address may begin.
"""

from watchgate.detection.lazily import lazily
from watchgate.detection.places import street_words as words
from watchgate.detection.places.find import find, find_boxes, find_corners
from watchgate.detection.places.letters import CAPITAL, HONORED, LETTER, LINK, alternatives
from watchgate.detection.places.tail import REACH
from watchgate.detection.places.words import LEADING_UNITS, UNITS

_MARGIN = 40
"""What may be looked at behind an address before it ends: the end of a line, the next town."""

_TYPES = alternatives(
    f"{words.AFTER_NUMBER} {words.AFTER} {words.WEAK_AFTER} {words.BEFORE} {words.WEAK_BEFORE}"
)
_BETWEEN = r"[\s,.#:;/|>()*?!\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\u300c\u300d\uff08\uff09\-\u2013\u2014№º°\"]*+['\u2019]?"
_LINKING = rf"(?i:{_TYPES}|{UNITS}|{LEADING_UNITS}|{LINK}|bis|ter|nr|no|num|núm|number|nummer|hausnr|д|дом|буд|кв|č|box|p|o|and|corner|intersection|junction|crossing|post|office|{HONORED})(?!{LETTER})"
_STARTING = rf"(?:[{CAPITAL}0-9]|(?i:{alternatives(words.BEFORE + ' ' + words.WEAK_BEFORE)}|{LEADING_UNITS}|p\.?o\.?|post|locked|private|corner|intersection|the)(?!{LETTER})|{LETTER}{{3,20}}?(?i:{alternatives(words.ENDINGS)})(?!{LETTER}))"

_TOKEN = lazily(
    rf"{_BETWEEN}(?P<token>[^\s,.#:;/|>()*?!\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\u300c\u300d\uff08\uff09\-\u2013\u2014№º°\"]++)"
)
_CHAINED = lazily(
    rf"[{CAPITAL}0-9]|{_LINKING}|[0-9]|{LETTER}{{1,20}}?(?i:{alternatives(words.ENDINGS)})(?!{LETTER})"
)
_UNSPACED = lazily(
    r"(?:[0-9]{3}-[0-9]{4}[ \u3000]?)?[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff々〒][\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff々〒\uff10-\uff190-9A-Z\u3000 -]{0,90}\Z"
)
_HANGUL = lazily(
    r"(?:[가-힣]{1,12}?[시군구도읍면로길동호층]|서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|[충전경][북남]|제주)(?=[ ,0-9]|\Z)"
)
_NUMBERS = lazily(r"[-+]?[0-9][0-9.,;/\u00b0\u00ba'\u2032\u2019\u2033\u201d\"NSEWO+ -]*\Z")
_LONGEST_PAIR = 64
_STARTS = lazily(_STARTING)
_SMALL_WORDS_BETWEEN = 4
"""Behind a number, so many small words may stand before the word for a street, or in the name of a town."""


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no address can begin and still grow, however *text* goes on."""
    first = max(start, len(text) - REACH - _MARGIN)
    opened: int | None = None
    broken: list[tuple[int, int | None]] = []
    small = _SMALL_WORDS_BETWEEN + 1
    for found in _TOKEN.finditer(text, first):
        at, end = found.span("token")
        is_last = end == len(text)
        if "\u3001" <= text[at] <= "\u9fff":
            broken.append((at, opened))
            opened, small = opened if is_last else None, _SMALL_WORDS_BETWEEN + 1
            continue
        if _CHAINED.match(text, at) or is_last or _HANGUL.match(text, at):
            if opened is None and (is_last or _STARTS.match(text, at) or _HANGUL.match(text, at)):
                opened = at
            if text[at].isdecimal():
                small = 0
            continue
        small += 1
        if small > _SMALL_WORDS_BETWEEN:
            opened = None
    if (unspaced := _unspaced_from(text, start, broken)) is not None:
        opened = unspaced if opened is None else min(opened, unspaced)
    if numbers := _NUMBERS.search(text, max(start, len(text) - _LONGEST_PAIR)):
        opened = min(numbers.start() if opened is None else opened, numbers.start())
    if opened is None:
        return len(text)
    return opened if opened - first > _MARGIN or first == start else _behind_an_address(text, start, opened)


def _unspaced_from(text: str, start: int, broken: list[tuple[int, int | None]]) -> int | None:
    """Where text without blanks begins that may still grow; or the chain that it breaks off, whose end it decides."""
    found = _UNSPACED.search(text, max(start, len(text) - 90))
    if found is None:
        return None
    return min([found.start(), *(chain for at, chain in broken if chain is not None and at >= found.start())])


def _behind_an_address(text: str, start: int, at: int) -> int:
    """*at*, or the end of the address that it lies in: a chain so long holds several, and that one is complete."""
    first = max(start, at - REACH - _MARGIN)
    window = text[first : at + REACH]
    for found in (*find(window), *find_boxes(window), *find_corners(window)):
        if first + found.start < at < first + found.end:
            return first + found.end
    return at
