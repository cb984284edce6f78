"""Inspections from the tables of bulletins and of laboratories."""

from collections.abc import Sequence
from typing import Any

from flask import Flask

from app.kernel import clock
from app.kernel.imports.saving import Draft
from app.kernel.imports.targets import Batch, Source, Verdict, register_target
from app.kernel.search.documents import SearchKind
from app.people.bodies import Body, BodyFinder, body_finder
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus
from app.records.companies.districts import DistrictFinder, district_finder
from app.records.companies.matching import Matched, match_firms
from app.records.inspections.inspection_rows import LAYOUT, InspectionRow
from app.records.inspections.models import Inspection
from app.records.inspections.rules import InspectionLevel

AS_WRITTEN = (
    *("product_group", "product", "specification", "batch_number", "result", "laboratory"),
    *("sampled_on", "announced_on", "announcement", "remark"),
)
"""Fields that are kept as their cells say."""
NATION, PROVINCE = ("国家", "总局"), ("浙江省", "省")


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the inspections of a batch, with the companies that made the products."""
    return save_batch(
        batch,
        model=Inspection,
        understand=InspectionRow,
        drafts=_drafts,
        kinds=[SearchKind.INSPECTION],
        action="inspections.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring inspections."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _drafts(read: Sequence[InspectionRow], source: Source) -> list[Draft]:
    districts: DistrictFinder = source.once(district_finder)
    bodies: BodyFinder = source.once(body_finder)
    companies = match_firms(read, source, districts)
    birth = {"status": PublicationStatus.PUBLISHED}
    drafts = []
    for row in read:
        company, body = companies.get(row.row), bodies.find(row.body)
        content = {
            **_content(row),
            "company_id": company.id if company else None,
            "inspecting_bureau_id": body.id if body else None,
            "level": row.values["level"] or _level(row.body, body),
            "is_local": _is_local(row, company, districts),
            "district_code": _district(row, body, districts),
        }
        on = min(row.values["announced_on"], clock.today())
        drafts.append(Draft(row.row, row.key(), content, {**birth, "published_on": on}))
    return drafts


def _content(row: InspectionRow) -> dict[str, Any]:
    items, measured, limits = row.found
    return {
        **{name: row.values[name] for name in AS_WRITTEN},
        "kind": row.kind,
        "maker_name": row.party.name,
        "maker_kind": row.party.kind,
        "uscc": row.code.uscc,
        "seller_name": row.seller,
        "failing_items": items,
        "measured": measured,
        "limits": limits,
        "inspecting_body": row.body,
    }


def _level(name: str, body: Body | None) -> InspectionLevel:
    """Whose plan it is, where the file does not say: that of the body."""
    if any(word in name for word in NATION):
        return InspectionLevel.NATIONAL
    if name.startswith(PROVINCE):
        return InspectionLevel.PROVINCE
    return InspectionLevel.COUNTY if body and body.district_code else InspectionLevel.CITY


def _is_local(row: InspectionRow, company: Matched | None, districts: DistrictFinder) -> bool:
    """As the file says; else by the address on the label, else by where the maker registered."""
    stated, address = row.values["is_local"], row.values["maker_address"]
    if stated is not None:
        return bool(stated)
    if address:
        return districts.in_text(address) is not None
    return company is not None and company.district_code is not None


def _district(row: InspectionRow, body: Body | None, districts: DistrictFinder) -> str | None:
    area = row.values["area"]
    if area:
        return districts.named(area) or districts.in_text(area)
    return districts.in_text(row.values["seller"]) or (body.district_code if body else None)
