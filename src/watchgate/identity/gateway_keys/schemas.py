"""How do gateway keys look on the wire? The key itself goes out once, when it is made or rotated."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from watchgate.identity.gateway_keys.changes import Changes
from watchgate.identity.gateway_keys.model import (
    MAX_LABEL_CHARS,
    MAX_MODELS,
    MAX_PER_MINUTE,
    Allowance,
    GatewayKey,
    Whose,
)
from watchgate.identity.gateway_keys.money import MAX_DOLLARS, MICROUSD
from watchgate.identity.gateway_keys.usage import Day, Spending


def _printable(text: str) -> str:
    if text != text.strip() or not text.isprintable():
        raise ValueError("has characters that cannot be printed, or a space at an end")
    return text


Label = Annotated[str, Field(min_length=1, max_length=MAX_LABEL_CHARS), AfterValidator(_printable)]
Budget = Annotated[int, Field(gt=0, le=MAX_DOLLARS * MICROUSD, description="In millionths of a US dollar.")]
PerMinute = Annotated[int, Field(gt=0, le=MAX_PER_MINUTE)]
Models = Annotated[
    list[Label], Field(max_length=MAX_MODELS, description="Patterns like `gpt-4o*`. Empty: all models.")
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class NewGatewayKey(_Strict):
    """What is left out is not limited."""

    name: Label
    team: Label
    project: Label | None = None
    budget_month_microusd: Budget | None = None
    budget_day_microusd: Budget | None = None
    requests_per_minute: PerMinute | None = None
    tokens_per_minute: PerMinute | None = None
    models: Models = Field(default_factory=list)
    expires_in_days: Annotated[int, Field(ge=1, le=3650)] | None = Field(
        default=None, description="Absent: valid until it is revoked."
    )

    def whose(self) -> Whose:
        return Whose(self.name, self.team, self.project)

    def allowance(self) -> Allowance:
        return Allowance(
            self.budget_month_microusd,
            self.budget_day_microusd,
            self.requests_per_minute,
            self.tokens_per_minute,
            tuple(self.models),
        )


class GatewayKeyChanges(_Strict):
    """What is left out stays as it is; null lifts a limit."""

    name: Label = ""
    team: Label = ""
    project: Label | None = None
    budget_month_microusd: Budget | None = None
    budget_day_microusd: Budget | None = None
    requests_per_minute: PerMinute | None = None
    tokens_per_minute: PerMinute | None = None
    models: Models = Field(default_factory=list)
    expires_at: datetime | None = Field(default=None, description="null: valid until it is revoked.")

    def as_changes(self) -> Changes:
        given = self.model_dump(exclude_unset=True)
        return {**given, "models": tuple(given["models"])} if "models" in given else given


class Rotation(_Strict):
    grace_hours: int = Field(
        default=24, ge=0, le=720, description="How long the key before stays valid beside the new one."
    )


class GatewayKeyOut(BaseModel):
    id: str
    name: str
    team: str
    project: str | None
    state: Literal["active", "expired", "revoked"]
    budget_month_microusd: int | None
    budget_day_microusd: int | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    models: list[str]
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    rotated_at: datetime | None
    revoked_at: datetime | None


class GatewayKeyMade(GatewayKeyOut):
    """`key`: shown this once."""

    key: str


class DayOut(BaseModel):
    """`estimated_microusd`: how much of what was spent had to be estimated, because the provider reported no usage."""

    day: date
    requests: int
    input_tokens: int
    output_tokens: int
    spent_microusd: int
    estimated_microusd: int


class UsageOut(BaseModel):
    """What gateways that share the control plane's data folder have counted. `left`: null without a budget."""

    key: str
    month: str
    spent_microusd: int
    left_month_microusd: int | None
    left_day_microusd: int | None
    days: list[DayOut]


def key_out(key: GatewayKey, now: datetime) -> GatewayKeyOut:
    return GatewayKeyOut.model_validate(_as_dict(key, now))


def key_made(key: GatewayKey, secret: str, now: datetime) -> GatewayKeyMade:
    return GatewayKeyMade.model_validate({**_as_dict(key, now), "key": secret})


def usage_out(spending: Spending) -> UsageOut:
    return UsageOut(
        key=spending.key_id,
        month=spending.month,
        spent_microusd=spending.spent_microusd,
        left_month_microusd=spending.left_month_microusd,
        left_day_microusd=spending.left_day_microusd,
        days=[_day_out(day) for day in spending.days],
    )


def _day_out(day: Day) -> DayOut:
    return DayOut(
        day=day.day,
        requests=day.requests,
        input_tokens=day.input_tokens,
        output_tokens=day.output_tokens,
        spent_microusd=day.spent_microusd,
        estimated_microusd=day.estimated_microusd,
    )


def _as_dict(key: GatewayKey, now: datetime) -> dict[str, Any]:
    allowance = key.allowance
    return {
        "id": key.id,
        "name": key.whose.name,
        "team": key.whose.team,
        "project": key.whose.project,
        "state": key.state(now).value,
        "budget_month_microusd": allowance.budget_month_microusd,
        "budget_day_microusd": allowance.budget_day_microusd,
        "requests_per_minute": allowance.requests_per_minute,
        "tokens_per_minute": allowance.tokens_per_minute,
        "models": list(allowance.models),
        "created_at": key.created_at,
        "updated_at": key.updated_at,
        "expires_at": key.expires_at,
        "rotated_at": key.rotated_at,
        "revoked_at": key.revoked_at,
    }
