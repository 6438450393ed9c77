# Which spans of a text are names, by a linear chain over its tokens? Twin: `twin_tagger.py`, which explains all.
# All weights are whole numbers, so both give the same results.

from libc.stdint cimport int8_t, int16_t, uint64_t

cdef enum:
    TG_FEATURES = 37
    TG_IMPOSSIBLE = -1000000000
    TG_LANES = 16
    TG_CLOSED = 14
    TG_LISTS = 0x7F
    TG_EVERYDAY = 0x80


cdef inline uint32_t tg_mix(uint32_t made, uint32_t value) noexcept nogil:
    value = value * <uint32_t>0xCC9E2D51
    value = (value << 15) | (value >> 17)
    value = value * <uint32_t>0x1B873593
    made ^= value
    made = (made << 13) | (made >> 19)
    return made * 5 + <uint32_t>0xE6546B64


cdef void tg_features(const Token* tokens, int32_t count, int32_t at, uint32_t* made) noexcept nogil:
    """The hashes of what stands at a token and around it, within its line."""
    cdef Token nothing
    memset(&nothing, 0, sizeof(Token))
    cdef const Token* own = &tokens[at]
    cdef const Token* l1 = &nothing
    cdef const Token* l2 = &nothing
    cdef const Token* l3 = &nothing
    cdef const Token* r1 = &nothing
    cdef const Token* r2 = &nothing
    if at >= 1 and tokens[at - 1].stop != TK_LINE_ENDS and own.start - tokens[at - 1].start <= TK_BACK:
        l1 = &tokens[at - 1]
        if at >= 2 and tokens[at - 2].stop != TK_LINE_ENDS and own.start - tokens[at - 2].start <= TK_BACK:
            l2 = &tokens[at - 2]
            if at >= 3 and tokens[at - 3].stop != TK_LINE_ENDS and own.start - tokens[at - 3].start <= TK_BACK:
                l3 = &tokens[at - 3]
    if at + 1 < count and own.stop < TK_LINE_ENDS:
        r1 = &tokens[at + 1]
        if at + 2 < count and r1.stop < TK_LINE_ENDS:
            r2 = &tokens[at + 2]
    cdef uint32_t shape = own.shape
    cdef uint32_t known = own.known
    cdef uint32_t looks = shape * 256 + known
    cdef uint32_t length = own.end - own.start
    made[0] = 1
    made[1] = tg_mix(101, own.word)
    made[2] = tg_mix(102, shape * 8 + own.casing)
    made[3] = tg_mix(103, known)
    made[4] = tg_mix(tg_mix(104, looks), own.casing)
    made[5] = tg_mix(105, own.ends2)
    made[6] = tg_mix(106, own.ends3)
    made[7] = tg_mix(107, own.ends4)
    made[8] = tg_mix(108, own.begins3)
    made[9] = tg_mix(109, own.begins4)
    made[10] = tg_mix(tg_mix(110, own.ends3), shape)
    made[11] = tg_mix(111, l1.word)
    made[12] = tg_mix(112, l2.word)
    made[13] = tg_mix(113, r1.word)
    made[14] = tg_mix(114, r2.word)
    made[15] = tg_mix(tg_mix(115, l1.word), looks)
    made[16] = tg_mix(tg_mix(116, r1.word), looks)
    made[17] = tg_mix(tg_mix(117, l1.word), r1.word)
    made[18] = tg_mix(tg_mix(tg_mix(118, l2.word), l1.word), shape)
    made[19] = tg_mix(tg_mix(tg_mix(119, r1.word), r2.word), shape)
    made[20] = tg_mix(tg_mix(120, <uint32_t>l1.shape * 256 + l1.known), looks)
    made[21] = tg_mix(tg_mix(121, <uint32_t>r1.shape * 256 + r1.known), looks)
    made[22] = tg_mix(122, (<uint32_t>l1.shape * 16 + shape) * 16 + r1.shape)
    made[23] = tg_mix(123, (((<uint32_t>l2.shape * 16 + l1.shape) * 16 + shape) * 16 + r1.shape) * 16 + r2.shape)
    made[24] = tg_mix(tg_mix(124, <uint32_t>l2.shape * 16 + l1.shape), known)
    made[25] = tg_mix(125, l1.ends3)
    made[26] = tg_mix(126, r1.ends3)
    made[27] = tg_mix(127, l3.word)
    made[28] = tg_mix(128, <uint32_t>own.line * 16 + shape)
    made[29] = tg_mix(tg_mix(129, looks), <uint32_t>own.line * 8 + own.casing)
    made[30] = tg_mix(tg_mix(130, l1.word), own.word)
    made[31] = tg_mix(tg_mix(131, own.word), r1.word)
    made[32] = tg_mix(tg_mix(132, looks), <uint32_t>(l1.stop != 0) + (4 if l1.end == 0 else 0))
    made[33] = tg_mix(tg_mix(133, looks), <uint32_t>l1.known * 256 + r1.known)
    made[34] = tg_mix(134, shape * 16 + (length if length < 12 else 12))
    made[35] = tg_mix(tg_mix(135, own.ends2), <uint32_t>l1.shape * 16 + shape)
    made[36] = tg_mix(tg_mix(tg_mix(136, l2.word), l1.word), known)


cdef class Words:
    """Which lists a word stands in, as bits; 0 for a word in none."""

    cdef uint32_t* keys
    cdef uint8_t* flags
    cdef uint32_t mask

    def __cinit__(self, bytes hashes, bytes flags):
        """*hashes*: 32-bit little-endian numbers; *flags*: one byte each, none of them 0."""
        cdef uint32_t count = <uint32_t>len(flags), size = 2, number, at, key
        cdef const uint8_t* raw = hashes
        cdef const uint8_t* given = flags
        if len(hashes) != 4 * len(flags):
            raise ValueError("as many hashes as flags are wanted")
        while size < 2 * count:
            size *= 2
        self.mask = size - 1
        self.keys = <uint32_t*>malloc(size * sizeof(uint32_t))
        self.flags = <uint8_t*>malloc(size)
        if not self.keys or not self.flags:
            raise MemoryError
        memset(self.flags, 0, size)
        for number in range(count):
            key = raw[4 * number] | raw[4 * number + 1] << 8 | raw[4 * number + 2] << 16 | <uint32_t>raw[4 * number + 3] << 24
            at = ((key * <uint32_t>2654435761) >> 7) & self.mask
            while self.flags[at]:
                at = (at + 1) & self.mask
            self.keys[at] = key
            self.flags[at] = given[number]

    def __dealloc__(self):
        free(self.keys)
        free(self.flags)

    cdef uint8_t of(self, uint32_t key) noexcept nogil:
        cdef uint32_t at = ((key * <uint32_t>2654435761) >> 7) & self.mask
        while self.flags[at]:
            if self.keys[at] == key:
                return self.flags[at]
            at = (at + 1) & self.mask
        return 0


cdef int32_t tg_prepare(const Py_UCS4* text, int32_t size, Words words, Token* tokens) noexcept nogil:
    """Split the text and say of every token what can be said without a model."""
    cdef int32_t count = tk_split(text, size, tokens), number
    for number in range(count):
        if 1 <= tokens[number].shape <= TK_NO_CASE:
            tokens[number].known = words.of(tokens[number].word)
    tk_lines(text, tokens, count)
    tk_casings(tokens, count)
    return count


cdef struct Buckets:
    uint64_t present
    uint32_t before


cdef extern from *:
    """
    #if defined(__GNUC__) || defined(__clang__)
    #define tg_fetch(place) __builtin_prefetch(place)
    #else
    #define tg_fetch(place)
    #endif
    """
    void tg_fetch(const void* place) noexcept nogil


cdef inline uint32_t tg_ones(uint64_t bits) noexcept nogil:
    bits -= bits >> 1 & <uint64_t>0x5555555555555555
    bits = (bits & <uint64_t>0x3333333333333333) + (bits >> 2 & <uint64_t>0x3333333333333333)
    bits = (bits + (bits >> 4)) & <uint64_t>0x0F0F0F0F0F0F0F0F
    return <uint32_t>((bits * <uint64_t>0x0101010101010101) >> 56)


cdef bint tg_may_name(const Token* tokens, int32_t count, int32_t first) noexcept nogil:
    """May the clause that begins at *first* hold a name: has it a capital, a script without them, or a word of a list that is no everyday word?"""
    cdef int32_t at
    for at in range(first, count):
        if TK_CAPITAL <= tokens[at].shape <= TK_NO_CASE:
            return True
        if tokens[at].known & TG_LISTS and not tokens[at].known & TG_EVERYDAY:
            return True
        if tokens[at].stop:
            return False
    return False


cdef class Tagger:
    """A chain of labels: 0 is none, 2k+1 begins a name of kind k and 2k+2 continues it."""

    cdef Words words
    cdef int8_t* rows
    cdef Buckets* buckets
    cdef int32_t* moves
    cdef uint32_t mask
    cdef int labels

    def __cinit__(self, Words words, bytes present, bytes rows, bytes moves, int labels):
        """*present*: one bit for each bucket that has weights; *rows*: these weights, a signed byte for each label and
        one that says how often they are to be doubled; *moves*: from each label, and at last from the beginning, to each, 16 bits little-endian, -32768 for what cannot be.
        """
        cdef uint32_t at, running = 0, size = <uint32_t>len(present)
        cdef int number, step
        cdef const uint8_t* bits = present
        if size & (size - 1) or size < 8 or len(moves) != 2 * (labels + 1) * labels:
            raise ValueError("this is no tagger's model")
        self.words = words
        cdef const uint8_t* given = rows
        if labels >= TG_CLOSED:
            raise ValueError("this is no tagger's model")
        self.labels = labels
        self.mask = size * 8 - 1
        self.buckets = <Buckets*>malloc(size // 8 * sizeof(Buckets))
        self.moves = <int32_t*>malloc((labels + 1) * TG_LANES * sizeof(int32_t))
        if not self.buckets or not self.moves:
            raise MemoryError
        for at in range(size // 8):
            self.buckets[at].present = 0
            for number in range(8):
                self.buckets[at].present |= <uint64_t>bits[8 * at + number] << (8 * number)
            self.buckets[at].before = running
            running += tg_ones(self.buckets[at].present)
        if len(rows) != running * (labels + 1):
            raise ValueError("this is no tagger's model")
        # Lanes of one width, whatever the number of labels: the compiler can then add up all at once.
        self.rows = <int8_t*>calloc(running + 1, TG_LANES)
        if not self.rows:
            raise MemoryError
        for at in range(running):
            for number in range(labels):
                self.rows[<uint64_t>at * TG_LANES + number] = <int8_t>given[<uint64_t>at * (labels + 1) + number]
            self.rows[<uint64_t>at * TG_LANES + TG_LANES - 1] = <int8_t>given[<uint64_t>at * (labels + 1) + labels]
        for at in range(<uint32_t>(labels + 1)):
            for number in range(TG_LANES):
                self.moves[at * TG_LANES + number] = TG_IMPOSSIBLE
                if number < labels:
                    step = int.from_bytes(moves[2 * (at * labels + number) : 2 * (at * labels + number) + 2], "little", signed=True)
                    if step != -32768:
                        self.moves[at * TG_LANES + number] = step

    def __dealloc__(self):
        free(self.buckets)
        free(self.rows)
        free(self.moves)

    def tag(self, str text, int bias):
        """(start, end, kind, margin) of every name. *bias* speaks for no name; *margin*: how far on average its tokens were from none."""
        cdef int32_t size = <int32_t>len(text), count
        cdef Py_UCS4* letters = PyUnicode_AsUCS4Copy(text)
        cdef Token* tokens = <Token*>malloc((size + 1) * sizeof(Token))
        cdef int32_t* scores = NULL
        cdef int8_t* best = NULL
        try:
            if not letters or not tokens:
                raise MemoryError
            with nogil:
                count = tg_prepare(letters, size, self.words, tokens)
            scores = <int32_t*>malloc((count + 1) * 2 * TG_LANES * sizeof(int32_t))
            best = <int8_t*>malloc((count + 1) * (TG_LANES + 1))
            if not scores or not best:
                raise MemoryError
            with nogil:
                self._score(tokens, count, scores, bias)
                self._walk(tokens, count, scores, best)
            return self._names(tokens, count, scores, best + count * TG_LANES, bias)
        finally:
            PyMem_Free(letters)
            free(tokens)
            free(scores)
            free(best)

    cdef void _score(self, const Token* tokens, int32_t count, int32_t* scores, int bias) noexcept nogil:
        cdef uint32_t made[TG_FEATURES]
        cdef int32_t at
        cdef int32_t sums[TG_LANES]  # of its own: what a byte may point at cannot be added up all at once
        cdef const int8_t* rows[TG_FEATURES]
        cdef int number, lane, doubled, found
        cdef uint32_t bucket
        cdef const Buckets* group
        cdef const int8_t* row
        cdef bint is_open = False
        for at in range(count):
            if at == 0 or tokens[at - 1].stop:
                is_open = tg_may_name(tokens, count, at)
            if not is_open:
                memset(scores + at * TG_LANES, 0, TG_LANES * sizeof(int32_t))
                scores[at * TG_LANES + TG_CLOSED] = 1
                continue
            memset(sums, 0, sizeof(sums))
            sums[0] = bias
            # Memory is what takes time here: all that a token needs is asked for before any of it is used.
            tg_features(tokens, count, at, made)
            for number in range(TG_FEATURES):
                made[number] &= self.mask
                tg_fetch(&self.buckets[made[number] >> 6])
            found = 0
            for number in range(TG_FEATURES):
                group = &self.buckets[made[number] >> 6]
                bucket = made[number] & 63
                if group.present >> bucket & 1:
                    row = self.rows + <uint64_t>(
                        group.before + tg_ones(group.present & ((<uint64_t>1 << bucket) - 1))
                    ) * TG_LANES
                    tg_fetch(row)
                    rows[found] = row
                    found += 1
            for number in range(found):
                row = rows[number]
                doubled = row[TG_LANES - 1]
                for lane in range(TG_LANES):
                    sums[lane] += <int32_t>row[lane] << doubled
            for lane in range(TG_LANES):
                scores[at * TG_LANES + lane] = sums[lane]

    cdef void _walk(self, const Token* tokens, int32_t count, const int32_t* scores, int8_t* best) noexcept nogil:
        """The best labels of each chain: back-pointers first, then (behind them) the labels."""
        cdef int32_t* reached = <int32_t*>scores + (count + 1) * TG_LANES
        cdef int8_t* chosen = best + count * TG_LANES
        cdef int32_t most[TG_LANES]
        cdef int32_t which[TG_LANES]
        cdef const int32_t* move
        cdef int32_t at, back, first = 0, value, came
        cdef int lane, before, label
        for at in range(count):
            if scores[at * TG_LANES + TG_CLOSED]:
                chosen[at] = 0
                first = at + 1
                continue
            if at == first:
                move = self.moves + self.labels * TG_LANES
                for lane in range(TG_LANES):
                    most[lane] = move[lane]
                    which[lane] = 0
            else:
                came = reached[(at - 1) * TG_LANES]
                for lane in range(TG_LANES):
                    most[lane] = came + self.moves[lane]
                    which[lane] = 0
                for before in range(1, self.labels):
                    came = reached[(at - 1) * TG_LANES + before]
                    move = self.moves + before * TG_LANES
                    for lane in range(TG_LANES):
                        value = came + move[lane]
                        which[lane] = before if value > most[lane] else which[lane]
                        most[lane] = value if value > most[lane] else most[lane]
            # Sums are kept below the largest of them, or a clause without an end would outgrow its numbers.
            came = TG_IMPOSSIBLE
            for lane in range(TG_LANES):
                value = most[lane] if most[lane] > TG_IMPOSSIBLE else TG_IMPOSSIBLE
                most[lane] = value + scores[at * TG_LANES + lane]
                best[at * TG_LANES + lane] = <int8_t>which[lane]
                came = most[lane] if most[lane] > came else came
            for lane in range(TG_LANES):
                value = most[lane] - came
                reached[at * TG_LANES + lane] = value if value > TG_IMPOSSIBLE else TG_IMPOSSIBLE
            if tokens[at].stop or at == count - 1:
                label = 0
                for lane in range(1, self.labels):
                    if reached[at * TG_LANES + lane] > reached[at * TG_LANES + label]:
                        label = lane
                chosen[at] = <int8_t>label
                back = at
                while back > first:
                    chosen[back - 1] = best[back * TG_LANES + chosen[back]]
                    back -= 1
                first = at + 1

    cdef list _names(self, const Token* tokens, int32_t count, const int32_t* scores, const int8_t* chosen, int bias):
        cdef list names = []
        cdef int32_t at = 0, first
        cdef int64_t total
        cdef int label
        while at < count:
            label = chosen[at]
            if label == 0:
                at += 1
                continue
            first = at
            total = 0
            while True:
                total += scores[at * TG_LANES + chosen[at]] - scores[at * TG_LANES] + bias
                at += 1
                if at >= count or chosen[at] != label + 1 or tokens[at - 1].stop:
                    break
            names.append((tokens[first].start, tokens[at - 1].end, (label - 1) >> 1, <object>total // <object>(at - first)))
        return names


def encoded(str text, Words words):
    """What training needs: (start, end, stop, known) of every token, and the hashes of its features, 32 bits each in the machine's order."""
    cdef int32_t size = <int32_t>len(text), count, number
    cdef Py_UCS4* letters = PyUnicode_AsUCS4Copy(text)
    cdef Token* tokens = <Token*>malloc((size + 1) * sizeof(Token))
    cdef uint32_t* made = NULL
    try:
        if not letters or not tokens:
            raise MemoryError
        count = tg_prepare(letters, size, words, tokens)
        made = <uint32_t*>malloc((count + 1) * TG_FEATURES * sizeof(uint32_t))
        if not made:
            raise MemoryError
        for number in range(count):
            tg_features(tokens, count, number, made + number * TG_FEATURES)
        shown = [(tokens[number].start, tokens[number].end, tokens[number].stop, tokens[number].known) for number in range(count)]
        return shown, (<char*>made)[: count * TG_FEATURES * sizeof(uint32_t)]
    finally:
        PyMem_Free(letters)
        free(tokens)
        free(made)
