"""Penalty decisions from files in the 双公示 layout, its forerunners and its many relatives."""

from collections.abc import Sequence
from typing import Any

from flask import Flask

from app.kernel import clock
from app.kernel.imports.saving import Draft
from app.kernel.imports.targets import Batch, Source, Verdict, register_target
from app.kernel.imports.words import meaning
from app.kernel.search.documents import SearchKind
from app.people.bodies import BodyFinder, body_finder
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus
from app.records.cases.decision_rows import LAYOUT, DecisionRow
from app.records.cases.models import CaseDisclosure
from app.records.cases.rules import CaseField
from app.records.companies.districts import DistrictFinder, district_finder
from app.records.companies.matching import Matched, match_firms


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the decisions of a batch, with the companies that they address."""
    return save_batch(
        batch,
        model=CaseDisclosure,
        understand=DecisionRow,
        drafts=_drafts,
        kinds=[SearchKind.CASE],
        action="cases.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring penalty decisions."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _drafts(read: Sequence[DecisionRow], source: Source) -> list[Draft]:
    districts = source.once(district_finder)
    bodies = source.once(body_finder)
    companies = match_firms(read, source, districts)
    return [
        Draft(
            row=case.row,
            key=case.key(),
            content=_content(case, companies.get(case.row), districts, bodies),
            birth=_birth(case),
        )
        for case in read
    ]


def _content(
    case: DecisionRow, company: Matched | None, districts: DistrictFinder, bodies: BodyFinder
) -> dict[str, Any]:
    values, party = case.values, case.party
    body = bodies.find(case.deciding_body)
    return {
        **_texts(case),
        "company_id": company.id if company else None,
        "party_name": party.name,
        "party_kind": party.kind,
        "uscc": None if case.is_person else case.code.uscc,
        "registration_number": None if case.is_person else case.code.registration_number,
        "legal_representative": None if case.is_person else values["legal_representative"],
        "decision_number": case.decision_number,
        "penalty_kinds": case.penalty_kinds,
        "fine_cents": values["fine"] or 0,
        "confiscated_cents": values["confiscated"] or 0,
        "licence": values["licence"],
        "decided_on": case.decided_on,
        "valid_until": values["valid_until"],
        "deciding_bureau_id": body.id if body else None,
        "deciding_body": case.deciding_body,
        "deciding_body_code": values["deciding_body_code"],
        "source_body": values["source_body"] or "",
        "field": _field(case),
        "severity": case.severity,
        "district_code": _district(case, company, districts, body.district_code if body else None),
    }


def _texts(case: DecisionRow) -> dict[str, Any]:
    """What the decision says in words, without the full name of a person whom it addresses."""
    values, party = case.values, case.party
    return {
        "title": _title(case),
        "violation": party.conceal(case.violation),
        "facts": party.conceal(values["facts"] or ""),
        "basis": values["basis"] or "",
        "content": party.conceal(values["content"] or values["penalty_kinds"]),
        "execution": party.conceal(values["execution"] or "") or None,
        "remark": _remark(case),
    }


def _birth(case: DecisionRow) -> dict[str, Any]:
    """Published until the stated end, at most to that of the rule of its day.

    What has ended goes in as such and never shows.
    """
    today = clock.today()
    decided_on = case.decided_on or today
    latest = case.period_rule.last_day(decided_on)
    until = min(case.values["publish_until"] or latest, latest)
    status = PublicationStatus.PUBLISHED if until >= today else PublicationStatus.EXPIRED
    return {
        "status": status,
        "published_on": min(case.values["notice_on"] or decided_on, today),
        "publish_until": until,
        "earliest_repair_on": case.period_rule.repair_from(decided_on),
    }


def _title(case: DecisionRow) -> str:
    given = case.values["title"]
    title = given or f"{case.party.name}{case.violation[:60].rstrip('。；;，,')}案"
    return case.party.conceal(title)


def _field(case: DecisionRow) -> CaseField:
    for words in (case.deciding_body, case.violation, case.values["facts"]):
        if found := meaning("cases", "field", words):
            return CaseField(found)
    return CaseField.OTHER


def _district(
    case: DecisionRow, company: Matched | None, districts: DistrictFinder, of_body: str | None
) -> str | None:
    area = case.values["area"]
    return (
        (districts.named(area) if area else None)
        or of_body
        or (company.district_code if company else None)
        or districts.in_text(case.deciding_body)
    )


def _remark(case: DecisionRow) -> str | None:
    notes = [case.values["remark"], case.date_remark, case.party.remark]
    return "；".join(case.party.conceal(note) for note in notes if note) or None
