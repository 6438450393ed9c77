"""Do the words just before a value say what it is?

Only words before the value count (as in Presidio), so a value in a stream can be judged before its successors are known.
The nearest word that says anything decides.
"""

import re

from watchgate.detection.model import Evidence

REACH = 64
"""Characters before a value in which context words count."""

SUPPORT = 0.4
CONTRADICTION = -0.4
"""A word that announces something else right before the value: `version 1.2.3.4`."""
DOUBT = -0.15
"""The same word further away in the line: `orders from 10.0.0.1`."""

WORDS: dict[str, frozenset[str]] = {
    entity: frozenset(words.split())
    for entity, words in {
        "PHONE_NUMBER": "phone phones telephone phonenumber tel telefon telefono teléfono téléphone telefone mobile mobil móvil "
        "mobiltelefon handy cell cellphone fax whatsapp sms call calling called dial hotline landline rufen ring "
        "puhelin telefoon numéro portable contact телефон",
        "US_SSN": "ssn ssns social security socialsecurity ssnumber",
        "US_ITIN": "itin itins taxpayer tin tax",
        "CREDIT_CARD": "card cards charge charged creditcard cardnumber credit debit visa mastercard amex discover maestro jcb diners pan cc karte "
        "kreditkarte tarjeta carte carta cartão",
        "IP_ADDRESS": "ip ips ipv host hosts server servers address addresses subnet gateway ping dns client peer router firewall "
        "addr network",
        "CRYPTO": "wallet bitcoin btc eth ethereum crypto usdt address ether erc coin",
        "UK_NHS": "nhs patient patients hospital gp surgery",
        "UK_NINO": "nino insurance ni nationalinsurance",
        "IBAN_CODE": "iban",
    }.items()
}

_ELSE = (
    "order orders bestellung invoice rechnung tracking shipment parcel ticket case ref reference refs "
    "sku part serial version ver release build firmware isbn issn doi commit hash sha model batch lot po "
    "item product section chapter § timestamp unix epoch versions releases builds row page uuid guid zip asin ean upc gtin barcode revision rev schema"
)
ELSE = frozenset(_ELSE.split())
"""Words that announce a number of some other kind."""

_MAY_STAND_BETWEEN = "no nr num number numbers numéro nummer id ids code is was are the a an of our your my and or und et y s v to"
BETWEEN = frozenset(_MAY_STAND_BETWEEN.split())
"""Words that may stand between an announcement and what it announces."""

_WORD = re.compile(r"[^\W\d_]+")


def context(
    text: str, start: int, entity: str, words: frozenset[str] | None = None, *, against: frozenset[str] = ELSE
) -> Evidence | None:
    """What the words before *start* add to the belief that *entity* begins there. *words* speak for it; the house's by default."""
    words = WORDS[entity] if words is None else words
    first = max(0, start - REACH)
    announces = True
    for found in reversed(list(_WORD.finditer(text, first, start))):
        word = found.group().lower()
        if word in words:
            return Evidence(f"the word “{word}” before it", SUPPORT, "context", *found.span())
        if word in against and (announces or "\n" not in text[found.end() : start]):
            weight = CONTRADICTION if announces else DOUBT
            return Evidence(f"the word “{word}” before it", weight, "context", *found.span())
        announces = announces and word in BETWEEN
    return None
