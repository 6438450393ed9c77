"""What did an exchange cost the holder of its key?"""

import msgspec


class Charge(msgspec.Struct, frozen=True):
    """In millionths of a dollar; None: no price is known. *is_estimated*: the provider did not say how many tokens it took."""

    microusd: int | None
    is_estimated: bool
