"""What only files state of honours, and a row of them understood as an honour."""

from datetime import date
from functools import cached_property

from app.kernel import clock
from app.kernel.imports.layouts import LayoutField
from app.kernel.imports.targets import FirstRowHints, Hint, Rejection, unpaired_brackets
from app.kernel.imports.values import text
from app.kernel.imports.words import meaning
from app.people.places import NamedBody
from app.publishing.kind.declaration import Values
from app.publishing.life.rules import PublicationStatus
from app.records.companies.addressed import AddressedRow
from app.records.companies.matching import DistrictFinder, Matched
from app.records.honours.rules import HonourGrade, HonourKind


class HonourRow(AddressedRow):
    """One row, understood as an honour."""

    only_in_files = (LayoutField("state", "荣誉状态", text(40), synonyms=("状态",)),)
    required_any = (("granted_on", "valid_from"),)
    whole = {  # noqa: RUF012  # read once
        "kind": tuple(kind.label for kind in HonourKind),
        "title": (),
        "grantor": (),
    }

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in; publication ends with the honour."""
        found = super().content
        concealed = {
            field.name: self.party.conceal(words)
            for field in self.kind.text_fields()
            if (words := found[field.name])
        }
        return (
            found
            | concealed
            | {
                "kind": self.honour_kind,
                "grade": self.grade,
                "granted_on": self.granted_on,
                "year": self.year,
                "publish_until": self.values["valid_until"],
            }
        )

    def birth(self) -> Values:
        """Published at once; one that no longer holds is not shown, until its file renews it."""
        today = clock.today()
        on = min(self.granted_on or today, today)
        return {"status": PublicationStatus.PUBLISHED, "published_on": on}

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if self.granted_on is None:
            return Rejection("缺少授予日期，也没有有效期自可依", "granted_on")
        if self.grade is None:
            return Rejection("看不出级别，请填 国家级、省级、市级 或 县（市、区）级", "grade")
        return super().problem()

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        undated = "" if self.values["granted_on"] else "原表未列授予日期，暂以有效期自计"
        is_unknown = self.honour_kind is HonourKind.OTHER
        unknown = "认不出荣誉种类，暂列“其他荣誉”" if is_unknown else ""
        notes = self.source.once(FirstRowHints)
        found = (
            unpaired_brackets(self.values["document_number"], "document_number"),
            notes.once(undated, "granted_on"),
            notes.once(unknown, "kind"),
        )
        return tuple(filter(None, found))

    def district(
        self, company: Matched | None, body: NamedBody | None, districts: DistrictFinder
    ) -> str | None:
        """Its holder's before that of the body: cities and provinces honour firms of districts."""
        of_company = company.district_code if company else None
        area = self.values["district_code"]
        stated = districts.named(area) if area else None
        return stated or of_company or super().district(company, body, districts)

    @property
    def granted_on(self) -> date | None:
        """The day of the honour, or the first on which it holds."""
        stated: date | None = self.values["granted_on"] or self.values["valid_from"]
        return stated

    @property
    def honour_kind(self) -> HonourKind:
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
            else (("named_grade", self.values["title"]), ("named_grade", self.body))
        )
        found = (meaning("honours", field, words) for field, words in named)
        first = next(filter(None, found), None)
        return HonourGrade(first) if first else None

    @property
    def year(self) -> int:
        """The year for which it was given, else that in which it was."""
        stated: int | None = self.values["year"]
        return stated or (self.granted_on or clock.today()).year

    @property
    def revocation(self) -> str | None:
        """Why the honour is not shown, if the file says that it was taken back."""
        is_over = meaning("honours", "state", self.values["state"]) is not None
        return "荣誉已被撤销" if is_over else None
