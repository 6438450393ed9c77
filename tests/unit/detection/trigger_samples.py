"""A short text in which a trigger occurs, for every trigger of the house.

Made by walking over the parsed expression: the first branch, the first member of a set, the fewest repeats (one, where none would do).
"""

import re._constants as code
import re._parser as parser
from collections.abc import Iterator
from functools import cache

from watchgate.detection.injection import find as injection
from watchgate.detection.rooms import DETECTORS

_OF_CATEGORY = {
    code.CATEGORY_DIGIT: "7",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_NOT_WORD: " ",
}


@cache
def trigger_samples() -> tuple[str, ...]:
    """One text for each trigger, each text once."""
    triggers = [trigger for detector in DETECTORS for trigger in detector.triggers] + [*injection.TRIGGERS]
    return tuple(dict.fromkeys(sample(trigger) for trigger in triggers))


def sample(trigger: str | bytes) -> str:
    if isinstance(trigger, bytes):
        written = "".join(_pieces(parser.parse(trigger.decode("latin-1"))))
        return written.encode("latin-1", errors="ignore").decode(errors="ignore")
    return "".join(_pieces(parser.parse(trigger)))


def _pieces(parsed: parser.SubPattern) -> Iterator[str]:
    for operation, argument in parsed:
        if operation is code.LITERAL:
            yield chr(argument)
        elif operation in {code.ANY, code.NOT_LITERAL}:
            yield "a"
        elif operation is code.IN:
            yield _member(argument)
        elif operation in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
            least, _, repeated = argument
            yield "".join(_pieces(repeated)) * max(1, least)
        elif operation is code.SUBPATTERN:
            yield from _pieces(argument[-1])
        elif operation is code.BRANCH:
            yield from _pieces(argument[1][0])
        else:
            assert operation is code.AT, f"{operation} is not expected in a trigger"


def _member(members: list) -> str:
    operation, argument = members[0]
    if operation is code.NEGATE:
        return "~"  # no trigger excludes it
    if operation is code.RANGE:
        return chr(argument[0])
    if operation is code.CATEGORY:
        return _OF_CATEGORY[argument]
    return chr(argument)
