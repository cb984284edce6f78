"""What only files state of licences, and a row of them understood as a licence."""

from datetime import date
from functools import cached_property

from app.kernel import clock
from app.kernel.imports.layouts import LayoutField
from app.kernel.imports.targets import FirstRowHints, Hint, Rejection, unpaired_brackets
from app.kernel.imports.values import text
from app.kernel.imports.words import meaning
from app.publishing.kind.declaration import Values
from app.publishing.life.rules import PublicationStatus
from app.records.companies.addressed import AddressedRow
from app.records.licences.rules import LicenceState

STATES_2015 = {
    "0": LicenceState.VALID,
    "1": LicenceState.INVALID,
    "2": LicenceState.DISPUTED,
    "3": LicenceState.OTHER,
}
"""Codes of files with the columns 地方编码 and 时间戳."""
STATES_2018 = {"1": LicenceState.VALID, "2": LicenceState.INVALID}
"""Codes of files that name the data source body. The same digit means something else there."""
TEXTS = ("document_name", "certificate_name", "content", "remark")


class LicenceRow(AddressedRow):
    """One row, understood as a licence."""

    only_in_files = (LayoutField("stamp", "时间戳", text(60), synonyms=("SJC",)),)
    required_any = (("decision_number", "licence_number"), ("decided_on", "valid_from"))

    @cached_property
    def content(self) -> Values:
        """What the file says; the end of publication follows the validity when that is renewed."""
        found = super().content | {"remark": self._remark()}
        concealed = {name: self.party.conceal(found[name]) for name in TEXTS if found[name]}
        return {
            **found,
            **concealed,
            "decided_on": self.decided_on,
            "state": self.state,
            "publish_until": self.values["valid_until"],
        }

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        values = self.values
        if self.decided_on is None:
            return Rejection("缺少许可决定日期，也没有有效期自可依", "decided_on")
        if self.decided_on > clock.today():
            name = "decided_on" if values["decided_on"] else "valid_from"
            return Rejection("许可决定日期在今天之后，或原表未列决定日期", name)
        if values["state"] and self.state is None:
            written = values["state"][:30]
            reason = f"看不出“{written}”是什么状态，请写成 有效、无效、异议 或 其他"
            return Rejection(reason, "state")
        return super().problem()

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        found = (
            unpaired_brackets(self.values["decision_number"], "decision_number"),
            self.source.once(FirstRowHints).once(self.date_remark, "decided_on"),
        )
        return tuple(filter(None, found))

    @property
    def decided_on(self) -> date | None:
        """The day of the decision, or that from which the licence is valid."""
        decided_on: date | None = self.values["decided_on"] or self.values["valid_from"]
        return decided_on

    @property
    def date_remark(self) -> str:
        """What is said of a day that the file does not state."""
        return "" if self.values["decided_on"] else "原表未列许可决定日期，暂以有效期自计"

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

    @property
    def revocation(self) -> str | None:
        """Why the licence is not shown, if the file says that it no longer stands."""
        return "许可已失效" if self.state is LicenceState.INVALID else None

    def birth(self) -> Values:
        """Published at once; one that is no longer valid is not shown, until its file renews it."""
        today = clock.today()
        published_on = min(self.decided_on or today, today)
        return {"status": PublicationStatus.PUBLISHED, "published_on": published_on}

    def _remark(self) -> str | None:
        notes = (self.values["remark"], self.date_remark, self.party.remark)
        return "；".join(note for note in notes if note) or None
