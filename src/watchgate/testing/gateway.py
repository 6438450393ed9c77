"""The gateway as a real process."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from watchgate.testing.processes import RunningProcess


class RunningGateway(RunningProcess):
    """`watchgate gateway run` on a free port, with the given packs in front of *upstream* (a base URL)."""

    def __init__(
        self,
        packs: Sequence[Path],
        *,
        upstream: str,
        api_key: str,
        data_dir: Path,
        listen: str = "127.0.0.1:0",
        options: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        arguments = ["watchgate", "gateway", "run", "--json", "--listen", listen]
        arguments += ["--data-dir", str(data_dir)]
        for pack in packs:
            arguments += ["--policy-config", str(pack)]
        own = {"OPENAI_API_KEY": api_key, "OPENAI_BASE_URL": upstream, **(environment or {})}
        super().__init__([*arguments, *options], environment=own)
        self.data_dir = data_dir

    @property
    def root(self) -> str:
        """`http://host:port`."""
        return f"http://{self.ready['listening']}"

    @property
    def base_url(self) -> str:
        """What an OpenAI client is pointed at."""
        return f"{self.root}/v1"
