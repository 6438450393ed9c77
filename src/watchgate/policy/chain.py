"""Which policies look at an exchange, in what order, and how long must its text wait for them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from watchgate.detection.closing import ClosedUntil, agreed
from watchgate.kernel.canonical_json import Json
from watchgate.policy.globs import Matches, any_name
from watchgate.policy.kinds.audit_logger import AuditLogger, AuditSettings
from watchgate.policy.kinds.common import Common, When
from watchgate.policy.kinds.content_filter import ContentFilter
from watchgate.policy.kinds.cost_attribution import CostAttribution
from watchgate.policy.kinds.findings import FindingsPolicy
from watchgate.policy.kinds.prices import Price, published_prices
from watchgate.policy.model import About, Buffer, Pass, Phase, Policy, StreamMode, Usage, Window


@dataclass(frozen=True, slots=True)
class Link:
    """A policy at its place in a chain. `conditions` are (what they ask about, does it match?)."""

    name: str
    policy: Policy
    is_observing: bool = False
    conditions: tuple[tuple[str, Matches], ...] = ()
    roles: Matches | None = None

    def applies(self, about: About) -> bool:
        return not self.conditions or self.mismatch(about) is None

    def mismatch(self, about: About) -> str | None:
        """The condition that keeps this policy away from the exchange: `model`, `team` or `endpoint`."""
        for attribute, matches in self.conditions:
            value = getattr(about, attribute)
            if value is None or not matches(value):
                return attribute
        return None


class Chain:
    """The policies of a pack, in order. Frozen after construction and thread-safe."""

    def __init__(self, links: Sequence[Link] = (), *, is_disabled: bool = False) -> None:
        """*is_disabled*: the pack is switched off, so no policy runs and every text is recorded as not scanned."""
        self.links: tuple[Link, ...] = () if is_disabled else tuple(links)
        self.is_disabled = is_disabled
        self._of_phase = {
            phase: tuple(link for link in self.links if phase in link.policy.phases) for phase in Phase
        }
        self._is_conditional = any(link.conditions for link in self.links)
        self._reads_text = {
            phase: any(link.policy.reads_text for link in links) for phase, links in self._of_phase.items()
        }
        self._audits = tuple(
            (link, link.policy.settings) for link in self.links if isinstance(link.policy, AuditLogger)
        )
        windows = [link.policy for link in self.links if isinstance(link.policy.streaming(), Window)]
        # Policies that share one function (pii-detector, secret-scanner) are asked once.
        self._closing: tuple[ClosedUntil, ...] = tuple(
            dict.fromkeys(policy.closed_until for policy in windows)
        )

    def of_phase(self, phase: Phase) -> tuple[Link, ...]:
        return self._of_phase[phase]

    def needs_text(self, phase: Phase, about: About | None = None) -> bool:
        """Does any policy read text in this phase (of this exchange)?"""
        if about is None or not self._is_conditional:
            return self._reads_text[phase]
        return any(link.policy.reads_text for link in self._active(phase, about))

    def streaming(self, phase: Phase, about: About | None = None) -> StreamMode:
        """The strictest mode any policy asks for: buffer, before the longest window, before pass."""
        modes = [link.policy.streaming() for link in self._active(phase, about)]
        if any(isinstance(mode, Buffer) for mode in modes):
            return Buffer()
        chars = max((mode.chars for mode in modes if isinstance(mode, Window)), default=0)
        return Window(chars) if chars else Pass()

    def closed_until(self, text: str, start: int) -> int:
        """The greatest offset at which *text* can be cut so that no policy's match is cut in two."""
        return agreed(self._closing, text, start)

    @property
    def entities(self) -> frozenset[str]:
        """Which entities any policy acts on."""
        wanted = (link.policy.entities for link in self.links if isinstance(link.policy, FindingsPolicy))
        return frozenset().union(*wanted)

    @property
    def topics(self) -> frozenset[str]:
        """Which topics any policy acts on."""
        wanted = (link.policy.topics for link in self.links if isinstance(link.policy, ContentFilter))
        return frozenset().union(*wanted)

    @property
    def meters(self) -> bool:
        """Does any policy ask how many tokens an answer used?"""
        return any(isinstance(link.policy, CostAttribution) for link in self.links)

    @cached_property
    def prices(self) -> Mapping[str, Price]:
        """What models cost: as the first cost-attribution says, else the published prices."""
        own = (link.policy.prices for link in self.links if isinstance(link.policy, CostAttribution))
        return next(own, None) or published_prices()

    @property
    def audit(self) -> AuditSettings | None:
        """The settings of the chain's audit-logger; None without one."""
        return self._audits[0][1] if self._audits else None

    def audit_for(self, about: About) -> AuditSettings | None:
        """The audit-logger's settings if its conditions hold for this exchange."""
        for link, settings in self._audits:
            if link.applies(about):
                return settings
        return None

    def account(self, about: About, usage: Usage | None) -> dict[str, Json]:
        """The facts every policy adds once the answer is complete. What an earlier policy says stands."""
        facts: dict[str, Json] = {}
        for link in self.links:
            if link.applies(about):
                facts = {**link.policy.account(about, usage), **facts}
        return facts

    def _active(self, phase: Phase, about: About | None) -> list[Link]:
        return [link for link in self._of_phase[phase] if about is None or link.applies(about)]


def link(name: str, policy: Policy, config: Common) -> Link:
    """A policy with what its settings say about when and how strictly it runs."""
    when = config.when or When()
    return Link(
        name=name,
        policy=policy,
        is_observing=config.mode == "observe",
        conditions=tuple(
            (attribute, any_name(patterns))
            for attribute in ("model", "team", "endpoint")
            if (patterns := getattr(when, attribute))
        ),
        roles=any_name(when.role) if when.role else None,
    )
