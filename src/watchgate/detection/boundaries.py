"""How much of a growing text can be cut off without cutting through a finding?

No finding contains white space, quotation marks, angle brackets or backticks, with three exceptions: numbers in groups (one
blank between two groups), spelled addresses and private keys. So text is open

    …  from its last run of other characters on;               my mail is maria.and
    …  further back, while the groups may be one number's;      call +1 (415) 555
    …  from an at that may begin a spelled address;             my mail is maria (at) exam
    …  and from a private key's BEGIN on, until it ends.

What is cut off here and looked at by itself, with `LOOKBACK` characters of what stood before it, yields what the whole text
yields; a property test holds us to it. It depends on the characters around the cut alone, not on where earlier cuts were.
"""

import re

from watchgate.detection.closing import agreed
from watchgate.detection.detectors import spelled_email
from watchgate.detection.other_digits import in_ascii
from watchgate.detection.secrets import private_key
from watchgate.detection.separators import BLANKS, DASHES

LOOKBACK = 192
"""Characters before a piece that may matter to what is found in it: context words, and the neighbours of a value."""

_RUN = f"!#-;=?-_a-~\u00a1-\u024f{DASHES}"
_UP_TO_RUN = re.compile(f"(?s:.*[^{_RUN}])")

_PUNCTUATION = f"()./+{DASHES}"
_ENDS_A_GROUP = re.compile(
    rf"(?:[{_PUNCTUATION}]+|[A-Z]{{1,4}}"
    rf"|(?=[A-Z0-9{_PUNCTUATION}]*[0-9])(?:(?<![A-Za-z0-9])[A-Z0-9]|[{_PUNCTUATION}])[A-Z0-9{_PUNCTUATION}]*)\Z"
)
_BEGINS_A_GROUP = re.compile(rf"[{_PUNCTUATION}]*(?:[0-9]|[A-Z0-9]{{1,4}}(?![A-Za-z0-9])|\Z)")
_LONGEST_GROUP = 48
"""No group of a number is longer; what stands before it need not be looked at."""
_IBAN_GROUP = 4
"""Two groups of letters alone may stand next to each other in an IBAN, the first of them full."""
_DIGIT = re.compile("[0-9]")


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no finding can begin and still grow, however *text* goes on."""
    return agreed((_values_closed_until, _other_values_closed_until, spelled_email.closed_until), text, start)


def _other_values_closed_until(text: str, start: int) -> int:
    """The same for values in other scripts' digits, which are looked for in a text that has them in ASCII."""
    read = in_ascii(text, start)
    return len(text) if read is text else _values_closed_until(read, start)


def _values_closed_until(text: str, start: int) -> int:
    at = _start_of_groups(text, start, len(text))
    while (key := text.rfind(private_key.MARK, start, at)) >= 0 and private_key.reach(text, key) > at:
        at = _start_of_groups(text, start, key)
    return at


def _start_of_groups(text: str, start: int, end: int) -> int:
    """Where the number begins whose last group, perhaps unfinished, ends at *end*; of a single group, where that begins."""
    at = _start_of_run(text, start, end)
    group = text[at:end]
    while at - start > 1 and text[at - 1] in BLANKS:
        if text[at - 2].islower():
            break
        before = _start_of_run(text, start, at - 1)
        earlier = text[before : at - 1]
        if not _may_be_one_number(earlier, group, is_last=at + len(group) == end):
            break
        at, group = before, earlier
    return at


def _start_of_run(text: str, start: int, end: int) -> int:
    found = _UP_TO_RUN.match(text, start, end)
    return found.end() if found else start


def _may_be_one_number(earlier: str, later: str, *, is_last: bool) -> bool:
    """May two groups with a blank between them belong to one number? *is_last*: *later* may still grow."""
    ending = _ENDS_A_GROUP.search(earlier[-_LONGEST_GROUP:])
    if not ending or not (_BEGINS_A_GROUP.match(later) or (is_last and later.isupper())):
        return False
    group = ending.group()
    return is_last or not group.isalpha() or len(group) == _IBAN_GROUP or _DIGIT.search(later) is not None
