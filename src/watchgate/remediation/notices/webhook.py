"""How does a notice go to another program? As signed JSON; it may come twice, and says by its id that it is the same.

Watchgate-Notice: ntc_…
Watchgate-Signature: t=1763888400,v1=<hex HMAC-SHA256 of "1763888400." + body, keyed with the shared secret>
"""

import hmac
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx

from watchgate.kernel.canonical_json import canonical_json
from watchgate.kernel.clock import Clock
from watchgate.remediation.notices.configuration import Webhook
from watchgate.remediation.notices.model import Letter, NotDelivered
from watchgate.remediation.notices.resolving import address_of

SIGNATURE_HEADER = "Watchgate-Signature"
ID_HEADER = "Watchgate-Notice"
_DEFAULT_PORTS = {"https": 443, "http": 80}
_BUSY = frozenset({408, 409, 425, 429})


class WebhookPost:
    """Sends to *webhook*."""

    def __init__(self, webhook: Webhook, clock: Clock) -> None:
        self._webhook = webhook
        self._clock = clock

    async def send(self, letter: Letter) -> None:
        """Raises NotDelivered for everything but 2xx; a redirect is not followed."""
        body = _body(letter)
        headers = {
            "Content-Type": "application/json",
            ID_HEADER: letter.id,
            SIGNATURE_HEADER: signature(self._webhook.secret.reveal(), int(self._clock().timestamp()), body),
        }
        status = await self._post(body, headers)
        if not 200 <= status < 300:
            is_final = status not in _BUSY and status < 500
            raise NotDelivered(f"the webhook answers with {status}", is_final=is_final)

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        parts = urlsplit(self._webhook.url)
        host = parts.hostname or ""
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        address = await address_of(host, port, allow_private=self._webhook.allow_private)
        shown = f"[{address}]" if ":" in address else address
        url = parts._replace(netloc=f"{shown}:{port}").geturl()
        extensions: dict[str, Any] = {
            "sni_hostname": host
        }  # the certificate is the name's, not the address's
        timeout = httpx.Timeout(self._webhook.timeout_s)
        try:
            async with httpx.AsyncClient(timeout=timeout, follow_redirects=False, trust_env=False) as client:  # noqa: SIM117
                async with client.stream(
                    "POST",
                    url,
                    content=body,
                    headers={**headers, "Host": parts.netloc},
                    extensions=extensions,
                ) as answer:
                    return answer.status_code  # its body is nobody's business
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotDelivered(
                f"the webhook cannot be reached ({type(error).__name__})", is_final=False
            ) from None


def signature(secret: str, at: int, body: bytes) -> str:
    """What the header says."""
    digest = hmac.digest(secret.encode(), str(at).encode() + b"." + body, sha256)
    return f"t={at},v1={digest.hex()}"


def _body(letter: Letter) -> bytes:
    facts = asdict(letter.facts)
    owner = {"id": letter.owner_id, "email": letter.address.reveal()}
    said = {"id": letter.id, "type": "remediation.notice", "owner": owner, **facts}
    return canonical_json({**said, "entities": list(letter.facts.entities)})
