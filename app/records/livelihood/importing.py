"""Programmes and problems of livelihood from the tables of the bodies that lead them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.saving import NOT_STATED, RecordDraft, adopt, source_key
from app.kernel.imports.targets import (
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowVerdict,
    register_target,
)
from app.kernel.imports.values import year
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.publishing.fields.derived import file_fields, values_or_defaults
from app.publishing.kind.declaration import Values
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme
from app.records.livelihood.rules import FIRST_YEAR, problem_fault

PROGRAMMES = Layout("livelihood", (*file_fields(LivelihoodProgramme),), name="惠民工程方案")
PROBLEMS = Layout(
    "problems",
    (LayoutField("year", "年度", year, required=True), *file_fields(LivelihoodProblem)),
    name="惠民工程问题",
)


class LivelihoodRow:
    """One row, understood: it names no party, and marks nothing as revoked."""

    model: ClassVar[Any]
    revocation = None

    def __init__(self, row: ImportRow, source: ImportSource) -> None:
        self.row = row.row
        self.values = row.values
        self.year: int = row.values["year"]
        self.lead_body: str = row.values["lead_body"] or source.body or NOT_STATED

    @property
    def content(self) -> Values:
        """The columns that the row fills in."""
        return values_or_defaults(self.model, self.values) | {"lead_body": self.lead_body}

    def hints(self) -> tuple[()]:
        """Nothing to look at in a row that is taken."""
        return ()

    def original(self) -> None:
        """Programmes and problems name no party."""


class ProgrammeRow(LivelihoodRow):
    """The programme of a year."""

    model = LivelihoodProgramme

    def problem(self) -> Rejection | None:
        """A year before the policy has none."""
        if self.year < FIRST_YEAR:
            return Rejection(f"惠民行动从 {FIRST_YEAR} 年开始", "year")
        return None

    def key(self) -> str:
        """A year has one programme."""
        return source_key("livelihood", self.year)


class ProblemRow(LivelihoodRow):
    """A problem of a year, with the id of the year's programme where that is public."""

    model = LivelihoodProblem

    def __init__(self, row: ImportRow, source: ImportSource, programmes: Mapping[int, int]) -> None:
        super().__init__(row, source)
        self.programme_id = programmes.get(self.year)

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if self.programme_id is None:
            return Rejection(f"{self.year} 年的方案还没有公示，请先导入或录入方案", "year")
        wrong = problem_fault(self.content, year=self.year, today=clock.today())
        return Rejection(wrong) if wrong else None

    def key(self) -> str:
        """Which problem of which year."""
        return source_key("livelihood problem", self.year, self.values["title"])


def save_programmes(batch: RowBatch) -> Sequence[RowVerdict]:
    """Add or update the programmes of a batch."""
    return save_batch(
        batch,
        model=LivelihoodProgramme,
        understand=ProgrammeRow,
        drafts=_programme_drafts,
        kinds=[SearchKind.LIVELIHOOD],
        action="livelihood.import",
    )


def save_problems(batch: RowBatch) -> Sequence[RowVerdict]:
    """Add or update the problems of a batch; they are found as part of their programmes."""
    programmes = _public_programmes({row.values["year"] for row in batch.rows})
    answers = save_batch(
        batch,
        model=LivelihoodProblem,
        understand=lambda row, source: ProblemRow(row, source, programmes),
        drafts=_problem_drafts,
        kinds=[],
        action="livelihood.problems_import",
    )
    changed(SearchKind.LIVELIHOOD, set(programmes.values()))
    return answers


def init_app(app: Flask) -> None:
    """Let files bring programmes and problems."""
    register_target(app, PROGRAMMES.kind, PROGRAMMES, save_programmes)
    register_target(app, PROBLEMS.kind, PROBLEMS, save_problems)


def _birth() -> dict[str, Any]:
    return {"status": PublicationStatus.PUBLISHED, "published_on": clock.today()}


def _public_programmes(years: set[int]) -> dict[int, int]:
    model = LivelihoodProgramme
    statement = select(model.year, model.id).where(
        model.status == PublicationStatus.PUBLISHED, model.year.in_(years)
    )
    return {row.year: row.id for row in db.session.execute(statement)}


def _programme_drafts(read: Sequence[ProgrammeRow], _source: ImportSource) -> list[RecordDraft]:
    keys = {row.year: row.key() for row in read}
    standing = _public_programmes(set(keys))
    adopt(LivelihoodProgramme, {key: keys[year] for year, key in standing.items()})
    return [RecordDraft(row.row, row.key(), row.content, _birth()) for row in read]


def _problem_drafts(read: Sequence[ProblemRow], _source: ImportSource) -> list[RecordDraft]:
    keys = {(row.programme_id, row.values["title"]): row.key() for row in read}
    model = LivelihoodProblem
    standing = select(model.id, model.programme_id, model.title).where(
        model.source_key.is_(None),
        model.status == PublicationStatus.PUBLISHED,
        model.programme_id.in_({programme for programme, _ in keys}),
    )
    found = db.session.execute(standing).all()
    named = {row.id: keys.get((row.programme_id, row.title)) for row in found}
    adopt(model, {key: name for key, name in named.items() if name})
    return [
        RecordDraft(
            row.row,
            row.key(),
            {"programme_id": row.programme_id, **row.content},
            _birth(),
        )
        for row in read
    ]
