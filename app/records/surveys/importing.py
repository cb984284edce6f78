"""Results of surveys from the tables of the bodies that had them made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.cells import Cell
from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.problems import BadValueError
from app.kernel.imports.saving import NOT_STATED, Draft, adopt, source_key
from app.kernel.imports.targets import (
    Batch,
    Candidate,
    Hint,
    Rejection,
    Source,
    Verdict,
    register_target,
)
from app.kernel.imports.values import choice, day, plain, text, whole
from app.kernel.search.documents import SearchKind
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.fields import period_cell
from app.records.indicators.models import Indicator
from app.records.indicators.notation import NotANumberError, read_number, write_number
from app.records.surveys.models import SurveyResult
from app.records.surveys.queries import MEASURE
from app.records.surveys.rules import ResultKind, SurveyData, fault

MOST_POINTS = 1000
POINTS = ("mean", "deviation", "top")


def points(cell: Cell, _unit: str | None = None) -> Decimal:
    """A number of points."""
    try:
        number = read_number(plain(cell), "分")
    except NotANumberError as error:
        raise BadValueError(str(error)) from error
    if not 0 <= number <= MOST_POINTS:
        raise BadValueError(f"应为 0 到 {MOST_POINTS} 的数")
    return number


LAYOUT = Layout(
    "surveys",
    (
        Field("title", "调查名称", text(200), required=True),
        Field("question", "问题或测评项目", text(300), required=True),
        Field("indicator", "对应目标", text(20)),
        Field("period", "调查时期", period_cell, required=True),
        Field("surveying_body", "组织部门", text(200)),
        Field("contractor", "实施机构", text(200)),
        Field("method", "调查方法", text(2000, lines=True), required=True),
        Field("sample_size", "有效样本", whole, required=True),
        Field("population", "总体", whole),
        Field("kind", "结果类型", choice({one.label: one for one in ResultKind}, "结果类型")),
        Field("satisfied", "满意人数", whole),
        Field("mean", "平均分", points),
        Field("deviation", "标准差", points),
        Field("top", "满分", points),
        Field("document", "来源文件", text(200), required=True),
        Field("document_on", "文件日期", day, required=True),
        Field("link", "来源网址", text(500)),
        Field("remark", "说明", text(500)),
    ),
    required_any=(("satisfied", "mean"),),
    whole={"title": (), "surveying_body": (), "document": ()},
)


class SurveyRow:
    """One row, understood as the result of one question."""

    revocation = None
    """Files of surveys do not mark what was revoked."""

    def __init__(self, row: Candidate, source: Source, promises: Mapping[str, int]) -> None:
        self.row = row.row
        self.values = row.values
        self._promises = promises
        body = row.values["surveying_body"] or source.body or NOT_STATED
        told = {name: row.values[name] for name in SurveyData.__annotations__ if name in row.values}
        self.data = SurveyData(
            **{
                **told,
                "period": row.values["period"].code,
                "surveying_body": body,
                "kind": row.values["kind"] or _kind(row.values),
                "indicator_id": promises.get(row.values["indicator"] or ""),
            }
        )

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        code, span, link = self.values["indicator"], self.values["period"], self.values["link"]
        if code and code not in self._promises:
            return Rejection(f"没有编号为“{code}”、由调查得出的目标", "indicator")
        if span.starts_on > clock.today():
            return Rejection(f"{span.words}还没有开始", "period")
        if link and not link.startswith(("http://", "https://")):
            return Rejection("来源网址应以 https:// 或 http:// 开头", "link")
        wrong = fault(self.data, today=clock.today())
        return Rejection(wrong) if wrong else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        if self.data.kind is ResultKind.MEAN and self.data.deviation is None:
            return (Hint("没有标准差，误差不能计算", "deviation"),)
        return ()

    def original(self) -> None:
        """Results of surveys name nobody."""

    def key(self) -> str:
        """Which question of which survey; not what was found, which may be corrected."""
        return source_key("survey", self.data.title, self.data.question, self.data.period)


def save(batch: Batch) -> Sequence[Verdict]:
    """Add or update the results of a batch."""
    promises = _promises(batch.rows)
    return save_batch(
        batch,
        model=SurveyResult,
        understand=lambda row, source: SurveyRow(row, source, promises),
        drafts=_drafts,
        kinds=[SearchKind.SURVEY],
        action="surveys.import",
    )


def init_app(app: Flask) -> None:
    """Let files bring results of surveys."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _kind(values: Mapping[str, Any]) -> ResultKind:
    return ResultKind.SHARE if values["mean"] is None else ResultKind.MEAN


def _promises(rows: Sequence[Candidate]) -> dict[str, int]:
    """The promises that surveys answer, by code, as far as the rows name them."""
    codes = {row.values["indicator"] for row in rows} - {None}
    statement = select(Indicator.code, Indicator.id).where(
        Indicator.measure == MEASURE, Indicator.code.in_(codes)
    )
    return {row.code: row.id for row in db.session.execute(statement)}


def _drafts(read: Sequence[SurveyRow], _source: Source) -> list[Draft]:
    _adopt(read)
    birth = {"status": PublicationStatus.PUBLISHED, "published_on": clock.today()}
    drafts = []
    for row in read:
        values = asdict(row.data)
        values |= {name: _written(values[name]) for name in POINTS}
        values["period_ends_on"] = row.values["period"].ends_on
        drafts.append(Draft(row.row, row.key(), values, birth))
    return drafts


def _adopt(read: Sequence[SurveyRow]) -> None:
    keys = {(row.data.title, row.data.question, row.data.period): row.key() for row in read}
    columns = (SurveyResult.id, SurveyResult.title, SurveyResult.question, SurveyResult.period)
    standing = select(*columns).where(
        SurveyResult.source_key.is_(None),
        SurveyResult.status == PublicationStatus.PUBLISHED,
        SurveyResult.title.in_({title for title, _, _ in keys}),
    )
    named = {row.id: keys.get((row.title, row.question, row.period)) for row in _rows(standing)}
    adopt(SurveyResult, {key: name for key, name in named.items() if name})


def _rows(statement: Any) -> Sequence[Any]:
    return db.session.execute(statement).all()


def _written(number: Decimal | None) -> str | None:
    return None if number is None else write_number(number)
