"""The columns of inspections, a row of them understood, and what names one in its source."""

import re
from datetime import date
from typing import Any

from app.kernel import clock
from app.kernel.imports.cells import Cell
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.problems import BadValueError
from app.kernel.imports.saving import NOT_STATED, source_key
from app.kernel.imports.targets import Candidate, Hint, Rejection, Source
from app.kernel.imports.values import Converter, day, plain, text, unbroken
from app.kernel.imports.words import meaning
from app.kernel.labels import LabelledEnum
from app.publishing.life.sealed import Original
from app.records.companies.importing import company_code
from app.records.companies.parties import addressed_party, misread
from app.records.companies.rules import PartyKind
from app.records.companies.uscc import CompanyCode
from app.records.inspections.rules import (
    SEPARATOR,
    CheckResult,
    InspectionKind,
    InspectionLevel,
    ProductGroup,
    fault,
    parts,
)

_TOGETHER = re.compile(r"\s*(?:║|\|\|)\s*")
"""What many bulletins write between item, measured value and limit of one column."""
_BETWEEN = re.compile(r"\s*[;；\n]+\s*")
_ANSWERS = {"是": True, "本地": True, "Y": True, "1": True, "否": False, "N": False, "0": False}


def one_of(words: type[LabelledEnum], field: str, what: str) -> Converter:
    """A member of ``words`` by what senders write for it."""

    def convert(cell: Cell, _unit: str | None = None) -> LabelledEnum:
        written = plain(cell)
        found = meaning("inspections", field, written)
        if found is None:
            labels = "、".join(word.label for word in words)
            raise BadValueError(f"看不出“{written[:30]}”是哪种{what}，可以填 {labels}")
        return words(found)

    return convert


def local(cell: Cell, _unit: str | None = None) -> bool:
    """Whether the product was made in the city."""
    written = plain(cell).upper()
    if written not in _ANSWERS:
        raise BadValueError(f"“{written[:30]}”请写成 是 或 否")
    return _ANSWERS[written]


def several(cell: Cell, unit: str | None = None) -> str:
    """Items or values, with one sign between them however they were written."""
    written = str(text(4000, lines=True)(cell, unit))
    return SEPARATOR.join(part for part in _BETWEEN.split(written.strip()) if part)


LAYOUT = Layout(
    "inspections",
    (
        Field("kind", "检查方式", one_of(InspectionKind, "kind", "检查方式")),
        Field("level", "任务级别", one_of(InspectionLevel, "level", "任务级别")),
        Field(
            "product_group",
            "产品类别",
            one_of(ProductGroup, "product_group", "产品类别"),
            required=True,
        ),
        Field("product", "产品名称", text(200), required=True),
        Field("specification", "规格型号", text(200)),
        Field("batch_number", "生产日期或批号", text(128)),
        Field("maker", "标称生产者", unbroken(200), required=True),
        Field("maker_kind", "生产者类别", text(40)),
        Field("uscc", "统一社会信用代码", company_code),
        Field("maker_address", "生产者地址", text(300)),
        Field("is_local", "本地生产", local),
        Field("seller", "被抽样单位", unbroken(200)),
        Field("area", "抽样地", text(100)),
        Field("result", "检验结果", one_of(CheckResult, "result", "检验结果"), required=True),
        Field("failing_items", "不合格项目", several),
        Field("measured", "实测值", several),
        Field("limits", "标准值", several),
        Field("laboratory", "检验机构", text(200), required=True),
        Field("sampled_on", "抽样日期", day, required=True),
        Field("announced_on", "发布日期", day, required=True),
        Field("announcement", "通报名称或文号", text(200)),
        Field("body", "组织部门", text(200)),
        Field("remark", "备注", text(512)),
    ),
)


class InspectionRow:
    """One row, understood as an inspected batch."""

    def __init__(self, row: Candidate, source: Source) -> None:
        self.row = row.row
        self.values = row.values
        self.party = addressed_party(row.values["maker"], row.values["maker_kind"])
        self.code: CompanyCode = row.values["uscc"] or CompanyCode()
        seller = row.values["seller"]
        self.seller = addressed_party(seller, None).name if seller else None
        self.kind: InspectionKind = row.values["kind"] or InspectionKind.SPOT_CHECK
        self.body: str = row.values["body"] or source.body or NOT_STATED
        self.found = _found(row.values)

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        values = self.values
        if wrong := misread(values["maker"]):
            return Rejection(wrong, "maker")
        if self.party.kind is PartyKind.PERSON and values["uscc"]:
            return Rejection("自然人不填统一社会信用代码", "uscc")
        items, measured, limits = self.found
        fault_found = fault(
            result=values["result"],
            items=items,
            values=(measured, limits),
            sampled_on=values["sampled_on"],
            announced_on=values["announced_on"],
            today=clock.today(),
        )
        return Rejection(fault_found[1], fault_found[0]) if fault_found else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        if self.body == NOT_STATED:
            return (Hint("原表没有组织部门，请核对", "body"),)
        return ()

    def original(self) -> Original | None:
        """Who a maker is that is a natural person: sealed, as the record shows 张某某."""
        return self.party.original()

    @property
    def revocation(self) -> None:
        """Files of inspections do not mark what was revoked."""
        return None

    def key(self) -> str:
        """What names the batch; the same from the sender's file and from our own export."""
        values = self.values
        return inspection_key(
            kind=self.kind,
            product=(values["product"], values["specification"], values["batch_number"]),
            maker=self.code.uscc or self.party.name,
            seller=self.seller,
            sampled_on=values["sampled_on"],
            body=self.body,
        )


def inspection_key(
    *,
    kind: InspectionKind,
    product: tuple[str, str | None, str | None],
    maker: str,
    seller: str | None,
    sampled_on: date,
    body: str,
) -> str:
    """What was sampled where, by whom and when; not what was found, which may be corrected."""
    return source_key("inspection", kind.value, *product, maker, seller, sampled_on, body)


def _found(values: Any) -> tuple[str | None, str | None, str | None]:
    """Items, measured values and limits, also where one column holds all three."""
    items = values["failing_items"]
    if not items or not _TOGETHER.search(items):
        return items, values["measured"], values["limits"]
    split = [[*_TOGETHER.split(part), "", ""][:3] for part in parts(items)]
    columns = [SEPARATOR.join(one[place] for one in split if one[place]) for place in range(3)]
    return columns[0], columns[1] or None, columns[2] or None
