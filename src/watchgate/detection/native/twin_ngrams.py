"""Which hashed n-grams does a text hold, and how strongly do they speak for each label? The twin of `ngrams.pxi`.

Text comes as UTF-8. A token is a run of letters and digits, or one letter of a script without blanks (Thai, kana, Han, Hangul).
Of each token and those before it, n-grams of the chosen kinds are hashed (FNV-1a for the words, a multiply-and-shift mix behind it) into
2**bits buckets; a table holds one small whole number per bucket and label. The margin of a label over some tokens is the
sum of these numbers divided by the square root of how many n-grams there are and twelve more, so long texts and short ones compare. An n-gram that one of
the last 64 tokens already had is not counted again: a word a hundred times over says no more than once.

Both twins sum whole numbers and divide once, so their results are the same to the last bit.
"""

from array import array
from collections.abc import Iterable, Iterator
from math import sqrt
from typing import NamedTuple

UNIGRAM, BIGRAM, TRIGRAM, SKIP_1, SKIP_2 = 1, 2, 4, 8, 16
STEM, STEM_PAIR, PIECES, MARKS, STEM_SKIP = 32, 64, 128, 256, 512
"""Kinds of n-grams, to be added up: words; words with one or two left out between; words cut to five bytes; four bytes
of a word. `MARKS` makes tokens of punctuation that structures a text.
"""

_LONGEST_TOKEN = 40
_STEM_BYTES = 5
_PIECE_BYTES = 4
_REMEMBERED = 2048
FEW = 12
"""Added to the number of n-grams: a window of a few words has said little, however strong they are."""
_FORGOTTEN_AFTER = 64
_SEED = 0xCBF29CE484222325
_PRIME = 0x100000001B3
_JOIN = 0x9FB21C651E98DF25
_KIND = 0x9E3779B97F4A7C15
_MIX = 0xD6E8FEB86659FD93
_ALL = 0xFFFFFFFFFFFFFFFF

_DIGITS = frozenset(b"0123456789")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | _DIGITS
_STRUCTURING = frozenset(b'\n:[]<>|#{}"*=')


class Ngram(NamedTuple):
    """One n-gram of a text: its kind, its bucket, and the bytes `[start, end)` it was made of."""

    kind: int
    bucket: int
    start: int
    end: int


class _Token(NamedTuple):
    start: int
    end: int
    whole: int
    stem: int


def ngrams(data: bytes, bits: int, kinds: int) -> Iterator[Ngram]:
    """Every n-gram, in the order in which `features` counts them. For explanations."""
    for _, of_token in _by_token(data, bits, kinds):
        yield from of_token


def features(data: bytes, bits: int, kinds: int) -> tuple["array[int]", "array[int]"]:
    """Of each token, its start, its end and how many buckets are its own; and all the buckets, in order."""
    tokens, buckets = array("i"), array("I")
    for token, of_token in _by_token(data, bits, kinds):
        tokens.extend((token.start, token.end, len(of_token)))
        buckets.extend(ngram.bucket for ngram in of_token)
    return tokens, buckets


def best_windows(
    data: bytes, weights: bytes, bits: int, labels: int, kinds: int, window: int
) -> list[tuple[float, int, int]]:
    """For each label the window of *window* tokens (0: the whole text) that speaks for it most: its margin, and its first and
    last byte. Windows begin a quarter of their length apart, and one ends where the text ends.
    """
    if not (1 <= bits <= 28 and labels >= 1 and window >= 0) or len(weights) != labels << bits:
        raise ValueError("the table of weights does not have the size that bits and labels say")
    table = memoryview(weights).cast("b")
    sums: list[list[int]] = [[0] * (labels + 1)]
    starts: list[int] = []
    end = 0
    best: list[tuple[float, int, int]] = []
    hop = window // 4 or 1
    for token, of_token in _by_token(data, bits, kinds):
        starts.append(token.start)
        end = token.end
        row = [sums[-1][label] for label in range(labels + 1)]
        for ngram in of_token:
            at = ngram.bucket * labels
            for label in range(labels):
                row[label] += table[at + label]
        row[labels] += len(of_token)
        sums.append(row)
        seen = len(starts)
        if window and seen >= window and seen % hop == 0:
            best = _better(best, row, sums[seen - window], starts[seen - window], end)
    seen = len(starts)
    if seen == 0:
        return [(0.0, 0, 0)] * labels
    if window == 0 or seen < window or seen % hop:
        first = max(0, seen - window) if window else 0
        best = _better(best, sums[-1], sums[first], starts[first], end)
    return best or [(0.0, 0, 0)] * labels


def _better(
    best: list[tuple[float, int, int]], total: list[int], before: list[int], start: int, end: int
) -> list[tuple[float, int, int]]:
    labels = len(total) - 1
    count = total[labels] - before[labels]
    if count <= 0:
        return best
    margins = [
        (float(total[label] - before[label]) / sqrt(float(count + FEW)), start, end)
        for label in range(labels)
    ]
    if not best:
        return margins
    return [new if new[0] > old[0] else old for old, new in zip(best, margins, strict=True)]


def _by_token(data: bytes, bits: int, kinds: int) -> Iterator[tuple[_Token, list[Ngram]]]:
    past: list[_Token] = []
    recent: dict[int, tuple[int, int]] = {}
    for now, token in enumerate(_tokens(data, kinds), start=1):
        yield token, list(_fresh(_ending_with(token, past, data, bits, kinds), recent, now))
        past = [token, *past[:2]]


def _fresh(found: Iterable[Ngram], recent: dict[int, tuple[int, int]], now: int) -> Iterator[Ngram]:
    """Those that none of the last tokens had, as far as the little memory goes."""
    for ngram in found:
        slot = ngram.bucket & (_REMEMBERED - 1)
        bucket, at = recent.get(slot, (-1, 0))
        if bucket == ngram.bucket and now - at < _FORGOTTEN_AFTER:
            continue
        recent[slot] = (ngram.bucket, now)
        yield ngram


def _ending_with(token: _Token, past: list[_Token], data: bytes, bits: int, kinds: int) -> Iterator[Ngram]:
    def made(kind: int, value: int, start: int) -> Iterator[Ngram]:
        if kinds & kind:
            yield Ngram(kind, _bucket(kind, value & _ALL, bits), start, token.end)

    yield from made(UNIGRAM, token.whole, token.start)
    if past:
        yield from made(BIGRAM, past[0].whole * _JOIN + token.whole, past[0].start)
    if len(past) > 1:
        joined = (past[1].whole * _JOIN + past[0].whole) * _JOIN + token.whole
        yield from made(TRIGRAM, joined, past[1].start)
        yield from made(SKIP_1, past[1].whole * _JOIN + token.whole, past[1].start)
    if len(past) > 2:
        yield from made(SKIP_2, past[2].whole * _JOIN + token.whole, past[2].start)
    yield from made(STEM, token.stem, token.start)
    if past:
        yield from made(STEM_PAIR, past[0].stem * _JOIN + token.stem, past[0].start)
    if len(past) > 1:
        yield from made(STEM_SKIP, past[1].stem * _JOIN + token.stem, past[1].start)
    if kinds & PIECES:
        yield from _pieces(token, data, bits)


def _pieces(token: _Token, data: bytes, bits: int) -> Iterator[Ngram]:
    last = token.end - _PIECE_BYTES
    for at in range(token.start, last + 1):
        value = int.from_bytes(data[at : at + _PIECE_BYTES], "big")
        value |= ((at == token.start) + 2 * (at == last)) << 32
        yield Ngram(PIECES, _bucket(PIECES, value, bits), at, at + _PIECE_BYTES)


def _bucket(kind: int, value: int, bits: int) -> int:
    value = ((value ^ (kind * _KIND & _ALL)) * _MIX) & _ALL
    value = ((value ^ (value >> 32)) * _MIX) & _ALL
    return value >> (64 - bits)


def _tokens(data: bytes, kinds: int) -> Iterator[_Token]:
    at, size = 0, len(data)
    while at < size:
        if _width(data, at):
            token = _word(data, at)
            at = token.end
            yield token
        elif _is_unspaced(data, at):
            value = _hash(data[at : at + 3])
            yield _Token(at, at + 3, value, value)
            at += 3
        else:
            if kinds & MARKS and data[at] in _STRUCTURING:
                value = _hash(data[at : at + 1])
                yield _Token(at, at + 1, value, value)
            at += 1


def _word(data: bytes, start: int) -> _Token:
    at = start
    while at < len(data) and at - start < _LONGEST_TOKEN and (width := _width(data, at)):
        at += width
    word = data[start:at]
    if _DIGITS.issuperset(word):
        number = _hash(b"0")
        return _Token(start, at, number, number)
    whole = _hash(word)
    return _Token(start, at, whole, _hash(word[:_STEM_BYTES]) if len(word) >= _STEM_BYTES else whole)


def _hash(word: bytes) -> int:
    value = _SEED
    for byte in word:
        value = ((value ^ byte) * _PRIME) & _ALL
    return value


def _width(data: bytes, at: int) -> int:
    """How many bytes of a word's letter stand at *at*; 0 if none does."""
    byte = data[at]
    left = len(data) - at
    if byte < 0x80:
        return 1 if byte in _PLAIN else 0
    if 0xC3 <= byte <= 0xDF:
        return 2 if left > 1 else 0
    if byte == 0xE1 or (byte == 0xE0 and left > 1 and data[at + 1] not in (0xB8, 0xB9)):
        return 3 if left > 2 else 0
    return 0


def _is_unspaced(data: bytes, at: int) -> bool:
    byte = data[at]
    if len(data) - at < 3:
        return False
    if byte == 0xE0:
        return data[at + 1] in (0xB8, 0xB9)
    if byte == 0xE3:
        return data[at + 1] != 0x80
    if byte == 0xED:
        return data[at + 1] < 0xA0
    return 0xE3 < byte < 0xED
