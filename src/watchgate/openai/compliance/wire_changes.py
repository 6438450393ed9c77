"""What does the compliance API say after a change? The specification requires none of its fields, so none is relied on blindly."""

from msgspec import Struct


class WireChange(Struct):
    """`DeletionResponse` or `UnpublishResponse`."""

    deleted: bool | None = None
    unpublished: bool | None = None
    object: str | None = None
    id: str | None = None
