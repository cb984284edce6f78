"""Payments from the tables of the bodies that pay them."""

from collections.abc import Sequence

from flask import Flask

from app.kernel import clock
from app.kernel.imports.saving import Draft
from app.kernel.imports.targets import Batch, Source, Verdict, register_target
from app.kernel.search.documents import SearchKind
from app.people.bodies import BodyFinder, body_finder
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus
from app.records.companies.districts import DistrictFinder, district_finder
from app.records.companies.matching import match_firms
from app.records.funds.models import FundPayment
from app.records.funds.payment_rows import LAYOUT, PaymentRow

AS_WRITTEN = ("year", "honour", "basis", "document", "decided_on", "remark")
"""Fields that are kept as their cells say."""


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the payments of a batch, with the companies that were paid."""
    return save_batch(
        batch,
        model=FundPayment,
        understand=PaymentRow,
        drafts=_drafts,
        kinds=[SearchKind.FUND],
        action="funds.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring payments."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _drafts(read: Sequence[PaymentRow], source: Source) -> list[Draft]:
    districts: DistrictFinder = source.once(district_finder)
    bodies: BodyFinder = source.once(body_finder)
    companies = match_firms(read, source, districts)
    birth = {"status": PublicationStatus.PUBLISHED, "published_on": clock.today()}
    drafts = []
    for row in read:
        company, body = companies.get(row.row), bodies.find(row.body)
        content = {
            **{name: row.values[name] for name in AS_WRITTEN},
            "recipient_kind": row.party.kind,
            "recipient_name": row.party.name,
            "uscc": row.code.uscc,
            "amount_cents": row.values["amount"],
            "paying_body": row.body,
            "company_id": company.id if company else None,
            "paying_bureau_id": body.id if body else None,
        }
        drafts.append(Draft(row.row, row.key(), content, birth))
    return drafts
