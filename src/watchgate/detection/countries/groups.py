"""How do the groups of a text lead through the tree of shapes?

A number is groups of letters and digits with one separator between. It has a group with a digit in it; up to two short groups
of letters may stand before that, as in `GB 980 7806 84` or `B-AB 1234`.
"""

import re
from collections.abc import Iterator

from watchgate.detection.countries.shapes import Node, any_signature, signature
from watchgate.detection.edges import touches_word_before
from watchgate.detection.separators import BLANKS, DASHES

_LONGEST_GROUP = 24
_MOST_LETTER_GROUPS = 2
_LONGEST_LETTER_GROUP = 4

_LETTERS = re.compile("[A-Za-z]+\\Z")
_LETTER_GROUP = re.compile(f"(?<![0-9A-Za-z])[A-Za-z]{{1,{_LONGEST_LETTER_GROUP}}}[{BLANKS}{DASHES}.]\\Z")
_FIRST = re.compile("[0-9A-Za-z]++")
_NEXT = re.compile("[0-9A-Za-z]++")
_DASH = re.compile(f"[{DASHES}]")
_KINDS = {
    **dict.fromkeys(BLANKS, " "),
    **dict.fromkeys(DASHES.replace("\\", ""), "-"),
    ".": ".",
    "/": "/",
    "(": "(",
}


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


def readings(text: str, start: int, root: Node) -> Iterator[tuple[int, Node]]:
    """Each end up to which the groups from *start* have a shape, and the place in the tree they lead to."""
    found = _FIRST.match(text, start)
    if found is None:
        return
    nodes = _steps(root, "", found.group())
    end = found.end()
    while nodes:
        for node in nodes:
            yield end, node
        kind = _KINDS.get(text[end : end + 1])
        if kind is None or not any(node.further for node in nodes):
            return
        found = _NEXT.match(text, end + 1)
        if found is None:
            return
        group = found.group()
        nodes = [step for node in nodes for step in _steps(node, kind, group)]
        end = found.end()
        if kind == "(":
            if text[end : end + 1] != ")":
                return
            end += 1


def _steps(node: Node, separator: str, group: str) -> list[Node]:
    if group.isdecimal():
        step = node.further.get((separator, len(group)) if separator else len(group))
        return [step] if step else []
    if len(group) > _LONGEST_GROUP:
        return []
    keys = (signature(group), any_signature(group))
    steps = (node.further.get((separator, key) if separator else key) for key in keys)
    return [step for step in steps if step]


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
