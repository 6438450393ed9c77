"""Where does a text hold IP addresses?

Versions, object identifiers and section numbers of four parts look like IPv4 addresses; a word that announces one outweighs the form.
"""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv6Address

from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.edges import continues_name, touches_word_after, touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

_ENTITY = "IP_ADDRESS"

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}(?![0-9]|[.-][0-9])")
_V6_MIDDLE = re.compile(r":[0-9A-Fa-f]{0,4}:")
_V6_BEFORE = re.compile(r"[0-9A-Fa-f:]*\Z")
_V6_AFTER = re.compile(
    r"(?:[0-9A-Fa-f:]{0,30}(?<=:)[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f:]{0,37})(?![0-9A-Za-z_:])"
)
_ALLOCATED = re.compile("[23][0-9a-f]{3}:|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:", re.IGNORECASE)
"""IANA's registry of IPv6 address space: global unicast, unique local, link local."""
_LONGEST_V6 = 39

_FORM = Evidence("the form of an IPv4 address", 0.65)
_FORM_6 = Evidence("the form of an IPv6 address", 0.7)
_SHORT_ALLOCATED_6 = Evidence("the short form of an IPv6 address in an allocated range", 0.6)
_SHORT_6 = Evidence("the short form of an IPv6 address", 0.3)

_ANNOUNCES_ELSE = (
    "version versions ver v release releases build builds firmware revision rev upgrade upgraded update updated downgrade "
    "downgraded patch bump bumped oid oids section sections chapter § rfc figure table isbn issn driver drivers iso din "
    "aktualisieren abschnitt abschnitte kapitel ziffer norm norme norma chapitre versión versione versão versie wersja wersji actualice "
    "apartado sección secciones aggiornare sezione sezioni punto atualize secção secções ponto bijwerken paragraaf punt hoofdstuk "
    "zaktualizować rozdział rozdziały punkt uppdatera avsnitt 節 章 条 节 第 升级到 从 から"
)
_AGAINST = frozenset(_ANNOUNCES_ELSE.split())


def _find_v4(text: str) -> Iterator[Finding]:
    for found in _V4.finditer(text):
        start, end = found.span()
        if continues_name(text, start) or touches_word_after(text, end):
            rejected(_ENTITY, start, end, "ip", "it is part of a longer name or number")
            continue
        said = context(text, start, _ENTITY, against=_AGAINST)
        hit = finding(_ENTITY, start, end, "ip", _FORM, said)
        if hit:
            yield hit


def _find_v6(text: str) -> Iterator[Finding]:
    at = 0
    while middle := _V6_MIDDLE.search(text, at):
        at = middle.end() - 1
        span = _v6_around(text, middle)
        if span is None:
            continue
        start, end = span
        at = end
        groups = _groups(text[start:end])
        if not groups or touches_word_before(text, start) or text[start - 1 : start] == ":":
            continue
        form = _form_6(text[start:end], groups)
        hit = finding(_ENTITY, start, end, "ip", form, context(text, start, _ENTITY, against=_AGAINST))
        if hit:
            yield hit


def _v6_around(text: str, middle: re.Match[str]) -> tuple[int, int] | None:
    first = max(0, middle.start() - _LONGEST_V6)
    before = _V6_BEFORE.search(text, first, middle.start())
    after = _V6_AFTER.match(text, middle.end())
    if before is None or after is None:
        return None
    return before.start(), after.end()


def _form_6(address: str, groups: int) -> Evidence:
    if groups >= 3 or "." in address:
        return _FORM_6
    return _SHORT_ALLOCATED_6 if _ALLOCATED.match(address) else _SHORT_6


def _groups(address: str) -> int:
    """How many groups *address* writes out; 0 when it is none."""
    if len(address) > _LONGEST_V6:
        return 0
    try:
        IPv6Address(address)
    except AddressValueError:
        return 0
    return sum(bool(group) for group in address.split(":"))


IPV4 = Detector("ipv4", (r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",), _find_v4)
IPV6 = Detector("ipv6", (r"[0-9A-Fa-f:]:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]", r"::[0-9A-Fa-f]"), _find_v6)
