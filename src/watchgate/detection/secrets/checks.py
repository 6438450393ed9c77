"""Which tokens prove themselves, by check digits or by what they decode to?

- GitHub and npm: the last six characters are the CRC-32 of the thirty random ones, in base 62
  (github.blog, “Behind GitHub's new authentication token formats”, 2021; the same in npm's changelog of September 2021).
- PyPI: a macaroon whose location is the index's host (by the index's own help on API tokens).
- OpenAI: `T3BlbkFJ`, “OpenAI” in base64, in the middle (publicly known).
- JSON web tokens: the header is JSON and names an algorithm (RFC 7515, section 4.1.1).
- Discord: the first part is the owner's number in base64 (publicly known).

A token that fails may have been made up, or mistyped by a person: it is believed less, not dropped.
"""

import json
import string
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable

from watchgate.detection.model import Evidence

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RIGHT, _WRONG = 0.1, -0.2

Check = Callable[[str], bool | None]
"""True: proven; False: refuted; None: this token carries no proof."""


def checked(entity: str, token: str) -> Evidence | None:
    """What the check of this kind of token says, if it has one."""
    check = _CHECKS.get(entity)
    verdict = check[1](token) if check else None
    if check is None or verdict is None:
        return None
    return Evidence(f"{check[0]} {'right' if verdict else 'wrong'}", _RIGHT if verdict else _WRONG, "check")


def _crc_in_base62(token: str) -> bool | None:
    start, _, random = token.partition("_")
    if len(random) != 36 or len(start) > 3:
        return None
    return _base62(zlib.crc32(random[:30].encode())) == random[30:]


def _base62(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0")


def _macaroon(token: str) -> bool:
    return token[5:].startswith(("AgEIcHlwaS5vcmc", "AgENdGVzdC5weXBpLm9yZw"))


def _says_openai(token: str) -> bool | None:
    return True if "T3BlbkFJ" in token else None


def _jwt(token: str) -> bool:
    try:
        header = json.loads(_decoded(token.partition(".")[0]))
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and isinstance(header.get("alg"), str)


def _numbered(token: str) -> bool:
    try:
        return _decoded(token.partition(".")[0]).isdigit()
    except ValueError:
        return False


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


_CHECKS: dict[str, tuple[str, Check]] = {
    "GITHUB_TOKEN": ("its check digits (CRC-32) are", _crc_in_base62),
    "NPM_TOKEN": ("its check digits (CRC-32) are", _crc_in_base62),
    "PYPI_TOKEN": ("the index's name inside it is", _macaroon),
    "OPENAI_API_KEY": ("the mark inside it is", _says_openai),
    "JWT": ("the algorithm in its header is", _jwt),
    "DISCORD_TOKEN": ("the number inside it is", _numbered),
}
