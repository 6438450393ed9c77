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
_SHORT = r"(?:pass|pw)(?=[\"'\]]{0,2}[ \t]{0,3}[:=])"
_IS = r"(?:is|was|to|as|ist|lautet|war|est|es|era|è|é|jest|är|er|on|je|là|este|adalah|это|:|is:|は|은|는|是|为|為)"
_BETWEEN = r"(?:[ \t][^\W\d_]{1,15}){0,4}"
_SIGN = r"[\"'\]]{0,2}[ \t]{0,3}(?::=|={1,2}>?|:|\uff1a|>|\"[ ]value=)[ \t]{0,3}"
_GIVES = rf"(?:{_SIGN}|(?P<said>{_BETWEEN}[ \t]{_IS}[ \t]{{1,2}}|(?:は|是|为|為|은|는)[ \t]?))"
_VALUE = r"[^\s\"'<>`,;]{6,64}"
_SAID = re.compile(
    rf"(?i:(?<![a-zà-ÿ]){_WORD}|(?<=[a-z_])(?:password|passwd|pwd)|(?<![a-z]){_SHORT})(?i:{_GIVES})"
    rf"(?P<quote>[\"'`]?)(?P<value>{_VALUE})"
)
_TELLS = Evidence("the word before it", 0.4, "context")
_MIXED = Evidence("letters, digits and signs mixed", 0.3)
_STRONG = Evidence("a form that nothing else has", 0.1)

_AN_EXPRESSION = re.compile(r"[(\[{$<\\]|->|::|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|://|^[/.~]")
_A_NAME = re.compile(r"^[A-Za-z_]+[_-]?[0-9]{0,2}$|^(?:[a-z]+[_-])+[a-z0-9]+$|^[a-z]+(?:[A-Z][a-z]+)+[0-9]?$")
_SIGNS = frozenset("!@#$%^&*?+=~|/-_.")


def _find(text: str) -> Iterator[Finding]:
    for found in _SAID.finditer(text):
        is_said = found["said"] is not None
        value = found["value"] if found["quote"] else found["value"].rstrip(".!?:)]}" if is_said else ".:)]}")
        start = found.start("value")
        end = start + len(value)
        if why := _why_not(value, is_quoted=bool(found["quote"]), is_said=is_said):
            rejected(_ENTITY, start, end, _DETECTOR, why)
            continue
        hit = finding(_ENTITY, start, end, _DETECTOR, _TELLS, _MIXED, _STRONG if _kinds(value) > 2 else None)
        if hit:
            yield hit


def _why_not(value: str, *, is_quoted: bool, is_said: bool) -> str | None:
    if len(value) < 6:
        return "too short for a password"
    if not is_quoted and _AN_EXPRESSION.search(value):
        return "an expression rather than a password"
    if not is_said and _A_NAME.match(value):
        return "a name rather than a password"
    if _kinds(value) < 2 or not any(map(str.isalpha, value)):
        return "words or numbers rather than a password"
    if not any(map(str.isdigit, value)) and (is_said or _kinds(value) < 3):
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
        rf"(?i)(?:{_LATIN})[\"'\]]{{0,2}}[ \t]{{0,3}}(?:[:=>]|value|[a-z\x80-\xff]{{2,16}}[ \t]|>)",
        r"(?i)(?:pass|pw)[\"'\]]{0,2}[ \t]{0,3}[:=]",
        rf"(?:{_OTHERS})",
    ),
    _find,
    frozenset({_ENTITY}),
)
