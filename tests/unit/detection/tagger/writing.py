"""Random texts of people and places, in many ways of writing."""

from hypothesis import strategies as st

_NAMES = [
    "Maria Andersson",
    "J. K. Rowling",
    "O'Neill-Smith",
    "Dr. Blomkvist",
    "MARIA LOPEZ",
    "maria lopez",
    "Zoë",
    "Иван Петров",
    "İbrahim",
    "Γιάννης",
    "محمد",
    "王伟",
]
_PLACES = ["Paris", "New York", "the Netherlands", "São Paulo", "German", "Acme Ltd"]
_WORDS = ["I met", "and", "lives in", "said", "Will", "mark", "the house", "Dear", "for", "a9", "2024", "7"]
_MARKS = [
    " ",
    " ",
    " ",
    " ",
    "\n",
    ". ",
    ", ",
    "! ",
    "? ",
    ": ",
    "-",
    "'",
    "(",
    ") ",
    "|",
    "# ",
    "\t",
    "\r\n",
    "{",
    "=",
    "\u2019s ",
]
_NOISE = ["\ud800", "\0", "\u0301", "\u2028", "\u200b", "ß", "ǅ", "\U0001f600", "\u0bbe", "\u0964"]

writing = st.lists(st.sampled_from([*_NAMES, *_PLACES, *_WORDS, *_MARKS * 2, *_NOISE]), max_size=40).map(
    "".join
)
anything = st.one_of(writing, writing, st.text(max_size=120))
