"""Where does a text hold credentials in the headers of a request: `Authorization`, `X-Api-Key`, `Cookie`, or `curl -u`?

Basic credentials are the base64 of `user:password` (RFC 7617), which decides; bearer tokens must look random (RFC 6750).
Cookies count under the names that frameworks and languages give to that of the session.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.secrets.placeholders import why_no_secret

_DETECTOR = "secret:header"
_HEADER = Evidence("the header that it stands in", 0.5, "context")
_RANDOM = Evidence("it looks random", 0.2)

_BASIC = re.compile(r"(?i:\bbasic) (?P<value>[A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])")
_BEARER = re.compile(
    r"(?i:\b(?:bearer|authorization[\"']?[:=] ?[\"']?(?:token|apikey|key)?|x-(?:[a-z]{1,12}-)?(?:api-?)?(?:key|token)[\"']?[:=]))"
    r" ?[\"']?(?P<value>[A-Za-z0-9_.~+/=-]{16,2000})(?![A-Za-z0-9(\[{])"
)
_SESSION = r"(?:sess(?:ion)?(?:[_-]?(?:id|token|key))?|[a-z_.-]{0,24}sess(?:ion)?[_-]?(?:id|token)|connect\.sid|laravel_session|remember_me)"
_COOKIE = re.compile(
    rf"(?i:(?<![a-z0-9]){_SESSION})=(?P<value>[A-Za-z0-9%_.~+/-]{{16,2000}}=?=?)(?![A-Za-z0-9(\[{{])"
)
_USER = re.compile(
    r"\bcurl\b[^\n]{0,90}? (?:-u|--user)[ =]['\"]?(?P<value>[A-Za-z0-9_.@+%-]{1,64}:(?P<password>[^\s\"'<>`:]{6,80}))"
)
_PIECE = re.compile(r"[a-z]{4,}|[A-Z]{4,}|[A-Z][a-z]{3,}")


def _find(text: str) -> Iterator[Finding]:
    for entity, pattern, why_not in _KINDS:
        for found in pattern.finditer(text):
            value = found["value"].rstrip(".")
            start = found.start("value")
            if why := why_not(value):
                rejected(entity, start, start + len(value), _DETECTOR, why)
                continue
            hit = finding(entity, start, start + len(value), _DETECTOR, _HEADER, _RANDOM)
            if hit:
                yield hit


def _no_basic(value: str) -> str | None:
    try:
        pair = b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except ValueError:
        return "does not decode to a name and a password"
    if ":" not in pair or not pair.isprintable():
        return "does not decode to a name and a password"
    return None


def _not_random(value: str) -> str | None:
    if not any(map(str.isdigit, value)) or not any(map(str.isalpha, value)):
        return "letters or digits alone are no token"
    if sum(map(len, _PIECE.findall(value))) * 2 > len(value):
        return "words rather than a token"
    return why_no_secret(value, value, 3.0)


def _no_login(value: str) -> str | None:
    user, _, password = value.partition(":")
    if password.startswith(("$", "{", "[", "*", "%")) or password.lower() in {
        user.lower(),
        "password",
        "passwd",
        "secret",
        "x-oauth-basic",
    }:
        return "a placeholder instead of the password"
    return why_no_secret(password, password, 1.5)


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], str | None]], ...] = (
    ("AUTHORIZATION_HEADER", _BASIC, _no_basic),
    ("AUTHORIZATION_HEADER", _BEARER, _not_random),
    ("AUTHORIZATION_HEADER", _USER, _no_login),
    ("SESSION_COOKIE", _COOKIE, _not_random),
)

HEADERS = Detector(
    _DETECTOR,
    (
        r"(?i)(?:basic|bearer) [a-z0-9_.~+/=-]{8}",
        r"(?i)(?:authorization|x-[a-z-]*(?:key|token))[\"']?[:=][ \"']{0,3}[a-z0-9_.~+/=-]{4}",
        r"(?i)curl.*(?:-u|--user)[ =]",
        rf"(?i){_SESSION}=[a-z0-9%_.~+/-]{{8}}",
    ),
    _find,
    frozenset({"AUTHORIZATION_HEADER", "SESSION_COOKIE"}),
)
