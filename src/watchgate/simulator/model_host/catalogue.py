"""Which models are there? The ids we answer to, and what each may be used for.

Beside the listed ones: every `sim-…` (echo), `sim-filler-N` (N words of prose), `ft:BASE:…` and dated names of listed models.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from watchgate.simulator.api_error import ApiError, model_not_found

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Model:
    """One model. `snapshot` is the dated name that its answers carry."""

    id: str
    created: int
    snapshot: str
    kind: Literal["chat", "embedding"] = "chat"
    context_tokens: int = 128_000
    dimensions: int = 0
    owned_by: str = "openai"


_SIMULATED = Model(
    "sim-echo", 1_767_225_600, "sim-echo", context_tokens=100_000_000, owned_by="watchgate-simulator"
)

MODELS: Mapping[str, Model] = {
    model.id: model
    for model in (
        Model("gpt-4o", 1_715_367_049, "gpt-4o-2024-08-06"),
        Model("gpt-4o-mini", 1_721_172_741, "gpt-4o-mini-2024-07-18"),
        Model("gpt-4.1", 1_744_316_542, "gpt-4.1-2025-04-14", context_tokens=1_047_576),
        Model("gpt-4.1-mini", 1_744_318_173, "gpt-4.1-mini-2025-04-14", context_tokens=1_047_576),
        Model("o3", 1_744_225_308, "o3-2025-04-16", context_tokens=200_000),
        Model("o4-mini", 1_744_225_351, "o4-mini-2025-04-16", context_tokens=200_000),
        Model("gpt-5", 1_754_425_777, "gpt-5-2025-08-07", context_tokens=400_000),
        Model("gpt-5-mini", 1_754_425_928, "gpt-5-mini-2025-08-07", context_tokens=400_000),
        Model("gpt-5.5", 1_776_000_000, "gpt-5.5", context_tokens=400_000),
        Model("text-embedding-3-small", 1_705_948_997, "text-embedding-3-small", "embedding", 8_192, 1_536),
        Model("text-embedding-3-large", 1_705_953_180, "text-embedding-3-large", "embedding", 8_192, 3_072),
        Model("text-embedding-ada-002", 1_671_217_299, "text-embedding-ada-002", "embedding", 8_192, 1_536),
        _SIMULATED,
        replace(_SIMULATED, id="sim-filler", snapshot="sim-filler"),
    )
}


def find_model(name: str) -> Model:
    """The model called *name*. Raises ApiError 404 when there is none."""
    if model := MODELS.get(name):
        return model
    if name.startswith("sim-"):
        return replace(_SIMULATED, id=name, snapshot=name)
    if name.startswith("ft:") and (base := MODELS.get(_DATED.sub("", name.split(":")[1]))):
        return replace(base, id=name, snapshot=name, owned_by="org-simulated")
    if base := MODELS.get(_DATED.sub("", name)):
        return replace(base, id=name, snapshot=name)
    raise model_not_found(name)


def find_chat_model(name: str, *, endpoint: str) -> Model:
    model = find_model(name)
    if model.kind != "chat":
        message = f"This is not a chat model and thus not supported in the {endpoint} endpoint."
        raise ApiError(404, message, param="model")
    return model
