"""How do the groups of a text lead through the tree of shapes?

A number is groups of letters and digits with one separator between. It has a group with a digit in it; up to two short groups
of letters may stand before that, as in `GB 980 7806 84` or `B-AB 1234`.
"""

import re

from watchgate.detection.countries.shapes import Node, any_signature, signature
from watchgate.detection.edges import touches_word_before
from watchgate.detection.separators import BLANKS, DASHES

_LONGEST_GROUP = 24
_MOST_LETTER_GROUPS = 2
_LONGEST_LETTER_GROUP = 4

GROUP = re.compile(f"([0-9]++)([0-9A-Za-z]*+)(?=([{BLANKS}{DASHES}./(])([0-9]*+)([A-Za-z])?)?")
"""A group that begins with its first digit; the separator after it and the digits alone after that are looked at."""

_LETTERS = re.compile("[A-Za-z]+\\Z")
_LETTER_GROUP = re.compile(f"(?<![0-9A-Za-z])[A-Za-z]{{1,{_LONGEST_LETTER_GROUP}}}[{BLANKS}{DASHES}.]\\Z")
_GROUP = re.compile("[0-9A-Za-z]++")
_BLANK = re.compile(f"[{BLANKS}]")
_LAST_GROUP = re.compile(f"[{BLANKS}]([0-9]+)\\Z")
_GROUP_AFTER = re.compile(f"[{BLANKS}]([0-9]++)(?![A-Za-z])")
_GROUP_BEFORE = re.compile(f"(?<![0-9A-Za-z])([0-9]+)[{BLANKS}]\\Z")
_DASH = re.compile(f"[{DASHES}]")
_KINDS = {
    **dict.fromkeys(BLANKS, " "),
    **dict.fromkeys(DASHES.replace("\\", ""), "-"),
    ".": ".",
    "/": "/",
    "(": "(",
}


class Openings:
    """Which one or two groups of digits alone may open a number? Most groups of a table of figures need no other look."""

    def __init__(self, root: Node) -> None:
        opened = [(key, node) for key, node in root.further.items() if isinstance(key, int)]
        self._alone = frozenset(key for key, node in opened if node.strong or node.weak)
        self._pairs = frozenset(
            (key, *further) for key, node in opened for further in node.further if isinstance(further, tuple)
        )

    def may_open(self, text: str, group: re.Match[str]) -> bool:
        """False only where no number begins at *group* or at letters before it."""
        digits, letters, separator, following, more_letters = group.groups()
        if letters or more_letters or len(digits) in self._alone or (separator and not following):
            return True
        start = group.start()
        if text[start - 1 : start].isalpha() or text[start - 2 : start - 1].isalpha():
            return True
        return separator is not None and (len(digits), _KINDS[separator], len(following)) in self._pairs


def groups_before(text: str, group: re.Match[str]) -> list[int]:
    """Where a number may begin whose first group with a digit is *group*: there, or at letters before it."""
    start = group.start()
    if start and text[start - 1].isalpha():
        letters = _LETTERS.search(text, max(0, start - _LONGEST_GROUP), start)
        start = letters.start() if letters else start
    if group.end() - start > _LONGEST_GROUP:
        return []
    starts = [start]
    while len(starts) <= _MOST_LETTER_GROUPS and start > 1 and text[start - 2].isalpha():
        letters = _LETTER_GROUP.search(text, max(0, start - _LONGEST_LETTER_GROUP - 1), start)
        if letters is None:
            break
        start = letters.start()
        starts.insert(0, start)
    return starts


def readings(text: str, start: int, root: Node) -> list[tuple[int, Node]]:
    """Each end up to which the groups from *start* have the shape of something, and the place in the tree they lead to."""
    found = _GROUP.match(text, start)
    if found is None:
        return _NONE
    nodes = _steps(root, "", found.group())
    if not nodes:
        return _NONE
    read: list[tuple[int, Node]] = []
    end = found.end()
    while True:
        read += [(end, node) for node in nodes if node.strong or node.weak]
        kind = _KINDS.get(text[end : end + 1])
        if kind is None:
            return read
        found = _GROUP.match(text, end + 1)
        if found is None:
            return read
        group = found.group()
        nodes = tuple(step for node in nodes for step in _steps(node, kind, group))
        if not nodes:
            return read
        end = found.end()
        if kind == "(":
            if text[end : end + 1] != ")":
                return read
            end += 1


_NONE: list[tuple[int, Node]] = []


def _steps(node: Node, separator: str, group: str) -> tuple[Node, ...]:
    further = node.further
    if group.isdecimal():
        step = further.get((separator, len(group)) if separator else len(group))
        return (step,) if step else ()
    if not further or len(group) > _LONGEST_GROUP:
        return ()
    keys = (signature(group), any_signature(group))
    steps = (further.get((separator, key) if separator else key) for key in keys)
    return tuple(step for step in steps if step)


def continues(text: str, start: int, end: int) -> bool:
    """Do groups of the same length go on around `[start, end)`, as around the middle of a card number?"""
    written = text[start:end]
    first, last = _BLANK.search(written), _LAST_GROUP.search(written)
    if first is None or last is None:
        return False
    after = _GROUP_AFTER.match(text, end)
    if after and len(after.group(1)) == len(last.group(1)):
        return True
    before = _GROUP_BEFORE.search(text, max(0, start - _LONGEST_GROUP), start)
    return before is not None and len(before.group(1)) == first.start()


def is_joined(text: str, start: int) -> bool:
    """Is what begins at *start* the rest of something longer, as the last group of `ORD-2024-118273` or of `0.118273` is?"""
    if start == 0:
        return False
    if touches_word_before(text, start):
        return True
    joint, before = text[start - 1], text[start - 2 : start - 1]
    if joint in "./,":
        return before.isdecimal()
    return _DASH.match(joint) is not None and before.isalnum()
