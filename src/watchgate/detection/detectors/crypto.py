"""Where does a text hold addresses of Bitcoin and Ethereum wallets?

Bitcoin addresses carry a checksum. An Ethereum address is any forty hexadecimal digits, so context words must support it.
"""

import re
from collections.abc import Iterator

from watchgate.detection.checksums import base58check, bech32
from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding

_ADDRESS = re.compile(
    r"(?:(?P<bech32>(?:bc1|BC1|tb1)[02-9AC-HJ-NP-Zac-hj-np-z]{11,71})|(?P<base58>[13][1-9A-HJ-NP-Za-km-z]{25,34})"
    r"|(?P<ethereum>0x[0-9a-fA-F]{40}))(?![A-Za-z0-9])"
)
_CHECKED = Evidence("the checksum of a Bitcoin address", 0.95)
_HEXADECIMAL = Evidence("the form of an Ethereum address", 0.35)


def _find(text: str) -> Iterator[Finding]:
    for found in _ADDRESS.finditer(text):
        start, address = found.start(), found.group()
        if touches_word_before(text, start):
            continue
        match found.lastgroup:
            case "bech32":
                evidence = _CHECKED if _has_one_case(address) and bech32(address.lower()) else None
            case "base58":
                evidence = _CHECKED if base58check(address) else None
            case _:
                evidence = _HEXADECIMAL
        if evidence is None:
            continue
        hit = finding("CRYPTO", start, found.end(), "crypto", evidence, context(text, start, "CRYPTO"))
        if hit:
            yield hit


def _has_one_case(address: str) -> bool:
    return address.islower() or address.isupper()


CRYPTO = Detector(
    "crypto",
    (
        r"(?:bc1|BC1|tb1)[02-9AC-HJ-NP-Zac-hj-np-z]{11}",
        r"(?:\A|[^0-9A-Za-z])[13][1-9A-HJ-NP-Za-km-z]{25}",  # begun anywhere, Hyperscan takes quadratic time on long runs
        r"0x[0-9a-fA-F]{40}",
    ),
    _find,
)
