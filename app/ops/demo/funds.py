"""Three years of payments from the reward fund, in every state of their publication."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.kernel import clock
from app.ops.demo.companies import Firm
from app.ops.demo.material import Stage, material
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.funds.models import FundPayment

YEARS, EACH = 3, 28
STATES = ("draft", "scheduled", "withdrawn")
"""Of the last payments; all others are public."""


def make_payments(stage: Stage, firms: list[Firm]) -> list[FundPayment]:
    """All payments, the oldest document first."""
    # Chance of its own: what is made after the payments stays as it was without them.
    stage = stage.apart(4)
    known = [firm for firm in firms if firm.company.kind == "有限责任公司"]
    made = [one for back in range(YEARS, 0, -1) for one in _year(stage, known, back)]
    for row, one in enumerate(made, start=2):
        one.source_key = f"demo-fund-{row}"
        one.created_at = stage.first_seen(one.published_on)
        one.updated_at = clock.now()
    draft, scheduled, withdrawn = made[-len(STATES) :]
    draft.status, draft.published_on = PublicationStatus.DRAFT, None
    scheduled.published_on = stage.today + timedelta(days=5)
    withdrawn.status, withdrawn.withdrawn_on = PublicationStatus.WITHDRAWN, stage.today
    withdrawn.withdrawal_reason = "同一笔重复报送"
    return made


def _year(stage: Stage, firms: list[Firm], back: int) -> Iterator[FundPayment]:
    told = material("funds")
    body = stage.bureaus["city-market-supervision"]
    year = stage.today.year - back
    decided_on = date(year, 11, 20)
    for firm in stage.rng.sample(firms, k=EACH):
        about = stage.rng.choice(told["reasons"])
        company = firm.company
        yield FundPayment(
            year=year,
            company=company,
            recipient_kind=PartyKind.ORGANISATION,
            recipient_name=company.name,
            uscc=company.uscc,
            honour=about["honour"],
            basis=told["basis"],
            amount_cents=about["yuan"] * 100,
            paying_bureau_id=body.id,
            paying_body=body.name,
            document=told["document"].format(year=year),
            decided_on=decided_on,
            source_bureau_id=body.id,
            status=PublicationStatus.PUBLISHED,
            published_on=decided_on + timedelta(days=5),
            checked_on=decided_on + timedelta(days=5),
        )
