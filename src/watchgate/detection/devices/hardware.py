"""Is this the number of a device, of a SIM card, or of a vehicle?

MAC_ADDRESS   six groups of two hexadecimal digits (IEEE 802), or three of four with dots; none that is all zeros or ones
IMEI          15 digits, the last one by Luhn (3GPP TS 23.003), behind a word that says so; IMEISV has 16
IMSI          15 digits that begin with a mobile country code (ITU-T E.212), behind a word
ICCID         19 or 20 digits that begin with 89 (ITU-T E.118), the last one by Luhn
VIN           17 characters without I, O, Q (ISO 3779); the ninth checks the others in North America (49 CFR 565.15)
DEVICE_ID     what phones are told apart by for advertising and support, behind a word that says so
"""

import re
from collections.abc import Iterator

from watchgate.detection.checksums import luhn
from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

_WORD_REACH = 40

_MAC = lazily(
    r"(?<![0-9A-Za-z:.\-_])(?:[0-9A-Fa-f]{2}(?P<by>[:-])[0-9A-Fa-f]{2}(?:(?P=by)[0-9A-Fa-f]{2}){4}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![0-9A-Za-z_]|[:.-][0-9A-Za-z])"
)
_MAC_FORM = Evidence("six groups of two hexadecimal digits", 0.6)
_MAC_WORD = lazily(
    r"(?i)(?:\bmac\b|ether|hwaddr|bssid|wlan|wi-?fi|bluetooth|physical address|link/|adapter)[^\n]{0,24}\Z"
)
_DIGIT_PAIRS = lazily(r"[0-9:.-]++")

_LONG_NUMBER = lazily(r"(?<![\w.+-])[0-9]{2}(?:[ -]?[0-9]){12,18}(?![\w]|[.-][0-9])")
_IMEI_WORD = lazily(r"(?i)(?<![^\W_])imei(?:sv)?[12]?(?![^\W\d_])[^\n0-9]{0,24}(?:1|2)?[^\n0-9]{0,8}\Z")
_IMSI_WORD = lazily(r"(?i)(?<![^\W_])imsi(?![^\W\d_])[^\n0-9]{0,24}\Z")
_ICCID_WORD = lazily(r"(?i)(?<![^\W_])(?:iccid|sim)(?![^\W\d_])[^\n0-9]{0,24}\Z")

_VIN = lazily(
    r"(?<![\w-])(?=[A-HJ-NPR-Z0-9]{0,12}[0-9][A-HJ-NPR-Z0-9]{0,4}[0-9])(?=[0-9]{0,16}[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{17}(?![\w-])"
)
_VIN_WORD = lazily(
    r"(?i)(?<![^\W_])(?:vin|vehicle|chassis|fahrgestell\w*|fin|châssis|bastidor|telaio|chassi|nadwozia|vehicle identification)(?![^\W\d_])[^\n]{0,28}\Z"
)
_VALUES = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ0123456789",
        [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9, *range(10)],
        strict=True,
    )
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_NORTH_AMERICA = "12345"

_DEVICE = lazily(
    r"(?i)(?<![^\W_])(?:android[ _-]?id|(?:apple[ _-]?)?udid|idfa|idfv|gaid|aaid|advertising[ _-]?id(?:entifier)?|device[ _-]?(?:id|identifier|uuid))(?![^\W\d_])"
    r"[\"']?[ ]?(?:is|=|:|-)?[ ]?[\"']?(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{8}-[0-9a-f]{16}|[0-9a-f]{40}|(?=[a-f]*[0-9])[0-9a-f]{16})(?![\w-])"
)
_DEVICE_FORM = Evidence("an identifier behind a word that announces that of a device", 0.85)

_LUHN = Evidence("its last digit is right", 0.3, "check")


def macs(text: str) -> Iterator[Finding]:
    """Addresses of network cards."""
    for found in _MAC.finditer(text):
        digits = re.sub(r"[:.-]", "", found.group()).lower()
        if len(set(digits)) == 1:
            rejected("MAC_ADDRESS", *found.span(), "mac", "all its digits are the same")
            continue
        word = _MAC_WORD.search(text, max(0, found.start() - _WORD_REACH), found.start())
        if _DIGIT_PAIRS.fullmatch(found.group()) and not word:
            rejected("MAC_ADDRESS", *found.span(), "mac", "without a letter it may be a time or a date")
            continue
        yield from _found("MAC_ADDRESS", *found.span(), "mac", _MAC_FORM, word)


def subscriptions(text: str) -> Iterator[Finding]:
    """Numbers of phones and of their cards."""
    for found in _LONG_NUMBER.finditer(text):
        start, end = found.span()
        digits = "".join(filter(str.isdecimal, found.group()))
        first = max(0, start - _WORD_REACH)
        if word := _IMEI_WORD.search(text, first, start):
            if len(digits) == 15 and luhn(digits):
                yield from _found("IMEI", start, end, "imei", Evidence("fifteen digits", 0.3), word, _LUHN)
            elif len(digits) == 16:
                yield from _found("IMEI", start, end, "imei", Evidence("sixteen digits", 0.3), word)
            else:
                rejected(
                    "IMEI",
                    start,
                    end,
                    "imei",
                    "its last digit is not what Luhn says, or it has too few or too many",
                )
        elif (
            (word := _IMSI_WORD.search(text, first, start))
            and len(digits) in {14, 15}
            and digits[0] in "234567"
        ):
            yield from _found(
                "IMSI", start, end, "imsi", Evidence("fifteen digits that begin like a country", 0.3), word
            )
        elif digits.startswith("89") and len(digits) in {19, 20} and luhn(digits):
            word = _ICCID_WORD.search(text, first, start)
            yield from _found(
                "ICCID", start, end, "iccid", Evidence("the form of a SIM card's number", 0.2), word, _LUHN
            )


def vehicles(text: str) -> Iterator[Finding]:
    """Vehicle identification numbers."""
    for found in _VIN.finditer(text):
        word = _VIN_WORD.search(text, max(0, found.start() - _WORD_REACH), found.start())
        written = found.group()
        is_checked = _check_digit(written) == written[8]
        if not word and not (is_checked and written[0] in _NORTH_AMERICA):
            rejected("VIN", *found.span(), "vin", "no word announces it, and its check digit is not right")
            continue
        form = Evidence("seventeen characters as in a vehicle's number", 0.25)
        check = Evidence("its ninth character checks the others", 0.3, "check") if is_checked else None
        yield from _found("VIN", *found.span(), "vin", form, word, check)


def devices(text: str) -> Iterator[Finding]:
    """Identifiers of phones."""
    for found in _DEVICE.finditer(text):
        yield from _found("DEVICE_ID", *found.span("id"), "device_id", _DEVICE_FORM, None)


def _check_digit(written: str) -> str:
    remainder = (
        sum(_VALUES[character] * weight for character, weight in zip(written, _WEIGHTS, strict=True)) % 11
    )
    return "X" if remainder == 10 else str(remainder)


def _found(
    entity: str,
    start: int,
    end: int,
    detector: str,
    form: Evidence,
    word: re.Match[str] | None,
    check: Evidence | None = None,
) -> Iterator[Finding]:
    about = Evidence("a word before it says so", 0.4, "context", *word.span()) if word else None
    hit = finding(entity, start, end, detector, form, check, about)
    if hit:
        yield hit
