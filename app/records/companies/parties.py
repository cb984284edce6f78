"""Whom a decision addresses, and what of a natural person may be shown."""

import re
from dataclasses import dataclass

from app.kernel.errors import InvalidInputError
from app.kernel.imports.words import words_by_value
from app.kernel.masking import mask_person
from app.publishing.life.sealed import Original
from app.records.companies.rules import PartyKind

_ORGANISATION = re.compile(
    r"公司|厂|店|行$|部$|社$|站$|所$|院$|局$|馆$|场$|中心|集团|企业|银行|学校|协会|合作|工作室|商行|分行|支行|经纪|处$"
)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}|[\u4e00-\u9fff][某*＊xX×]{1,3}")
_REMARK = re.compile(r"[（(](.+)[）)]$")
_AGENT = re.compile(r"(代理人|负责人|业务员|经办人)([\u4e00-\u9fff]{2,3})$")
_OTHERS = re.compile(
    r"(?<=对)([\u4e00-\u9fff]{2,3}?(?:、[\u4e00-\u9fff]{2,3}?)*)(?=等?(?:相关)?责任人|等\d+人|等?人员)"
)
_NO_NAME = re.compile(r"某|责任|人员|机构|公司|相关|上述|直接|其他|主要")
_MISREAD = re.compile(
    r"有[眼恨根良狠]公[司词可]|有限公[词可同日]|[股胶][扮汾份]有[眼恨]|股[扮汾]有|集[闭困]有|责仟公司"
)
"""What scanners make of 有限公司, 股份有限, 集团有限 and 责任公司."""
_BODIES = re.compile(r"(监管局|监管分局|监督管理局|人民政府|管理委员会)$")


@dataclass(frozen=True)
class AddressedParty:
    """A party as it may be shown. ``secret`` is a person's full name, to be masked in texts."""

    kind: PartyKind
    name: str
    secret: str = ""
    remark: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind is PartyKind.PERSON

    def original(self, paper: str = "") -> Original | None:
        """Who a natural person is, for the sealed store; None for others."""
        return Original(self.name, self.secret, paper) if self.is_person else None

    def conceal(self, text: str) -> str:
        """``text`` without the full name of the person, and of others whom it names beside."""
        text = text.replace(self.secret, self.name) if len(self.secret) > 1 else text
        return _OTHERS.sub(lambda match: "、".join(map(_mask_other, match[1].split("、"))), text)


def addressed_party(name: str, stated_kind: str | None) -> AddressedParty:
    """The party behind a name; where the file is silent, a bare name of 2–5 signs is a person."""
    kind = _kind(name, stated_kind)
    if kind is PartyKind.PERSON:
        remark = _REMARK.search(name)
        bare = _REMARK.sub("", name).strip()
        return AddressedParty(kind, mask_person(bare), bare, remark[1] if remark else "")
    agent = _AGENT.search(name)
    if agent:
        shown = name[: agent.start(2)] + mask_person(agent[2])
        return AddressedParty(kind, shown, agent[2])
    return AddressedParty(kind, name)


def refuse_paper(party: AddressedParty, paper: str) -> None:
    """Raise InvalidInputError for the number of a paper where the party is no natural person."""
    if paper and not party.is_person:
        raise InvalidInputError("当事人不是自然人，不填自然人证件号码。")


def misread(name: str) -> str | None:
    """What is wrong with a name that a scanner has misread, in words; None where nothing shows."""
    found = _MISREAD.search(name)
    if found is None:
        return None
    return f"名称里的“{found[0]}”像是扫描识别错误，请对照原件改正"


def is_authority(name: str, deciding_body: str) -> bool:
    """Whether the party is the deciding body itself, or another authority: a mis-parsed row."""
    return name == deciding_body or bool(_BODIES.search(name))


def _mask_other(name: str) -> str:
    """Someone named beside the party (对黄蓉、郭松等责任人员警告): never shown by full name."""
    return name if _NO_NAME.search(name) else mask_person(name)


def _kind(name: str, stated: str | None) -> PartyKind:
    for value, known in words_by_value("parties", "kind").items():
        if stated in known:
            return PartyKind(value)
    if _ORGANISATION.search(name) or not _NAME.fullmatch(_REMARK.sub("", name).strip()):
        return PartyKind.ORGANISATION
    return PartyKind.PERSON
