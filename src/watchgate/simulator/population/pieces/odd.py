"""Which texts do people send that programs stumble over? Control characters, half surrogates, right-to-left text, endless lines."""

import random
from collections.abc import Callable

from watchgate.simulator.population.chance import pick

_RTL = (
    "مرحبا، أرجو تلخيص هذا العقد في خمس نقاط واضحة قبل اجتماع الغد.",
    "שלום, אפשר לנסח את המכתב הזה בצורה קצרה וידידותית יותר?",
    "The supplier is \u202eMCILOPORTEM\u202c, written backwards.",
)
_EMOJI = (
    "👩🏽\u200d💻👨\u200d👩\u200d👧\u200d👦🏳️\u200d🌈",
    "🇩🇪🇫🇷🇯🇵🎉🎉🎉",
    "1️⃣ 2️⃣ 3️⃣ ✅ ❌ ⚠️",
)
_MARKS = (
    "Z\u0351\u036b\u0343a\u0322l\u0321g\u0331o\u0334",
    "A\u030a e\u0301 n\u0303",
    "\ufeffBOM \u00ad\u200b\u2060hidden",
)
_CONTROLS = "form\x0cfeed, bell\x07, escape \x1b[31mred\x1b[0m, delete\x7f, next line\x85"
_LINE_ENDS = "\r\n\t \r\u2028\u2029\v"


def _half_surrogates(luck: random.Random) -> str:
    """The halves stand apart: side by side a JSON parser would join them, and every position after them would shift."""
    first, second = chr(luck.randrange(0xD800, 0xDC00)), chr(luck.randrange(0xDC00, 0xE000))
    return f"half a pair: {first} and the other half: {second} end"


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    lambda _luck: _CONTROLS,
    lambda _luck: "a field\x00with\x00zero\x00bytes",
    _half_surrogates,
    lambda luck: pick(luck, _RTL),
    lambda luck: pick(luck, _EMOJI) * luck.randrange(1, 20),
    lambda luck: pick(luck, _MARKS) * luck.randrange(1, 20),
    lambda luck: pick(luck, ("lorem", "x", "=-", "да", "长文")) * luck.randrange(500, 5_000),
    lambda luck: _LINE_ENDS * luck.randrange(1, 9) + "odd line ends",
)


def odd(luck: random.Random) -> str:
    """A few characters to some ten thousand; some of them cannot be encoded as UTF-8."""
    return pick(luck, _KINDS)(luck)
