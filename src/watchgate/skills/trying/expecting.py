"""Does what was said hold what a test expects?"""

import re
from collections.abc import Iterator

from watchgate.skills.package.manifest import Assertion, Test
from watchgate.skills.trying.model import Said

_SHOWN = 80


def reasons(test: Test, said: Said) -> Iterator[str]:
    """One sentence for everything that does not hold."""
    for expected in test.expect:
        yield from _reasons(expected, said)


def _reasons(expected: Assertion, said: Said) -> Iterator[str]:
    names = [call.name for call in said.calls]
    if expected.contains is not None and expected.contains.casefold() not in said.text.casefold():
        yield f"The answer does not contain {expected.contains!r}: {_shown(said.text)}"
    if expected.lacks is not None and expected.lacks.casefold() in said.text.casefold():
        yield f"The answer contains {expected.lacks!r}."
    if expected.matches is not None and not re.search(expected.matches, said.text):
        yield f"The answer does not match {expected.matches!r}: {_shown(said.text)}"
    if expected.calls is not None and expected.calls not in names:
        yield f"The tool {expected.calls} was not called, but {', '.join(names) or 'none'}."
    if expected.record is not None and expected.record != bool(said.records):
        yield from (
            _about_record(said) if expected.record else ["There is a record, and there should be none."]
        )
    if expected.at_most_tokens is not None and said.tokens > expected.at_most_tokens:
        yield f"It took {said.tokens:,} tokens, and {expected.at_most_tokens:,} were allowed."


def _about_record(said: Said) -> Iterator[str]:
    yield from (f"A record does not keep the contract: {why}" for why in said.refused_records)
    if not said.refused_records:
        yield "No record was emitted."


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
