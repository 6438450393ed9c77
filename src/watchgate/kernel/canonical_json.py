"""One value, one sequence of bytes: RFC 8785 (JSON Canonicalization Scheme) for the values we write.

The `Json` type is the part of JSON in which msgspec's sorted output *is* the canonical form: strings, booleans,
null, integers, lists, and objects with ASCII keys. It has no floats: their text is where implementations differ, so
scores are written as thousandths and money as micro-dollars. A property test compares us with the `rfc8785` package.
"""

from collections.abc import Mapping, Sequence

import msgspec

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_encoder = msgspec.json.Encoder(order="sorted")


def canonical_json(value: Json) -> bytes:
    """*value* in RFC 8785 form."""
    return _encoder.encode(value)
