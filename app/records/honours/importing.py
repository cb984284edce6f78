"""Honours from files of the bodies that give them, or that keep count of them."""

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
from app.records.honours.honour_rows import LAYOUT, HonourRow
from app.records.honours.models import Honour

AS_WRITTEN = ("document_number", "valid_from", "valid_until")
"""Fields that are kept as their cells say."""


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the honours of a batch, with the companies that hold them."""
    return save_batch(
        batch,
        model=Honour,
        understand=HonourRow,
        drafts=_drafts,
        kinds=[SearchKind.HONOUR],
        action="honours.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring honours."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _drafts(read: Sequence[HonourRow], source: Source) -> list[Draft]:
    districts: DistrictFinder = source.once(district_finder)
    bodies: BodyFinder = source.once(body_finder)
    companies = match_firms(read, source, districts)
    drafts = []
    for honour in read:
        company, body = companies.get(honour.row), bodies.find(honour.grantor)
        content = {
            **_content(honour),
            "company_id": company.id if company else None,
            "granting_bureau_id": body.id if body else None,
            "district_code": _district(honour, company, body, districts),
        }
        drafts.append(Draft(honour.row, honour.key(), content, _birth(honour)))
    return drafts


def _content(honour: HonourRow) -> dict[str, Any]:
    """What the file says; publication ends with the honour."""
    values, party = honour.values, honour.party
    return {
        **{name: values[name] for name in AS_WRITTEN},
        "kind": honour.kind,
        "grade": honour.grade,
        "title": party.conceal(values["title"]),
        "subject": party.conceal(values["subject"]) if values["subject"] else None,
        "merits": party.conceal(values["merits"] or ""),
        "party_name": party.name,
        "party_kind": party.kind,
        "uscc": honour.code.uscc,
        "registration_number": honour.code.registration_number,
        "grantor": honour.grantor,
        "granted_on": honour.granted_on,
        "year": honour.year,
        "publish_until": values["valid_until"],
    }


def _birth(honour: HonourRow) -> dict[str, Any]:
    """Published at once; one that no longer holds is not shown, until its file renews it."""
    on = honour.granted_on or clock.today()
    return {"status": PublicationStatus.PUBLISHED, "published_on": min(on, clock.today())}


def _district(
    honour: HonourRow, company: Matched | None, body: Body | None, districts: DistrictFinder
) -> str | None:
    area = honour.values["area"]
    return (
        (districts.named(area) if area else None)
        or (company.district_code if company else None)
        or (body.district_code if body else None)
        or districts.in_text(honour.grantor)
    )
