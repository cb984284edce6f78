"""Entries of the red and the black list from files of the bodies that keep them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Flask

from app.kernel import clock
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.remarks import Notes, unpaired_brackets
from app.kernel.imports.saving import NOT_STATED, Draft, source_key
from app.kernel.imports.targets import (
    Batch,
    Candidate,
    Hint,
    Rejection,
    Source,
    Verdict,
    register_target,
)
from app.kernel.imports.values import day, last_day, text, unbroken, year
from app.kernel.imports.words import meaning
from app.kernel.search.documents import SearchKind
from app.people.bodies import BodyFinder, body_finder
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus, years_later
from app.records.companies.districts import district_finder
from app.records.companies.importing import codes_of, company_code
from app.records.companies.matching import Matched, Party, match_companies
from app.records.companies.parties import misread
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind, categories

YEARS = 3
"""An entry stands for three years from the decision where the file gives no end."""

LAYOUT = Layout(
    "credit",
    (
        Field("list", "名单类型", text(40)),
        Field("name", "企业名称", unbroken(200), required=True),
        Field("uscc", "统一社会信用代码", company_code),
        Field("registration_number", "注册号", company_code),
        Field("honour", "良好信息类别", text(150)),
        Field("honour_title", "良好企业名称", text(200)),
        Field("honour_level", "信息级别", text(40)),
        Field("honour_year", "信息认定年度", year),
        Field("honour_kind", "信息认定类别", text(60)),
        Field("ground", "失信领域", text(200)),
        Field("reason", "列入事由", text(5000, lines=True)),
        Field("basis", "认定依据", text(500)),
        Field("document_number", "认定发布文号", text(128)),
        Field("deciding_body", "认定部门", text(100)),
        Field("decided_on", "认定日期", day),
        Field("valid_from", "有效期自", day),
        Field("valid_until", "有效期至", last_day),
        Field("remark", "备注", text(500)),
    ),
    required_any=(
        ("uscc", "registration_number"),
        ("list", "honour", "honour_title", "ground", "reason"),
    ),
    whole={"list": tuple(kind.label for kind in ListKind), "ground": ()},
)


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the entries of a batch, with their companies."""
    return save_batch(
        batch,
        model=CreditEntry,
        understand=_Entry,
        drafts=_drafts,
        kinds=[SearchKind.RED, SearchKind.BLACK],
        action="credit.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring list entries."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


class _Entry:
    """One row, understood as an entry."""

    revocation = None
    """Files name who is on a list, never who has left it."""

    def __init__(self, row: Candidate, source: Source) -> None:
        self.row = row.row
        self.values = row.values
        self.code = codes_of(row)
        self.list = _list_of(row.values)
        self.deciding_body = row.values["deciding_body"] or source.body or NOT_STATED
        stated = row.values["decided_on"] or row.values["valid_from"]
        self.is_dated = stated is not None
        self.decided_on: date | None = stated or source.saved_on
        self._notes = source.once(Notes)

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if self.list is None:
            return Rejection("看不出是红名单还是黑名单，请增加“名单类型”列", "list")
        if found := misread(self.values["name"]):
            return Rejection(found, "name")
        if not (self.code.uscc or self.code.registration_number):
            return Rejection("统一社会信用代码和注册号至少填一项", "uscc")
        return self._misdated()

    def _misdated(self) -> Rejection | None:
        until = self.values["valid_until"]
        if self.decided_on is None:
            return Rejection("缺少认定日期，文件也没有保存日期可依", "decided_on")
        if self.decided_on > clock.today():
            return Rejection("认定日期在今天之后", "decided_on")
        if until and until < self.decided_on:
            return Rejection("有效期至早于认定日期，请核对", "valid_until")
        return None

    def original(self) -> None:
        """Lists name companies, never people."""

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        found = [unpaired_brackets(self.values["document_number"], "document_number")]
        if not self.is_dated:
            found.append(self._notes.once("原表未列认定日期，暂以文件保存日期计", "decided_on"))
        stated, last = self.values["valid_until"], self.publish_until
        if stated and stated > last:
            reason = f"黑名单最长公示 {YEARS} 年，至 {last} 为止，已按此缩短"
            found.append(Hint(reason, "valid_until"))
        return tuple(filter(None, found))

    @property
    def publish_until(self) -> date:
        """The stated end, else three years on; no black entry stands longer (总局令44号)."""
        term = years_later(self.decided_on or clock.today(), YEARS)
        stated: date = self.values["valid_until"] or term
        return min(stated, term) if self.list is ListKind.BLACK else stated

    def key(self) -> str:
        """Whom, on what ground, by which decision."""
        return source_key(
            *("credit", self.list, self.code.uscc or self.code.registration_number),
            *(self.title, self.values["document_number"], self.deciding_body),
            self.decided_on if self.is_dated else None,
        )

    @property
    def title(self) -> str:
        """The honour or the ground, in few words."""
        values = self.values
        names = ("honour_title", "honour", "ground", "reason", "remark")
        found = next((values[name] for name in names if values[name]), None)
        return str(found or (self.list.label if self.list else ""))[:200]

    @property
    def category(self) -> CreditCategory:
        """By the words of ground and honour; the first that are telling, and fit the list."""
        known = dict(categories(self.list)) if self.list else {}
        for name in ("honour", "honour_title", "ground", "reason", "basis"):
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


def _drafts(read: Sequence[_Entry], source: Source) -> list[Draft]:
    parties = [
        Party(entry.row, entry.values["name"], entry.code.uscc, entry.code.registration_number)
        for entry in read
    ]
    matches = match_companies(parties, source, source.once(district_finder))
    bodies = source.once(body_finder)
    return [
        Draft(
            row=entry.row,
            key=entry.key(),
            content=_content(entry, company, bodies),
            birth=_birth(entry),
        )
        for entry, company in zip(read, matches, strict=True)
    ]


def _content(entry: _Entry, company: Matched, bodies: BodyFinder) -> dict[str, Any]:
    body = bodies.find(entry.deciding_body)
    return {
        "list": entry.list,
        "company_id": company.id,
        "category": entry.category,
        "title": entry.title,
        "reason": entry.reason,
        "basis": entry.values["basis"] or "",
        "deciding_bureau_id": body.id if body else None,
        "deciding_body": entry.deciding_body,
        "document_number": entry.values["document_number"],
        "decided_on": entry.decided_on,
        "district_code": company.district_code or (body.district_code if body else None),
    }


def _birth(entry: _Entry) -> dict[str, Any]:
    """Published until the stated end, else for three years; what has ended never shows."""
    today = clock.today()
    decided_on = entry.decided_on or today
    is_current = entry.publish_until >= today
    return {
        "status": PublicationStatus.PUBLISHED if is_current else PublicationStatus.EXPIRED,
        "published_on": decided_on,
        "publish_until": entry.publish_until,
    }


def _list_of(values: Any) -> ListKind | None:
    """From its own column; else an honour means the red list, a ground the black one."""
    if stated := meaning("credit", "list", values["list"]):
        return ListKind(stated)
    if values["honour"] or values["honour_title"]:
        return ListKind.RED
    return ListKind.BLACK if values["ground"] or values["reason"] else None
