"""Kinds of personal data, what stands in their place, and one place where some was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.kernel.labels import LabelledEnum

_AROUND = 10
_HIDDEN = "＊"


class PersonalData(LabelledEnum):
    """What must not be public (浙江省行政处罚结果信息网上公开暂行办法, Art. 6)."""

    IDENTITY = ("identity", "身份证件号码")
    BANK = ("bank", "银行账号")
    PHONE = ("phone", "电话号码")
    PLATE = ("plate", "车牌号")
    BIRTH = ("birth", "出生日期")
    MINOR = ("minor", "未成年人信息")
    ADDRESS = ("address", "家庭住址")
    NAME = ("name", "自然人姓名")
    PASSPORT = ("passport", "护照号码")
    EMAIL = ("email", "电子邮箱")
    ACCOUNT = ("account", "网络账号")

    @property
    def is_certain(self) -> bool:
        """Whether no reason can let it stand: identity numbers prove themselves."""
        return self is PersonalData.IDENTITY


MARKS = {
    PersonalData.IDENTITY: "［证件号码已隐去］",
    PersonalData.BANK: "［银行账号已隐去］",
    PersonalData.PHONE: "［电话已隐去］",
    PersonalData.PLATE: "［车牌号已隐去］",
    PersonalData.BIRTH: "［出生日期已隐去］",
    PersonalData.MINOR: "［未成年人信息已隐去］",
    PersonalData.ADDRESS: "［住址已隐去］",
    PersonalData.PASSPORT: "［护照号码已隐去］",
    PersonalData.EMAIL: "［邮箱已隐去］",
    PersonalData.ACCOUNT: "［账号已隐去］",
}


@dataclass(frozen=True, slots=True)
class PersonalDataFinding:
    """A stretch of a text, in characters, that should be hidden, and what should stand instead."""

    kind: PersonalData
    start: int
    end: int
    text: str = field(repr=False)
    replacement: str

    def excerpt(self, whole: str, findings: Iterable["PersonalDataFinding"]) -> str:
        """The words around, in which this and all other findings are made unreadable."""
        blurred = _replaced(whole, [(each, _blur(each)) for each in findings])
        offset = sum(
            len(_blur(each)) - (each.end - each.start)
            for each in findings
            if each.start < self.start
        )
        start = self.start + offset
        end = start + len(_blur(self))
        before, after = max(start - _AROUND, 0), end + _AROUND
        return (
            f"{'…' if before else ''}{blurred[before:after]}{'…' if after < len(blurred) else ''}"
        )


def hide(text: str, findings: Sequence[PersonalDataFinding]) -> str:
    """``text`` with the proposals of all findings carried out."""
    return _replaced(text, [(each, each.replacement) for each in findings])


def _blur(finding: PersonalDataFinding) -> str:
    """The first character, and as many signs as tell the length of it, but never all."""
    return finding.text[0] + _HIDDEN * min(finding.end - finding.start - 1, 5)


def _replaced(text: str, places: Sequence[tuple[PersonalDataFinding, str]]) -> str:
    for finding, words in sorted(places, key=lambda place: -place[0].start):
        text = text[: finding.start] + words + text[finding.end :]
    return text
