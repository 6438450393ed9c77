"""Write `docs/reference/entities.md`, the list of everything that detection can find: `python -m tools.entities`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from watchgate.detection.countries.pack import MEASURED_UP_TO, CountryPack, Identifier
from watchgate.detection.countries.packs import PACKS
from watchgate.detection.entities import ENTITIES
from watchgate.detection.entity import Entity

PATH = Path(__file__).parents[1] / "docs/reference/entities.md"

_OPENING = """\
# Entities

Everything that detection can find, by the name that policies, the command line and findings use. *By default* means that it is
looked for when nobody says what to look for; the others are looked for when they are named, as in
`watchgate detect --entities UK_POSTCODE letter.txt`.

This page is written by `python -m tools.entities`; do not edit it.
"""
_GROUPS = {"pii": "Personal data", "phi": "Personal data about health", "secret": "Secrets"}
_COUNTRIES = """\
## Identity numbers of countries

*By chance* says how many random numbers of the same form agree with the rules (check digits, dates, ranges) of the kind. Where
many do, a number is reported only when words before it announce it.
"""


def text() -> str:
    """What the page has to hold."""
    lines = [_OPENING, *_rooms(), _COUNTRIES]
    for pack in sorted(PACKS, key=lambda one: one.country):
        lines += [f"### {pack.country}", "", *_table(_identifiers(pack), _IDENTIFIER_COLUMNS), ""]
    return "\n".join(lines).rstrip() + "\n"


_COLUMNS = ("Entity", "What it is", "By default")
_IDENTIFIER_COLUMNS = (*_COLUMNS, "By chance", "Source")


def _rooms() -> Iterator[str]:
    of_countries = {one.entity for pack in PACKS for one in pack.identifiers}
    for group, title in _GROUPS.items():
        entities = [one for one in ENTITIES.values() if one.group == group and one.name not in of_countries]
        if entities:
            yield f"## {title}\n"
            yield from _table(sorted(map(_row, entities)), _COLUMNS)
            yield ""


def _row(entity: Entity) -> tuple[str, ...]:
    return f"`{entity.name}`", entity.title, _yes(entity.by_default)


def _identifiers(pack: CountryPack) -> Iterator[tuple[str, ...]]:
    for one in pack.identifiers:
        yield f"`{one.entity}`", one.title, _yes(one.by_default), _chance(one), one.source


def _chance(identifier: Identifier) -> str:
    if identifier.one_in >= MEASURED_UP_TO:
        return f"fewer than 1 in {MEASURED_UP_TO:,}"
    return f"1 in {identifier.one_in:,.0f}" if identifier.one_in >= 2 else "most agree"


def _yes(answer: bool) -> str:  # noqa: FBT001 - the only question here
    return "yes" if answer else "no"


def _table(rows: Iterable[tuple[str, ...]], columns: tuple[str, ...]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")
