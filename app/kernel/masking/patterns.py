"""What leads to a person in running text: numbers, plates, names, homes, births and ages.

Texts come with their digits and letters made narrow, position by position.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

from stdnum import luhn
from stdnum.cn import ric, uscc

from app.kernel.masking.rules import MARKS, PersonalData, PersonalDataFinding

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
_DATA = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text("utf-8"))
_COMPOUND = tuple(_DATA["compound_surnames"].split())
COMMON_SURNAMES, _RARE, _ACTS = _DATA["common_surnames"], _DATA["rare_surnames"], _DATA["goes_on"]
_WORDS = frozenset(_DATA["ordinary"].split())
_LABEL = f"(?:{'|'.join(_DATA['labels'].split())})"
_HAN = "\u4e00-\u9fff"
_GIVEN = rf"(?:(?!某)[{_HAN}]){{1,2}}?"
_NAME = rf"(?:{'|'.join(_COMPOUND)}|[{COMMON_SURNAMES}]){_GIVEN}"
_ANY_NAME = rf"(?:{'|'.join(_COMPOUND)}|[{COMMON_SURNAMES}{_RARE}]){_GIVEN}"
_STOP = r"(?=$|[\s，,。、；;：:（）()“”\"《》！？!?/|])"
_LISTED = re.compile(rf"(?:{_LABEL}[：:]\s*|姓名\s+)(?P<name>{_ANY_NAME}){_STOP}")
_TOLD = re.compile(rf"{_LABEL}(?:名叫|叫|系|为)?(?P<name>{_NAME})(?:{_STOP}|(?=[{_ACTS}]))")
_DESCRIBED = re.compile(
    rf"(?<![{_HAN}])(?P<name>{_ANY_NAME})"
    r"(?=[（(，,](?:男|女|身份证|公民身份|\d{4}年|\d{1,2}岁|住)|先生|女士)"
)
_AFTER_ACT = re.compile(
    rf"(?<=[对由经向给与被])(?P<name>{_NAME})"
    r"(?=[（(](?:男|女|身份证|公民身份|\d{4}年|\d{1,2}岁)|先生|女士|等人|予以|给予|处以|处罚|警告|罚款|禁止)"
)
_TITLE = re.compile(
    r"先生?$|女士?$|小姐$|老板$|经理$|书记$|科长?$|处长?$|局长?$|所长?$|主任?$|教练$|师傅$|^欧阳$|老师$"
)
_RESIDENCE = re.compile(
    r"(?:家庭住址|家庭地址|家住|居住于|居住在|居住地址?|现住址?|户籍地址?(?=[：:为])|户籍所在地(?=[：:为])|住址|暂住地?|身份证住址|"
    r"(?<=[，,；;。（(\s])住(?!所|宿|院|房|建|户|入|进|宅|店)(?:在|于)?)[：:为是在于]*\s*"
    r"(?P<home>[^，,。；;）)\s：:]{3,40}?(?:号楼|号(?!线)|室|幢|栋|单元|村|弄|组)(?:[^，,。；;）)\s]{0,20}(?:室|号|单元|幢|栋))?)"
)
_FLAT = re.compile(
    rf"(?P<home>[{_HAN}\d]{{2,24}}?\d+(?:号楼|幢|栋|座)[{_HAN}\d\-]{{0,4}}?\d+单元[{_HAN}]{{0,2}}\d{{2,4}}室?)"
)
_OF_A_BUSINESS = re.compile(
    r"住所|经营|注册|生产|办公|仓库|门店|店铺|公司|厂|地址[：:]?$|项目|工程"
)
_BIRTH = re.compile(
    r"(?:出生(?:日期|年月日?|时间)?|生日|(?<![学校先医师])生于)[：:为于是]*\s*"
    r"(?P<date>(?:19|20)\d{2}(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|[\-./]\d{1,2}(?:[\-./]\d{1,2})?))"
)
_BORN_ON = re.compile(
    r"(?P<date>(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|[\-./]\d{1,2}[\-./]\d{1,2}))出?生(?![产效成育活])"
)
_SEX_BORN = re.compile(
    r"[，,（(、](?:男|女)[，,、](?:[^，,。；]{1,4}族[，,、])?(?P<date>(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
)
_AGE = re.compile(
    rf"(?:年仅|[{_HAN}]某某?|学生|男孩|女孩|男童|女童|儿子|女儿|小孩|孩子|少年|幼儿|其子|其女|未成年人)"
    r"[^，,。；;]{0,6}?[（(，,]?(?:男|女)?[，,]?(?P<age>(?<!\d)(?:\d|1[0-7])周?岁)(?!以|及|至|[\-~—])"
)
_MINOR_PARTY = re.compile(
    r"(?:当事人|被处罚人|违法行为人)[^，,。；;]{0,6}?(?P<age>(?:系|为|是)未成年人|未满(?:18|14|16|十八|十四|十六)周?岁)"
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|旅行证)[^，,。；;\dA-Za-z]{0,8}"
    r"(?P<number>[A-Z]{1,2}[ \-]?\d{7,9})(?![0-9A-Za-z])",
    re.I,
)
_MAIL = re.compile(
    r"(?<![\w.+\-])[A-Za-z0-9][\w.+\-]{0,63}(?:@|＠| ?[\[(（]at[\])）] ?)"
    r"[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+",
    re.I | re.A,
)
_OF_A_BODY = re.compile(r"@[\w.\-]*(?:\.gov\.cn|\.gov)$", re.I)
_CHAT = re.compile(
    r"(?<![\w\-])(?:微信|vx|wx|wechat|weixin|qq|ＱＱ|企鹅号|抖音号?|快手号?|微博|支付宝|旺旺)"
    r"(?:号码?|账号|帐号|id|昵称)?[：:为是]?\s*"
    r"(?P<account>(?!com\b|pay\b)[A-Za-z][\w\-]{5,19}|\d{5,11})(?![\w.])",
    re.I | re.A,
)
_SPEAKS = (
    "说道?|称|表示|承认|陈述|供述|交代|告诉|告知|解释|辩称|反映|签字|签名|签收|到场|来电|自述|举报|投诉"
    "|作证|证实"
)
_SPEAKING = re.compile(
    rf"(?:(?<=^)|(?<=[\s，,。、；;：:！!？?“\"（(]))(?P<name>{_NAME})(?={_SPEAKS})", re.M
)
"""A name at the beginning of a clause, of somebody who speaks, signs or comes."""
_BRACKETS = re.compile(r"[（(].*$")


def find_numbers(text: str) -> Iterator[PersonalDataFinding]:
    """Numbers of people in ``text``; what proves itself comes first.

    Not public by 浙江省行政处罚结果信息网上公开暂行办法, Art. 6.
    """
    identities = (*_IDENTITY.finditer(text), *_OLD_IDENTITY.finditer(text))
    yield from (
        _found(PersonalData.IDENTITY, each) for each in identities if _is_identity(each, text)
    )
    yield from (_found(PersonalData.BANK, each, "number") for each in _ACCOUNT.finditer(text))
    yield from (
        _found(PersonalData.BANK, each) for each in _CARD.finditer(text) if _is_card(each, text)
    )
    mobiles = (each for each in _MOBILE.finditer(text) if not _is_of_a_thing(each, text))
    landlines = (each for each in _LANDLINE.finditer(text) if _is_landline(each, text))
    yield from (_found(PersonalData.PHONE, each) for each in (*mobiles, *landlines))


def find_plates(text: str) -> Iterator[PersonalDataFinding]:
    """Plates of vehicles, of seven signs and the new ones of eight."""
    return (_found(PersonalData.PLATE, match) for match in _PLATE.finditer(text))


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


def _found(kind: PersonalData, match: re.Match[str], group: str | int = 0) -> PersonalDataFinding:
    return PersonalDataFinding(
        kind, match.start(group), match.end(group), match[group], MARKS[kind]
    )


def mask_person(name: str) -> str:
    """A natural person's name as it may be shown: the surname and 某某 (某 for one character)."""
    bare = _BRACKETS.sub("", name).strip()
    surname = next((each for each in _COMPOUND if bare.startswith(each)), bare[:1])
    rest = len(bare) - len(surname)
    return surname + "某" * min(max(rest, 1), 2)


def find_names(text: str, allowed: Collection[str]) -> Iterator[PersonalDataFinding]:
    """Full names of people, but for those in ``allowed``; 张某某 is not one.

    Not public by 浙江省行政处罚结果信息网上公开暂行办法, Art. 6, but for the punished.
    """
    for pattern in (_LISTED, _TOLD, _DESCRIBED, _AFTER_ACT, _SPEAKING):
        for match in pattern.finditer(text):
            name = match["name"]
            if name[:2] not in _WORDS and not _TITLE.search(name) and name not in allowed:
                yield PersonalDataFinding(
                    PersonalData.NAME,
                    match.start("name"),
                    match.end("name"),
                    name,
                    mask_person(name),
                )


def find_addresses_online(text: str) -> Iterator[PersonalDataFinding]:
    """Addresses of mail, but for those of offices, and accounts of chats."""
    for match in _MAIL.finditer(text):
        if not _OF_A_BODY.search(match[0]):
            yield _found(PersonalData.EMAIL, match)
    for match in _CHAT.finditer(text):
        yield _found(PersonalData.ACCOUNT, match, "account")


def find_passports(text: str) -> Iterator[PersonalDataFinding]:
    """Numbers of passports and of travel permits, behind their names."""
    return (_found(PersonalData.PASSPORT, match, "number") for match in _PASSPORT.finditer(text))


def find_homes(text: str) -> Iterator[PersonalDataFinding]:
    """Where people live; where a company is registered or works is public.

    Not public by 浙江省行政处罚结果信息网上公开暂行办法, Art. 6.
    """
    for match in _RESIDENCE.finditer(text):
        yield _found(PersonalData.ADDRESS, match, "home")
    for match in _FLAT.finditer(text):
        if not _OF_A_BUSINESS.search(text[max(match.start() - 30, 0) : match.end()]):
            yield _found(PersonalData.ADDRESS, match, "home")


def find_births(text: str) -> Iterator[PersonalDataFinding]:
    """Dates of birth, and what tells that someone is not of age.

    Not public by 浙江省行政处罚结果信息网上公开暂行办法, Art. 6.
    """
    for pattern in (_BIRTH, _BORN_ON, _SEX_BORN):
        for match in pattern.finditer(text):
            yield _found(PersonalData.BIRTH, match, "date")
    for pattern in (_AGE, _MINOR_PARTY):
        for match in pattern.finditer(text):
            yield _found(PersonalData.MINOR, match, "age")
