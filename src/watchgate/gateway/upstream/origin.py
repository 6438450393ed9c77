"""Where does a base URL point?"""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from watchgate.kernel.errors import UserError

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """A place that speaks HTTP, and the path under which its API lies (`/v1`, or empty)."""

    scheme: str
    host: str
    port: int
    base_path: str
    address: tuple[str, str, int] = field(init=False, repr=False, compare=False)
    """What connections are shared by: two base paths of one host use the same ones."""
    host_header: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = f"[{self.host}]" if ":" in self.host else self.host
        shown = name if self.port == DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"
        object.__setattr__(self, "address", (self.scheme, self.host, self.port))
        object.__setattr__(self, "host_header", shown.encode("ascii"))

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_header.decode()}"

    @property
    def is_tls(self) -> bool:
        return self.scheme == "https"

    @classmethod
    def parse(cls, base_url: str) -> "Origin":
        """The origin of `https://api.openai.com/v1`. Raises UserError for anything that is not a plain http(s) URL."""
        return _parse(base_url)


@lru_cache(maxsize=256)
def _parse(base_url: str) -> Origin:
    try:
        url = urlsplit(base_url)
        host, port = url.hostname, url.port
    except ValueError as problem:
        raise UserError(f"The base URL {base_url!r} cannot be read: {problem}.") from None
    if url.scheme not in DEFAULT_PORTS or not host:
        raise UserError(f"The base URL {base_url!r} must look like https://host/path.")
    if url.username is not None or url.query or url.fragment:
        raise UserError(
            f"The base URL of {host} may not hold credentials, a query or a fragment; only a path."
        )
    if any(character <= " " or character == "\x7f" for character in url.path):
        raise UserError(f"The base URL of {host} has blanks or control characters in its path.")
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
        path = url.path.rstrip("/")
        path.encode("ascii")
    except UnicodeError:
        raise UserError(f"The base URL {base_url!r} must be plain ASCII; percent-encode its path.") from None
    return Origin(url.scheme, ascii_host, port or DEFAULT_PORTS[url.scheme], path)
