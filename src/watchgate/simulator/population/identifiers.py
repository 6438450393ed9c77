"""What are things called? Ids in the forms that OpenAI uses, and file ids from which the place of the file can be read."""

import random
import string
from hashlib import blake2b

_ALPHANUMERIC = string.ascii_letters + string.digits
_HALF = 6


def uuid(digits: str) -> str:
    """The UUID (version 4) of 32 hexadecimal *digits*."""
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def drawn_uuid(luck: random.Random) -> str:
    return uuid(f"{luck.getrandbits(128):032x}")


def alphanumeric(luck: random.Random, prefix: str, length: int = 24) -> str:
    return prefix + "".join(luck.choices(_ALPHANUMERIC, k=length))


class FileIds:
    """`file-` and 24 hexadecimal digits, which nobody can read or make up without the seed."""

    def __init__(self, seed: int) -> None:
        self._key = f"watchgate:{seed}".encode()

    def id_of(self, event: int, index: int) -> str:
        """The id of the *index*-th file of event number *event*."""
        place = event.to_bytes(_HALF - 1) + bytes([index])
        check = self._digest(place)
        return "file-" + (check + _mixed(place, self._digest(check))).hex()

    def place_of(self, file_id: str) -> tuple[int, int] | None:
        """Event and index; None when `id_of` did not make *file_id*."""
        try:
            raw = bytes.fromhex(file_id.removeprefix("file-"))
        except ValueError:
            return None
        check, hidden = raw[:_HALF], raw[_HALF:]
        place = _mixed(hidden, self._digest(check))
        if len(raw) != 2 * _HALF or self._digest(place) != check or file_id != f"file-{raw.hex()}":
            return None
        return int.from_bytes(place[:-1]), place[-1]

    def _digest(self, data: bytes) -> bytes:
        return blake2b(data, key=self._key, digest_size=_HALF).digest()


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=False))
