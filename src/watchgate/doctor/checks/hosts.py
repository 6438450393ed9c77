"""Can OpenAI's hosts be reached from here? A connection with TLS, or to the proxy; nothing is asked."""

import asyncio
import os
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from watchgate.doctor.model import Line, Lines, failed, ok
from watchgate.gateway.upstream.tunnel import Proxy
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings, https_proxy

_TIMEOUT_S = 10.0
_PORTS = {"https": 443, "http": 80}


async def look(settings: Settings) -> Lines:
    """A line for each host that is needed."""
    wanted = {
        urlsplit(url)._replace(path="", query="")
        for url in (settings.chatgpt_base_url, settings.openai_base_url)
    }
    return [await _reach(place) for place in sorted(wanted)]


async def _reach(place: SplitResult) -> Line:
    name = f"network {place.hostname}"
    try:
        through = _proxy_for(place)
        async with asyncio.timeout(_TIMEOUT_S):
            await _connect(through or place, with_tls=(through or place).scheme == "https")
    except TimeoutError:
        return failed(name, f"no connection within {_TIMEOUT_S:.0f} s", _REMEDY)
    except ssl.SSLError as error:
        return failed(name, f"the connection is not trusted: {error.reason}", _TLS_REMEDY)
    except UserError as problem:
        return failed(name, str(problem))
    except (OSError, ValueError) as error:
        return failed(name, f"cannot be reached: {_why(error)}", _REMEDY)
    return ok(name, "the proxy can be reached" if through else "can be reached")


def _proxy_for(place: SplitResult) -> SplitResult | None:
    """The proxy in front of *place*. Raises UserError for a proxy that makes no sense."""
    url, exceptions = https_proxy()
    if not url or place.scheme != "https":
        return None
    is_for = Proxy.parse(url, no_proxy=exceptions).is_for(place.hostname or "")
    return urlsplit(url) if is_for else None


async def _connect(place: SplitResult, *, with_tls: bool) -> None:
    context = ssl.create_default_context() if with_tls else None
    port = place.port or _PORTS.get(place.scheme, 443)
    _, writer = await asyncio.open_connection(place.hostname, port, ssl=context)
    writer.close()
    await writer.wait_closed()


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__


_REMEDY = "Check the network, DNS, firewall and HTTPS_PROXY; or WATCHGATE_CHATGPT_BASE_URL and WATCHGATE_OPENAI_BASE_URL."
_TLS_REMEDY = "If a proxy of your own opens TLS, give its CA in SSL_CERT_FILE."
