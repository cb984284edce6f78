"""The columns of licences, a row of them understood, and what names a licence in its source."""

import re
from datetime import date

from app.kernel import clock
from app.kernel.imports.cells import Cell
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.problems import BadValueError
from app.kernel.imports.remarks import Notes, unpaired_brackets
from app.kernel.imports.saving import NOT_STATED, source_key
from app.kernel.imports.targets import Candidate, Hint, Rejection, Source
from app.kernel.imports.values import day, digits, last_day, number, plain, text, unbroken
from app.kernel.imports.words import meaning
from app.kernel.masking import hide_identity
from app.publishing.life.sealed import Original
from app.records.companies.importing import codes_of, company_code
from app.records.companies.parties import AddressedParty, addressed_party, misread
from app.records.licences.models import CODES
from app.records.licences.rules import LicenceKind, LicenceState, fault

KIND_CODES = {f"{place:02}": kind for place, kind in enumerate(LicenceKind, start=1)}
STATES_2015 = {
    "0": LicenceState.VALID,
    "1": LicenceState.INVALID,
    "2": LicenceState.DISPUTED,
    "3": LicenceState.OTHER,
}
"""Codes of files with the columns 地方编码 and 时间戳."""
STATES_2018 = {"1": LicenceState.VALID, "2": LicenceState.INVALID}
"""Codes of files that name the data source body. The same digit means something else there."""


def licence_kind(cell: Cell, _unit: str | None = None) -> LicenceKind:
    """The kind by its code (01, also as the number 1) or by its word."""
    written = plain(cell)
    found = KIND_CODES.get(written.zfill(2)) or meaning("licences", "kind", written)
    if found is None:
        words = "、".join(kind.label for kind in LicenceKind)
        raise BadValueError(f"“{written[:30]}”不是许可类别，可以填 {words}")
    return LicenceKind(found)


def organisation_code(cell: Cell, _unit: str | None = None) -> str:
    """The code of an organisation (GB 11714), with or without its dash."""
    written = digits(cell).replace("-", "")
    if not re.fullmatch(r"[0-9A-Z]{9}", written):
        raise BadValueError("组织机构代码应为9位数字或大写字母")
    return written


LAYOUT = Layout(
    "licences",
    (
        Field("name", "行政相对人名称", unbroken(200), required=True),
        Field("party_kind", "行政相对人类别", text(40)),
        Field("uscc", "统一社会信用代码", company_code),
        Field("registration_number", "工商注册号", company_code),
        Field("organisation_code", "组织机构代码", organisation_code),
        Field("tax_number", "税务登记号", number(20)),
        Field("institution_number", "事业单位证书号", number(12)),
        Field("society_number", "社会组织登记证号", number(50)),
        Field("legal_representative", "法定代表人", text(50)),
        Field("document_name", "行政许可决定文书名称", text(200)),
        Field("decision_number", "行政许可决定文书号", number(128)),
        Field("kind", "许可类别", licence_kind),
        Field("certificate_name", "许可证书名称", text(200)),
        Field("licence_number", "许可编号", number(128)),
        Field("content", "许可内容", text(20_000, lines=True)),
        Field("decided_on", "许可决定日期", day),
        Field("valid_from", "有效期自", day),
        Field("valid_until", "有效期至", last_day),
        Field("deciding_body", "许可机关", text(200)),
        Field("deciding_body_code", "许可机关统一社会信用代码", number(18)),
        Field("state", "当前状态", text(40)),
        Field("source_body", "数据来源单位", text(200)),
        Field("source_body_code", "数据来源单位统一社会信用代码", number(18)),
        Field("remark", "备注", text(512)),
        Field("area", "县（市、区）", text(60)),
        Field("stamp", "时间戳", text(60)),
    ),
    required_any=(("decision_number", "licence_number"), ("decided_on", "valid_from")),
)


class LicenceRow:
    """One row, understood as a licence."""

    def __init__(self, row: Candidate, source: Source) -> None:
        self.row = row.row
        self.values = row.values
        self.code = codes_of(row)
        self.party = addressed_party(row.values["name"], row.values["party_kind"])
        self.deciding_body: str = row.values["deciding_body"] or source.body or NOT_STATED
        self.decided_on: date | None = row.values["decided_on"] or row.values["valid_from"]
        self._notes = source.once(Notes)

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        values = self.values
        if found := misread(values["name"]):
            return Rejection(found, "name")
        if self.decided_on is None:
            return Rejection("缺少许可决定日期，也没有有效期自可依", "decided_on")
        if self.decided_on > clock.today():
            name = "decided_on" if values["decided_on"] else "valid_from"
            return Rejection("许可决定日期在今天之后，或原表未列决定日期", name)
        if values["state"] and self.state is None:
            written = values["state"][:30]
            reason = f"看不出“{written}”是什么状态，请写成 有效、无效、异议 或 其他"
            return Rejection(reason, "state")
        wrong = fault(
            party_kind=self.party.kind,
            has_code=any(values[name] for name in CODES),
            has_number=bool(values["licence_number"] or values["decision_number"]),
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
        )
        return Rejection(wrong[1], wrong[0]) if wrong else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        stated = self.values["decided_on"]
        undated = "" if stated else "原表未列许可决定日期，暂以有效期自计"
        found = (
            unpaired_brackets(self.values["decision_number"], "decision_number"),
            self._notes.once(undated, "decided_on"),
        )
        return tuple(filter(None, found))

    @property
    def state(self) -> LicenceState | None:
        """By its word; by its code only where the file's layout tells what codes mean in it."""
        values = self.values
        codes: dict[str, LicenceState] = {}
        if values["stamp"]:
            codes = STATES_2015
        elif values["source_body"]:
            codes = STATES_2018
        found = codes.get(values["state"] or "") or meaning("licences", "state", values["state"])
        return LicenceState(found) if found else None

    def original(self) -> Original | None:
        """Who a natural person is: sealed, as the record shows 张某某."""
        return self.party.original()

    @property
    def revocation(self) -> str | None:
        """Why the licence is not shown, if the file says that it no longer stands."""
        return "许可已失效" if self.state is LicenceState.INVALID else None

    def key(self) -> str:
        """What names the licence; the same from the sender's file and from our own export."""
        return licence_key(
            party=self.party,
            code=self.code.uscc or self.code.registration_number,
            numbers=(self.values["licence_number"], self.values["decision_number"]),
            deciding_body=self.deciding_body,
            decided_on=self.decided_on,
        )


def licence_key(
    *,
    party: AddressedParty,
    code: str | None,
    numbers: tuple[str | None, str | None],
    deciding_body: str,
    decided_on: date | None,
) -> str:
    """The number, for whom, by whom. Of a person only what is shown: the day tells 张某某 apart."""
    shown = (public_number(number, party) for number in numbers)
    apart = decided_on if party.is_person else None
    return source_key("licence", *shown, code or party.name, deciding_body, apart)


def public_number(written: str | None, party: AddressedParty) -> str | None:
    """A number as it may be shown: a person's certificate may bear that of the identity card."""
    return hide_identity(written) if written and party.is_person else written
