"""How do we say that files make no skill?"""


class UnsuitableError(Exception):
    """The message says what is wrong with which file."""
