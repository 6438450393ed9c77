"""All detectors, in one place."""

from watchgate.detection.detector import Detector
from watchgate.detection.detectors.crypto import CRYPTO
from watchgate.detection.detectors.email import EMAIL
from watchgate.detection.detectors.iban import IBAN
from watchgate.detection.detectors.ip import IPV4, IPV6
from watchgate.detection.detectors.nino import NINO
from watchgate.detection.detectors.numbers import NUMBERS
from watchgate.detection.detectors.url import URL
from watchgate.detection.secrets.find import secret_detectors

DETECTORS: tuple[Detector, ...] = (EMAIL, NUMBERS, URL, IPV4, IPV6, IBAN, NINO, CRYPTO, *secret_detectors())
