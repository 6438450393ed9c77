"""Which patterned values does this room find, whatever their country?"""

from watchgate.detection.detector import Detector
from watchgate.detection.detectors.crypto import CRYPTO, SOLANA
from watchgate.detection.detectors.email import EMAIL
from watchgate.detection.detectors.iban import IBAN
from watchgate.detection.detectors.ip import IPV4, IPV6
from watchgate.detection.detectors.nino import NINO
from watchgate.detection.detectors.numbers import NUMBERS
from watchgate.detection.detectors.other_scripts import OTHER_SCRIPTS
from watchgate.detection.detectors.spelled_email import SPELLED_EMAIL
from watchgate.detection.detectors.url import URL
from watchgate.detection.entity import Entity

ENTITIES: tuple[Entity, ...] = (
    Entity("EMAIL_ADDRESS", "EMAIL", "pii", "E-mail address"),
    Entity("PHONE_NUMBER", "PHONE", "pii", "Telephone number"),
    Entity("US_SSN", "SSN", "pii", "US social security number"),
    Entity("US_ITIN", "ITIN", "pii", "US taxpayer number (ITIN)"),
    Entity("CREDIT_CARD", "CREDIT_CARD", "pii", "Payment card number"),
    Entity("IBAN_CODE", "IBAN", "pii", "Bank account number (IBAN)"),
    Entity("IP_ADDRESS", "IP", "pii", "IP address"),
    Entity("URL", "URL", "pii", "Web address"),
    Entity("CRYPTO", "CRYPTO", "pii", "Cryptocurrency address"),
    Entity("UK_NHS", "NHS", "pii", "NHS number"),
    Entity("UK_NINO", "NINO", "pii", "UK national insurance number"),
)
DETECTORS: tuple[Detector, ...] = (
    EMAIL,
    SPELLED_EMAIL,
    NUMBERS,
    URL,
    IPV4,
    IPV6,
    IBAN,
    NINO,
    CRYPTO,
    SOLANA,
    OTHER_SCRIPTS,
)
