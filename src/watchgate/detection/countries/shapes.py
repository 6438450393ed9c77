"""Which identifiers could a run of groups be? One look-up a group, however many countries there are.

A tree over groups: each step is keyed by the separator and the signature of the next group. The signature of digits alone
is their number, of other groups the letters and digits as in a shape; a group of `X` alone is also keyed by its length.
"""

from collections.abc import Iterable, Iterator
from itertools import product

import msgspec

from watchgate.detection.countries.pack import CountryPack, Identifier
from watchgate.detection.countries.weights import check_evidence, form_weight
from watchgate.detection.model import Evidence
from watchgate.detection.scoring import THRESHOLD

Key = int | str | tuple[str, int | str]
"""The signature of a first group, or the separator before a further one and its signature."""

_SIGNATURE = {
    **dict.fromkeys(range(ord("0"), ord("9") + 1), "9"),
    **dict.fromkeys(range(ord("A"), ord("Z") + 1), "A"),
    **dict.fromkeys(range(ord("a"), ord("z") + 1), "A"),
}


class Candidate(msgspec.Struct, frozen=True):
    """One way in which an identifier is written."""

    identifier: Identifier
    form: Evidence
    check: Evidence | None

    @property
    def weight(self) -> float:
        return self.form.weight + (self.check.weight if self.check else 0.0)


class Node(msgspec.Struct, eq=False):
    """Where groups lead: to the identifiers that end here, and on to further groups.

    `strong` candidates reach the threshold by themselves, `weak` ones, by entity, need a word before them.
    """

    strong: list[Candidate]
    weak: dict[str, Candidate]
    further: dict[Key, "Node"]


def signature(group: str) -> int | str:
    """The key of *group*, which is made of ASCII letters and digits."""
    return len(group) if group.isdecimal() else group.translate(_SIGNATURE)


def any_signature(group: str) -> str:
    """The key of *group* among shapes of `X` alone."""
    return f"X{len(group)}"


def tree(packs: Iterable[CountryPack]) -> Node:
    """All shapes of all identifiers."""
    root = Node([], {}, {})
    for pack in packs:
        for identifier in pack.identifiers:
            _add(root, identifier)
    return root


def written_forms(shapes: str) -> Iterator[str]:
    """Each way in which *shapes* say that a number is written, with blanks for `_` and without `~`."""
    for shape in shapes.split():
        for separator in " -" if "~" in shape else " ":
            yield shape.replace("~", separator).replace("_", " ")
        if "~" in shape:
            yield shape.replace("~", "")


def _add(root: Node, identifier: Identifier) -> None:
    check = check_evidence(identifier.one_in)
    for written in written_forms(identifier.shapes):
        weight = form_weight(written) if identifier.form is None else identifier.form
        candidate = Candidate(identifier, Evidence(f"written like {written}", round(weight, 3)), check)
        for path in product(*(_keys(group) for group in _groups(written))):
            node = root
            for step in path:
                node = node.further.setdefault(step, Node([], {}, {}))
            if candidate.weight >= THRESHOLD - 1e-9:
                node.strong.append(candidate)
            else:
                node.weak[identifier.entity] = candidate


def _groups(written: str) -> Iterator[tuple[str, str]]:
    """The groups of a shape, each with the separator before it."""
    separator = group = ""
    for character in written.removesuffix(")"):
        if character in "9AX":
            group += character
        else:
            yield separator, group
            separator, group = character, ""
    yield separator, group


def _keys(part: tuple[str, str]) -> list[Key]:
    separator, group = part
    signatures: list[int | str]
    if set(group) == {"X"}:
        signatures = [f"X{len(group)}"]
    else:
        choices = ("A9" if character == "X" else character for character in group)
        signatures = [len(one) if set(one) == {"9"} else "".join(one) for one in product(*choices)]
    return [(separator, one) if separator else one for one in signatures]
