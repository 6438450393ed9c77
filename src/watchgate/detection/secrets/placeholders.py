"""Does a value only stand for a secret: a gap to be filled, a word, a sample from somebody's documentation?"""

import math
import re
from collections import Counter
from functools import lru_cache

_GAP = re.compile(
    r"(?i)x{4}|\*{3}|\.{3}|[e3]x[a4]mpl[e3]|placeholder|changeme|change_me|your[-_]|[-_]here|redacted|dummy|sample|insert[-_]"
    r"|replace[-_]?(?:me|with)|0123456789|123456789|abcdefgh|0{8}|\$\{|\{\{|%s|deadbeef|todo"
)
_REPEATED = re.compile(r"([^A])\1{5}|(?!AA)(.{2,8})\2{3}")

_SAMPLES = (
    "AKIA|IOSFODNN7EXAMPLE",  # docs.aws.amazon.com, everywhere
    "wJalrXUtnFEMI/K7MDENG|/bPxRfiCYEXAMPLEKEY",
    "je7MtGbClwBF/2Zp9Utk|/h3yCo8nvbEXAMPLEKEY",
    "sk_test_|4eC39HqLyjWDarjtT1zdp7dc",  # docs.stripe.com
    "sk_test_|BQokikJOvBiI2HlWgH4olfQ2",
    "sk_test_|tR3PYbcVNZZ796tH88S4VQ2u",
    "AIzaSy|D-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",  # developers.google.com
    "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",  # the Cosmos DB emulator
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",  # Azurite
    "xoxb-|not-a-real-token-this-will-not-work",  # api.slack.com
    "ghp_|zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",  # GitHub's blog, on the new formats
    "SflKxwRJSMeKKF2QT4fwp|MeJf36POk6yJV_adQssw5c",  # jwt.io, its signatures
    "TJVA95OrM7E2cBab30RMH|rHDcEfxjoYZgeFONFh7HgQ",
    "dBjftJeZ4CVP-mBUCiqBX|0a4SZ8PE6kf4R5cXhDGfAc",
    "dBjftJeZ4CVP-mB92K27u|hbUJU1p1r_wW1gFWFOEjXk",  # RFC 7515, A.1
)
SAMPLES = frozenset(sample.replace("|", "") for sample in _SAMPLES)
"""Keys that documentation prints, and that open nothing."""


@lru_cache(maxsize=4096)
def why_no_secret(token: str, random_part: str, min_entropy: float) -> str | None:
    """Why *token* opens nothing, in words; None when it may."""
    if token in SAMPLES or token.rpartition(".")[2] in SAMPLES:
        return "a sample from public documentation"
    if found := _GAP.search(random_part):
        return f"a placeholder: “{found.group()}”"
    if _REPEATED.search(random_part):
        return "a placeholder: it repeats itself"
    if entropy(random_part) < min_entropy:
        return "too regular for a key"
    return None


def entropy(token: str) -> float:
    """In bits per character, from the token's own counts."""
    total = len(token)
    return -sum(count / total * math.log2(count / total) for count in Counter(token).values())
