"""The columns of penalty decisions, and a row of them understood as a decision."""

import re
from datetime import date

from app.kernel import clock
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.remarks import Notes, unpaired_brackets
from app.kernel.imports.saving import NOT_STATED, source_key
from app.kernel.imports.targets import Candidate, Hint, Rejection, Source
from app.kernel.imports.values import Money, day, last_day, quarter_end, text, unbroken
from app.kernel.imports.words import meaning, meanings
from app.publishing.life.sealed import Original
from app.records.cases.decision_checks import (
    BodyCodes,
    body_code_fault,
    fine_against_kinds,
    fine_against_words,
    period_against_grade,
    two_parties,
)
from app.records.cases.periods import PeriodRule, period_rule
from app.records.cases.rules import PenaltyKind, Severity
from app.records.companies.importing import codes_of, company_code
from app.records.companies.parties import addressed_party, is_authority, misread
from app.records.companies.rules import PartyKind

_NUMBER = re.compile(
    r"[（(\s]([^（()\s]{0,12}[〔\[【（(]\s*20\d{2}\s*[〕\]】）)][^）)]*号(?:[、，,][^）)]*号)*)"
)
_NOTICE_BODY = re.compile(r"^(\S{4,40}?(?:监管局|监管分局|管理局|委员会|支队|分局|局))行政处罚")

LAYOUT = Layout(
    "cases",
    (
        Field("name", "行政相对人名称", unbroken(200), required=True),
        Field("party_kind", "行政相对人类别", text(40)),
        Field("uscc", "统一社会信用代码", company_code),
        Field("registration_number", "工商注册号", company_code),
        Field("legal_representative", "法定代表人", text(50)),
        Field("title", "案件名称", text(300)),
        Field("decision_number", "行政处罚决定书文号", text(128)),
        Field("notice_title", "文档标题", text(500)),
        Field("notice_on", "发布日期", day),
        Field("notice_link", "源链接", text(500)),
        Field("violation", "违法行为类型", text(2000, lines=True)),
        Field("facts", "违法事实", text(20_000, lines=True)),
        Field("basis", "处罚依据", text(5000, lines=True)),
        Field("penalty_kinds", "处罚类别", text(200)),
        Field("content", "处罚内容", text(10_000, lines=True)),
        Field("fine", "罚款金额", Money()),
        Field("confiscated", "没收金额", Money()),
        Field("licence", "暂扣或吊销证照名称及编号", text(200)),
        Field("decided_on", "处罚决定日期", day),
        Field("period", "时间", text(300)),
        Field("valid_until", "处罚有效期", last_day),
        Field("publish_until", "公示截止期", last_day),
        Field("deciding_body", "处罚机关", text(200)),
        Field("deciding_body_code", "处罚机关统一社会信用代码", text(18)),
        Field("source_body", "数据来源单位", text(200)),
        Field("severity", "失信等级", text(40)),
        Field("execution", "执行情况", text(500)),
        Field("area", "所属地区", text(60)),
        Field("affiliation", "所属机构", text(200)),
        Field("state", "状态标记", text(40)),
        Field("state_reason", "撤销处罚的原因说明", text(500)),
        Field("remark", "备注", text(400)),
    ),
    required_any=(
        ("violation", "facts", "period"),
        ("content", "penalty_kinds"),
        ("decided_on", "notice_on", "period"),
    ),
)


class DecisionRow:
    """One row, understood as a decision."""

    def __init__(self, row: Candidate, source: Source) -> None:
        self.row = row.row
        self.values = row.values
        self.code = codes_of(row)
        self.party = addressed_party(row.values["name"], row.values["party_kind"])
        self.deciding_body = (
            row.values["deciding_body"] or self._body_in_title() or source.body or NOT_STATED
        )
        self.decided_on, self.date_remark = self._decided_on()
        self._body_codes, self._notes = source.once(BodyCodes), source.once(Notes)

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if is_authority(self.party.name, self.deciding_body):
            return Rejection("当事人是行政机关，疑为原表解析有误", "name")
        if self.decided_on is None:
            return Rejection("缺少处罚决定日期", "decided_on")
        if self.decided_on > clock.today():
            return Rejection("处罚决定日期在今天之后", "decided_on")
        if not self.violation:
            return Rejection("违法行为类型和违法事实至少填一项", "violation")
        if not (self.values["content"] or self.values["penalty_kinds"]):
            return Rejection("处罚内容和处罚类别至少填一项", "content")
        return self._contradiction()

    def _contradiction(self) -> Rejection | None:
        values = self.values
        if found := misread(values["name"]):
            return Rejection(found, "name")
        if two_parties(values["name"]):
            return Rejection("一格里有两个当事人，请拆成两行，各写自己的处罚内容", "name")
        if meaning("parties", "kind", values["party_kind"]) == PartyKind.PERSON and self.code.uscc:
            return Rejection("自然人不填统一社会信用代码；个体工商户请在类别里注明", "uscc")
        if fault := body_code_fault(values["deciding_body_code"], self.code.uscc):
            return Rejection(fault, "deciding_body_code")
        if values["publish_until"] and values["publish_until"] < self.decided_on:
            return Rejection("公示截止期早于处罚决定日期，请核对", "publish_until")
        fine = fine_against_words(values["fine"], values["content"] or "")
        return fine if isinstance(fine, Rejection) else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        values = self.values
        doubtful = fine_against_words(values["fine"], values["content"] or "")
        stated = values["penalty_kinds"]
        found = (
            doubtful if isinstance(doubtful, Hint) else None,
            fine_against_kinds(values["fine"], self.penalty_kinds, stated),
            period_against_grade(values["publish_until"], self.decided_on, self.period_rule),
            self._body_codes.contradiction(self.deciding_body, values["deciding_body_code"]),
            unpaired_brackets(values["decision_number"], "decision_number"),
            self._notes.once(self.date_remark, "decided_on"),
        )
        return tuple(filter(None, found))

    @property
    def severity(self) -> Severity:
        """The stated grade; where none is stated, the ordinary one."""
        return Severity(meaning("cases", "severity", self.values["severity"]) or Severity.ORDINARY)

    @property
    def period_rule(self) -> PeriodRule:
        """The rule of publication for this grade on the day of the decision."""
        return period_rule(self.severity, self.decided_on or clock.today())

    @property
    def penalty_kinds(self) -> list[str]:
        """From the column of kinds; where it says nothing known, from the penalty in words."""
        for name in ("penalty_kinds", "content"):
            if found := meanings("cases", "penalty_kinds", self.values[name]):
                return [*found]
        return [PenaltyKind.OTHER.value]

    @property
    def is_person(self) -> bool:
        return self.party.is_person

    def original(self) -> Original | None:
        """Who a natural person is: sealed, as the record shows 张某某."""
        return self.party.original()

    @property
    def violation(self) -> str:
        values = self.values
        if not values["violation"] and not values["facts"] and values["period"]:
            return _after_quarter(values["period"])
        return values["violation"] or _first_sentence(values["facts"] or "")

    @property
    def revocation(self) -> str | None:
        """Why the decision no longer stands, if the file marks it so."""
        if meaning("cases", "revoked", self.values["state"]) is None:
            return None
        return str(self.values["state_reason"] or "处罚已撤销")

    @property
    def decision_number(self) -> str | None:
        """From its own cell; where that is empty, out of the title of the notice."""
        if self.values["decision_number"]:
            return str(self.values["decision_number"])
        match = _NUMBER.search(f" {self.values['notice_title'] or ''}")
        return match[1].strip()[:128] if match else None

    def key(self) -> str:
        """A number in its own cell names the decision; else all that tells it from others does."""
        values, who = self.values, self.code.uscc or self.values["name"]
        if values["decision_number"]:
            return source_key("case", values["decision_number"], who, self.deciding_body)
        apart = ("violation", "facts", "content", "fine", "notice_link", "period")
        return source_key(
            "case", self.decision_number, who, self.decided_on, *(values[name] for name in apart)
        )

    def _body_in_title(self) -> str | None:
        match = _NOTICE_BODY.search(self.values["notice_title"] or "")
        return match[1] if match else None

    def _decided_on(self) -> tuple[date | None, str]:
        values = self.values
        if values["decided_on"]:
            return values["decided_on"], ""
        if values["notice_on"]:
            return values["notice_on"], "原表未列处罚决定日期，暂以发布日期计"
        return quarter_end(values["period"] or ""), "原表仅注明季度，暂以季末日期计"


def _first_sentence(words: str) -> str:
    return re.split(r"[。；\n]", words, maxsplit=1)[0][:200]


def _after_quarter(period: str) -> str:
    """2017年第一季度…严重超标和处罚情况 → what happened, without the quarter."""
    words = re.sub(r"^.*?季度", "", period)
    return re.sub(r"(和处罚)?情况$", "", words) or period
