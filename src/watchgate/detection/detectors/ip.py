"""Where does a text hold IP addresses?"""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv6Address

from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.edges import continues_name, touches_word_after, touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}(?![0-9]|[.-][0-9])")
_V6 = re.compile(r"[0-9A-Fa-f:]{2,39}(?:(?<=:)[0-9]{1,3}(?:\.[0-9]{1,3}){3})?(?![0-9A-Za-z_:])")

_FORM = Evidence("the form of an IPv4 address", 0.65)
_FORM_6 = Evidence("the form of an IPv6 address", 0.7)
_SHORT_6 = Evidence("the short form of an IPv6 address", 0.3)


def _find_v4(text: str) -> Iterator[Finding]:
    for found in _V4.finditer(text):
        start = found.start()
        if continues_name(text, start) or touches_word_after(text, found.end()):
            continue
        hit = finding("IP_ADDRESS", start, found.end(), "ip", _FORM, context(text, start, "IP_ADDRESS"))
        if hit:
            yield hit


def _find_v6(text: str) -> Iterator[Finding]:
    for found in _V6.finditer(text):
        start, address = found.start(), found.group()
        if address.count(":") < 2 or touches_word_before(text, start):
            continue
        try:
            IPv6Address(address)
        except AddressValueError:
            continue
        groups = sum(bool(group) for group in address.split(":"))
        form = _FORM_6 if groups >= 3 else _SHORT_6
        hit = finding("IP_ADDRESS", start, found.end(), "ip", form, context(text, start, "IP_ADDRESS"))
        if hit:
            yield hit


IPV4 = Detector("ipv4", (r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",), _find_v4)
IPV6 = Detector("ipv6", (r"[0-9A-Fa-f:]:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]", r"::[0-9A-Fa-f]"), _find_v6)
