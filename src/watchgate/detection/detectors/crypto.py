"""Where does a text hold addresses of cryptocurrency wallets?

chain                                   how it is known
Bitcoin, Litecoin, Dogecoin, Dash, Tron base 58 with a checksum and the chain's version byte
Zcash, XRP Ledger                       the same; XRP Ledger with an alphabet of its own
Bitcoin, Litecoin, Cardano (bc1, ltc1…) Bech32's checksum
Stellar                                 CRC-16
Monero                                  length, blocks and network byte (its checksum is Keccak's)
Ethereum and its kin                    0x and forty hexadecimal digits, unless they are few different ones
Solana                                  32 bytes in base 58, when a word says so
"""

import re
from collections.abc import Callable, Iterator

from watchgate.detection.checksums import base58_payload, bech32, crc16_stellar, monero_network
from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

_NAME = "CRYPTO"

_B58 = "1-9A-HJ-NP-Za-km-z"
_HRP = "bc1|BC1|tb1|ltc1|LTC1|addr1|stake1"
_ADDRESS = re.compile(
    rf"(?:(?P<bech32>(?:{_HRP})[02-9AC-HJ-NP-Zac-hj-np-z]{{11,110}})|(?P<ethereum>0x[0-9a-fA-F]{{40}})"
    rf"|(?P<stellar>G[A-D][A-Z2-7]{{54}})|(?P<monero>[48][0-9AB][{_B58}]{{93}}(?:[{_B58}]{{11}})?)"
    rf"|(?P<ripple>r[{_B58}]{{24,34}})|(?P<base58>[13LMDXTt][{_B58}]{{25,34}}))(?![A-Za-z0-9])"
)
_SOLANA = re.compile(rf"(?<![A-Za-z0-9_])[{_B58}]{{32,44}}(?![A-Za-z0-9_])")
_SOLANA_WORDS = frozenset({"solana", "sol", "spl", "phantom"})

_CHECKED = Evidence("the checksum of an address", 0.95, "check")
_MONERO = Evidence("the length, the blocks and the network of a Monero address", 0.75, "check")
_HEXADECIMAL = Evidence("the form of an Ethereum address", 0.5)
_FEW_DIFFERENT = Evidence("the form of an Ethereum address, with few different digits", 0.1)
_THIRTY_TWO_BYTES = Evidence("32 bytes in base 58", 0.2)

_VERSIONS = {
    b"\x00": "1",
    b"\x05": "3",
    b"\x30": "L",
    b"\x32": "M",
    b"\x1e": "D",
    b"\x4c": "X",
    b"\x41": "T",
    b"\x1c\xb8": "t",
    b"\x1c\xbd": "t",
}
"""Version bytes, and the letters with which they make an address begin: bitcoin/src/kernel/chainparams.cpp and its forks."""
_MONERO_NETWORKS = frozenset({18, 19, 42})
_FEWEST_DIFFERENT = 8


def _find(text: str) -> Iterator[Finding]:
    for found in _ADDRESS.finditer(text):
        start, end = found.span()
        if touches_word_before(text, start):
            continue
        evidence = _JUDGES[found.lastgroup or ""](found.group())
        if evidence is None:
            rejected(_NAME, start, end, "crypto", "its checksum is wrong")
            continue
        hit = finding(_NAME, start, end, "crypto", evidence, context(text, start, _NAME))
        if hit:
            yield hit


def _find_solana(text: str) -> Iterator[Finding]:
    for found in _SOLANA.finditer(text):
        start, address = found.start(), found.group()
        said = context(text, start, _NAME, _SOLANA_WORDS)
        if said is not None and said.weight > 0 and _is_thirty_two_bytes(address):
            hit = finding(_NAME, start, found.end(), "solana", _THIRTY_TWO_BYTES, said)
            if hit:
                yield hit


def _bech32(address: str) -> Evidence | None:
    return _CHECKED if (address.islower() or address.isupper()) and bech32(address.lower()) else None


def _base58(address: str) -> Evidence | None:
    payload = base58_payload(address)
    version = payload[:-20]
    return _CHECKED if len(payload) > 20 and address[0] in _VERSIONS.get(version, "") else None


def _ripple(address: str) -> Evidence | None:
    payload = base58_payload(address, is_ripple=True)
    return _CHECKED if len(payload) == 21 and payload[0] == 0 else None


def _stellar(address: str) -> Evidence | None:
    return _CHECKED if crc16_stellar(address) else None


def _monero(address: str) -> Evidence | None:
    return _MONERO if monero_network(address) in _MONERO_NETWORKS else None


def _ethereum(address: str) -> Evidence:
    return _HEXADECIMAL if len(set(address[2:].lower())) >= _FEWEST_DIFFERENT else _FEW_DIFFERENT


def _is_thirty_two_bytes(address: str) -> bool:
    number = 0
    for letter in address:
        number = number * 58 + _DIGITS[letter]
    zeros = len(address) - len(address.lstrip("1"))
    return zeros + (number.bit_length() + 7) // 8 == 32


_DIGITS = {
    letter: at for at, letter in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
_JUDGES: dict[str, Callable[[str], Evidence | None]] = {
    "bech32": _bech32,
    "base58": _base58,
    "ripple": _ripple,
    "stellar": _stellar,
    "monero": _monero,
    "ethereum": _ethereum,
}

CRYPTO = Detector(
    "crypto",
    (
        rf"(?:{_HRP})[02-9AC-HJ-NP-Zac-hj-np-z]{{11}}",
        rf"(?:\A|[^0-9A-Za-z])[13LMDXTtr48][{_B58}]{{25}}",  # begun anywhere, Hyperscan takes quadratic time on long runs
        r"(?:\A|[^0-9A-Za-z])G[A-D][A-Z2-7]{25}",
        r"0x[0-9a-fA-F]{40}",
    ),
    _find,
)
SOLANA = Detector("solana", (r"(?i)solana|phantom", r"SOL\b"), _find_solana)
