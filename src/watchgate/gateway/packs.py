"""Which pack is in force? Read from files, turned into a Gate, and swapped whole when the files change.

A broken new pack leaves the old one in force and says so.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watchgate.detection.engine import Engine, engine_for
from watchgate.detection.growing import SPANNING
from watchgate.gateway.gate import FailMode, Gate, Sealer
from watchgate.gateway.targets import Target, Targets
from watchgate.gateway.upstream import Origin
from watchgate.kernel.errors import UserError
from watchgate.policy.chain import Chain
from watchgate.policy.load import Loaded, PackError, Source, load_pack
from watchgate.policy.pack import TargetConfig
from watchgate.settings import openai_base_url, secret_from_environment, secret_from_file


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The files of a pack, in the order in which they are layered."""

    paths: tuple[Path, ...]

    def stamp(self) -> tuple[tuple[int, int, int], ...]:
        """Changes whenever a file does. A file that is missing for a moment has a stamp too."""
        return tuple(_stamp(path) for path in self.paths)

    def sources(self) -> list[Source]:
        """The texts. Raises UserError when a file cannot be read."""
        return [Source(str(path), read_text(path)) for path in self.paths]


def open_gate(files: PackFiles, *, fail_mode: FailMode, hash_key: bytes, seal: Sealer) -> tuple[Gate, Loaded]:
    """The pack of *files*, in force, with its warnings. Raises UserError saying all that is wrong with it."""
    sources = files.sources()
    loaded = load(sources)
    gate = Gate(
        pack=loaded.pack,
        digest=digest_of(sources),
        chain=loaded.chain,
        targets=Targets(resolve(loaded.pack.providers.targets)),
        engine=engine_of(loaded.chain),
        fail_mode=fail_mode,
        hash_key=hash_key,
        seal=seal,
    )
    return gate, loaded


def engine_of(chain: Chain) -> Engine:
    """An engine that looks for what the chain's policies act on. Names and addresses only if a policy asks for them: they take most
    of its time, and a stream would have to wait for them.
    """
    return engine_for(chain.entities, without=SPANNING - chain.entities, about=chain.topics)


def load(sources: Sequence[Source]) -> Loaded:
    """The pack that *sources* make. Raises UserError saying all that is wrong with it."""
    try:
        return load_pack(sources)
    except PackError as error:
        raise UserError("\n".join(str(problem) for problem in error.problems)) from None


def digest_of(sources: Sequence[Source]) -> str:
    """SHA-256 of the texts, hexadecimal: which pack was in force."""
    return hashlib.sha256("\0".join(source.text for source in sources).encode()).hexdigest()


def resolve(configs: Sequence[TargetConfig]) -> list[Target]:
    """The targets with addresses and secrets filled in. Raises UserError when a secret is missing."""
    targets: list[Target] = []
    for config in configs:
        credential: str | None = None
        if config.secret_key_ref and config.secret_key_ref.env:
            credential = secret_from_environment(config.secret_key_ref.env)
        elif config.secret_key_ref and config.secret_key_ref.file:
            credential = secret_from_file(config.secret_key_ref.file)
        base_url = config.base_url or openai_base_url()
        Origin.parse(base_url)  # complains now rather than at the first request
        targets.append(Target(config.id, config.api, config.model, base_url, credential, config))
    return targets


def read_text(path: Path) -> str:
    """The text of a file. Raises UserError with the reason and the remedy."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"There is no file {path}. Check the name given to --policy-config.") from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError(f"The file {path} cannot be read: {why}.") from None


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_ino, status.st_mtime_ns, status.st_size)
