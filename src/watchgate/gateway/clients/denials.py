"""What is the holder of a key told who may not go on? In OpenAI's error shape, and when it opens again."""

from datetime import datetime

import msgspec

from watchgate.gateway.clients.directory import NoKey
from watchgate.gateway.replies import Reply, refusal
from watchgate.identity.gateway_keys.money import dollars
from watchgate.kernel.clock import rfc3339


class Denied(msgspec.Struct, frozen=True):
    """What the client is told, and the word for it in the record."""

    reply: Reply
    outcome: str


def bad_key(why: NoKey) -> Reply:
    said = {
        NoKey.UNKNOWN: "is not known here; it may have been revoked or replaced",
        NoKey.EXPIRED: "has expired",
    }
    return refusal(
        401, "invalid_api_key", f"This gateway key {said[why]}. Ask whoever runs the gateway for another."
    )


KEY_NEEDED = refusal(
    401,
    "invalid_api_key",
    "This Watchgate gateway lets nobody in without a gateway key (wgk_…). Send it as the API key; whoever runs the gateway makes one "
    "with `watchgate keys create`.",
)

NOT_COUNTABLE = Denied(
    refusal(
        503,
        "budget_unavailable",
        "The gateway cannot count what this key spends, so it passes nothing on.",
        retry=True,
    ),
    "not_countable",
)


def model_not_allowed(model: str) -> Denied:
    what = f"the model {model}" if model else "an endpoint or a model whose name the gateway cannot read"
    message = f"This gateway key may not ask {what}. Ask whoever runs the gateway to allow it."
    return Denied(refusal(403, "model_not_allowed", message, param="model"), "model_not_allowed")


def price_unknown(model: str) -> Denied:
    what = f"the model {model}" if model else "this endpoint"
    message = (
        f"This gateway key has a budget, and no price is known for {what}. Whoever runs the gateway can name one "
        "(`cost-attribution: {prices: …}`), or let it count as nothing (`clients: {unknown_price: free}`)."
    )
    return Denied(refusal(403, "price_unknown", message, param="model"), "price_unknown")


def over_budget(
    period: str, budget: int, spent: int, estimate: int, opens: datetime, now: datetime
) -> Denied:
    """*period*: `month` or `day`."""
    at = f"{rfc3339(opens)[:19]}Z"
    wait = max(1, int((opens - now).total_seconds()) + 1)
    message = (
        f"The budget of this gateway key is used up: ${dollars(spent)} of ${dollars(budget)} a {period} are spent, and this request may "
        f"cost ${dollars(estimate)}. It opens again at {at}; whoever runs the gateway can raise it."
    )
    headers = [(b"retry-after", b"%d" % wait), (b"x-watchgate-opens-at", at.encode())]
    return Denied(
        refusal(429, "insufficient_quota", message, kind="insufficient_quota", headers=headers), "over_budget"
    )


def too_many(what: str, per_minute: int, wait_ns: int) -> Denied:
    """*what*: `requests` or `tokens`."""
    milliseconds = wait_ns // 1_000_000 + 1
    message = (
        f"This gateway key may send {per_minute:,} {what} a minute. Try again in {milliseconds / 1000:.1f} s."
    )
    headers = [
        (b"retry-after", b"%d" % (milliseconds // 1000 + 1)),
        (b"retry-after-ms", b"%d" % milliseconds),
    ]
    return Denied(
        refusal(429, "rate_limit_exceeded", message, kind=what, retry=True, headers=headers), "rate_limited"
    )
