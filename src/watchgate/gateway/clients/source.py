"""Which gateway keys are in force? Read from a file, and swapped whole when it changes; a broken one leaves those in force."""

import hashlib
from pathlib import Path

from watchgate.gateway.clients.directory import Directory
from watchgate.gateway.packs import PackFiles
from watchgate.identity.gateway_keys.file import FILE, parse, read_bytes
from watchgate.kernel.errors import UserError


class KeysInForce:
    """The keys of one gateway process."""

    def __init__(self, data_dir: Path, path: Path | None) -> None:
        """*path*: the file that was asked for, which has to be there; None: the one in the data folder, if there is one."""
        self._path = path or data_dir / FILE
        self._files = PackFiles((self._path,))
        self._must_be_there = path is not None
        self._stamp: object = None
        self.directory = Directory()
        self.digest: str | None = None

    @property
    def has_changed(self) -> bool:
        """Has the file changed since it was last read?"""
        return self._files.stamp() != self._stamp

    def load(self) -> bool:
        """Put the file in force; are other keys in force now? Raises UserError: then those in force stay."""
        self._stamp = self._files.stamp()
        text = read_bytes(self._path)
        if text is None:
            if self._must_be_there or self.digest is not None:
                raise UserError(
                    f"There is no key file {self._path}. `watchgate keys publish` writes it; check --keys."
                )
            return False
        digest = hashlib.sha256(text).hexdigest()
        if digest == self.digest:
            return False
        self.directory = Directory(parse(text, self._path).keys)
        self.digest = digest
        return True
