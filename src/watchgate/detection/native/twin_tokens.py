"""Which tokens has a text, and what does each look like? The twin of `tokens.pxi`.

A token is a run of letters, a run of digits, or one other character that is no white space. A clause ends with punctuation
(not with the full stop of an abbreviation, nor inside a name: `O'Neill-Smith & Sons`), a line with its line break. What is said of
a token depends on its line alone, on at most 160 characters before it, and on three tokens after it, none of them behind a pause.
"""

from dataclasses import dataclass

LOWER, CAPITAL, CAPITALS, TITLE, MIXED, NO_CASE = 1, 2, 3, 4, 5, 6
SHORT_NUMBER, YEAR, NUMBER = 7, 8, 9
FULL_STOP, COMMA, APOSTROPHE, DASH, ASCII_MARK, MARK = 10, 11, 12, 13, 14, 15
"""Shapes. `CAPITAL` is one letter, `TITLE` a word with a capital, `NO_CASE` a word of a script without capitals."""

NO_BREAK, CLAUSE_ENDS, LINE_ENDS, PAUSE = 0, 1, 2, 3
"""Stops. From `LINE_ENDS` on nothing behind it matters to what stands before it. `PAUSE` ends a clause and has a blank behind it."""
ABBREVIATION = 3
BACK = 120
LINE = 160
BEFORE, AFTER = 8, 3
"""Tokens around one that say how words are written there."""

PLAIN_LINE, HEADING, TABLE, ITEM, QUOTE, CODE = 0, 1, 2, 3, 4, 5
NO_WORDS, ALL_CAPITALS, ALL_SMALL, ALL_TITLES, ORDINARY = 0, 1, 2, 3, 4

_LINE_BREAKS = frozenset("\n\r\u2028\u2029")
_LINE_KINDS = {"#": HEADING, "|": TABLE, "*": ITEM, "-": ITEM, ">": QUOTE, **dict.fromkeys("{}<@/", CODE)}
_CODE_MARKS = frozenset("={};_([\\")
_CODE_FROM = 3
_INSIDE_NAMES = frozenset("'\u2019-&`")
_SEED, _PRIME, _32_BITS = 2166136261, 16777619, 0xFFFFFFFF
_FIRST_CASELESS = "\u0590"
_LONGEST_LENGTH = 8


@dataclass(slots=True)
class Token:
    """`word`, `ends…` and `begins…` are hashes of small letters; `known` says in which lists the word stands."""

    start: int = 0
    end: int = 0
    word: int = 0
    ends2: int = 0
    ends3: int = 0
    ends4: int = 0
    begins3: int = 0
    begins4: int = 0
    shape: int = 0
    known: int = 0
    casing: int = 0
    line: int = 0
    stop: int = 0


def word_hash(word: str) -> int:
    """FNV-1a over the code points of the small letters, 32 bits."""
    made = _SEED
    for letter in word:
        made = (made ^ ord(letter.lower()[0])) * _PRIME & _32_BITS
    return made


def stops(text: str) -> list[tuple[int, int, int]]:
    """(start, end, stop) of every token."""
    return [(token.start, token.end, token.stop) for token in split(text)]


def split(text: str) -> list[Token]:
    """The tokens. `known`, `casing` and `line` come later."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            if tokens and text[at] in _LINE_BREAKS:
                tokens[-1].stop = LINE_ENDS
            at += 1
            continue
        token = _one(text, at, tokens)
        tokens.append(token)
        at = token.end
    return tokens


def _one(text: str, at: int, before: list[Token]) -> Token:
    token = Token(start=at)
    character = text[at]
    if _is_letter(character):
        token.end = _end_of(text, at, _is_letter)
        word = text[at : token.end]
        token.word, token.shape = word_hash(word), _shape(word)
    elif character.isdecimal():
        token.end = _end_of(text, at, str.isdecimal)
        length = token.end - at
        token.word = 7 + min(length, _LONGEST_LENGTH)
        token.shape = SHORT_NUMBER if length <= 2 else YEAR if length == 4 else NUMBER
    else:
        token.end = at + 1
        token.word = (ord(character) * 31 + 99) & _32_BITS
        token.shape, token.stop = _mark(text, token, before)
    written = text[at : token.end]
    token.ends2, token.ends3, token.ends4 = (word_hash(written[-size:]) for size in (2, 3, 4))
    token.begins3, token.begins4 = word_hash(written[:3]), word_hash(written[:4])
    return token


def is_wide(character: str) -> bool:
    """Is it punctuation of Chinese or Japanese, which no blank follows?"""
    return "\u3000" <= character <= "\u303f" or "\uff01" <= character <= "\uff1f"


def _end_of(text: str, at: int, belongs: object) -> int:
    while at < len(text) and belongs(text[at]):  # type: ignore[operator]
        at += 1
    return at


def _is_letter(character: str) -> bool:
    if character < "\x80":
        return "a" <= character <= "z" or "A" <= character <= "Z"
    if character.isalpha() or "\u0300" <= character <= "\u036f":
        return True
    return "\u0900" <= character <= "\u0dff" and character not in "\u0964\u0965" and not character.isdecimal()


def _shape(word: str) -> int:
    capitals = sum(letter.isupper() for letter in word)
    if capitals == 0:
        return NO_CASE if word[0] > _FIRST_CASELESS else LOWER
    if capitals == len(word):
        return CAPITAL if capitals == 1 else CAPITALS
    return TITLE if capitals == 1 and word[0].isupper() else MIXED


def _mark(text: str, token: Token, before: list[Token]) -> tuple[int, int]:
    """(shape, stop)."""
    character, following = text[token.start], text[token.end : token.end + 1]
    pauses = not following or following.isspace() or is_wide(character)
    ends = PAUSE if pauses else CLAUSE_ENDS
    if character == ".":
        last = before[-1] if before else None
        is_abbreviation = (
            last is not None
            and last.end == token.start
            and last.end - last.start <= ABBREVIATION
            and last.shape <= MIXED
        )
        return FULL_STOP, NO_BREAK if is_abbreviation else ends
    shapes = {",": COMMA, "'": APOSTROPHE, "\u2019": APOSTROPHE, "-": DASH}
    shape = shapes.get(character, ASCII_MARK if character < "\x80" else MARK)
    return shape, NO_BREAK if character in _INSIDE_NAMES else ends


def describe_lines(text: str, tokens: list[Token]) -> None:
    """Say of each token in what kind of line it stands, as far as the line has come."""
    line_start = kind = code_marks = 0
    for number, token in enumerate(tokens):
        character = text[token.start]
        if number == 0 or tokens[number - 1].stop == LINE_ENDS:
            line_start, code_marks = token.start, 0
            following = tokens[number + 1].shape if number + 1 < len(tokens) else 0
            is_numbered = token.shape == SHORT_NUMBER and following == FULL_STOP
            kind = ITEM if is_numbered else _LINE_KINDS.get(character, PLAIN_LINE)
        code_marks += character in _CODE_MARKS
        is_near = token.start - line_start <= LINE
        token.line = PLAIN_LINE if not is_near else CODE if code_marks >= _CODE_FROM else kind


def describe_casings(tokens: list[Token]) -> None:
    """Say of each token how the words around it are written."""
    for number, token in enumerate(tokens):
        around = tokens[_first_around(tokens, number) : _last_around(tokens, number) + 1]
        words = [other.shape for other in around if LOWER <= other.shape <= MIXED]
        capital = sum(shape >= CAPITAL for shape in words)
        if len(words) < 3:
            token.casing = NO_WORDS
        elif words.count(CAPITALS) * 10 >= len(words) * 7:
            token.casing = ALL_CAPITALS
        elif capital == 0:
            token.casing = ALL_SMALL
        else:
            token.casing = ALL_TITLES if capital * 10 >= len(words) * 7 else ORDINARY


def _first_around(tokens: list[Token], number: int) -> int:
    first = number
    while first > 0 and number - first < BEFORE and tokens[first - 1].stop != LINE_ENDS:
        if tokens[number].start - tokens[first - 1].start > BACK:
            break
        first -= 1
    return first


def _last_around(tokens: list[Token], number: int) -> int:
    last = number
    while last + 1 < len(tokens) and last < number + AFTER and tokens[last].stop < LINE_ENDS:
        last += 1
    return last
