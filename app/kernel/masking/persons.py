"""Names, homes, births and ages of natural persons in running text."""

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

from app.kernel.masking.rules import MARKS, Finding, Kind

_DATA = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text("utf-8"))
_COMPOUND = tuple(_DATA["compound_surnames"].split())
_COMMON, _RARE, _ACTS = _DATA["common_surnames"], _DATA["rare_surnames"], _DATA["goes_on"]
_WORDS = frozenset(_DATA["ordinary"].split())
_LABEL = f"(?:{'|'.join(_DATA['labels'].split())})"
_HAN = "\u4e00-\u9fff"
_GIVEN = rf"(?:(?!某)[{_HAN}]){{1,2}}?"
_NAME = rf"(?:{'|'.join(_COMPOUND)}|[{_COMMON}]){_GIVEN}"
_ANY_NAME = rf"(?:{'|'.join(_COMPOUND)}|[{_COMMON}{_RARE}]){_GIVEN}"
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
_TITLE = re.compile(r"先生?$|女士?$|小姐$|老板$|经理$|书记$|师傅$|^欧阳$|老师$")
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
_BORN = re.compile(
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
_BRACKETS = re.compile(r"[（(].*$")


def mask_person(name: str) -> str:
    """A natural person's name as it may be shown: the surname and 某某 (某 for one character)."""
    bare = _BRACKETS.sub("", name).strip()
    surname = next((each for each in _COMPOUND if bare.startswith(each)), bare[:1])
    rest = len(bare) - len(surname)
    return surname + "某" * min(max(rest, 1), 2)


def find_names(text: str, allowed: Collection[str]) -> Iterator[Finding]:
    """Full names of people, but for those in ``allowed``; 张某某 is not one."""
    for pattern in (_LISTED, _TOLD, _DESCRIBED, _AFTER_ACT):
        for match in pattern.finditer(text):
            name = match["name"]
            if name[:2] not in _WORDS and not _TITLE.search(name) and name not in allowed:
                yield Finding(
                    Kind.NAME, match.start("name"), match.end("name"), name, mask_person(name)
                )


def find_homes(text: str) -> Iterator[Finding]:
    """Where people live; where a company is registered or works is public."""
    for match in _RESIDENCE.finditer(text):
        yield _found(Kind.ADDRESS, match, "home")
    for match in _FLAT.finditer(text):
        if not _OF_A_BUSINESS.search(text[max(match.start() - 30, 0) : match.end()]):
            yield _found(Kind.ADDRESS, match, "home")


def find_births(text: str) -> Iterator[Finding]:
    """Dates of birth, and what tells that someone is not of age."""
    for pattern in (_BIRTH, _BORN, _SEX_BORN):
        for match in pattern.finditer(text):
            yield _found(Kind.BIRTH, match, "date")
    for pattern in (_AGE, _MINOR_PARTY):
        for match in pattern.finditer(text):
            yield _found(Kind.MINOR, match, "age")


def _found(kind: Kind, match: re.Match[str], group: str) -> Finding:
    return Finding(kind, match.start(group), match.end(group), match[group], MARKS[kind])
