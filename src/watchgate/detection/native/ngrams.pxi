# Which hashed n-grams does a text hold, and how strongly do they speak for each label? Twin: `twin_ngrams.py`, which explains all.
# Sums are whole numbers and there is one division and one square root, so both give the same results to the last bit.

from libc.math cimport sqrt as ng_sqrt
from libc.stdint cimport int8_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

cdef enum:
    NG_UNIGRAM = 1
    NG_BIGRAM = 2
    NG_TRIGRAM = 4
    NG_SKIP_1 = 8
    NG_SKIP_2 = 16
    NG_STEM = 32
    NG_STEM_PAIR = 64
    NG_PIECES = 128
    NG_MARKS = 256
    NG_STEM_SKIP = 512
    NG_LONGEST_TOKEN = 40
    NG_STEM_BYTES = 5
    NG_PIECE_BYTES = 4
    NG_MOST_PER_TOKEN = 64
    NG_REMEMBERED = 2048
    NG_FEW = 12
    NG_FORGOTTEN_AFTER = 64

cdef double NG_WORST = -1e300
cdef uint64_t NG_SEED = 0xCBF29CE484222325ULL
cdef uint64_t NG_PRIME = 0x100000001B3ULL
cdef uint64_t NG_JOIN = 0x9FB21C651E98DF25ULL
cdef uint64_t NG_KIND = 0x9E3779B97F4A7C15ULL
cdef uint64_t NG_MIX = 0xD6E8FEB86659FD93ULL

cdef uint8_t ng_sort[256]
"""0 separates, 1 a letter, 2 a digit, 3 a mark."""


cdef void ng_set_up() noexcept:
    cdef int code
    for code in range(256):
        ng_sort[code] = 0
    for code in range(ord("0"), ord("9") + 1):
        ng_sort[code] = 2
    for code in range(ord("a"), ord("z") + 1):
        ng_sort[code] = 1
        ng_sort[code - 32] = 1
    for code in b"\n:[]<>|#{}\"*=":
        ng_sort[code] = 3


ng_set_up()

cdef struct NgToken:
    Py_ssize_t start
    Py_ssize_t end
    uint64_t whole
    uint64_t stem


cdef struct NgHistory:
    uint64_t whole[4]
    uint64_t stem[3]
    int64_t seen
    uint32_t recent[NG_REMEMBERED]
    uint32_t recent_at[NG_REMEMBERED]


cdef inline int ng_width(const uint8_t* data, Py_ssize_t size, Py_ssize_t at) noexcept nogil:
    """How many bytes of a word's letter stand at *at*; 0 if none does."""
    cdef uint8_t byte = data[at]
    if byte < 0x80:
        return 1 if ng_sort[byte] == 1 or ng_sort[byte] == 2 else 0
    if 0xC3 <= byte <= 0xDF:
        return 2 if at + 1 < size else 0
    if byte == 0xE1 or (byte == 0xE0 and at + 1 < size and data[at + 1] != 0xB8 and data[at + 1] != 0xB9):
        return 3 if at + 2 < size else 0
    return 0


cdef inline bint ng_is_unspaced(const uint8_t* data, Py_ssize_t size, Py_ssize_t at) noexcept nogil:
    """Is this a letter of a script without blanks (Thai, kana, Han, Hangul), which is a token by itself?"""
    cdef uint8_t byte = data[at]
    if at + 2 >= size:
        return False
    if byte == 0xE0:
        return data[at + 1] == 0xB8 or data[at + 1] == 0xB9
    if byte == 0xE3:
        return data[at + 1] != 0x80
    if byte == 0xED:
        return data[at + 1] < 0xA0
    return 0xE3 < byte < 0xED


cdef bint ng_next(
    const uint8_t* data, Py_ssize_t size, Py_ssize_t at, int kinds, NgToken* token
) noexcept nogil:
    """The first token at or behind *at*."""
    cdef int width
    cdef Py_ssize_t end
    cdef uint64_t value
    cdef bint is_number
    while at < size:
        width = ng_width(data, size, at)
        if width:
            break
        if data[at] >= 0x80:
            if ng_is_unspaced(data, size, at):
                token.start = at
                token.end = at + 3
                value = NG_SEED
                for at in range(token.start, token.end):
                    value = (value ^ data[at]) * NG_PRIME
                token.whole = value
                token.stem = value
                return True
        elif kinds & NG_MARKS and ng_sort[data[at]] == 3:
            token.start = at
            token.end = at + 1
            token.whole = token.stem = (NG_SEED ^ data[at]) * NG_PRIME
            return True
        at += 1
    if at >= size:
        return False
    token.start = at
    value = NG_SEED
    is_number = True
    token.stem = 0
    while at < size and at - token.start < NG_LONGEST_TOKEN:
        width = ng_width(data, size, at)
        if width == 0:
            break
        end = at + width
        while at < end:
            if ng_sort[data[at]] != 2:
                is_number = False
            value = (value ^ data[at]) * NG_PRIME
            at += 1
            if at - token.start == NG_STEM_BYTES:
                token.stem = value
    token.end = at
    if is_number:
        value = (NG_SEED ^ 48) * NG_PRIME
        token.stem = value
    elif token.stem == 0:
        token.stem = value
    token.whole = value
    return True


cdef inline uint32_t ng_bucket(uint64_t kind, uint64_t value, int bits) noexcept nogil:
    value = (value ^ (kind * NG_KIND)) * NG_MIX
    value = (value ^ (value >> 32)) * NG_MIX
    return <uint32_t>(value >> (64 - bits))


cdef int ng_fresh(NgHistory* past, uint32_t* buckets, int count) noexcept nogil:
    """Drop the buckets that one of the last tokens already had. Returns how many are left."""
    cdef int number, slot, kept = 0
    cdef uint32_t bucket
    cdef uint32_t now = <uint32_t>past.seen
    for number in range(count):
        bucket = buckets[number]
        slot = bucket & (NG_REMEMBERED - 1)
        if past.recent_at[slot] and past.recent[slot] == bucket and now - past.recent_at[slot] < NG_FORGOTTEN_AFTER:
            continue
        past.recent[slot] = bucket
        past.recent_at[slot] = now
        buckets[kept] = bucket
        kept += 1
    return kept


cdef int ng_buckets(
    const uint8_t* data, NgToken* token, NgHistory* past, int bits, int kinds, uint32_t* out
) noexcept nogil:
    """The buckets of the n-grams that end with *token*, which then joins the *past*."""
    cdef int count = 0
    cdef Py_ssize_t at, last
    cdef uint64_t value
    cdef uint64_t one = past.whole[0]
    cdef uint64_t two = past.whole[1]
    if kinds & NG_UNIGRAM:
        out[count] = ng_bucket(NG_UNIGRAM, token.whole, bits)
        count += 1
    if kinds & NG_BIGRAM and past.seen >= 1:
        out[count] = ng_bucket(NG_BIGRAM, one * NG_JOIN + token.whole, bits)
        count += 1
    if kinds & NG_TRIGRAM and past.seen >= 2:
        out[count] = ng_bucket(NG_TRIGRAM, (two * NG_JOIN + one) * NG_JOIN + token.whole, bits)
        count += 1
    if kinds & NG_SKIP_1 and past.seen >= 2:
        out[count] = ng_bucket(NG_SKIP_1, two * NG_JOIN + token.whole, bits)
        count += 1
    if kinds & NG_SKIP_2 and past.seen >= 3:
        out[count] = ng_bucket(NG_SKIP_2, past.whole[2] * NG_JOIN + token.whole, bits)
        count += 1
    if kinds & NG_STEM:
        out[count] = ng_bucket(NG_STEM, token.stem, bits)
        count += 1
    if kinds & NG_STEM_PAIR and past.seen >= 1:
        out[count] = ng_bucket(NG_STEM_PAIR, past.stem[0] * NG_JOIN + token.stem, bits)
        count += 1
    if kinds & NG_STEM_SKIP and past.seen >= 2:
        out[count] = ng_bucket(NG_STEM_SKIP, past.stem[1] * NG_JOIN + token.stem, bits)
        count += 1
    if kinds & NG_PIECES:
        last = token.end - NG_PIECE_BYTES
        for at in range(token.start, last + 1):
            value = (((<uint64_t>data[at] << 8 | data[at + 1]) << 8 | data[at + 2]) << 8) | data[at + 3]
            if at == token.start:
                value |= <uint64_t>1 << 32
            if at == last:
                value |= <uint64_t>2 << 32
            out[count] = ng_bucket(NG_PIECES, value, bits)
            count += 1
    past.whole[2] = past.whole[1]
    past.whole[1] = past.whole[0]
    past.whole[0] = token.whole
    past.stem[1] = past.stem[0]
    past.stem[0] = token.stem
    past.seen += 1
    return ng_fresh(past, out, count)


def features(bytes data not None, int bits, int kinds):
    """Of each token, its start, its end and how many buckets are its own (int32); and all the buckets, in order (uint32)."""
    cdef const uint8_t* source = data
    cdef Py_ssize_t size = len(data)
    cdef NgToken token
    cdef NgHistory past
    cdef uint32_t found[NG_MOST_PER_TOKEN]
    cdef int count, number
    from array import array
    tokens = array("i")
    buckets = array("I")
    memset(&past, 0, sizeof(past))
    token.end = 0
    while ng_next(source, size, token.end, kinds, &token):
        count = ng_buckets(source, &token, &past, bits, kinds, found)
        tokens.append(token.start)
        tokens.append(token.end)
        tokens.append(count)
        for number in range(count):
            buckets.append(found[number])
    return tokens, buckets


def best_windows(bytes data not None, bytes weights not None, int bits, int labels, int kinds, int window):
    """For each label the window of *window* tokens that speaks for it most: its margin, and its first and last byte."""
    cdef const uint8_t* source = data
    cdef const int8_t* table = <const int8_t*><const char*>weights
    cdef Py_ssize_t size = len(data)
    cdef int label
    if not (1 <= bits <= 28 and labels >= 1 and window >= 0) or len(weights) != (<Py_ssize_t>labels << bits):
        raise ValueError("the table of weights does not have the size that bits and labels say")
    cdef int row = labels + 1
    cdef int slots = window + 1 if window else 1
    cdef int64_t* sums = <int64_t*>malloc(<size_t>slots * row * sizeof(int64_t))
    cdef int64_t* total = <int64_t*>malloc(row * sizeof(int64_t))
    cdef Py_ssize_t* starts = <Py_ssize_t*>malloc(slots * sizeof(Py_ssize_t))
    cdef double* best = <double*>malloc(labels * sizeof(double))
    cdef Py_ssize_t* best_start = <Py_ssize_t*>malloc(labels * sizeof(Py_ssize_t))
    cdef Py_ssize_t* best_end = <Py_ssize_t*>malloc(labels * sizeof(Py_ssize_t))
    try:
        if not (sums and total and starts and best and best_start and best_end):
            raise MemoryError
        with nogil:
            ng_best(
                source, size, table, bits, labels, kinds, window, sums, total, starts, best, best_start, best_end
            )
        return [
            (best[label] if best_end[label] else 0.0, best_start[label], best_end[label])
            for label in range(labels)
        ]
    finally:
        free(sums)
        free(total)
        free(starts)
        free(best)
        free(best_start)
        free(best_end)


cdef void ng_best(
    const uint8_t* data, Py_ssize_t size, const int8_t* table, int bits, int labels, int kinds, int window,
    int64_t* sums, int64_t* total, Py_ssize_t* starts, double* best, Py_ssize_t* best_start, Py_ssize_t* best_end,
) noexcept nogil:
    cdef NgToken token
    cdef NgHistory past
    cdef uint32_t found[NG_MOST_PER_TOKEN]
    cdef int row = labels + 1
    cdef int slots = window + 1 if window else 1
    cdef int hop = window // 4 if window >= 4 else 1
    cdef int count, number, label
    cdef int64_t seen = 0
    cdef const int8_t* weight
    cdef int64_t* before
    memset(&past, 0, sizeof(past))
    memset(total, 0, row * sizeof(int64_t))
    memset(sums, 0, slots * row * sizeof(int64_t))
    for label in range(labels):
        best[label] = NG_WORST
        best_start[label] = 0
        best_end[label] = 0
    token.end = 0
    while ng_next(data, size, token.end, kinds, &token):
        if window or seen == 0:
            starts[seen % slots] = token.start
        count = ng_buckets(data, &token, &past, bits, kinds, found)
        for number in range(count):
            weight = table + <Py_ssize_t>found[number] * labels
            for label in range(labels):
                total[label] += weight[label]
        total[labels] += count
        seen += 1
        if window:
            for label in range(row):
                sums[(seen % slots) * row + label] = total[label]
            if seen >= window and seen % hop == 0:
                before = sums + ((seen - window) % slots) * row
                ng_compare(
                    total, before, labels, starts[(seen - window) % slots], token.end, best, best_start, best_end
                )
    if seen == 0:
        return
    if window == 0:
        ng_compare(total, sums, labels, starts[0], token.end, best, best_start, best_end)
        return
    if seen < window or seen % hop:
        number = <int>((seen - window) % slots) if seen > window else 0
        before = sums + number * row
        ng_compare(total, before, labels, starts[number], token.end, best, best_start, best_end)


cdef void ng_compare(
    int64_t* total, int64_t* before, int labels, Py_ssize_t start, Py_ssize_t end,
    double* best, Py_ssize_t* best_start, Py_ssize_t* best_end,
) noexcept nogil:
    cdef int label
    cdef int64_t count = total[labels] - before[labels]
    cdef double margin
    if count <= 0:
        return
    for label in range(labels):
        margin = <double>(total[label] - before[label]) / ng_sqrt(<double>(count + NG_FEW))
        if margin > best[label]:
            best[label] = margin
            best_start[label] = start
            best_end[label] = end
