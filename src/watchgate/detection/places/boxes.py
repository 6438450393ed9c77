"""Is this a post-office box, or mail for the armed forces?

The words for a box are those of the posts; the forms of military mail (APO, FPO, DPO) are those of the United States Postal
Service's Publication 28, section 225.
"""

# ruff: noqa: RUF001 -- letters of other scripts are meant

from collections.abc import Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence
from watchgate.detection.places.streets import Street

_FORM = Evidence("a post-office box", 0.75)
_MILITARY_FORM = Evidence("mail for the armed forces", 0.8)

_BOX = lazily(
    r"(?<![\w])(?:(?i:(?:p\.?[ ]?o\.?|post[ ]office|postal)[ ]?box|p\.?o\.?b\.?|g\.?p\.?o\.?[ ]box|locked[ ]bag|private[ ]bag|postfach|apartado(?:[ ]de[ ]correos|[ ]postal)?|caixa[ ]postal|casella[ ]postale"
    r"|boîte[ ]postale|postbus|postboks|postbox|skrytka[ ]pocztowa|pošt\.[ ]přihr\.|postafiók|pf\.|а/я)|BP(?!:)|C\.P\.|A\.P\.)(?:[ ](?i:no|nr|n[º°])\.?)?[ ]?[:#]?[ ]?[0-9]{1,6}(?:[ ][0-9]{2,3})?(?![\w/])"
)
_MILITARY = lazily(
    r"(?<!\w)(?:(?:USS|USNS|USCGC|USNV)[ ][A-Z][\w'\u2019-]*+(?:[ ][A-Z][\w'\u2019-]*+)?|(?:PSC|Unit|CMR)[ ][0-9]{1,5},?[ ](?i:box)[ ][0-9]{1,5})"
    r"[ \t]*+,?[ \t]*+(?:\r?\n[ \t,]*+)?(?:APO|FPO|DPO)[ ,]+(?:A[AEP])[ ,]+[0-9]{5}(?:-[0-9]{4})?(?!\w)"
)
_WORD_BEFORE = lazily(r"[0-9]{1,5}[ ]\Z")


def boxes(text: str) -> Iterator[Street]:
    """Boxes, in the order of the text."""
    for found in _BOX.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, found.start() - 7), found.start())
        yield Street(before.start() if before else found.start(), found.end(), _FORM)


def military(text: str) -> Iterator[Street]:
    """Addresses of the armed forces of the United States."""
    for found in _MILITARY.finditer(text):
        yield Street(found.start(), found.end(), _MILITARY_FORM)
