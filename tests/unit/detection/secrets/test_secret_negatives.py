"""What is random but opens nothing: hashes, blobs, identifiers, lock files, and placeholders."""

import pytest

from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES

HEX40 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"
HEX64 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
BLOB = "Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9" * 6

HARMLESS = [
    f"commit {HEX40}",
    f"GitHub token check: see commit {HEX40}",
    f"the Datadog agent image has digest sha256:{HEX64}",
    f'"integrity": "sha512-{BLOB[:86]}=="',
    f"resolved https://registry.example.org/twilio/-/twilio-4.0.0.tgz#{HEX40}",
    f"<img src='data:image/png;base64,{BLOB}'>",
    f'var a="{BLOB[:40]}";function t(e){{return e.token}}',
    "heroku request_id=550e8400-e29b-41d4-a716-446655440000",
    "our notes on AWS, Twilio and Stripe were internationalization-heavy in 2024",
    f"TWILIO: docker image {HEX64}",
    "linear regression of 4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
    "together we read 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "api_key = settings.integrations.stripe.api_key",
    "token = request.headers.get('X-Token')",
    "GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}",
    "export OPENAI_API_KEY=<your-key>",
    "export OPENAI_API_KEY=sk-your-key-goes-here-please-do-not-share",
    "STRIPE_KEY=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
    "secret: changeme1234567890changeme",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_no_secret_is_seen_in(text: str) -> None:
    assert [hit.entity for hit in default_engine().scan(text) if ENTITIES[hit.entity].group == "secret"] == []
