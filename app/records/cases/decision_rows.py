"""What only files state of penalty decisions, and a row of them understood as a decision."""

import re
from datetime import date
from functools import cached_property

from app.kernel import clock
from app.kernel.imports.layouts import LayoutField
from app.kernel.imports.saving import NOT_STATED, source_key
from app.kernel.imports.targets import FirstRowHints, Hint, Rejection, unpaired_brackets
from app.kernel.imports.values import day, quarter_end, text
from app.kernel.imports.words import meaning, meanings
from app.publishing.kind.declaration import Values
from app.publishing.life.rules import PublicationStatus
from app.records.cases.decision_checks import (
    BodyCodes,
    body_code_fault,
    fine_against_kinds,
    fine_against_words,
    period_against_grade,
    two_parties,
)
from app.records.cases.periods import PeriodRule, period_rule
from app.records.cases.rules import CaseField, PenaltyKind, Severity
from app.records.companies.addressed import AddressedRow
from app.records.companies.parties import is_authority, misread
from app.records.companies.rules import PartyKind

_NUMBER = re.compile(
    r"[（(\s]([^（()\s]{0,12}[〔\[【（(]\s*20\d{2}\s*[〕\]】）)][^）)]*号(?:[、，,][^）)]*号)*)"
)
_NOTICE_BODY = re.compile(r"^(\S{4,40}?(?:监管局|监管分局|管理局|委员会|支队|分局|局))行政处罚")


class DecisionRow(AddressedRow):
    """One row, understood as a decision."""

    only_in_files = (
        LayoutField("notice_title", "文档标题", text(500), synonyms=("公示标题",)),
        LayoutField("notice_on", "发布日期", day, synonyms=("公示日期", "公示起日期")),
        LayoutField("notice_link", "源链接", text(500), synonyms=("来源地址", "原文链接")),
        LayoutField("period", "时间", text(300)),
        LayoutField("affiliation", "所属机构", text(200)),
        LayoutField("state", "状态标记", text(40), synonyms=("当前状态", "CF_ZT")),
        LayoutField("state_reason", "撤销处罚的原因说明", text(500)),
    )
    required_any = (
        ("violation", "facts", "period"),
        ("content", "penalty_kinds"),
        ("decided_on", "notice_on", "period"),
    )

    @property
    def body(self) -> str:
        """From its own cell, from the title of the notice, or the sender."""
        stated = self.values["deciding_body"] or self._body_in_title() or self.source.body
        return str(stated or NOT_STATED)

    @property
    def content(self) -> Values:
        """The columns that the row fills in, as they may be public."""
        values, party = self.values, self.party
        stated = values["content"] or values["penalty_kinds"] or ""
        return super().content | {
            "title": party.conceal(self._title()),
            "violation": party.conceal(self.violation),
            "content": party.conceal(stated),
            "remark": self._remark(),
            "decision_number": self.decision_number,
            "penalty_kinds": self.penalty_kinds,
            "decided_on": self.decided_on,
            "severity": self.severity,
            "field": self._field(),
        }

    def birth(self) -> Values:
        """Published until the stated end, at most to that of the rule of its day.

        What has ended goes in as such and never shows.
        """
        today = clock.today()
        decided_on = self.decided_on or today
        latest = self.period_rule.last_day(decided_on)
        until = min(self.values["publish_until"] or latest, latest)
        status = PublicationStatus.PUBLISHED if until >= today else PublicationStatus.EXPIRED
        return {
            "status": status,
            "published_on": min(self.values["notice_on"] or decided_on, today),
            "publish_until": until,
            "earliest_repair_on": self.period_rule.repair_from(decided_on),
        }

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if is_authority(self.party.name, self.body):
            return Rejection("当事人是行政机关，疑为原表解析有误", "party_name")
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
        values, name = self.values, self.values["party_name"]
        if found := misread(name):
            return Rejection(found, "party_name")
        if two_parties(name):
            return Rejection("一格里有两个当事人，请拆成两行，各写自己的处罚内容", "party_name")
        if meaning("parties", "kind", values["party_kind"]) == PartyKind.PERSON and self.code.uscc:
            return Rejection("自然人不填统一社会信用代码；个体工商户请在类别里注明", "uscc")
        if fault := body_code_fault(values["deciding_body_code"], self.code.uscc):
            return Rejection(fault, "deciding_body_code")
        if values["publish_until"] and values["publish_until"] < (self.decided_on or date.min):
            return Rejection("公示截止期早于处罚决定日期，请核对", "publish_until")
        fine = fine_against_words(values["fine_cents"], values["content"] or "")
        return fine if isinstance(fine, Rejection) else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        values, fine = self.values, self.values["fine_cents"]
        doubtful = fine_against_words(fine, values["content"] or "")
        codes, notes = self.source.once(BodyCodes), self.source.once(FirstRowHints)
        found = (
            doubtful if isinstance(doubtful, Hint) else None,
            fine_against_kinds(fine, self.penalty_kinds, values["penalty_kinds"]),
            period_against_grade(values["publish_until"], self.decided_on, self.period_rule),
            codes.contradiction(self.body, values["deciding_body_code"]),
            unpaired_brackets(values["decision_number"], "decision_number"),
            notes.once(self.date_remark, "decided_on"),
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
    def violation(self) -> str:
        """The kind of violation, or what the facts begin with."""
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
        values, who = self.values, self.code.uscc or self.values["party_name"]
        if values["decision_number"]:
            return source_key("case", values["decision_number"], who, self.body)
        apart = ("violation", "facts", "content", "fine_cents", "notice_link", "period")
        return source_key(
            "case", self.decision_number, who, self.decided_on, *(values[name] for name in apart)
        )

    def _body_in_title(self) -> str | None:
        match = _NOTICE_BODY.search(self.values["notice_title"] or "")
        return match[1] if match else None

    @cached_property
    def _dated(self) -> tuple[date | None, str]:
        values = self.values
        if values["decided_on"]:
            return values["decided_on"], ""
        if values["notice_on"]:
            return values["notice_on"], "原表未列处罚决定日期，暂以发布日期计"
        return quarter_end(values["period"] or ""), "原表仅注明季度，暂以季末日期计"

    @property
    def decided_on(self) -> date | None:
        """The day of the decision, or what comes nearest to it."""
        return self._dated[0]

    @property
    def date_remark(self) -> str:
        """What is said of a day that the file does not state."""
        return self._dated[1]

    def _title(self) -> str:
        title = self.values["title"]
        return title or f"{self.party.name}{self.violation[:60].rstrip('。；;，,')}案"

    def _field(self) -> CaseField:
        for words in (self.body, self.violation, self.values["facts"]):
            if found := meaning("cases", "field", words):
                return CaseField(found)
        return CaseField.OTHER

    def _remark(self) -> str | None:
        notes = [self.values["remark"], self.date_remark, self.party.remark]
        return "；".join(self.party.conceal(note) for note in notes if note) or None


def _first_sentence(words: str) -> str:
    return re.split(r"[。；\n]", words, maxsplit=1)[0][:200]


def _after_quarter(period: str) -> str:
    """2017年第一季度…严重超标和处罚情况 → what happened, without the quarter."""
    words = re.sub(r"^.*?季度", "", period)
    return re.sub(r"(和处罚)?情况$", "", words) or period
