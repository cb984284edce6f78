"""The columns of honours, a row of them understood, and what names an honour in its source."""

from datetime import date

from app.kernel import clock
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.remarks import Notes, unpaired_brackets
from app.kernel.imports.saving import NOT_STATED, source_key
from app.kernel.imports.targets import Candidate, Hint, Rejection, Source
from app.kernel.imports.values import day, last_day, number, text, unbroken, year
from app.kernel.imports.words import meaning
from app.publishing.life.sealed import Original
from app.records.companies.importing import codes_of, company_code
from app.records.companies.parties import AddressedParty, addressed_party, misread
from app.records.honours.rules import HonourGrade, HonourKind, fault

LAYOUT = Layout(
    "honours",
    (
        Field("name", "获得者", unbroken(200), required=True),
        Field("party_kind", "获得者类别", text(40)),
        Field("uscc", "统一社会信用代码", company_code),
        Field("registration_number", "工商注册号", company_code),
        Field("title", "荣誉名称", text(200), required=True),
        Field("kind", "荣誉种类", text(60)),
        Field("grade", "级别", text(40)),
        Field("subject", "产品或项目", text(200)),
        Field("grantor", "授予机关", text(100)),
        Field("document_number", "授予文号", number(128)),
        Field("granted_on", "授予日期", day),
        Field("year", "年度", year),
        Field("valid_from", "有效期自", day),
        Field("valid_until", "有效期至", last_day),
        Field("state", "荣誉状态", text(40)),
        Field("merits", "说明", text(5000, lines=True)),
        Field("area", "县（市、区）", text(60)),
    ),
    required_any=(("granted_on", "valid_from"),),
    whole={"kind": tuple(kind.label for kind in HonourKind), "title": (), "grantor": ()},
)


class HonourRow:
    """One row, understood as an honour."""

    def __init__(self, row: Candidate, source: Source) -> None:
        self.row = row.row
        self.values = row.values
        self.code = codes_of(row)
        self.party = addressed_party(row.values["name"], row.values["party_kind"])
        self.grantor: str = row.values["grantor"] or source.body or NOT_STATED
        self.granted_on: date | None = row.values["granted_on"] or row.values["valid_from"]
        self._notes = source.once(Notes)

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        values = self.values
        if found := misread(values["name"]):
            return Rejection(found, "name")
        if self.granted_on is None:
            return Rejection("缺少授予日期，也没有有效期自可依", "granted_on")
        if self.grade is None:
            return Rejection("看不出级别，请填 国家级、省级、市级 或 县（市、区）级", "grade")
        wrong = fault(
            kind=self.kind,
            subject=values["subject"],
            party_kind=self.party.kind,
            has_code=bool(self.code.uscc or self.code.registration_number),
            granted_on=self.granted_on,
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            today=clock.today(),
        )
        return Rejection(wrong[1], wrong[0]) if wrong else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        undated = "" if self.values["granted_on"] else "原表未列授予日期，暂以有效期自计"
        unknown = "认不出荣誉种类，暂列“其他荣誉”" if self.kind is HonourKind.OTHER else ""
        found = (
            unpaired_brackets(self.values["document_number"], "document_number"),
            self._notes.once(undated, "granted_on"),
            self._notes.once(unknown, "kind"),
        )
        return tuple(filter(None, found))

    @property
    def kind(self) -> HonourKind:
        """By its own column, else by the name of the honour."""
        for name in ("kind", "title"):
            if found := meaning("honours", "kind", self.values[name]):
                return HonourKind(found)
        return HonourKind.OTHER

    @property
    def grade(self) -> HonourGrade | None:
        """By its own column; else by what the honour is called, or by who gives it."""
        stated = self.values["grade"]
        named = (
            (("grade", stated),)
            if stated
            else (("named_grade", self.values["title"]), ("named_grade", self.grantor))
        )
        found = (meaning("honours", field, words) for field, words in named)
        first = next(filter(None, found), None)
        return HonourGrade(first) if first else None

    @property
    def revocation(self) -> str | None:
        """Why the honour is not shown, if the file says that it was taken back."""
        is_over = meaning("honours", "state", self.values["state"]) is not None
        return "荣誉已被撤销" if is_over else None

    def original(self) -> Original | None:
        """Who a natural person is: sealed, as the record shows 张某某."""
        return self.party.original()

    def key(self) -> str:
        """What names the honour; the same from the sender's file and from our own export."""
        return honour_key(
            party=self.party,
            code=self.code.uscc or self.code.registration_number,
            title=self.values["title"],
            subject=self.values["subject"],
            year=self.year,
            grantor=self.grantor,
        )

    @property
    def year(self) -> int:
        """The year for which it was given, else that in which it was."""
        stated: int | None = self.values["year"]
        return stated or (self.granted_on or clock.today()).year


def honour_key(
    *,
    party: AddressedParty,
    code: str | None,
    title: str,
    subject: str | None,
    year: int,
    grantor: str,
) -> str:
    """Which honour, for what, of which year, to whom, by whom; of a person what is shown."""
    words = (party.conceal(title), party.conceal(subject or "") or None)
    return source_key("honour", *words, str(year), code or party.name, grantor)
