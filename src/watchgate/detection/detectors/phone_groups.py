"""How much do the groups of a number look like a telephone number, before anything is known about its surroundings?

The sizes of the groups are those in which numbers are written nationally (ITU-T E.123 and the formats that libphonenumber's metadata
lists for each country). A grouping that figures have as well (`123 456 789`, `2019 2020`) says little; one that only telephone numbers
have (`532 123 45 67`) says almost enough.
"""

import re
from itertools import pairwise

from watchgate.detection.model import Evidence
from watchgate.detection.separators import BLANKS

_SAID_BY_SIZES = """
    .50  3-3-2-2  4-3-2-2  3-4-4  2-3-3-2-2  1-3-3-2-2  1-3-3-4  1-2-3-2-2  3-3-3-4
    .45  2-4-4  2-3-2-2  3-2-2-2  4-2-2-2  4-3-4  2-2-2-2-2  3-2-3  2-3-3-4  5-2-3-4  5-3-3-3  4-4-3
    .40  3-3-4  4-3-3  3-4-3  2-3-4  2-4-3  5-3-3  3-7  4-7  2-2-3-4  1-4-4  5-6  2-7  3-8  4-6  2-8
    .35  4-2-2  2-5-3  3-5-3  4-5-3  5-5-3  2-4-3-3  2-2-2-2  3-6  2-6  5-5  5-2-3  2-9  3-1-3  5-8
    .30  3-4  3-3-3  2-3-3  4-5  1-3-3-3  3-3-2  4-4-4
    .25  3-2-2
    .20  3-5  4-4
    .00  5-4  3-2-4  3-5-4
"""
_BY_SIZES = {
    tuple(map(int, sizes.split("-"))): float(weight)
    for weight, *many in map(str.split, _SAID_BY_SIZES.strip().splitlines())
    for sizes in many
}
_UNUSUAL = 0.15
_DASHED = 0.05
_TRUNK = 0.15
_DOTTED = -0.1
_BRACKETED = 0.5

_AREA = re.compile(r"\([0-9]{2,6}\)")
_GROUP = re.compile("[0-9]+")
_BETWEEN = re.compile("[^0-9]+")
_YEAR_OR_ROUND = re.compile("(?:1[5-9]|20|21)[0-9]{2}|[1-9][0-9]*00")
_OF_A_YEAR_OR_SENTENCE = re.compile(r"/(?:19|20)[0-9]{2}$|\. ")
"""As laws and cases are numbered, `451/2008`, and where one sentence ends and another begins."""
_DATE = re.compile(
    r"\(?(?:19|20)[0-9]{2}[-./) ]?[01][0-9][-./ ]?[0-3][0-9]|[0-3]?[0-9](?P<by>[-./ ])[0-3]?[0-9](?P=by)(?:(?:19|20)[0-9]{2}|[0-9]{2})(?!(?P=by)?[0-9])"
)


def grouped(written: str) -> Evidence | None:
    """What the groups of *written*, which begins with a digit or a bracket, say; None when they are a date, years or figures."""
    groups = _GROUP.findall(written)
    sizes = tuple(map(len, groups))
    if _DATE.match(written) or _OF_A_YEAR_OR_SENTENCE.search(written) or _are_figures(groups):
        return None
    if _AREA.match(written):
        return Evidence("an area code in brackets", _BRACKETED)
    separators = {between.strip(BLANKS) for between in _BETWEEN.findall(written)}
    weight = _BY_SIZES.get(sizes, _UNUSUAL)
    if separators == {""}:
        weight += _TRUNK if written[0] == "0" else 0.0
    elif separators == {"."}:
        weight += _DOTTED
    else:
        weight += _TRUNK if written[0] == "0" else _DASHED if len(separators) == 1 else 0.0
    return Evidence(f"groups of {'-'.join(map(str, sizes))} digits", round(weight, 2))


def _are_figures(groups: list[str]) -> bool:
    return (
        all(group[0] == "0" for group in groups)
        or sum(len(group) == 1 for group in groups) > 2
        or _is_counting(groups)
        or all(map(_YEAR_OR_ROUND.fullmatch, groups))
    )


def _is_counting(groups: list[str]) -> bool:
    """Do the groups go up in equal steps, stay the same, or are they many small ones that go up, as `10 20 30 40` and `2 3 5 7` do?"""
    values = list(map(int, groups))
    if len(groups) < 3:
        return False
    steps = {later - earlier for earlier, later in pairwise(values)}
    return len(steps) == 1 or (len(groups) > 3 and values[-1] < 100 and values == sorted(values))
