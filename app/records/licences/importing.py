"""Licences from files in the 双公示 layout, its forerunners and the templates of the province."""

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
from app.records.licences.licence_rows import LAYOUT, LicenceRow, public_number
from app.records.licences.models import AdministrativeLicence

AS_WRITTEN = (
    *("kind", "valid_from", "valid_until", "deciding_body_code", "source_body_code"),
    *("organisation_code", "tax_number", "institution_number", "society_number"),
)
"""Fields that are kept as their cells say."""


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the licences of a batch, with the companies that hold them."""
    return save_batch(
        batch,
        model=AdministrativeLicence,
        understand=LicenceRow,
        drafts=_drafts,
        kinds=[SearchKind.LICENCE],
        action="licences.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring licences."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _drafts(read: Sequence[LicenceRow], source: Source) -> list[Draft]:
    districts: DistrictFinder = source.once(district_finder)
    bodies: BodyFinder = source.once(body_finder)
    companies = match_firms(read, source, districts)
    drafts = []
    for licence in read:
        company, body = companies.get(licence.row), bodies.find(licence.deciding_body)
        content = {
            **_content(licence),
            "company_id": company.id if company else None,
            "deciding_bureau_id": body.id if body else None,
            "district_code": _district(licence, company, body, districts),
        }
        drafts.append(Draft(licence.row, licence.key(), content, _birth(licence)))
    return drafts


def _content(licence: LicenceRow) -> dict[str, Any]:
    """What the file says; the end of publication follows the validity when that is renewed."""
    values, party = licence.values, licence.party
    return {
        **{name: values[name] for name in AS_WRITTEN},
        **{name: _public(licence, values[name]) for name in ("document_name", "certificate_name")},
        "content": _public(licence, values["content"]) or "",
        "party_name": party.name,
        "party_kind": party.kind,
        "uscc": licence.code.uscc,
        "registration_number": licence.code.registration_number,
        "legal_representative": None if party.is_person else values["legal_representative"],
        "decision_number": public_number(values["decision_number"], party),
        "licence_number": public_number(values["licence_number"], party),
        "decided_on": licence.decided_on,
        "deciding_body": licence.deciding_body,
        "state": licence.state,
        "source_body": values["source_body"] or "",
        "remark": _remark(licence),
        "publish_until": values["valid_until"],
    }


def _birth(licence: LicenceRow) -> dict[str, Any]:
    """Published at once; one that is no longer valid is not shown, until its file renews it."""
    on = licence.decided_on or clock.today()
    return {"status": PublicationStatus.PUBLISHED, "published_on": min(on, clock.today())}


def _public(licence: LicenceRow, words: str | None) -> str | None:
    return licence.party.conceal(words) if words else None


def _remark(licence: LicenceRow) -> str | None:
    undated = "" if licence.values["decided_on"] else "原表未列许可决定日期，暂以有效期自计"
    notes = (licence.values["remark"], undated, licence.party.remark)
    return _public(licence, "；".join(note for note in notes if note))


def _district(
    licence: LicenceRow, company: Matched | None, body: Body | None, districts: DistrictFinder
) -> str | None:
    area = licence.values["area"]
    return (
        (districts.named(area) if area else None)
        or (body.district_code if body else None)
        or (company.district_code if company else None)
        or districts.in_text(licence.deciding_body)
    )
