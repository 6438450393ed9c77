"""What does a COSTS event say? One person's use of one model in one hour."""

from typing import Any

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.happenings.scene import Scene


def costs(scene: Scene) -> dict[str, Any]:
    tokens = scene.luck.randrange(300, 60_000)
    credits_ = round(tokens / 200, 2)
    return {
        "payload": {
            "day": scene.when.date().isoformat(),
            "hour": scene.when.hour,
            "organization_id": scene.organization_id,
            "identity": {
                "user_id": scene.person.user_id,
                "email": scene.person.email,
                "name": scene.person.name,
                "groups": [],
            },
            "product": "chatgpt",
            "surface": "chatgpt",
            "client": pick(scene.luck, ("web", "desktop", "mobile")),
            "model": "gpt-5.5",
            "service_tier": "default",
            "reasoning": pick(scene.luck, ("none", "medium", "high")),
            "measures": {
                "usage": {
                    "text_input_tokens": tokens,
                    "text_cached_input_tokens": tokens // 9,
                    "text_output_tokens": tokens // 20,
                },
                "billing": [
                    {
                        "sku": "chat.completion.5.reasoning",
                        "quantity": {"value": tokens, "unit": "tokens"},
                        "cost": {"value": credits_, "unit": "CREDITS"},
                        "estimated_cost_usd": {"value": round(credits_ * 0.04, 4), "unit": "USD"},
                    }
                ],
            },
        }
    }
