"""What can be written in a pack, and what does each key do?

    pack        name, version, on or off
    providers   where requests go, in order of preference
    policies    the chain, and the settings of its policies
    passthrough paths that pass unread        clients   who may come in
    limits      what the gateway puts up with tests     what the pack promises, run by `watchgate policy test`

Unknown keys are errors. Values are strict: `"5"` is not 5.
"""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from watchgate.documents.strict import Strict
from watchgate.policy.globs import any_path
from watchgate.policy.kinds.common import Text
from watchgate.policy.model import Verdict

APIS = ("chat", "responses", "embeddings")
NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
_SEMVER = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$"

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Name = Annotated[str, Field(pattern=NAME)]


def _http_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_url = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url:
        raise ValueError("must be an address like https://api.openai.com/v1")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("must be a plain address: no user, no password, nothing after `?` or `#`")
    return text.rstrip("/")


def _provider(text: str) -> str:
    vendor, _, rest = text.partition(":")
    api, _, model = rest.partition(":")
    if vendor != "openai" or api not in APIS or not model:
        raise ValueError(
            f"must read openai:<api>:<model>, like openai:chat:gpt-4o; known APIs: {', '.join(APIS)}"
        )
    return text


def _absolute_path(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError("must be a path that begins with a slash, like /v1/files/**")
    return text


class Identity(Strict):
    """The pack itself."""

    name: Name = Field(description="The pack's name, as it stands in every record.")
    version: Annotated[str, Field(pattern=_SEMVER)] = Field(description="The pack's version, as in 1.0.0.")
    enabled: bool = Field(
        default=True, description="false: no policy runs, and everything is recorded as not scanned."
    )


class SecretRef(Strict):
    """Where the key of a provider is found: in a variable of the environment, or in a file. Never in the pack."""

    env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = Field(
        default=None, description="Name of the variable."
    )
    file: Text | None = Field(default=None, description="Path of a file that holds the key and nothing else.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "SecretRef":
        if (self.env is None) == (self.file is None):
            raise ValueError("must name either `env` or `file`")
        return self


class Timeouts(Strict):
    """How long the gateway waits for a target, in seconds."""

    connect_s: Seconds = Field(default=5.0, description="For a connection.")
    first_byte_s: Seconds = Field(
        default=600.0, description="From the request's last byte to the answer's first."
    )
    idle_s: Seconds = Field(default=120.0, description="Between two pieces of a streamed answer.")
    total_s: Seconds = Field(default=900.0, description="For the whole answer.")


class CircuitBreaker(Strict):
    """When a target is left alone for a while."""

    failures: Annotated[int, Field(ge=1, le=10_000)] = Field(
        default=5, description="After this many failures in a row …"
    )
    cooldown_s: Seconds = Field(
        default=30.0, description="… the target is skipped for this long, then tried once."
    )


class TargetConfig(Strict):
    """One place that requests can go to. The next one is tried on 429, 5xx or no connection, before the first byte."""

    id: Name = Field(description="The target's name in records and metrics.")
    provider: Annotated[str, AfterValidator(_provider)] = Field(
        description="openai:<api>:<model>, as in openai:chat:gpt-4o. The model is used when a request names none.",
    )
    secret_key_ref: SecretRef | None = Field(
        default=None, description="The provider's key. Absent: the client's own is passed on."
    )
    base_url: Annotated[str, AfterValidator(_http_url)] | None = Field(
        default=None,
        description="Absent: the variable OPENAI_BASE_URL, else https://api.openai.com/v1.",
    )
    organization: Text | None = Field(default=None, description="Sent as OpenAI-Organization.")
    project: Text | None = Field(default=None, description="Sent as OpenAI-Project.")
    timeouts: Timeouts = Field(default_factory=Timeouts)
    circuit_breaker: CircuitBreaker = Field(default_factory=CircuitBreaker)

    @property
    def api(self) -> str:
        return self.provider.split(":", 2)[1]

    @property
    def model(self) -> str:
        return self.provider.split(":", 2)[2]


class Providers(Strict):
    """Where requests go."""

    targets: Annotated[tuple[TargetConfig, ...], Field(min_length=1, max_length=100)] = Field(
        description="In order of preference."
    )


class Policies(Strict):
    """Which policies run, and how."""

    chain: tuple[Name, ...] = Field(default=(), description="The policies that run, in this order.")
    policy: dict[Name, dict[str, Any] | None] = Field(
        default_factory=dict,
        description="Settings of the policies in the chain, by name. A policy without settings uses its defaults.",
    )


class Clients(Strict):
    """Who may use the gateway."""

    auth: Literal["auto", "keys", "none"] = Field(
        default="auto",
        description="auto: programs on this machine need no key, others need a gateway key. keys: everybody needs a gateway key. "
        "none: everybody who can connect may come in. A gateway key that is sent is checked in any case.",
    )
    unknown_price: Literal["refuse", "free"] = Field(
        default="refuse",
        description="What happens when a key with a budget asks a model whose price is not known. "
        "refuse: 403. free: it goes through, counts as 0, and the record says so.",
    )


class Limits(Strict):
    """What the gateway puts up with from one client, or from all."""

    body_bytes: Annotated[int, Field(ge=1024, le=1 << 30)] = Field(
        default=20 * 1024 * 1024, description="Then 413."
    )
    header_bytes: Annotated[int, Field(ge=1024, le=1 << 20)] = Field(
        default=64 * 1024, description="Then 431."
    )
    header_s: Seconds = Field(default=10.0, description="For a request's head to arrive.")
    body_s: Seconds = Field(default=120.0, description="For a request's body to arrive.")
    in_flight: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=1024, description="Exchanges at once; then 429."
    )
    drain_s: Seconds = Field(
        default=30.0, description="How long a stopping gateway waits for exchanges to end."
    )


class Expectation(Strict):
    """What a test expects."""

    verdict: Verdict = Field(description="The verdict on the request.")
    response_verdict: Verdict | None = Field(default=None, description="The verdict on the answer.")
    code: Text | None = Field(
        default=None, description="The error code the client sees, such as policy_violation."
    )
    forwarded_contains: tuple[Text, ...] = Field(default=(), description="Texts that the target must see.")
    forwarded_lacks: tuple[Text, ...] = Field(default=(), description="Texts that the target must not see.")
    answer_contains: tuple[Text, ...] = Field(default=(), description="Texts that the client must get.")
    answer_lacks: tuple[Text, ...] = Field(default=(), description="Texts that the client must not get.")
    reasons: tuple[Name, ...] = Field(default=(), description="Policies that must be among the reasons.")


class PackTest(Strict):
    """A request, perhaps an answer, and what the pack must make of them."""

    name: Text
    endpoint: Literal["chat.completions", "responses", "embeddings"] = Field(
        default="chat.completions",
        description="The endpoint that the request is meant for.",
    )
    request: dict[str, Any] = Field(description="The body of the request.")
    response: dict[str, Any] | None = Field(
        default=None, description="The body of the target's answer. Absent: only the request is judged."
    )
    headers: dict[Text, str] = Field(default_factory=dict, description="Headers of the request.")
    expect: Expectation


class Pack(Strict):
    """A policy pack."""

    pack: Identity
    providers: Providers
    policies: Policies = Field(default_factory=Policies)
    passthrough: tuple[Annotated[str, AfterValidator(_absolute_path)], ...] = Field(
        default=(),
        description="Paths of other endpoints that pass unread and are recorded as not scanned. `*` stops at a slash, `**` does not.",
    )
    clients: Clients = Field(default_factory=Clients)
    limits: Limits = Field(default_factory=Limits)
    tests: tuple[PackTest, ...] = Field(default=(), description="Run by `watchgate policy test`.")

    def lets_through(self, path: str) -> bool:
        """May requests to this path pass unread?"""
        return any_path(self.passthrough)(path)
