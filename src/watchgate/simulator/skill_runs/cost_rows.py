"""What do the organisation's costs say of runs? One row for each hour, person and model; written some time after the hour."""

from datetime import datetime, timedelta
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.further_log import FurtherLog
from watchgate.simulator.compliance_host.windows import Windows
from watchgate.simulator.skill_runs.run import CREDIT_MICROUSD, Run

_HOUR = timedelta(hours=1)
_DELAY = timedelta(minutes=10)
"""OpenAI takes three to five hours (contracts §1.2); tests would wait for nothing."""
_MODELS = {"gpt-5-5": "gpt-5.5", "gpt-5-5-thinking": "gpt-5.5", "gpt-5-mini": "gpt-5-mini"}
Key = tuple[str, str, str, int]


class CostRows:
    """A row goes on growing until its log file is out; what comes after that is a row of its own."""

    def __init__(self, organization_id: str) -> None:
        self._organization_id = organization_id
        self._rows: dict[Key, dict[str, Any]] = {}
        self._micros: dict[Key, int] = {}

    def add(self, run: Run, log: FurtherLog, windows: Windows, now: datetime) -> None:
        """Put what *run* cost to its hour, its person and its model."""
        hour = run.began_at.replace(minute=0, second=0, microsecond=0)
        filed = max(hour + _HOUR + _DELAY, now)
        model = _MODELS[run.model]
        key = (hour.isoformat(), run.person.user_id, model, windows.number_at(filed))
        if key not in self._rows:
            self._rows[key] = self._row(key, run, hour, model)
            self._micros[key] = 0
            log.add(self._rows[key], happened=hour + _HOUR - timedelta(seconds=1), filed=filed)
        self._micros[key] += run.cost_microusd
        self._rows[key]["payload"]["measures"] = _measured(
            self._rows[key]["payload"]["measures"], run, self._micros[key]
        )

    def rows(self) -> list[dict[str, Any]]:
        return list(self._rows.values())

    def _row(self, key: Key, run: Run, hour: datetime, model: str) -> dict[str, Any]:
        person = run.person
        return {
            "event_id": "cost-" + "-".join((hour.strftime("%Y%m%d%H"), person.user_id, model, str(key[3]))),
            "type": "COSTS",
            "timestamp": rfc3339(hour + _HOUR - timedelta(seconds=1)),
            "principal": {"id": self._organization_id, "type": "API_PLATFORM_ORG"},
            "actor": {"type": "SYSTEM", "id": "costs_compliance"},
            "payload": {
                "day": hour.date().isoformat(),
                "hour": hour.hour,
                "organization_id": self._organization_id,
                "identity": {
                    "user_id": person.user_id,
                    "email": person.email,
                    "name": person.name,
                    "groups": [],
                },
                "product": "chatgpt",
                "surface": "chatgpt",
                "client": "web",
                "model": model,
                "service_tier": "default",
                "reasoning": "medium",
                "measures": {"usage": {}},
            },
        }


def _measured(before: dict[str, Any], run: Run, micros: int) -> dict[str, Any]:
    used = before["usage"]
    tokens_in = used.get("text_input_tokens", 0) + run.input_tokens
    tokens_out = used.get("text_output_tokens", 0) + run.output_tokens
    return {
        "usage": {
            "text_input_tokens": tokens_in,
            "text_cached_input_tokens": 0,
            "text_output_tokens": tokens_out,
        },
        "billing": [
            {
                "sku": "chat.completion.5.reasoning",
                "quantity": {"value": tokens_in + tokens_out, "unit": "tokens"},
                "cost": {"value": micros / CREDIT_MICROUSD, "unit": "CREDITS"},
                "estimated_cost_usd": {"value": micros / 1_000_000, "unit": "USD"},
            }
        ],
    }
