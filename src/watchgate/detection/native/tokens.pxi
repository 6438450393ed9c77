# Which tokens has a text, and what does each look like? Twin: `twin_tokens.py`, which explains all.

from cpython.mem cimport PyMem_Free
from cpython.unicode cimport PyUnicode_AsUCS4Copy
from libc.stdint cimport int32_t, uint32_t, uint8_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memset

cdef extern from "Python.h":
    bint Py_UNICODE_ISALPHA(Py_UCS4 c) nogil
    bint Py_UNICODE_ISUPPER(Py_UCS4 c) nogil
    bint Py_UNICODE_ISSPACE(Py_UCS4 c) nogil
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 c) nogil
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 c) nogil

cdef enum:
    TK_LOWER = 1
    TK_CAPITAL = 2
    TK_CAPITALS = 3
    TK_TITLE = 4
    TK_MIXED = 5
    TK_NO_CASE = 6
    TK_SHORT_NUMBER = 7
    TK_YEAR = 8
    TK_NUMBER = 9
    TK_FULL_STOP = 10
    TK_COMMA = 11
    TK_APOSTROPHE = 12
    TK_DASH = 13
    TK_ASCII_MARK = 14
    TK_MARK = 15
    TK_NO_BREAK = 0
    TK_CLAUSE_ENDS = 1
    TK_LINE_ENDS = 2
    TK_PAUSE = 3
    TK_ABBREVIATION = 3
    TK_BACK = 120
    TK_LINE = 160
    TK_BEFORE = 8
    TK_AFTER = 3

cdef struct Token:
    int32_t start
    int32_t end
    uint32_t word
    uint32_t ends2
    uint32_t ends3
    uint32_t ends4
    uint32_t begins3
    uint32_t begins4
    uint8_t shape
    uint8_t known
    uint8_t casing
    uint8_t line
    uint8_t stop


cdef inline bint tk_is_letter(Py_UCS4 c) noexcept nogil:
    if c < 128:
        return (97 <= c <= 122) or (65 <= c <= 90)
    if Py_UNICODE_ISALPHA(c):
        return True
    if 0x300 <= c <= 0x36F:
        return True
    return 0x900 <= c <= 0xDFF and c != 0x964 and c != 0x965 and not Py_UNICODE_ISDECIMAL(c)


cdef inline uint32_t tk_lower(Py_UCS4 c) noexcept nogil:
    if c < 128:
        return <uint32_t>c + 32 if 65 <= c <= 90 else <uint32_t>c
    return <uint32_t>Py_UNICODE_TOLOWER(c)


cdef uint32_t tk_hash(const Py_UCS4* text, int32_t start, int32_t end) noexcept nogil:
    cdef uint32_t made = <uint32_t>2166136261
    cdef int32_t at
    for at in range(start, end):
        made = (made ^ tk_lower(text[at])) * <uint32_t>16777619
    return made


cdef inline bint tk_is_wide(Py_UCS4 c) noexcept nogil:
    return 0x3000 <= c <= 0x303F or 0xFF01 <= c <= 0xFF1F


cdef inline bint tk_ends_line(Py_UCS4 c) noexcept nogil:
    return c == 10 or c == 13 or c == 0x2028 or c == 0x2029


cdef int32_t tk_split(const Py_UCS4* text, int32_t size, Token* tokens) noexcept nogil:
    """Fill *tokens* (room for *size*); returns how many there are. `known`, `casing` and `line` come later."""
    cdef int32_t at = 0, count = 0
    cdef Py_UCS4 c
    while at < size:
        c = text[at]
        if Py_UNICODE_ISSPACE(c):
            if count and tk_ends_line(c):
                tokens[count - 1].stop = TK_LINE_ENDS
            at += 1
            continue
        at = tk_one(text, size, at, tokens, count)
        count += 1
    return count


cdef int32_t tk_one(const Py_UCS4* text, int32_t size, int32_t at, Token* tokens, int32_t count) noexcept nogil:
    """The token that begins *at*; returns where it ends."""
    cdef Token* token = &tokens[count]
    cdef Py_UCS4 c = text[at]
    cdef int32_t length
    memset(token, 0, sizeof(Token))
    token.start = at
    if tk_is_letter(c):
        at = tk_word(text, size, token)
    elif Py_UNICODE_ISDECIMAL(c):
        while at < size and Py_UNICODE_ISDECIMAL(text[at]):
            at += 1
        length = at - token.start
        token.word = 7 + (length if length < 8 else 8)
        token.shape = TK_SHORT_NUMBER if length <= 2 else TK_YEAR if length == 4 else TK_NUMBER
    else:
        at += 1
        token.word = <uint32_t>c * 31 + 99
        tk_mark(text, size, tokens, count)
    token.end = at
    length = at - token.start
    token.ends2 = tk_hash(text, at - (2 if length >= 2 else length), at)
    token.ends3 = tk_hash(text, at - (3 if length >= 3 else length), at)
    token.ends4 = tk_hash(text, at - (4 if length >= 4 else length), at)
    token.begins3 = tk_hash(text, token.start, token.start + (3 if length >= 3 else length))
    token.begins4 = tk_hash(text, token.start, token.start + (4 if length >= 4 else length))
    return at


cdef int32_t tk_word(const Py_UCS4* text, int32_t size, Token* token) noexcept nogil:
    cdef int32_t at = token.start, upper = 0, other = 0
    cdef Py_UCS4 first = text[at]
    while at < size and tk_is_letter(text[at]):
        if Py_UNICODE_ISUPPER(text[at]):
            upper += 1
        else:
            other += 1
        at += 1
    token.word = tk_hash(text, token.start, at)
    if upper == 0:
        token.shape = TK_NO_CASE if first > 0x590 else TK_LOWER
    elif other == 0:
        token.shape = TK_CAPITAL if upper == 1 else TK_CAPITALS
    elif upper == 1 and Py_UNICODE_ISUPPER(first):
        token.shape = TK_TITLE
    else:
        token.shape = TK_MIXED
    return at


cdef void tk_mark(const Py_UCS4* text, int32_t size, Token* tokens, int32_t count) noexcept nogil:
    """The shape of a mark, and whether a clause ends with it."""
    cdef Token* token = &tokens[count]
    cdef Token* before
    cdef int32_t following = token.start + 1
    cdef Py_UCS4 c = text[token.start]
    cdef uint8_t ends = TK_CLAUSE_ENDS
    if following == size or Py_UNICODE_ISSPACE(text[following]) or tk_is_wide(c):
        ends = TK_PAUSE
    if c == 46:
        token.shape = TK_FULL_STOP
        token.stop = ends
        if count:
            before = &tokens[count - 1]
            if before.end == token.start and before.end - before.start <= TK_ABBREVIATION and before.shape <= TK_MIXED:
                token.stop = TK_NO_BREAK
        return
    if c == 44:
        token.shape = TK_COMMA
    elif c == 39 or c == 0x2019:
        token.shape = TK_APOSTROPHE
    elif c == 45:
        token.shape = TK_DASH
    else:
        token.shape = TK_ASCII_MARK if c < 128 else TK_MARK
    if not (c == 39 or c == 0x2019 or c == 45 or c == 38 or c == 96):
        token.stop = ends


cdef void tk_lines(const Py_UCS4* text, Token* tokens, int32_t count) noexcept nogil:
    """What kind of line each token stands in, as far as the line has come."""
    cdef int32_t number, line_start = 0
    cdef int kind = 0, code_marks = 0
    cdef Py_UCS4 c
    cdef Token* token
    for number in range(count):
        token = &tokens[number]
        c = text[token.start]
        if number == 0 or tokens[number - 1].stop == TK_LINE_ENDS:
            line_start = token.start
            code_marks = 0
            kind = 0
            if c == 35:
                kind = 1
            elif c == 124:
                kind = 2
            elif c == 42 or c == 45:
                kind = 3
            elif c == 62:
                kind = 4
            elif c == 123 or c == 125 or c == 60 or c == 64 or c == 47:
                kind = 5
            elif token.shape == TK_SHORT_NUMBER and number + 1 < count and tokens[number + 1].shape == TK_FULL_STOP:
                kind = 3
        if c == 61 or c == 123 or c == 125 or c == 59 or c == 95 or c == 40 or c == 91 or c == 92:
            code_marks += 1
        if token.start - line_start > TK_LINE:
            token.line = 0
        else:
            token.line = 5 if code_marks >= 3 else kind


cdef void tk_casings(Token* tokens, int32_t count) noexcept nogil:
    """How are the words around each token written: in capitals, in small letters, each with a capital?"""
    cdef int32_t number, other, first, words, capitals, capital
    for number in range(count):
        first = number
        while first > 0 and number - first < TK_BEFORE and tokens[first - 1].stop != TK_LINE_ENDS:
            if tokens[number].start - tokens[first - 1].start > TK_BACK:
                break
            first -= 1
        words = capitals = capital = 0
        other = first
        while other < count and other <= number + TK_AFTER:
            if 1 <= tokens[other].shape <= TK_MIXED:
                words += 1
                capitals += tokens[other].shape == TK_CAPITALS
                capital += tokens[other].shape >= TK_CAPITAL
            if other >= number and tokens[other].stop >= TK_LINE_ENDS:
                break
            other += 1
        if words < 3:
            tokens[number].casing = 0
        elif capitals * 10 >= words * 7:
            tokens[number].casing = 1
        elif capital == 0:
            tokens[number].casing = 2
        elif capital * 10 >= words * 7:
            tokens[number].casing = 3
        else:
            tokens[number].casing = 4


def stops(str text):
    """(start, end, stop) of every token."""
    cdef int32_t size = <int32_t>len(text), count, number
    cdef Py_UCS4* letters = PyUnicode_AsUCS4Copy(text)
    cdef Token* tokens = <Token*>malloc((size + 1) * sizeof(Token))
    if not letters or not tokens:
        raise MemoryError
    try:
        with nogil:
            count = tk_split(letters, size, tokens)
        return [(tokens[number].start, tokens[number].end, tokens[number].stop) for number in range(count)]
    finally:
        PyMem_Free(letters)
        free(tokens)


def word_hash(str word):
    """The hash by which words are known: FNV-1a over the code points of its small letters, 32 bits."""
    cdef int32_t size = <int32_t>len(word)
    cdef Py_UCS4* letters = PyUnicode_AsUCS4Copy(word)
    if not letters:
        raise MemoryError
    try:
        return tk_hash(letters, 0, size)
    finally:
        PyMem_Free(letters)
