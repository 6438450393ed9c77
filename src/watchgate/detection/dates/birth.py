"""Is this the date on which somebody was born?

A whole date, when a word of birth stands before it or is the key that it is the value of:

    born on 12 March 1984 · geb. am 12.03.1984 · né le 12 mars 1984 · "dateOfBirth": "1984-03-12" · 生年月日 1984年3月12日
"""

from collections.abc import Iterator

from watchgate.detection.dates.forms import DATE, NOT_BEFORE, NOT_INSIDE
from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

ENTITY = "DATE_OF_BIRTH"
_NAME = "date_of_birth"
_FORM = Evidence("a whole date", 0.4)

REACH = 48
"""Characters between the word of birth and the date: the name of a place may stand there."""

_WORDS = (
    r"born|birth[ _-]?(?:date|day)?|(?:date|day)[ _-]?of[ _-]?birth|dob|d\.o\.b\.?|geboren|geb\.|geburts(?:datum|tag)|née?|naissance|nacid[oa]|nació|nacimiento|nascid[oa]|nasceu|nascimento|nasc\.|nat[oa]|nascita"
    r"|född|födelsedatum|født|fødselsdato|fødselsdag|syntynyt|syntymäaika|urodzon[ya]|urodzenia|ur\.|narozen[áý]?|narození|született|születési|родил(?:ся|ась)|рождения|народився|народження|doğum|geboortedatum|lahir"
)
_UNSPACED_WORDS = "生年月日|出生日期|出生|生日|생년월일|출생"
_WORD = lazily(rf"(?:(?<![^\W_])|(?<=[a-z])(?=[BD]))(?i:{_WORDS})(?![^\W\d_])|{_UNSPACED_WORDS}")
_DATE = lazily(NOT_INSIDE + DATE + NOT_BEFORE)
_ENDS_IT = lazily(
    r"[.!?;][ \n]|\n[ \t]*\n|(?i:\b(?:died|gest\.|gestorben|mort|murió|†|hired|joined|issued|expires|married|employed|since|until|updated|created)\b)"
)


def find(text: str) -> Iterator[Finding]:
    """All dates of birth."""
    done = 0
    for word in _WORD.finditer(text):
        date = _DATE.search(text, max(done, word.end()), word.end() + REACH)
        if date is None or date.start() < done:
            continue
        if _ENDS_IT.search(text, word.end(), date.start()):
            rejected(ENTITY, *date.span(), _NAME, "its sentence is not that of the word of birth", _FORM)
            continue
        about = Evidence(f"“{word.group().lower()}” before it", 0.5, "context", *word.span())
        hit = finding(ENTITY, *date.span(), _NAME, _FORM, about)
        if hit:
            yield hit
            done = date.end()
