"""Who asks? The holder of a gateway key, as an exchange knows him."""

import msgspec

from watchgate.identity.gateway_keys.model import Allowance
from watchgate.policy.globs import Matches


class Client(msgspec.Struct, frozen=True):
    """One key in force, without any of its secrets."""

    key_id: str
    team: str
    project: str | None
    allowance: Allowance
    may_ask: Matches | None
    """Is this model one of those it may ask? None: all are."""

    @property
    def has_budget(self) -> bool:
        return (self.allowance.budget_month_microusd or self.allowance.budget_day_microusd) is not None
