r"""Which texts are hidden in base64 and its relatives, in digits, and in escapes?

base64 and base32: RFC 4648; base85: Adobe's and Python's; per cent: RFC 3986; `\u0049`, `\x49`, `&#73;`: JSON, C and HTML.
"""

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_plus

from watchgate.detection.injection.disguises.hidden import Disguise, Hidden, is_readable

Decode = Callable[[str], bytes]


def _revealing(pattern: str, decode: Decode) -> Callable[[str], Iterator[Hidden]]:
    """Finds what *pattern* matches, as long as *decode* makes readable text of it.

    Nothing may follow a possessive run in *pattern* that could still fail: each beginning would read the whole run again.
    """
    runs = re.compile(pattern)

    def reveal(text: str) -> Iterator[Hidden]:
        for run in runs.finditer(text):
            try:
                plain = decode(run.group()).decode()
            except (ValueError, binascii.Error, OverflowError):
                continue
            if is_readable(plain):
                yield Hidden(plain, run.start(), run.end())

    return reveal


def _base64(run: str) -> bytes:
    run = "".join(run.split()).rstrip("=").replace("-", "+").replace("_", "/")
    run = run[: len(run) - (len(run) % 4 == 1)]
    return binascii.a2b_base64(run + "=" * (-len(run) % 4))


def _base32(run: str) -> bytes:
    run = "".join(run.split()).rstrip("=")
    return base64.b32decode(run[: len(run) // 8 * 8])


def _base85(run: str) -> bytes:
    return base64.b85decode(run)


def _adobe85(run: str) -> bytes:
    return base64.a85decode(run, adobe=True)


_NOT_HEX = re.compile(r"[^0-9a-fA-F]|0x|\\x")


def _hex(run: str) -> bytes:
    return bytes.fromhex(_NOT_HEX.sub("", run.replace("0x", "").replace("\\x", "")))


def _binary(run: str) -> bytes:
    bits = "".join(run.split())
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) // 8 * 8, 8))


def _decimal(run: str) -> bytes:
    return bytes(map(int, re.findall("[0-9]+", run)))


def _percent(run: str) -> bytes:
    return unquote_plus(run).encode()


_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{2,6})\}?|\\x([0-9a-fA-F]{2})")


def _escapes(run: str) -> bytes:
    return _ESCAPE.sub(lambda one: chr(int(one[1] or one[2], 16)), run).encode()


def _entities(run: str) -> bytes:
    return html.unescape(run).encode()


ENCODINGS = (
    Disguise(
        "base64",
        rb"[A-Za-z0-9+/_-]{20}",
        _revealing(
            r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,}+(?:\r?\n[A-Za-z0-9+/_-]{8,}+)*+={0,2}", _base64
        ),
    ),
    Disguise(
        "base32",
        rb"[A-Z2-7]{24}",
        _revealing(r"(?<![A-Za-z0-9])[A-Z2-7]{24,}+(?:\r?\n[A-Z2-7]{8,}+)*+=*+", _base32),
    ),
    Disguise("base85", rb"<~[!-u]{20}", _revealing(r"<~[!-uz\s]{20,}+~>", _adobe85)),
    Disguise(
        "base85",
        rb"[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{28}",
        _revealing(r"(?<!\S)[0-9A-Za-z!#$%&()*+\-;<=>?@^_`{|}~]{28,}+(?!\S)", _base85),
    ),
    Disguise(
        "hex",
        rb"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ :,]{0,2}){10}",
        _revealing(
            r"(?<![0-9A-Za-z])(?:0x|\\x)?[0-9a-fA-F]{2}(?:(?:, ?|[ :])?(?:0x|\\x)?[0-9a-fA-F]{2}){9,}+",
            _hex,
        ),
    ),
    Disguise(
        "binary",
        rb"[01]{8} ?[01]{8} ?[01]{8} ?[01]{8}",
        _revealing(r"(?<![0-9])[01]{8}(?:\s?[01]{8}){5,}+", _binary),
    ),
    Disguise(
        "character-codes",
        rb"(?:[0-9]{2,3}[ ,]{1,2}){10}",
        _revealing(r"(?<![0-9.])[0-9]{2,3}(?:(?:, ?|\s)[0-9]{2,3}){10,}+", _decimal),
    ),
    Disguise(
        "percent",
        rb"%[0-9A-Fa-f]{2}[^%\s]{0,16}%[0-9A-Fa-f]{2}",
        _revealing(r"(?<!\S)[^\s%]*+(?:%[0-9A-Fa-f]{2}[^\s%]*+){2,}+", _percent),
    ),
    Disguise(
        "escapes",
        rb"\\[ux]\{?[0-9a-fA-F]{2,6}\}?\\[ux]\{?[0-9a-fA-F]{2,6}\}?\\[ux]",
        _revealing(r"(?:\\u\{?+[0-9a-fA-F]{2,6}\}?+|\\x[0-9a-fA-F]{2}){6,}+", _escapes),
    ),
    Disguise(
        "entities",
        rb"&#x?[0-9a-fA-F]{2,6};&#x?[0-9a-fA-F]{2,6};&#",
        _revealing(r"&#x?[0-9a-fA-F]{2,6};(?:\s?&#x?[0-9a-fA-F]{2,6};){5,}+", _entities),
    ),
)
