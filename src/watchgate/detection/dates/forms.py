r"""How are dates and times written?

    1984-03-12 · 12.03.1984 · 3/12/84 · 12 March 1984 · March 12th, 1984 · 12 de marzo de 1984 · 1984年3月12日
    14:30 · 2:30 pm · 14h30 · 2026-11-23T14:30:00Z

Months in the languages of `_MONTHS`; the names are those of the Unicode Common Locale Data Repository, in the form that stands
beside a day.
"""

# ruff: noqa: RUF001 -- letters of other scripts are meant

_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar jänner februar märz mai juni juli oktober dezember "
    "janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "januari februari maart mei augustus oktober december augusti maj mars juni "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia "
    "ledna února března dubna května června července srpna září října listopadu prosince "
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta "
    "január február március április május június július augusztus szeptember október november "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"
)


def _any(words: str) -> str:
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word)))


MONTH = rf"(?i:{_any(_MONTHS)})\.?(?!\w)"
WEEKDAY = rf"(?i:{_any(_WEEKDAYS)})(?!\w)"

_YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_NUMBER_OF_MONTH = r"(?:0?[1-9]|1[0-2])(?![0-9])"
_GAP = r"[ \u00a0]{1,2}"
_DE = rf"(?:(?:de|del|of){_GAP})?"

DATE = (
    rf"(?:{_YEAR}(?P<sep>[-/.]){_NUMBER_OF_MONTH}(?P=sep){_DAY}"
    rf"|{_DAY}(?P<dmy>[-/.]){_NUMBER_OF_MONTH}(?P=dmy)(?:{_YEAR}|[0-9]{{2}}(?![0-9]))"
    rf"|{_NUMBER_OF_MONTH}(?P<mdy>[-/.]){_DAY}(?P=mdy)(?:{_YEAR}|[0-9]{{2}}(?![0-9]))"
    rf"|{_DAY}\.{_GAP}{_NUMBER_OF_MONTH}\.{_GAP}{_YEAR}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|er|\.|º|°)?(?:{_GAP}|-){_DE}{MONTH},?(?:{_GAP}|-){_DE}(?:{_YEAR}|'?[0-9]{{2}}(?![0-9:]))"
    rf"|{MONTH}(?:{_GAP}|-)(?:the{_GAP})?[0-9]{{1,2}}(?:st|nd|rd|th)?,?(?:{_GAP}|-)(?:of{_GAP})?{_YEAR}"
    rf"|{_YEAR}[.,]?(?:{_GAP}|-){MONTH}(?:{_GAP}|-)[0-9]{{1,2}}\.?(?!\w)"
    r"|[0-9]{4}[年년][ ]?[0-9]{1,2}[月월][ ]?[0-9]{1,2}[日일]?)"
)
"""A whole date, with its year."""

TIME = (
    r"(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?(?:[ ]?(?i:[ap]\.?m\.?)(?!\w))?(?:Z|[ ]?(?:UTC|GMT|CET|CEST|EST|EDT|PST|PDT)|[+-][0-9]{2}:?[0-9]{2})?"
    r"|(?:0?[1-9]|1[0-2])[ ]?(?i:[ap]\.?m\.?)(?!\w)|(?:[01]?[0-9]|2[0-3])h(?:[0-5][0-9])?|(?:[01]?[0-9]|2[0-3])[ ]Uhr)(?![\w:])"
)

PARTIAL = (
    rf"(?:{MONTH}{_GAP}[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9:])|[0-9]{{1,2}}(?:st|nd|rd|th|\.)?{_GAP}{_DE}{MONTH}(?!{_GAP}[0-9])"
    rf"|{MONTH},?{_GAP}{_DE}{_YEAR})"
)
"""A day of a month, or a month of a year."""

NOT_INSIDE = r"(?<![\w.:/+-])"
NOT_BEFORE = r"(?![./-][0-9])"
"""No date begins or ends in the middle of a number, a version or a path."""
