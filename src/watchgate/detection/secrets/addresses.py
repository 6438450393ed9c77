"""Where does a text hold addresses with a password in them: `scheme://user:password@host` (RFC 3986, section 3.2.1)?"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.secrets.placeholders import why_no_secret

_ENTITY = "DATABASE_URL"
_DETECTOR = "secret:address"
_FORM = Evidence("an address with a password in it", 0.9)
_PASSWORD = r"[A-Za-z0-9_.%!$&*+=~^?#-]{3,128}"  # noqa: S105 -- a pattern
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])[a-z][a-z0-9+]{1,20}://(?P<user>[A-Za-z0-9_.%-]{0,64}):"
    rf"(?P<password>{_PASSWORD})@[A-Za-z0-9_.-]{{1,253}}",
    re.IGNORECASE,
)
_GAPS = frozenset(
    [
        "tiger",
        "password",
        "passwd",
        "pass",
        "pwd",
        "secret",
        "user",
        "username",
        "name",
        "token",
        "pw",
        "port",
        "example",
        "host",
        "passphrase",
        "foo",
        "bar",
        "baz",
        "credentials",
        "hidden",
        "auth",
        "redacted",
        "contraseña",
        "passwort",
        "xxx",
        "abc",
    ]
)


def _find(text: str) -> Iterator[Finding]:
    for found in _ADDRESS.finditer(text):
        if why := _why_not(found["user"], found["password"]):
            rejected(_ENTITY, *found.span(), _DETECTOR, why)
            continue
        hit = finding(_ENTITY, *found.span(), _DETECTOR, _FORM)
        if hit:
            yield hit


def _why_not(user: str, password: str) -> str | None:
    word = password.strip("_-*").lower()
    if not word or word in _GAPS or word.endswith(("password", "passwd")) or password.startswith(("$", "%(")):
        return "a placeholder instead of the password"
    if word == user.lower():
        return "the user's name instead of the password"
    return why_no_secret(password, password, 0.0)


ADDRESSES = Detector(
    _DETECTOR,
    (r"://[A-Za-z0-9_.%-]*:[A-Za-z0-9_.%!$&*+=~^?#-]{3,}@[A-Za-z0-9_.-]",),
    _find,
    frozenset({_ENTITY}),
)
