"""Who pays for an exchange, and how much?"""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from watchgate.documents.problems import Complaint
from watchgate.documents.strict import Strict
from watchgate.kernel.canonical_json import Json
from watchgate.policy.kinds.common import OnNoText, Text
from watchgate.policy.kinds.prices import find, price, published_prices
from watchgate.policy.model import About, Judgement, Pass, Phase, Reading, Reason, StreamMode, Usage, Verdict

Dollars = Annotated[float, Field(ge=0, le=1_000_000)]
Attribute = Literal["team", "project"]


class ModelPrice(Strict):
    """US dollars per million tokens."""

    input: Dollars
    output: Dollars
    cached_input: Dollars | None = Field(
        default=None, description="Absent: cached input costs what input costs."
    )


class CostAttributionConfig(OnNoText):
    """Tokens and cost, by team and project."""

    require: tuple[Attribute, ...] = Field(
        default=(),
        description="Refuse requests that do not name their team or project (headers X-Watchgate-Team, X-Watchgate-Project, "
        "or the request's metadata).",
    )
    prices: dict[Text, ModelPrice] = Field(
        default_factory=dict,
        description="Your prices, by model, in US dollars per million tokens. They go before the table of Watchgate.",
    )

    def complaints(self) -> Iterator[Complaint]:
        yield from super().complaints()
        for index, attribute in enumerate(self.require):
            if attribute in self.require[:index]:
                yield Complaint(("require", index), f"`{attribute}` stands twice.", "Remove one of them.")
        if self.mode == "observe" and not self.require:
            message = "This has no effect: without `require`, this policy refuses nothing."
            yield Complaint(("mode",), message, "Remove it.", "warning")


class CostAttribution:
    kind: ClassVar[str] = "cost-attribution"
    reads_text: ClassVar[bool] = False

    def __init__(self, name: str, config: CostAttributionConfig) -> None:
        self.name = name
        self.phases = frozenset(Phase)
        self._require = config.require
        own = {model: price(dollars.model_dump(), as_of="pack") for model, dollars in config.prices.items()}
        self.prices = {**published_prices(), **own}

    def streaming(self) -> StreamMode:
        return Pass()

    def closed_until(self, text: str, _start: int) -> int:
        return len(text)

    def judge(self, _readings: Sequence[Reading], about: About, phase: Phase) -> Judgement:
        if not self._require or phase is not Phase.REQUEST:
            return Judgement()
        missing = [attribute for attribute in self._require if not getattr(about, attribute)]
        if not missing:
            return Judgement()
        return Judgement(Verdict.BLOCK, reasons=tuple(self._reason(attribute) for attribute in missing))

    def account(self, about: About, usage: Usage | None) -> dict[str, Json]:
        """Tokens as the provider counted them, and their cost. An unknown cost is null, with the reason; it is never 0."""
        facts: dict[str, Json] = {
            "team": about.team,
            "project": about.project,
            "model": about.model,
            "cost_microusd": None,
        }
        if usage is None:
            return {**facts, "cost_unknown": "the provider reported no usage"}
        facts |= {
            "input_tokens": usage.input_tokens,
            "cached_input_tokens": usage.cached_input_tokens,
            "output_tokens": usage.output_tokens,
            "reasoning_tokens": usage.reasoning_tokens,
        }
        found = find(about.model, self.prices)
        if found is None:
            return {**facts, "cost_unknown": "no price is known for this model"}
        name, cost = found
        facts |= {"priced_as": name, "prices_as_of": cost.as_of}
        if cost.up_to_input_tokens is not None and usage.input_tokens > cost.up_to_input_tokens:
            return {
                **facts,
                "cost_unknown": f"beyond {cost.up_to_input_tokens} input tokens another price applies",
            }
        return {**facts, "cost_microusd": cost.cost_microusd(usage)}

    def _reason(self, attribute: Attribute) -> Reason:
        return Reason(
            policy=self.name,
            rule=f"require.{attribute}",
            message=f"The request does not say which {attribute} it belongs to; "
            f"send the header X-Watchgate-{attribute.capitalize()}",
        )
