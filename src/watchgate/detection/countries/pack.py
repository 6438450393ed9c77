"""What does a country pack say? Data only: how each number is written, what must agree in it, and which words announce it.

    CountryPack  code, country, the words that name the country
    └── Identifier  entity · shapes · where · check · one_in · words · worked examples · source

A shape shows how a number is written: `9` stands for a digit, `A` for a letter, `X` for either, `_` for one blank; `-`, `.`,
`/` and `(…)` for themselves; `~` for a blank, a dash or nothing, the same in the whole shape.
"""

from collections.abc import Callable

import msgspec

from watchgate.detection.entity import Group

ANY_COUNTRY = "ZZ"
"""The code of the pack of numbers whose country is not named; ISO 3166 leaves it to its users."""
MEASURED_UP_TO = 20_000
"""Where fewer than one random number in so many agrees, `one_in` says just that."""


class Identifier(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of number. The compact form (capitals, no separators) must match `where` and pass `check`.

    One in `one_in` random values of its shapes does so. `words` announce the number by themselves; `with_country` do so when
    a word that names the country stands before it too. In `examples` the value stands in ⟦…⟧.
    """

    entity: str
    title: str
    shapes: str
    words: str
    examples: tuple[str, ...]
    source: str
    where: str = ""
    check: Callable[[str], bool] | None = None
    one_in: float = 1
    with_country: str = ""
    not_examples: tuple[str, ...] = ()
    form: float | None = None
    by_default: bool = True
    group: Group = "pii"
    label: str = ""


class CountryPack(msgspec.Struct, frozen=True, kw_only=True):
    """The identifiers of one country. `code` is ISO 3166's, except UK; `names` are words that name the country or its people."""

    code: str
    country: str
    names: str
    identifiers: tuple[Identifier, ...]
