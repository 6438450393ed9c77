"""How is a text masked for good? As it is shown masked; and examined anew, since nobody will see the original again."""

from collections.abc import Sequence

import msgspec

from watchgate.catalog.masking import Span, masked


class SealedPart(msgspec.Struct):
    """One named text of a message."""

    name: str
    text: str


class SealedMessage(msgspec.Struct):
    """What is sealed of a message."""

    parts: list[SealedPart]


def masked_parts(opened: bytes, spans: Sequence[Span]) -> SealedMessage:
    """The parts of an opened message with *spans*, and with what detection finds now, masked."""
    parts = msgspec.json.decode(opened, type=SealedMessage).parts
    return SealedMessage(
        [
            SealedPart(
                part.name,
                masked(
                    part.text, [one for one in spans if one.part == part.name], is_complete=False
                ).reveal(),
            )
            for part in parts
        ]
    )
