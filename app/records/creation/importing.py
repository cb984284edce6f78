"""Applications for badges from a body's list. They come in as drafts: a file awards nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.models import ImportBatch
from app.kernel.imports.targets import (
    ChangedRow,
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowOutcome,
    RowVerdict,
    register_target,
)
from app.kernel.imports.values import choice, text
from app.kernel.masking import hide_numbers
from app.publishing.life.importing import record_import
from app.records.companies.matching import DistrictFinder, district_finder
from app.records.creation.models import CreationApplication
from app.records.creation.rules import CreationKind, CreationState
from app.records.creation.services import new_draft
from app.records.creation.standards import newest

NOBODY = 0
"""Stands for the author of what came by the command line: no member of staff."""
BY_FILE = "表格导入"

KINDS = {one.label: one for one in CreationKind}

LAYOUT = Layout(
    "creation",
    (
        LayoutField("kind", "创建种类", choice(KINDS, "创建种类"), required=True),
        LayoutField("applicant", "申报对象", text(100), required=True),
        LayoutField("district", "县（市、区）", text(60), required=True),
        LayoutField("statement", "创建情况", text(5000, lines=True), required=True),
    ),
)


@dataclass(frozen=True)
class Sender:
    """Whose applications they are, and who is never to score or decide them."""

    bureau_id: int
    author_id: int
    author_name: str


def save(batch: RowBatch) -> Sequence[RowVerdict]:
    """Add drafts, and follow the file in drafts; what has been handed in is left alone."""
    sender = _sender(batch.source)
    districts: DistrictFinder = batch.source.once(district_finder)
    if sender is None:
        return [Rejection("不知道是哪个单位申报的，请写明报送单位") for _ in batch.rows]
    known = _known(sender)
    answers = [_take(row, sender, districts, known, batch) for row in batch.rows]
    if taken := sum(answer in {RowOutcome.ADDED, RowOutcome.CHANGED} for answer in answers):
        record_import("creation.import", batch.source, taken)
    return answers


def init_app(app: Flask) -> None:
    """Let files bring applications."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _take(
    row: ImportRow,
    sender: Sender,
    districts: DistrictFinder,
    known: dict[tuple[CreationKind, int, str], CreationApplication],
    batch: RowBatch,
) -> RowVerdict:
    kind, applicant = row.values["kind"], row.values["applicant"]
    district, standard = districts.named(row.values["district"]), newest().get(kind)
    if standard is None:
        return Rejection(f"“{kind.label}”还没有评价标准", "kind")
    if district is None:
        return Rejection("不是温州的县（市、区）", "district")
    content = {"district_code": district, "statement": hide_numbers(row.values["statement"])}
    found = known.get((kind, standard.year, applicant))
    if f"{kind}|{applicant}" in batch.source.met:
        return Rejection("同一对象的同一种申报在表里写了两次，请只留一行", "applicant")
    batch.source.met.add(f"{kind}|{applicant}")
    if found is not None:
        return _follow(found, content, row, batch)
    new_draft(standard, applicant=applicant, **vars(sender), **content)
    return RowOutcome.ADDED


def _follow(
    application: CreationApplication, content: dict[str, Any], row: ImportRow, batch: RowBatch
) -> RowVerdict:
    before = {
        name: getattr(application, name)
        for name in content
        if getattr(application, name) != content[name]
    }
    if not before:
        return RowOutcome.UNCHANGED
    if application.state is not CreationState.DRAFT:
        return Rejection(
            f"{application.number} 已经提交，现在是“{application.state.label}”，不能再改",
            "statement",
        )
    for name in before:
        setattr(application, name, content[name])
    after = {name: content[name] for name in before}
    batch.changes.append(
        ChangedRow(row.row, application.__tablename__, application.id, before, after)
    )
    return RowOutcome.CHANGED


def _sender(source: ImportSource) -> Sender | None:
    if source.bureau_id is None:
        return None
    file = db.session.get(ImportBatch, source.batch_id) if source.batch_id else None
    if file is None or file.staff_id is None:
        return Sender(source.bureau_id, NOBODY, BY_FILE)
    return Sender(source.bureau_id, file.staff_id, file.staff_name)


def _known(sender: Sender) -> dict[tuple[CreationKind, int, str], CreationApplication]:
    """The body's applications that are not over with a refusal, by kind, standard and name."""
    statement = select(CreationApplication).where(
        CreationApplication.bureau_id == sender.bureau_id,
        CreationApplication.state != CreationState.REFUSED,
    )
    found = db.session.scalars(statement.order_by(CreationApplication.id))
    return {(one.kind, one.year, one.applicant): one for one in found}
