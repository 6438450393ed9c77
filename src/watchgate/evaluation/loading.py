"""Which texts, and which spans in them, does a file hold?

presidio   [{"full_text": …, "spans": [{"entity_type": …, "start_position": …, "end_position": …}]}]
jsonl      {"text": …, "spans": [{"start": …, "end": …, "label": …}]}      one a line
conll      token TAB tag, one a line; an empty line ends a sentence
text       the whole file is one text with nothing in it

Lines are read one at a time. Presidio's form is one JSON document, and is read whole.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, get_args

from watchgate.evaluation import conll, jsonl, presidio
from watchgate.evaluation.model import Example
from watchgate.kernel.errors import UserError

Format = Literal["presidio", "jsonl", "conll", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)

_READERS: dict[Format, Callable[[Path], Iterator[tuple[Example, int]]]] = {
    "presidio": presidio.read,
    "jsonl": jsonl.read,
    "conll": conll.read,
}
_LOOKED_AT = 4096


def examples(path: Path, form: Format | None = None) -> Iterator[tuple[Example, int]]:
    """Each example of the file, and how many bytes of the file it took."""
    try:
        chosen = form or guessed(path)
        if chosen == "text":
            yield from _whole(path)
        else:
            yield from _READERS[chosen](path)
    except OSError as problem:
        raise UserError(f"{path} cannot be read: {problem.strerror or problem}. Check the path.") from None
    except UnicodeDecodeError as problem:
        raise UserError(
            f"{path} is not UTF-8 text: byte {problem.start} of what was read is not. Convert it, for example with iconv."
        ) from None


def guessed(path: Path) -> Format:
    """The format that the beginning of the file, and failing that its name, speaks for."""
    with path.open("rb") as source:
        beginning = source.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith(b"["):
        return "presidio"
    if beginning.startswith(b"{"):
        return "jsonl"
    if path.suffix.lower() in {".conll", ".bio", ".iob", ".iob2", ".tsv"}:
        return "conll"
    if path.suffix.lower() in {".txt", ".md", ".log"}:
        return "text"
    raise UserError(
        f"{path}: what format is this? Neither its beginning nor its name says. "
        f"Give --format {', '.join(FORMATS[:-1])} or {FORMATS[-1]}."
    )


def _whole(path: Path) -> Iterator[tuple[Example, int]]:
    content = path.read_bytes()
    yield Example(content.decode(), where="the whole file"), len(content)
