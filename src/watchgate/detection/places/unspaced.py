"""Which addresses stand in Chinese, Japanese and Korean text?

    〒100-0005 東京都千代田区丸の内1丁目9番1号     postcode, prefecture, municipality, block
    北京市朝阳区建国路88号5栋301室                province, city, district, street and 号
    서울특별시 강남구 테헤란로 152, 7층            city, district, street (로, 길) and number

They go from the large to the small, so the whole stands there before the house number that makes it an address.
"""

# ruff: noqa: RUF001 -- full-width digits are meant

import re
from collections.abc import Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding

ENTITY = "STREET_ADDRESS"

_HAN = "[\u4e00-\u9fff々ヶケ]"
_KANA = "[\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fc々]"
_IN = "(?![省市区县旗镇乡路街道巷弄号段我你他她它住在是于到从的址为寄送往])[\u4e00-\u9fff]"
_INSIDE = f"(?:{_IN})"
"""Of a Chinese name: neither the word for what it names, nor what a sentence says before it."""
_MUNICIPAL = f"{_KANA}(?:(?![市郡区町村])[\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fc々])"
_DIGIT = "[0-9０-９一二三四五六七八九十百]"
_DASH = "[-－ー−‐]"

_JAPANESE = lazily(
    rf"(?:〒?[0-9０-９]{{3}}{_DASH}[0-9０-９]{{4}}[ \u3000\n]{{0,2}})?(?P<prefecture>東京都|北海道|(?:京都|大阪)府|{_HAN}{{2,3}}県)?"
    rf"(?:{_MUNICIPAL}{{0,5}}[市郡])?{_MUNICIPAL}{{0,5}}[市区町村][ \u3000]?{_KANA}{{0,10}}?[ \u3000]?"
    rf"(?:{_DIGIT}{{1,4}}(?:丁目|番地?の?|号|{_DASH}))(?:{_DIGIT}{{1,4}}(?:丁目|番地?の?|号|{_DASH})?){{0,3}}(?:[ \u3000]?{_KANA}{{2,16}}?[0-9０-９]{{1,4}}(?:号室|階|F))?"
)
_CHINESE = lazily(
    rf"(?:中国)?(?P<province>{_INSIDE}{{2,6}}(?:省|自治区|特别行政区))?(?P<city>{_INSIDE}{{2,6}}[市州])?(?P<district>{_INSIDE}{{1,5}}[区县旗])?(?:{_INSIDE}{{1,6}}[镇乡])?"
    rf"{_INSIDE}{{1,8}}(?:大街|大道|街道|胡同|[路街巷弄里村道])(?:{_HAN}{{0,4}}段)?[ ]?[0-9０-９]{{1,5}}(?:弄|巷|-[0-9]{{1,4}})?[号號]?(?<=[号號弄])(?:[ ]?(?:{_HAN}{{0,8}}?)[0-9０-９A-Z]{{1,5}}(?:号楼|栋|幢|座|单元|层|楼|室|號|号)){{0,4}}"
)
_KOREAN = lazily(
    r"(?:(?P<province>[가-힣]{2,6}(?:특별시|광역시|특별자치시|특별자치도|도)|서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)[ ])?"
    r"(?:(?P<city>[가-힣]{1,5}[시군구])[ ]){0,2}(?:[가-힣]{1,5}[읍면][ ])?[가-힣0-9]{1,10}?(?:대로|로|길)(?:[ ]?[0-9]{1,4}번?길)?[ ]?[0-9]{1,4}(?:-[0-9]{1,4})?(?![0-9년월일시분개명원])"
    r"(?:,?[ ](?:[가-힣A-Za-z0-9]{1,12}[ ])?[0-9]{1,4}(?:동|호|층)){0,3}(?:[ ]?\([가-힣0-9, ]{2,20}\))?"
)

_JAPANESE_FORM = Evidence("a Japanese address", 0.8)
_CHINESE_FORM = Evidence("a Chinese address", 0.8)
_KOREAN_FORM = Evidence("a Korean address", 0.8)

LONGEST = 80
"""No pattern here reaches further back than this before its house number."""


def find(text: str) -> Iterator[Finding]:
    """Addresses of the three countries, in the order of the text in each."""
    for found in _JAPANESE.finditer(text):
        if (
            found["prefecture"]
            or found.group()[0] in "〒0123456789０１２３４５６７８９"
            or "丁目" in found.group()
        ):
            yield from _found(found, _JAPANESE_FORM)
    for found in _CHINESE.finditer(text):
        if found["province"] or found["city"] or found["district"]:
            yield from _found(found, _CHINESE_FORM)
    for found in _KOREAN.finditer(text):
        if found["province"] or found["city"]:
            yield from _found(found, _KOREAN_FORM)


def _found(found: re.Match[str], form: Evidence) -> Iterator[Finding]:
    hit = finding(ENTITY, found.start(), found.end(), "address_unspaced", form)
    if hit:
        yield hit
