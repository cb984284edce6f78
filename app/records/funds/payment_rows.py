"""The columns of payments, a row of them understood, and what names one in its source."""

from datetime import date

from app.kernel import clock
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.saving import NOT_STATED, source_key
from app.kernel.imports.targets import Candidate, Hint, Rejection, Source
from app.kernel.imports.values import Money, day, text, unbroken, year
from app.publishing.life.sealed import Original
from app.records.companies.importing import company_code
from app.records.companies.parties import addressed_party, misread
from app.records.companies.uscc import CompanyCode
from app.records.funds.rules import fault

LAYOUT = Layout(
    "funds",
    (
        Field("year", "年度", year, required=True),
        Field("recipient", "获得者", unbroken(200), required=True),
        Field("recipient_kind", "获得者类别", text(40)),
        Field("uscc", "统一社会信用代码", company_code),
        Field("honour", "奖励事由", text(300), required=True),
        Field("basis", "政策依据", text(300), required=True),
        Field("amount", "奖励金额", Money(), required=True),
        Field("body", "拨付部门", text(200)),
        Field("document", "拨付文件", text(200), required=True),
        Field("decided_on", "文件日期", day, required=True),
        Field("remark", "备注", text(512)),
    ),
)


class PaymentRow:
    """One row, understood as a payment."""

    def __init__(self, row: Candidate, source: Source) -> None:
        self.row = row.row
        self.values = row.values
        self.party = addressed_party(row.values["recipient"], row.values["recipient_kind"])
        self.code: CompanyCode = row.values["uscc"] or CompanyCode()
        self.body: str = row.values["body"] or source.body or NOT_STATED

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        values = self.values
        if wrong := misread(values["recipient"]):
            return Rejection(wrong, "recipient")
        found = fault(
            kind=self.party.kind,
            has_code=values["uscc"] is not None,
            amount_cents=values["amount"],
            year=values["year"],
            decided_on=values["decided_on"],
            today=clock.today(),
        )
        return Rejection(found[1], found[0]) if found else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        return (Hint("原表没有拨付部门，请核对", "body"),) if self.body == NOT_STATED else ()

    def original(self) -> Original | None:
        """Who a recipient is that is a natural person: sealed, as the record shows 张某某."""
        return self.party.original()

    @property
    def revocation(self) -> None:
        """Files of payments do not mark what was revoked."""
        return None

    def key(self) -> str:
        """What names the payment; the same from the sender's file and from our own export."""
        values = self.values
        return payment_key(
            year=values["year"],
            recipient=self.code.uscc or self.party.name,
            honour=values["honour"],
            document=values["document"],
            decided_on=values["decided_on"],
        )


def payment_key(*, year: int, recipient: str, honour: str, document: str, decided_on: date) -> str:
    """Who was paid for what by which document; not how much, which may be corrected."""
    return source_key("fund", year, recipient, honour, document, decided_on)
