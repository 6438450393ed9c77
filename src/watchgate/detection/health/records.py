"""Is this the number of a patient's record, of a prescriber, of an insured person, or the code of a disease?

MEDICAL_RECORD_NUMBER   4 to 12 digits, perhaps with letters, behind a word that says so
MEDICAL_LICENSE         a DEA number (21 CFR 1301): two letters and seven digits, the last one checks the others
US_NPI                  ten digits that begin with 1 or 2, by Luhn with 80840 in front (45 CFR 162.406), behind a word
HEALTH_INSURANCE_ID     behind a word for a health insurance number
ICD_CODE                a code of ICD-10 (WHO) behind a word of diagnosis, or behind another such code
"""

from collections.abc import Iterator

from watchgate.detection.checksums import luhn
from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

_BETWEEN = r"[\"'*|]{0,2}[ \t]{0,2}(?:(?:number|no\.?|nr\.?|id|#|is|ist|est|es|code|:|=|-|№|n[º°])[\"'*|]{0,2}[ \t]{0,2}){0,4}[\"'(]?"

_RECORD = lazily(
    r"(?i)(?<![^\W_])(?P<word>mrn|medical[ _-]?record|patient[ _-]?(?:id|number|no\.?|nr\.?|record)|patientennummer|patienten-?(?:id|nr\.?)|fallnummer|chart[ _-]?(?:number|no\.?|id)|health[ _-]?record"
    r"|hospital[ _-]?(?:number|no\.?)|numéro[ ]de[ ](?:patient|dossier)|historia[ ]clínica|(?:nhc|nº[ ]historia)|cartella[ ]clinica|prontuário|patiëntnummer|journalnummer|kartoteki)(?![^\W\d_])"
    + _BETWEEN
    + r"(?P<id>(?=[a-z0-9/-]{4,16}(?![\w]))(?=[a-z-]{0,5}[0-9])[a-z]{0,4}-?[0-9]{4,12}(?:[/-][0-9a-z]{1,6})?)(?![\w%]|[.,:][0-9])"
)
_RECORD_FORM = Evidence("digits behind a word for a patient's record", 0.85)

_DEA = lazily(r"(?<![\w-])[ABCDEFGHJKLMPRSTUX][A-Z9][0-9]{7}(?![\w-])")
_DEA_WORD = lazily(
    r"(?i)(?<![^\W_])(?:dea|prescriber|registration|licen[sc]e|physician|doctor|md|dr)(?![^\W\d_])[^\n]{0,30}\Z"
)

_NPI = lazily(
    r"(?i)(?<![^\W_])(?P<word>npi|national[ ]provider(?:[ ]identifier)?)(?![^\W\d_])"
    + _BETWEEN
    + r"(?P<id>[12][0-9]{9})(?![\w-])"
)
_NPI_PREFIX = "80840"

_INSURED = lazily(
    r"(?i)(?<![^\W_])(?P<word>health[ _-]?(?:insurance|plan)[ _-]?(?:number|no\.?|id|card)|(?:insurance|medicaid|member|subscriber|policyholder)[ _-]?(?:id|number|no\.?)(?=[^\n]{0,12}[0-9])|hicn?|ehic|medicaid"
    r"|versichertennummer|krankenversicherten-?(?:nr\.?|nummer)|numéro[ ]d'assuré|tarjeta[ ]sanitaria|tessera[ ]sanitaria|cartão[ ]nacional[ ]de[ ]saúde)(?![^\W\d_])"
    + _BETWEEN
    + r"(?P<id>(?=[a-z -]{0,5}[0-9])[a-z]{0,4}[ -]?(?:[0-9]{2,6}[ -]?){1,4}[a-z0-9]{0,3})(?![\w%]|[.,:][0-9])"
)
_HEALTHY = lazily(r"(?i)health|medic|patient|insur|kranken|assur|sanita|saúde|hic")
_INSURED_FORM = Evidence("digits behind a word for a health insurance", 0.8)
_FEWEST_DIGITS = 6

_ICD = lazily(r"(?<![\w.-])[A-TV-Z][0-9][0-9AB](?:\.[0-9A-TV-Z]{1,4})?(?![\w-]|\.[0-9])")
_ICD_WORD = lazily(
    r"(?i)(?<![^\W_])(?:icd(?:-?10)?(?:-?(?:cm|gm|pcs|code))?|diagnos\w{0,6}|dx|diagn[oó]stic\w{0,3}|diagnoz\w{0,3})(?![^\W\d_])(?P<between>[^\n.;]{0,24})\Z"
)
_ICD_CHAIN = lazily(
    r"[A-TV-Z][0-9][0-9AB](?:\.[0-9A-TV-Z]{1,4})?[ ]?(?:\([^()\n]{0,30}\))?[,;/]?[ ](?:and |und |et |y )?\Z"
)
_ICD_FORM = Evidence("the form of an ICD-10 code", 0.15)
_ICD_DETAILED = Evidence("the form of a detailed ICD-10 code", 0.25)


def records(text: str) -> Iterator[Finding]:
    """Numbers of patients' records."""
    for found in _RECORD.finditer(text):
        yield from _found("MEDICAL_RECORD_NUMBER", *found.span("id"), "medical_record", _RECORD_FORM)


def licenses(text: str) -> Iterator[Finding]:
    """Numbers under which the Drug Enforcement Administration knows prescribers."""
    for found in _DEA.finditer(text):
        digits = [int(digit) for digit in found.group()[2:]]
        total = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
        if total % 10 != digits[6]:
            rejected("MEDICAL_LICENSE", *found.span(), "dea", "its check digit is not right")
            continue
        word = _DEA_WORD.search(text, max(0, found.start() - 48), found.start())
        about = Evidence("a word before it says so", 0.4, "context", *word.span()) if word else None
        yield from _found(
            "MEDICAL_LICENSE",
            *found.span(),
            "dea",
            Evidence("two letters and seven digits", 0.15),
            Evidence("its check digit is right", 0.3, "check"),
            about,
        )


def providers(text: str) -> Iterator[Finding]:
    """National provider identifiers."""
    for found in _NPI.finditer(text):
        if not luhn(_NPI_PREFIX + found["id"]):
            rejected("US_NPI", *found.span("id"), "npi", "its check digit is not right")
            continue
        yield from _found(
            "US_NPI",
            *found.span("id"),
            "npi",
            Evidence("ten digits behind a word for a provider", 0.5, "context", *found.span("word")),
            Evidence("its check digit is right", 0.35, "check"),
        )


def insured(text: str) -> Iterator[Finding]:
    """Numbers of insured persons."""
    for found in _INSURED.finditer(text):
        if sum(character.isdecimal() for character in found["id"]) < _FEWEST_DIGITS:
            continue
        if not _HEALTHY.search(text, max(0, found.start() - 48), found.start("id")):
            continue
        end = found.start("id") + len(found["id"].rstrip(" -"))
        yield from _found("HEALTH_INSURANCE_ID", found.start("id"), end, "health_insurance", _INSURED_FORM)


def diseases(text: str) -> Iterator[Finding]:
    """Codes of diseases; a code right behind one that was found is one as well."""
    last_end = -1
    for found in _ICD.finditer(text):
        form = _ICD_DETAILED if "." in found.group() else _ICD_FORM
        word = _ICD_WORD.search(text, max(0, found.start() - 40), found.start())
        chained = last_end >= 0 and _ICD_CHAIN.search(text, max(0, found.start() - 44), found.start())
        if word:
            about = Evidence("a word of diagnosis before it", 0.45, "context", *word.span())
        elif chained and chained.start() < last_end:
            about = Evidence("in a row with another one", 0.45, "context", *chained.span())
        else:
            continue
        yield from _found("ICD_CODE", *found.span(), "icd", form, about)
        last_end = found.end()


def _found(entity: str, start: int, end: int, detector: str, *evidence: Evidence | None) -> Iterator[Finding]:
    hit = finding(entity, start, end, detector, *evidence)
    if hit:
        yield hit
