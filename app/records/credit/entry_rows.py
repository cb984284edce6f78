"""One row of a file of the red or the black list, understood as an entry."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.kernel import clock
from app.kernel.imports.layouts import LayoutField
from app.kernel.imports.saving import source_key
from app.kernel.imports.targets import (
    FirstRowHints,
    Hint,
    ImportRow,
    ImportSource,
    Rejection,
    unpaired_brackets,
)
from app.kernel.imports.values import day, text, unbroken, year
from app.kernel.imports.words import meaning
from app.people.places import NamedBody
from app.publishing.kind.declaration import Values
from app.publishing.life.rules import PublicationStatus, years_later
from app.records.companies.importing import company_code
from app.records.companies.kind import CompanyRow
from app.records.companies.matching import DistrictFinder, Matched, NamedCompany
from app.records.companies.parties import misread
from app.records.credit.rules import CreditCategory, ListKind, categories

if TYPE_CHECKING:
    from app.records.companies.kind import CompanyKind

YEARS = 3
"""An entry stands for three years from the decision where the file gives no end."""


class EntryRow(CompanyRow):
    """One row, understood as an entry. Files name who is on a list, never who has left it."""

    only_in_files = (
        LayoutField(
            "name",
            "企业名称",
            unbroken(200),
            required=True,
            synonyms=(
                "行政相对人名称",
                "主体名称",
                "单位名称",
                "企业全称",
                "失信主体名称",
                "公司名称",
            ),
        ),
        LayoutField(
            "uscc",
            "统一社会信用代码",
            company_code,
            synonyms=(
                "统一信用代码",
                "统一信用代码/注册号",
                "注册号/统一社会信用代码",
                "统一社会信用代码/注册号",
                "工商注册号/统一社会信用代码",
                "信用代码",
            ),
        ),
        LayoutField(
            "registration_number",
            "工商注册号",
            company_code,
            synonyms=("注册号", "营业执照注册号"),
        ),
        LayoutField("honour", "良好信息类别", text(150), synonyms=("荣誉名称", "守信类别")),
        LayoutField("honour_title", "良好企业名称", text(200), synonyms=("良好信息名称",)),
        LayoutField("honour_level", "信息级别", text(40)),
        LayoutField("honour_year", "信息认定年度", year, synonyms=("认定年度",)),
        LayoutField("honour_kind", "信息认定类别", text(60)),
        LayoutField("ground", "失信领域", text(200), synonyms=("失信类别", "列入类别", "失信行为")),
        LayoutField("valid_from", "有效期自", day, synonyms=("认定有效期限自", "公示起日期")),
        LayoutField("remark", "备注", text(500), synonyms=("BZ",)),
    )
    required_any = (
        ("uscc", "registration_number"),
        ("list", "honour", "honour_title", "ground", "reason"),
    )
    whole = {  # noqa: RUF012  # read once
        "list": tuple(each.label for each in ListKind),
        "ground": (),
    }

    def __init__(self, kind: "CompanyKind[Any]", row: ImportRow, source: ImportSource) -> None:
        super().__init__(kind, row, source)
        self.listed = _listed(self.values)
        stated = self.values["decided_on"] or self.values["valid_from"]
        self.is_dated = stated is not None
        self.decided_on: date | None = stated or source.saved_on

    @property
    def firm(self) -> NamedCompany:
        """Lists name companies, never people."""
        return NamedCompany(
            self.row, self.values["name"], self.code.uscc, self.code.registration_number
        )

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in."""
        return super().content | {
            "list": self.listed,
            "category": self.category,
            "title": self.title,
            "reason": self.reason,
            "decided_on": self.decided_on,
            "publish_until": self.publish_until,
        }

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if self.listed is None:
            return Rejection("看不出是红名单还是黑名单，请增加“名单类型”列", "list")
        if found := misread(self.values["name"]):
            return Rejection(found, "name")
        if not (self.code.uscc or self.code.registration_number):
            return Rejection("统一社会信用代码和注册号至少填一项", "uscc")
        if self.decided_on is None:
            return Rejection("缺少认定日期，文件也没有保存日期可依", "decided_on")
        if self.decided_on > clock.today():
            return Rejection("认定日期在今天之后", "decided_on")
        return super().problem()

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        found = [unpaired_brackets(self.values["document_number"], "document_number")]
        if not self.is_dated:
            notes = self.source.once(FirstRowHints)
            found.append(notes.once("原表未列认定日期，暂以文件保存日期计", "decided_on"))
        stated, last = self.values["publish_until"], self.publish_until
        if stated and stated > last:
            reason = f"黑名单最长公示 {YEARS} 年，至 {last} 为止，已按此缩短"
            found.append(Hint(reason, "publish_until"))
        return tuple(filter(None, found))

    @property
    def publish_until(self) -> date:
        """The stated end, else three years on; no black entry stands longer (总局令44号)."""
        term = years_later(self.decided_on or clock.today(), YEARS)
        stated: date = self.values["publish_until"] or term
        return min(stated, term) if self.listed is ListKind.BLACK else stated

    def key(self) -> str:
        """Whom, on what ground, by which decision."""
        return source_key(
            "credit",
            self.listed,
            self.code.uscc or self.code.registration_number,
            self.title,
            self.values["document_number"],
            self.body,
            self.decided_on if self.is_dated else None,
        )

    def birth(self) -> Values:
        """Published until the stated end, else for three years; what has ended never shows."""
        is_current = self.publish_until >= clock.today()
        return {
            "status": PublicationStatus.PUBLISHED if is_current else PublicationStatus.EXPIRED,
            "published_on": self.decided_on,
            "publish_until": self.publish_until,
        }

    def district(
        self, company: Matched | None, body: NamedBody | None, districts: DistrictFinder
    ) -> str | None:
        """That of the company, else of the body."""
        found = company.district_code if company else None
        return found or (body.district_code if body else None)

    @property
    def title(self) -> str:
        """The honour or the ground, in few words."""
        values = self.values
        names = ("title", "honour_title", "honour", "ground", "reason", "remark")
        found = next((values[name] for name in names if values[name]), None)
        return str(found or (self.listed.label if self.listed else ""))[:200]

    @property
    def category(self) -> CreditCategory:
        """By the words of ground and honour; the first that are telling, and fit the list."""
        known = dict(categories(self.listed)) if self.listed else {}
        for name in ("title", "honour", "honour_title", "ground", "reason", "basis"):
            found = meaning("credit", "category", self.values[name])
            if found in known:
                return CreditCategory(found)
        return CreditCategory.OTHER

    @property
    def reason(self) -> str:
        """The ground at length, and what the row says besides."""
        values = self.values
        parts = [values["reason"], values["ground"] if values["ground"] != self.title else None]
        level = "、".join(filter(None, (values["honour_level"], values["honour_kind"])))
        parts += [level, f"{values['honour_year']} 年度" if values["honour_year"] else None]
        parts.append(values["remark"])
        if not self.is_dated:
            parts.append(f"原表未列认定日期，按文件保存日期 {self.decided_on} 计")
        return "；".join(part for part in parts if part)


def _listed(values: Any) -> ListKind | None:
    """From its own column; else an honour means the red list, a ground the black one."""
    if stated := meaning("credit", "list", values["list"]):
        return ListKind(stated)
    if values["honour"] or values["honour_title"]:
        return ListKind.RED
    return ListKind.BLACK if values["ground"] or values["reason"] else None
