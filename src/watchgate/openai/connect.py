"""Over which HTTP client do we ask OpenAI? One per process: bounded, verified, without memory of earlier answers."""

import logging
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

_CONNECT_S = 10.0
_SILENCE_S = 30.0
_MOST_CONNECTIONS = 32
_KEPT_CONNECTIONS = 16


def new_http_client() -> httpx.AsyncClient:
    """A client for `ComplianceClient` and `PlatformAdminClient`; close it with `aclose()`.

    Certificates are verified, proxies and extra CAs come from the environment as httpx reads them (`HTTPS_PROXY`,
    `NO_PROXY`, `SSL_CERT_FILE`), redirects are not followed, cookies not kept. As long as the process lives, httpx and
    httpcore no longer log what they fetch: their lines would hold signed URLs and people's ids.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        timeout=httpx.Timeout(_SILENCE_S, connect=_CONNECT_S),
        limits=httpx.Limits(max_connections=_MOST_CONNECTIONS, max_keepalive_connections=_KEPT_CONNECTIONS),
        follow_redirects=False,
        trust_env=True,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )
