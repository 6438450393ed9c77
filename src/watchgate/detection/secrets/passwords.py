"""Where does a text say a password: `password: …`, `pwd=…`, `das Passwort lautet …`, in many languages?

What follows the word must look like a password, not like code or prose: capitals, small letters, digits and signs mixed, without
the brackets and dots of an expression.
"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.secrets.placeholders import why_no_secret

_ENTITY = "PASSWORD"
_DETECTOR = "secret:password"

_LATIN = (
    "passw(?:or)?d|passwd|passphrase|passcode|pwd|passwort|kennwort|mot de passe|mdp|contraseña|contrasena|clave|senha|palavra-passe|"
    "wachtwoord|hasło|haslo|lösenord|losenord|adgangskode|kodeord|passord|salasana|heslo|jelszó|jelszo|şifre|sifre|parola|parolă|"
    "lozinka|geslo|slaptažodis|parole|mật khẩu|kata sandi|kata laluan"
)
_OTHERS = "пароль|密码|密碼|口令|パスワード|비밀번호|암호|סיסמה|סיסמא|كلمة المرور|كلمة السر|رمز عبور|รหัสผ่าน|κωδικός|पासवर्ड|парола|лозинка"
_WORD = rf"(?:{_LATIN}|{_OTHERS})"
_IS = r"(?:is|was|to|as|ist|lautet|war|est|es|era|è|é|jest|to|är|er|on|je|là|adalah|это|:|is:|は|은|는|是|为|為)"
_GIVES = rf"(?:[\"'\]]{{0,2}}[ \t]{{0,3}}(?::=|={{1,2}}>?|:|\uff1a)[ \t]{{0,3}}|[ \t]{_IS}[ \t]{{1,2}}|(?:は|是|为|為|은|는)[ \t]?)"
_VALUE = r"[^\s\"'<>`,;]{6,64}"
_SAID = re.compile(
    rf"(?i:(?<![a-zà-ÿ]){_WORD}|(?<=[a-z_])(?:password|passwd|pwd)|(?<=[a-z])Password)(?i:{_GIVES})(?P<quote>[\"'`]?)(?P<value>{_VALUE})"
)
_TELLS = Evidence("the word before it", 0.4, "context")
_MIXED = Evidence("letters, digits and signs mixed", 0.3)
_STRONG = Evidence("a form that nothing else has", 0.1)

_AN_EXPRESSION = re.compile(r"[(\[{$<\\]|->|::|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|://|^[/.~]")
_A_NAME = re.compile(r"^[A-Za-z_]+[_-]?[0-9]{0,2}$|^(?:[a-z]+[_-])+[a-z0-9]+$|^[a-z]+(?:[A-Z][a-z]+)+[0-9]?$")
_SIGNS = frozenset("!@#$%^&*?+=~|/-_.")


def _find(text: str) -> Iterator[Finding]:
    for found in _SAID.finditer(text):
        value = found["value"].rstrip(".!?:)]}") if not found["quote"] else found["value"]
        start = found.start("value")
        end = start + len(value)
        if why := _why_not(value, is_quoted=bool(found["quote"])):
            rejected(_ENTITY, start, end, _DETECTOR, why)
            continue
        hit = finding(_ENTITY, start, end, _DETECTOR, _TELLS, _MIXED, _STRONG if _kinds(value) > 2 else None)
        if hit:
            yield hit


def _why_not(value: str, *, is_quoted: bool) -> str | None:
    if len(value) < 6:
        return "too short for a password"
    if _A_NAME.match(value) or (not is_quoted and _AN_EXPRESSION.search(value)):
        return "a name or an expression rather than a password"
    if _kinds(value) < 2 or not any(map(str.isalpha, value)):
        return "words or numbers rather than a password"
    if not any(map(str.isdigit, value)) and _kinds(value) < 3:
        return "words rather than a password"
    return why_no_secret(value, value, 2.0)


def _kinds(value: str) -> int:
    """How many of these occur: small letters, capitals, digits, signs."""
    return sum(
        (
            any(map(str.islower, value)),
            any(map(str.isupper, value)),
            any(map(str.isdigit, value)),
            not _SIGNS.isdisjoint(value),
        )
    )


PASSWORDS = Detector(
    _DETECTOR,
    (
        rf"(?i)(?:{_LATIN})[\"'\]]{{0,2}}[ \t]{{0,3}}(?:[:=]|[a-zèéäà\x80-\xff]{{2,10}}[ \t])",
        rf"(?:{_OTHERS})",
    ),
    _find,
    frozenset({_ENTITY}),
)
