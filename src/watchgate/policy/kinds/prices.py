"""What does a million tokens of a model cost, and how old is that answer?"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from watchgate.policy.model import Usage

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True)
class Price:
    """Micro-dollars per million tokens, and where they come from: a date, or the pack."""

    input: int
    cached_input: int
    output: int
    as_of: str
    up_to_input_tokens: int | None = None

    def cost_microusd(self, usage: Usage) -> int:
        """What *usage* costs, rounded to whole micro-dollars."""
        cached = min(usage.cached_input_tokens, usage.input_tokens)
        fresh = usage.input_tokens - cached
        total = fresh * self.input + cached * self.cached_input + usage.output_tokens * self.output
        return (total + 500_000) // 1_000_000


def price(dollars: Mapping[str, Any], *, as_of: str) -> Price:
    """From US dollars per million tokens. Without a price of its own, cached input costs what input costs."""
    cached = dollars.get("cached_input")
    return Price(
        input=_micro(dollars["input"]),
        cached_input=_micro(dollars["input"] if cached is None else cached),
        output=_micro(dollars["output"]),
        as_of=as_of,
        up_to_input_tokens=dollars.get("up_to_input_tokens"),
    )


@cache
def published_prices() -> Mapping[str, Price]:
    """The table that comes with Watchgate, by model."""
    table = json.loads(files(__package__).joinpath("prices.json").read_text(encoding="utf-8"))
    return {model: price(dollars, as_of=table["as_of"]) for model, dollars in table["models"].items()}


def find(model: str, prices: Mapping[str, Price]) -> tuple[str, Price] | None:
    """The price of *model*, under its own name or without the date at its end (`gpt-4o-2024-08-06` costs what `gpt-4o` does)."""
    for name in (model, _DATED.sub("", model)):
        if name in prices:
            return name, prices[name]
    return None


def _micro(dollars: float | str) -> int:
    return int(Decimal(str(dollars)) * 1_000_000)
