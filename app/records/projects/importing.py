"""Key projects from yearly plans and progress tables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel import clock
from app.kernel.audit import services as audit
from app.kernel.db.session import db
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.saving import NOT_STATED, RecordDraft, Saved, source_key, update_rows
from app.kernel.imports.targets import (
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowOutcome,
    RowVerdict,
    register_target,
)
from app.kernel.imports.values import day_or_month, percent, text
from app.kernel.imports.words import meaning
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.places import body_finder
from app.publishing.fields.derived import file_fields, values_or_defaults
from app.publishing.life.import_gate import pass_gate
from app.publishing.life.importing import save_with_versions, with_hints
from app.publishing.life.rules import PublicationStatus
from app.records.companies.matching import district_finder
from app.records.companies.queries import company_keys
from app.records.projects.models import KeyProject
from app.records.projects.rules import ProjectField, ReportsEvery, code_fault
from app.records.projects.sheets import DETAIL, note_reached, written
from app.records.projects.sheets import problem as plan_problem
from app.records.projects.steps import read_years, write_years

YES = "是"
_YEARS = re.compile(r"((?:19|20)\d{2})\D+((?:19|20)\d{2})")

LAYOUT = Layout(
    "projects",
    (
        *file_fields(KeyProject),
        LayoutField("duration", "工期", text(60), synonyms=("建设年限", "起止年限", "建设工期")),
        LayoutField("percent", "完成百分比", percent, synonyms=("进度百分比", "总体进度")),
        LayoutField("source_title", "来源标题", text(300)),
        LayoutField("source_on", "来源日期", day_or_month),
        LayoutField("source_link", "来源地址", text(500)),
    ),
    detail=DETAIL,
    name="重点项目",
)


def save(batch: RowBatch) -> Sequence[RowVerdict]:
    """Add new projects; of known ones follow the newest year that a file states."""
    keys = _keys(batch.rows)
    newest = _newest_years(keys.values())
    planned = _planned(keys[row.row] for row in batch.rows if row.values["plan"])
    answers: dict[int, RowVerdict] = {}
    read = []
    for row in batch.rows:
        key, stated = keys[row.row], row.values["year"]
        if (known := newest.get(key)) is not None and stated < known:
            answers[row.row] = RowOutcome.UNCHANGED
        elif problem := _problem(row.values, planned.get(key)):
            answers[row.row] = problem
        else:
            newest[key] = stated
            read.append(row)
    for wave in _waves(read, keys):
        answers |= _save_wave(wave, keys, batch)
    if read:
        audit.record(
            "projects.import",
            object_type="import_batch",
            object_id=batch.source.batch_id or "",
            reason=f"{len(read)} rows",
        )
    return [answers[row.row] for row in batch.rows]


def _save_wave(
    wave: Sequence[ImportRow], keys: Mapping[int, str], batch: RowBatch
) -> dict[int, RowVerdict]:
    drafts, hints, held = pass_gate(KeyProject, _drafts(wave, batch.source, keys), batch.source)
    # A later row on the same project is its next report, not a repetition.
    batch.source.met.difference_update(draft.key for draft in drafts)
    plans = {draft.key: draft.content["plan"] for draft in drafts if draft.content["plan"]}
    steps = {keys[row.row]: row.values["plan"] for row in wave}
    drafts = [
        replace(each, content={name: each.content[name] for name in each.content if name != "plan"})
        for each in drafts
    ]

    def take_plans(saved: Saved) -> None:
        """Plans lie in a table of their own, and are versions of their project all the same."""
        projects = _planned(plans)
        for position, draft in enumerate(drafts):
            if draft.key in plans:
                project, is_new = projects[draft.key], saved.outcomes[position] is RowOutcome.ADDED
                before, project.plan = project.plan, plans[draft.key]
                if is_new:
                    note_reached(project, steps[draft.key])
                elif project.plan != before:
                    saved.outcomes[position] = RowOutcome.CHANGED
                    saved.also(draft, {"plan": before}, {"plan": project.plan})
                    project.source_row, project.import_batch_id = draft.row, batch.source.batch_id

    saved = save_with_versions(KeyProject, drafts, batch, beside=take_plans)
    changed(SearchKind.PROJECT, saved.ids)
    return with_hints(zip(drafts, saved.outcomes, strict=True), hints) | held


def init_app(app: Flask) -> None:
    """Let files bring key projects."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _planned(keys: Iterable[str]) -> dict[str, KeyProject]:
    """The known projects among those with these source keys, with their milestones."""
    statement = select(KeyProject).where(KeyProject.source_key.in_(set(keys)))
    found = db.session.scalars(statement.options(selectinload(KeyProject.milestones)))
    return {project.source_key: project for project in found if project.source_key}


def _problem(values: Mapping[str, Any], known: KeyProject | None) -> Rejection | None:
    if meaning("projects", "field", values["field"]) is None:
        return Rejection("项目类别不在已知的类别之内", "field")
    if wrong := code_fault(uscc=values["uscc"], implementing_firm=values["implementing_firm"]):
        return Rejection(wrong, "implementing_firm")
    if _reports_every(values) is None:
        words = "、".join(label for _, label in ReportsEvery.choices())
        return Rejection(f"报告周期应当是{words}之一", "reports_every")
    try:
        _years(values)
    except ValueError as error:
        return Rejection(str(error), "yearly_investment")
    return plan_problem(values["plan"] or (), known)


def _reports_every(values: Mapping[str, Any]) -> ReportsEvery | None:
    label = values["reports_every"] or ReportsEvery.MONTH.label
    return next((every for every in ReportsEvery if every.label == label), None)


def _years(values: Mapping[str, Any]) -> str:
    return write_years(read_years((values["yearly_investment"] or "").replace("；", "\n")))


def _keys(rows: Sequence[ImportRow]) -> dict[int, str]:
    """By row, what names its project: what did so before, where its code is known already.

    A project that was written at the desk is known by its code from then on.
    """
    codes = {row.values["code"] for row in rows if row.values["code"]}
    statement = select(KeyProject.id, KeyProject.code, KeyProject.source_key)
    known = {
        row.code: (row.id, row.source_key)
        for row in db.session.execute(statement.where(KeyProject.code.in_(codes)))
    }
    named = {code: key or source_key("project", code) for code, (_, key) in known.items()}
    update_rows(
        KeyProject,
        [{"id": id_, "source_key": named[code]} for code, (id_, key) in known.items() if not key],
    )
    return {
        row.row: named.get(row.values["code"])
        or source_key("project", row.values["code"] or _folded(row.values["name"]))
        for row in rows
    }


def _folded(name: str) -> str:
    """A name without what its writers put differently each year."""
    return re.sub(r"[\s（）()《》“”\"]|项目$|工程$", "", name)


def _newest_years(keys: Iterable[str]) -> dict[str, int]:
    statement = select(KeyProject.source_key, KeyProject.year)
    found = db.session.execute(statement.where(KeyProject.source_key.in_(set(keys))))
    return {row.source_key: row.year for row in found if row.source_key}


def _waves(rows: Sequence[ImportRow], keys: Mapping[int, str]) -> list[list[ImportRow]]:
    """The rows such that no wave holds two of one project."""
    waves: list[list[ImportRow]] = []
    times: dict[str, int] = {}
    for row in rows:
        key = keys[row.row]
        wave = times[key] = times.get(key, -1) + 1
        if wave == len(waves):
            waves.append([])
        waves[wave].append(row)
    return waves


def _drafts(
    rows: Sequence[ImportRow], source: ImportSource, keys: Mapping[int, str]
) -> list[RecordDraft]:
    districts, bodies = source.once(district_finder), source.once(body_finder)
    companies = company_keys(row.values["uscc"] for row in rows if row.values["uscc"])
    drafts = []
    for row in rows:
        values = row.values
        lead_body = values["lead_body"] or source.body or NOT_STATED
        body = bodies.find(lead_body)
        district = (
            districts.named(values["district_code"] or "")
            or districts.in_text(values["district_code"])
            or (body.district_code if body else None)
        )
        content = _content(values) | {
            "lead_body": lead_body,
            "lead_bureau_id": body.id if body else None,
            "district_code": district,
            "company_id": companies.get(values["uscc"]),
        }
        key = keys[row.row]
        drafts.append(RecordDraft(row.row, key, content, _birth(row, key)))
    return drafts


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    state = values["stated_progress"]
    starts_on, ends_on = _duration(values)
    as_written = values_or_defaults(KeyProject, values)
    del as_written["code"]  # it is given once
    return as_written | {
        "field": ProjectField(meaning("projects", "field", values["field"]) or "engineering"),
        "objective": _objective(values),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "yearly_investment": _years(values),
        "reports_every": _reports_every(values),
        "plan": written(values["plan"] or ()),
        "is_stopped": values["is_stopped"] == YES
        or meaning("projects", "stopped", state) is not None,
    }


def _birth(row: ImportRow, key: str) -> dict[str, Any]:
    """Progress is reported on the site from then on, so a file sets it only at the start."""
    today, values = clock.today(), row.values
    done = meaning("projects", "done", values["stated_progress"]) is not None
    return {
        "latest_percent": values["percent"] or (100 if done else 0),
        "latest_report_on": values["source_on"],
        "code": values["code"] or f"XM-{key[:8].upper()}",
        "status": PublicationStatus.PUBLISHED,
        "published_on": min(values["source_on"] or today, today),
    }


def _duration(values: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Start and end; whole years (2020-2025) reach from the first day to the last."""
    match = _YEARS.search(values["duration"] or "")
    first = date(int(match[1]), 1, 1) if match else None
    last = date(int(match[2]), 12, 31) if match else None
    return values["starts_on"] or first, values["ends_on"] or last


def _objective(values: Mapping[str, Any]) -> str:
    """What is to be built, and where the statement was published."""
    source = "，".join(
        str(values[name]) for name in ("source_title", "source_on", "source_link") if values[name]
    )
    return "\n".join(filter(None, (values["objective"], f"来源：{source}" if source else None)))
