"""Did one of our own pages send this request? What the browser says about where it comes from, and where to go on to."""

from urllib.parse import urlsplit

from watchgate.http.cookies import Scope, host_of, is_loopback

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_MAX_PATH_CHARS = 500


class Origins:
    """Tells our own pages from others'. *public_url*: where people reach us, besides what the request itself names."""

    def __init__(self, public_url: str | None = None) -> None:
        self._public_url = public_url

    def is_foreign(self, scope: Scope) -> bool:
        """Does the browser say that somebody else's page sent it?"""
        origins, sites = _headers(scope, b"origin"), _headers(scope, b"sec-fetch-site")
        if any(site not in {"same-origin", "none"} for site in sites):
            return True
        return any(not self._is_ours(origin, scope) for origin in origins)

    def is_own(self, scope: Scope) -> bool:
        """Does the browser say that one of our pages sent it? A browser that says nothing is not believed."""
        said = _headers(scope, b"origin") or _headers(scope, b"sec-fetch-site")
        return bool(said) and not self.is_foreign(scope)

    def is_unprotected(self, scope: Scope) -> bool:
        """Does the browser show a page over plain http from another machine? Then it would not keep our cookie."""
        origins = (origin.partition("://") for origin in _headers(scope, b"origin"))
        return any(scheme == "http" and not is_loopback(netloc) for scheme, _, netloc in origins)

    def _is_ours(self, origin: str, scope: Scope) -> bool:
        if self._public_url is not None and origin == self._public_url:
            return True
        scheme, _, netloc = origin.partition("://")
        port = _DEFAULT_PORTS.get(scheme)
        host = host_of(scope)
        return bool(host) and port is not None and netloc.removesuffix(port) == host.removesuffix(port)


def own_path(wanted: str | None) -> str:
    """Where to go on to: *wanted*, when it is a path of our own; else `/`. Never another site (no open redirect)."""
    if wanted is None or len(wanted) > _MAX_PATH_CHARS or not wanted.isascii() or not wanted.isprintable():
        return "/"
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted


def _headers(scope: Scope, wanted: bytes) -> list[str]:
    return [value.decode("latin-1").strip().lower() for name, value in scope["headers"] if name == wanted]
