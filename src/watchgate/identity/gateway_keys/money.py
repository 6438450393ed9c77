"""How is money written and read? Whole millionths of a dollar inside, US dollars for people; never a float."""

import re
from decimal import ROUND_CEILING, Decimal

from watchgate.kernel.errors import UserError

MICROUSD = 1_000_000
MAX_DOLLARS = 1_000_000_000
_DOLLARS = re.compile(r"\$?(\d{1,10}(?:\.\d{1,6})?)", re.ASCII)


def microusd_of(dollars: str) -> int:
    """Of `12.50` or `$12.50`. Raises UserError when it is no amount, is nothing, or is finer than a millionth."""
    found = _DOLLARS.fullmatch(dollars.strip())
    amount = int(Decimal(found[1]) * MICROUSD) if found else 0
    if not 0 < amount <= MAX_DOLLARS * MICROUSD:
        raise UserError(
            f"{dollars[:40]!r} is not an amount of US dollars above 0. Write it like 100 or 12.50."
        )
    return amount


def dollars(microusd: int) -> str:
    """For people: cents, and as many digits more as it takes not to say nothing: `12.50`, `0.0003`."""
    exact = Decimal(microusd) / MICROUSD
    cents = exact.quantize(Decimal("0.01"))
    if cents == exact or abs(exact) >= 1:
        return f"{cents:,}"
    return f"{exact.quantize(Decimal('0.000001'), ROUND_CEILING).normalize():f}"
