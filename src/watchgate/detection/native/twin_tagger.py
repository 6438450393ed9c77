"""Which spans of a text are names, by a linear chain over its tokens? The twin of `tagger.pxi`.

Every token has a score for each label: the sum of the weights of its features, which are hashes of the token and its neighbours in
its line. In a chain (a clause) the labels with the largest sum of scores and moves are chosen (Viterbi). Label 0 is none, 2k+1 begins a name of
kind k, 2k+2 continues it. All weights are whole numbers, so both twins give the same results.
"""

from watchgate.detection.native.twin_tokens import (
    BACK,
    CAPITAL,
    LINE_ENDS,
    LOWER,
    NO_CASE,
    Token,
    describe_casings,
    describe_lines,
    split,
)

IMPOSSIBLE = -1_000_000_000
LISTS, EVERYDAY = 0x7F, 0x80
"""Bits of `Token.known`: the lists of names, and the list of words that are everyday words (`tools/train/tagger/lists.py`)."""
_NEVER = -32768
_32_BITS = 0xFFFFFFFF
_NOTHING = Token()
_LONGEST = 12

Name = tuple[int, int, int, int]


class Words:
    """Which lists a word stands in, as bits; 0 for a word in none."""

    def __init__(self, hashes: bytes, flags: bytes) -> None:
        if len(hashes) != 4 * len(flags):
            raise ValueError("as many hashes as flags are wanted")
        self._flags = {
            int.from_bytes(hashes[4 * number : 4 * number + 4], "little"): flag
            for number, flag in enumerate(flags)
        }

    def of(self, word: int) -> int:
        return self._flags.get(word, 0)


class Tagger:
    """*present*: one bit for each bucket that has weights; *rows*: these weights, a signed byte for each label and one that says how
    often they are to be doubled; *moves*: from each label, and at last from the beginning, to each.
    """

    def __init__(self, words: Words, present: bytes, rows: bytes, moves: bytes, labels: int) -> None:
        if len(present) & (len(present) - 1) or len(moves) != 2 * (labels + 1) * labels:
            raise ValueError("this is no tagger's model")
        self._words = words
        self._labels = labels
        self._mask = len(present) * 8 - 1
        self._rows = _rows(present, rows, labels)
        numbers = [
            int.from_bytes(moves[at : at + 2], "little", signed=True) for at in range(0, len(moves), 2)
        ]
        steps = [IMPOSSIBLE if number == _NEVER else number for number in numbers]
        self._moves = [steps[before * labels : (before + 1) * labels] for before in range(labels + 1)]

    def tag(self, text: str, bias: int) -> list[Name]:
        """(start, end, kind, margin) of every name. *bias* speaks for no name; *margin*: how far on average its tokens were from none."""
        tokens = prepared(text, self._words)
        scores: list[list[int]] = []
        chosen: list[int] = []
        while len(chosen) < len(tokens):
            first = len(chosen)
            end = next((at + 1 for at in range(first, len(tokens)) if tokens[at].stop), len(tokens))
            if any(map(_may_be_named, tokens[first:end])):
                scores += [self._scores(tokens, at, bias) for at in range(first, end)]
                chosen += self._walk(scores[first:end])
            else:
                scores += [[]] * (end - first)
                chosen += [0] * (end - first)
        return list(_names(tokens, scores, chosen, bias))

    def weights(self, tokens: list[Token], at: int, label: int) -> list[int]:
        """What each feature of a token adds to *label*, compared with none. For explanations."""
        rows = (self._rows.get(made & self._mask) for made in features(tokens, at))
        return [row[label] - row[0] if row else 0 for row in rows]

    def _scores(self, tokens: list[Token], at: int, bias: int) -> list[int]:
        sums = [0] * self._labels
        sums[0] = bias
        for made in features(tokens, at):
            row = self._rows.get(made & self._mask)
            if row:
                sums = [one + other for one, other in zip(sums, row, strict=True)]
        return sums

    def _walk(self, scores: list[list[int]]) -> list[int]:
        labels = range(self._labels)
        reached = _below([scores[0][label] + self._moves[self._labels][label] for label in labels])
        back: list[list[int]] = []
        for own in scores[1:]:
            came = [
                max(labels, key=lambda before, to=label: (reached[before] + self._moves[before][to], -before))  # type: ignore[misc]
                for label in labels
            ]
            reached = _below(
                [
                    max(reached[came[label]] + self._moves[came[label]][label], IMPOSSIBLE) + own[label]
                    for label in labels
                ]
            )
            back.append(came)
        chosen = [max(labels, key=lambda label: (reached[label], -label))]
        for came in reversed(back):
            chosen.append(came[chosen[-1]])
        return chosen[::-1]


def _below(sums: list[int]) -> list[int]:
    """The sums below the largest of them: a clause without an end would outgrow the numbers of the compiled twin."""
    largest = max(sums)
    return [max(one - largest, IMPOSSIBLE) for one in sums]


def _may_be_named(token: Token) -> bool:
    """A clause without a capital, a word of a script without them, or a word of a list that is no everyday word, holds no name."""
    return CAPITAL <= token.shape <= NO_CASE or (token.known & LISTS != 0 and token.known & EVERYDAY == 0)


def prepared(text: str, words: Words) -> list[Token]:
    """The tokens with all that can be said of them without a model."""
    tokens = split(text)
    for token in tokens:
        if LOWER <= token.shape <= NO_CASE:
            token.known = words.of(token.word)
    describe_lines(text, tokens)
    describe_casings(tokens)
    return tokens


def features(tokens: list[Token], at: int) -> list[int]:
    """The hashes of what stands at a token and around it: before it in its line, behind it up to a pause."""
    own = tokens[at]
    l1, l2, l3 = _before(tokens, at)
    r1, r2 = _after(tokens, at)
    looks = own.shape * 256 + own.known
    return [
        1,
        _mixed(101, own.word),
        _mixed(102, own.shape * 8 + own.casing),
        _mixed(103, own.known),
        _mixed(104, looks, own.casing),
        _mixed(105, own.ends2),
        _mixed(106, own.ends3),
        _mixed(107, own.ends4),
        _mixed(108, own.begins3),
        _mixed(109, own.begins4),
        _mixed(110, own.ends3, own.shape),
        _mixed(111, l1.word),
        _mixed(112, l2.word),
        _mixed(113, r1.word),
        _mixed(114, r2.word),
        _mixed(115, l1.word, looks),
        _mixed(116, r1.word, looks),
        _mixed(117, l1.word, r1.word),
        _mixed(118, l2.word, l1.word, own.shape),
        _mixed(119, r1.word, r2.word, own.shape),
        _mixed(120, l1.shape * 256 + l1.known, looks),
        _mixed(121, r1.shape * 256 + r1.known, looks),
        _mixed(122, (l1.shape * 16 + own.shape) * 16 + r1.shape),
        _mixed(123, (((l2.shape * 16 + l1.shape) * 16 + own.shape) * 16 + r1.shape) * 16 + r2.shape),
        _mixed(124, l2.shape * 16 + l1.shape, own.known),
        _mixed(125, l1.ends3),
        _mixed(126, r1.ends3),
        _mixed(127, l3.word),
        _mixed(128, own.line * 16 + own.shape),
        _mixed(129, looks, own.line * 8 + own.casing),
        _mixed(130, l1.word, own.word),
        _mixed(131, own.word, r1.word),
        _mixed(132, looks, (l1.stop != 0) + (4 if l1.end == 0 else 0)),
        _mixed(133, looks, l1.known * 256 + r1.known),
        _mixed(134, own.shape * 16 + min(own.end - own.start, _LONGEST)),
        _mixed(135, own.ends2, l1.shape * 16 + own.shape),
        _mixed(136, l2.word, l1.word, own.known),
    ]


def _before(tokens: list[Token], at: int) -> tuple[Token, Token, Token]:
    found: list[Token] = []
    for number in range(at - 1, max(-1, at - 4), -1):
        other = tokens[number]
        if other.stop == LINE_ENDS or tokens[at].start - other.start > BACK:
            break
        found.append(other)
    found += [_NOTHING] * (3 - len(found))
    return found[0], found[1], found[2]


def _after(tokens: list[Token], at: int) -> tuple[Token, Token]:
    if tokens[at].stop >= LINE_ENDS or at + 1 >= len(tokens):
        return _NOTHING, _NOTHING
    following = tokens[at + 1]
    if following.stop >= LINE_ENDS or at + 2 >= len(tokens):
        return following, _NOTHING
    return following, tokens[at + 2]


def _mixed(kind: int, *values: int) -> int:
    """MurmurHash3's mixing of 32-bit numbers, one after the other."""
    made = kind
    for given in values:
        value = given * 0xCC9E2D51 & _32_BITS
        value = (value << 15 | value >> 17) & _32_BITS
        made ^= value * 0x1B873593 & _32_BITS
        made = (made << 13 | made >> 19) & _32_BITS
        made = (made * 5 + 0xE6546B64) & _32_BITS
    return made


def _names(tokens: list[Token], scores: list[list[int]], chosen: list[int], bias: int) -> list[Name]:
    names: list[Name] = []
    at = 0
    while at < len(chosen):
        label, first, total = chosen[at], at, 0
        if label == 0:
            at += 1
            continue
        while True:
            total += scores[at][chosen[at]] - scores[at][0] + bias
            at += 1
            if at >= len(chosen) or chosen[at] != label + 1 or tokens[at - 1].stop:
                break
        names.append((tokens[first].start, tokens[at - 1].end, (label - 1) >> 1, total // (at - first)))
    return names


def _rows(present: bytes, rows: bytes, labels: int) -> dict[int, list[int]]:
    buckets = [
        number * 8 + bit for number, byte in enumerate(present) if byte for bit in range(8) if byte >> bit & 1
    ]
    width = labels + 1
    if len(rows) != width * len(buckets):
        raise ValueError("this is no tagger's model")
    signed = memoryview(rows).cast("b")
    return {
        bucket: [signed[place + label] << signed[place + labels] for label in range(labels)]
        for place, bucket in zip(range(0, len(rows), width), buckets, strict=True)
    }
