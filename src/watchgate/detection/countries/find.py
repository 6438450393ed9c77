"""Which identity numbers stand in a text? Every group of digits is looked up once in the tree of all countries' shapes.

A number that its shape and its rules already carry is judged at once; of the others, only those that words before it announce.
So a table of figures costs one look-up a group.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from watchgate.detection.countries.before import Before
from watchgate.detection.countries.groups import (
    GROUP,
    Openings,
    continues,
    groups_before,
    is_joined,
    readings,
)
from watchgate.detection.countries.pack import CountryPack, Identifier
from watchgate.detection.countries.shapes import Candidate, Node, tree
from watchgate.detection.countries.vocabulary import Vocabulary
from watchgate.detection.edges import goes_on
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.other_digits import in_ascii
from watchgate.detection.scoring import THRESHOLD, finding, is_tracing, rejected
from watchgate.detection.separators import BLANKS

_BLANK = re.compile(f"[{BLANKS}]")
_SEPARATORS = re.compile("[^0-9A-Za-z]+")

_SMALL_LETTERS = Evidence("written in small letters", -0.1)
_AS_WRITTEN: tuple[Evidence, ...] = ()
_SLACK = 1e-9


class Finder:
    """Finds the identifiers of some packs."""

    def __init__(self, packs: Iterable[CountryPack]) -> None:
        packs = tuple(packs)
        self._tree = tree(packs)
        self._openings = Openings(self._tree)
        self._vocabulary = Vocabulary(packs)
        self._country = {one.entity: pack.code for pack in packs for one in pack.identifiers}

    def find(self, text: str) -> Iterator[Finding]:
        """All that may begin at any group; a kind of number is not found again inside itself."""
        text = in_ascii(text)
        for group in GROUP.finditer(text):
            if not self._openings.may_open(text, group):
                continue
            covered: dict[str, int] = {}
            for start in groups_before(text, group):
                before: Before | None = None
                for end, node in readings(text, start, self._tree):
                    if is_joined(text, start) or goes_on(text, end) or continues(text, start, end):
                        continue
                    before = before or self._vocabulary.before(text, start)
                    for found in self._judged(text, start, end, _worth_a_look(node, before), before):
                        if covered.get(found.entity, -1) < found.end:
                            covered[found.entity] = found.end
                            yield found

    def _judged(
        self, text: str, start: int, end: int, candidates: Sequence[Candidate], before: Before
    ) -> Iterator[Finding]:
        """Those of *candidates* that `[start, end)` is."""
        if not candidates:
            return
        written = text[start:end]
        compact = _SEPARATORS.sub("", written)
        case = _case(compact, has_blank=_BLANK.search(written) is not None)
        if case is None:
            return
        compact = compact.upper()
        for candidate in candidates:
            entity = candidate.identifier.entity
            context = before.about(entity, self._country[entity])
            weight = candidate.weight + sum(term.weight for term in (*context, *case))
            is_enough = weight >= THRESHOLD - _SLACK
            if not is_enough and not is_tracing():
                continue
            if agrees(candidate.identifier, compact):
                hit = finding(
                    entity, start, end, "countries", candidate.form, candidate.check, *case, *context
                )
                if hit:
                    yield hit
            elif is_enough:
                why = "it does not agree with the rules of its kind"
                rejected(entity, start, end, "countries", why, *context)


def _worth_a_look(node: Node, before: Before) -> Sequence[Candidate]:
    """The strong candidates, and those that are announced; for who traces also those whose check digits may agree."""
    if is_tracing():
        return [*node.strong, *(one for one in node.weak.values() if one.check or before.announcements)]
    if not node.weak or not before.announcements:
        return node.strong
    announced = (node.weak.get(entity) for entity in before.entities())
    return [*node.strong, *(candidate for candidate in announced if candidate)]


def agrees(identifier: Identifier, compact: str) -> bool:
    """Does *compact*, which has one of its shapes, agree with all that is known about *identifier*?"""
    if identifier.where and not _rule(identifier.where).fullmatch(compact):
        return False
    return identifier.check is None or identifier.check(compact)


@cache
def _rule(where: str) -> re.Pattern[str]:
    return re.compile(where)


def _case(compact: str, *, has_blank: bool) -> tuple[Evidence, ...] | None:
    """What the letters' case adds; None where it is not that of a number: mixed, or small letters between blanks."""
    if compact.isdecimal() or compact.isupper():
        return _AS_WRITTEN
    return (_SMALL_LETTERS,) if compact.islower() and not has_blank else None
