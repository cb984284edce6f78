"""Numbers that lead to a person: of identity papers, telephones, bank accounts and vehicles.

Texts come with their digits and letters made narrow, position by position.
"""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import ric, uscc

from app.kernel.masking.rules import MARKS, Finding, Kind

_SEP = r"[ \-]?"
_ENDS = r"(?![0-9A-Za-z])"
_COUNTED = r"(?! ?(?:\.\d|元|万|件|个|只|瓶|盒|份|吨|克|千|箱|包|张|台))"
_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_SEP}\d){{16}}{_SEP}[\dXx]{_ENDS}")
_OLD_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_SEP}\d){{14}}{_ENDS}")
_PROVINCES = frozenset(
    (
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
        "61 62 63 64 65 71 81 82 83 91"
    ).split()
)
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BORN = re.compile(rf"\d{{6}}(?:18|19|20)\d{{2}}{_DAY}")
_BORN_OLD = re.compile(rf"\d{{6}}[2-9]\d{_DAY}")
"""Papers with 15 digits were made until 1999; many numbers of companies have 00 in this place."""
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z._/\-])(?:(?:\+?86|0086){_SEP})?1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}}{_ENDS}{_COUNTED}"
)
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.\-])(?:(?P<area>\(?0\d{{2,3}}\)?){_SEP})?[2-8]\d{{6,7}}{_ENDS}{_COUNTED}"
)
_CARD = re.compile(rf"(?<![0-9A-Za-z.\-])\d(?:{_SEP}\d){{15,18}}{_ENDS}{_COUNTED}")
_ACCOUNT = re.compile(
    r"(?:银行|开户|收款|付款|对公|结算|储蓄|支付宝)[^，,。；;\d]{0,20}?[账帐卡][号户][^，,。；;\d]{0,8}?"
    rf"(?P<number>\d(?:{_SEP}\d){{7,24}}){_ENDS}{_COUNTED}"
)
_BANK_PREFIX = re.compile(r"62|9558|4[0-9]{3}|5[1-5]|60|37|35")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. \-]?"
    r"(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|(?=[A-HJ-NP-Z]*\d)[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警])"
    r"(?![0-9A-Za-z\-])"
)
_OF_A_PAPER = re.compile(r"身份证|证件号|公民身份")
_OF_A_THING = re.compile(
    r"编号|批号|批次|条码|条形码|货号|型号|单号|文号|证号|许可证|备案|注册号|执照|流水|追溯|序列|代码"
    r"|商品码|税号|发票|合同|案号|报告|登记证|订单|快递|运单|产品码"
)
_OF_AN_OFFICE = re.compile(
    r"咨询|举报|投诉|服务|监督|热线|传真|办公|值班|客服|总机|受理|单位电话|[局站所心队区处会校院](?:联系)?电话|联系我|支队|中心|致电|拨打"
)
_CALLED = re.compile(r"电话|座机|联系方式")


def find_numbers(text: str) -> Iterator[Finding]:
    """Numbers of people in ``text``; what proves itself comes first."""
    identities = (*_IDENTITY.finditer(text), *_OLD_IDENTITY.finditer(text))
    yield from (_found(Kind.IDENTITY, each) for each in identities if _is_identity(each, text))
    yield from (_found(Kind.BANK, each, "number") for each in _ACCOUNT.finditer(text))
    yield from (_found(Kind.BANK, each) for each in _CARD.finditer(text) if _is_card(each, text))
    mobiles = (each for each in _MOBILE.finditer(text) if not _is_of_a_thing(each, text))
    landlines = (each for each in _LANDLINE.finditer(text) if _is_landline(each, text))
    yield from (_found(Kind.PHONE, each) for each in (*mobiles, *landlines))


def find_plates(text: str) -> Iterator[Finding]:
    """Plates of vehicles, of seven signs and the new ones of eight."""
    return (_found(Kind.PLATE, match) for match in _PLATE.finditer(text))


def _is_identity(match: re.Match[str], text: str) -> bool:
    """Codes of companies are 18 long, too, and their old numbers 15: dates and digits tell."""
    number = re.sub(r"\W", "", match[0]).upper()
    if number[:2] not in _PROVINCES:
        return False
    if len(number) == 18:
        is_company = uscc.is_valid(number) and not ric.is_valid(number)
        return bool(_BORN.match(number)) and not is_company
    before = _before(match, text, 10)
    is_other = _OF_A_THING.search(before) and not _OF_A_PAPER.search(before)
    return bool(_BORN_OLD.match(number)) and not is_other


def _is_card(match: re.Match[str], text: str) -> bool:
    number = re.sub(r"\W", "", match[0])
    known = _BANK_PREFIX.match(number) and luhn.is_valid(number)
    return bool(known) and not _is_of_a_thing(match, text)


def _is_of_a_thing(match: re.Match[str], text: str) -> bool:
    return bool(_OF_A_THING.search(_before(match, text, 10)))


def _is_landline(match: re.Match[str], text: str) -> bool:
    before = _before(match, text, 15)
    if _OF_AN_OFFICE.search(before) or _OF_A_THING.search(before):
        return False
    return bool(match["area"] or _CALLED.search(before[-6:]))


def _before(match: re.Match[str], text: str, length: int) -> str:
    """The words before a number that stand in its own clause."""
    words = text[max(match.start() - length, 0) : match.start()]
    return re.split(r"[，,。；;\n]", words)[-1]


def _found(kind: Kind, match: re.Match[str], group: str | int = 0) -> Finding:
    return Finding(kind, match.start(group), match.end(group), match[group], MARKS[kind])
