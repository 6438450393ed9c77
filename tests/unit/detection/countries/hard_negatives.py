"""Texts full of numbers that identify nobody: orders, timestamps, books, parcels, tables, hashes, code. Made anew from a seed."""

import random
from collections.abc import Callable, Iterator
from hashlib import sha1, sha256
from uuid import UUID

BYTES = 400_000
"""How much of each kind is made."""


def kinds() -> dict[str, str]:
    """For each kind of text, some hundred kilobytes of it."""
    return {name: _grown(make, random.Random(name)) for name, make in _MAKERS.items()}


def _grown(make: Callable[[random.Random], str], draw: random.Random) -> str:
    def lines() -> Iterator[str]:
        size = 0
        while size < BYTES:
            line = make(draw)
            size += len(line) + 1
            yield line

    return "\n".join(lines())


def _digits(draw: random.Random, length: int) -> str:
    return "".join(draw.choices("0123456789", k=length))


def _letters(draw: random.Random, length: int) -> str:
    return "".join(draw.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=length))


def _order(draw: random.Random) -> str:
    word = draw.choice(
        ["Order", "Bestellung", "Invoice no.", "Ticket", "Ref", "Case", "Rechnung", "Pedido", "SKU", "Part"]
    )
    return f"{word} {_digits(draw, draw.randint(6, 14))} has been shipped, see {draw.choice('ABCDKRST')}{_digits(draw, draw.randint(6, 9))}."


def _timestamp(draw: random.Random) -> str:
    moment = draw.randint(1_600_000_000, 1_800_000_000)
    return draw.choice(
        [
            f"{moment} INFO request took {draw.randint(1, 999)} ms",
            f'{{"ts": {moment}{_digits(draw, 3)}, "level": "info", "pid": {_digits(draw, 5)}}}',
            f"20{draw.randint(10, 29)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}{draw.randint(0, 23):02}{_digits(draw, 4)} backup done",
            f"20{draw.randint(10, 29)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}T12:{draw.randint(10, 59)}:00.{_digits(draw, 6)}Z",
        ]
    )


def _book(draw: random.Random) -> str:
    stem = f"978{_digits(draw, 9)}"
    check = -sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(stem)) % 10
    isbn = stem + str(check)
    return draw.choice(
        [
            f"ISBN {isbn}",
            f"ISBN {isbn[:3]}-{isbn[3]}-{isbn[4:8]}-{isbn[8:12]}-{isbn[12]}",
            f"EAN {isbn}, page {_digits(draw, 3)}",
        ]
    )


def _parcel(draw: random.Random) -> str:
    return draw.choice(
        [
            f"Tracking 1Z{_letters(draw, 3)}{_digits(draw, 3)}{_digits(draw, 10)}",
            f"tracking number {_letters(draw, 2)}{_digits(draw, 9)}{_letters(draw, 2)}",
            f"parcel {_digits(draw, 12)}, depot {_digits(draw, 4)}",
            f"shipment {_digits(draw, 4)} {_digits(draw, 4)} {_digits(draw, 4)} leaves tomorrow",
        ]
    )


def _table(draw: random.Random) -> str:
    separator = draw.choice([" ", "\t", ",", " | ", ";"])
    return separator.join(_digits(draw, draw.randint(1, 12)) for _ in range(8))


def _measured(draw: random.Random) -> str:
    return " ".join(f"{draw.uniform(-1000, 1e6):.{draw.randint(1, 9)}f}" for _ in range(8))


def _phone(draw: random.Random) -> str:
    return draw.choice(
        [
            f"call {_digits(draw, 3)}-{_digits(draw, 3)}-{_digits(draw, 4)}",
            f"+{draw.randint(30, 99)} {_digits(draw, 3)} {_digits(draw, 3)} {_digits(draw, 3)}",
            f"({_digits(draw, 3)}) {_digits(draw, 3)}-{_digits(draw, 4)}",
            f"Tel. 0{_digits(draw, 3)}/{_digits(draw, 7)}",
            f"ring 0{_digits(draw, 4)} {_digits(draw, 6)}",
        ]
    )


def _hash(draw: random.Random) -> str:
    seed = str(draw.random()).encode()
    return draw.choice(
        [
            f"commit {sha1(seed).hexdigest()}",
            f"{sha1(seed).hexdigest()[:7]} Merge branch {sha1(seed).hexdigest()[7:15]}",
            f"sha256:{sha256(seed).hexdigest()}",
            str(UUID(bytes=sha256(seed).digest()[:16])),
            sha256(seed).hexdigest().upper()[:24],
        ]
    )


def _code(draw: random.Random) -> str:
    return draw.choice(
        [
            f"x{_digits(draw, 2)} = 0x{sha1(_digits(draw, 9).encode()).hexdigest()[:8]}  # {_digits(draw, 8)}",
            f"const ID = {_digits(draw, draw.randint(6, 12))};",
            f'version = "{draw.randint(0, 20)}.{draw.randint(0, 99)}.{_digits(draw, 6)}"',
            f"<rect x='{_digits(draw, 3)}' y='{_digits(draw, 3)}' d='M{_digits(draw, 2)} {_digits(draw, 2)} L{_digits(draw, 3)}'/>",
            f"INSERT INTO t VALUES ({_digits(draw, 9)}, '{_letters(draw, 2)}{_digits(draw, 6)}', {_digits(draw, 11)});",
        ]
    )


def _product(draw: random.Random) -> str:
    return draw.choice(
        [
            f"Model {_letters(draw, 2)}-{_digits(draw, 4)}{_letters(draw, 1)} costs ${_digits(draw, 3)}.{_digits(draw, 2)}",
            f"lot {_letters(draw, 1)}{_digits(draw, 6)}, serial {_letters(draw, 3)}{_digits(draw, 7)}",
            f"The {_letters(draw, 3)}{_digits(draw, 3)} by {_letters(draw, 1)}{_digits(draw, 2)}{_letters(draw, 2)}",
            f"batch {_digits(draw, 2)}-{_digits(draw, 2)}-{_digits(draw, 6)}",
        ]
    )


_SENTENCES = (
    "sin problema, el pedido {} llega mañana",
    "la tienda cuenta con {} piezas, y el pan cuesta {}",
    "Ich habe das nie gesehen, Nummer {} war es nicht",
    "nie wiem, co to jest {}",
    "à la fin du fichier il y avait {} lignes et {} mots",
    "run {} failed after {} ms, run {} passed",
    "cell {} of the table holds {}",
    "checking {} rows, saving {} of them",
    "the routing table has {} entries",
    "ice cream sales rose to {} in the pan region",
    "account created at {} by user {}",
    "epic {} was closed, arc {} goes on",
    "the passenger pass {} is valid until {}",
    "vehicle registration opened, {} came and {} left",
    "in the document {} there are {} words",
    "identidad digital: {} usuarios en total, {} activos",
    "tax revenue was {} and the taxpayers paid {}",
    "license {} applies to build {}",
    "personal best: {} points, national record {}",
    "my social security talk had {} views, the insurance one {}",
    "health card game sold {} copies, medicare for {}",
    "das Konto wuchs auf {} und die Sozialversicherung auf {}",
    "le permis de construire porte sur {} mètres, la carte sur {}",
    "o contribuinte pagou {} e a empresa {}",
    "il documento conta {} parole, la patente {}",
)


def _sentence(draw: random.Random) -> str:
    sentence = draw.choice(_SENTENCES)
    return sentence.format(*(_digits(draw, draw.randint(6, 13)) for _ in range(sentence.count("{}"))))


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "orders": _order,
    "timestamps": _timestamp,
    "books": _book,
    "parcels": _parcel,
    "tables": _table,
    "measurements": _measured,
    "telephones": _phone,
    "hashes": _hash,
    "code": _code,
    "products": _product,
    "sentences": _sentence,
}
