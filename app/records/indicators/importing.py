"""Values of indicators from the tables that bodies send, and from the site's own downloads."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.reference import known
from app.kernel.db.session import db
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.saving import RecordDraft, adopt, source_key
from app.kernel.imports.targets import (
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowVerdict,
    register_target,
)
from app.kernel.imports.values import text
from app.kernel.masking import hide_numbers
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import Bureau
from app.publishing.fields.derived import file_fields
from app.publishing.life.importing import record_import, save_with_versions
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import (
    NotANumberError,
    read_number,
    write_number,
)

_ADDRESS = re.compile(r"https?://[^\s]+$")
_PERCENT = frozenset({"百分比", "百分数", "百分之"})


LAYOUT = Layout(
    "indicators",
    (
        LayoutField("code", "指标编号", text(20), synonyms=("指标代码", "编号")),
        LayoutField("name", "指标名称", text(100), synonyms=("指标", "承诺", "名称")),
        LayoutField("unit", "单位", text(20), synonyms=("计量单位",)),
        *file_fields(IndicatorValue),
    ),
    required_any=(("code", "name"),),
    name="指标数值",
)


@dataclass(frozen=True)
class Understood:
    """A row that says something of a known indicator."""

    row: int
    indicator: Indicator
    values: Mapping[str, Any]
    number: str

    @property
    def key(self) -> str:
        """An indicator has one value for a period."""
        return source_key("indicator", self.indicator.code, self.values["period"].code)


def save(batch: RowBatch) -> Sequence[RowVerdict]:
    """Add new values; of known ones keep the number that stood before as a version."""
    known = _indicators(batch.rows)
    answers: dict[int, RowVerdict] = {}
    good: list[Understood] = []
    for row in batch.rows:
        understood = _understood(row, known, batch.source)
        if isinstance(understood, Rejection):
            answers[row.row] = understood
        else:
            good.append(understood)
    _adopt(good)
    saved = save_with_versions(IndicatorValue, [_draft(row) for row in good], batch)
    answers |= zip((row.row for row in good), saved.outcomes, strict=True)
    if saved.ids:
        changed(SearchKind.INDICATOR, {row.indicator.id for row in good})
        record_import("indicators.import", batch.source, len(saved.ids))
    return [answers[row.row] for row in batch.rows]


def init_app(app: Flask) -> None:
    """Let files bring values of indicators."""
    register_target(app, LAYOUT.kind, LAYOUT, save)


def _indicators(rows: Iterable[ImportRow]) -> dict[str, Indicator]:
    """Indicators by their codes and by their names, as far as the rows name them."""
    named = {row.values[field] for row in rows for field in ("code", "name")} - {None}
    statement = select(Indicator).options(joinedload(Indicator.bureau)).where(known(Indicator))
    found = db.session.scalars(
        statement.where(or_(Indicator.code.in_(named), Indicator.name.in_(named)))
    )
    return {word: one for one in found for word in (one.code, one.name)}


def _understood(
    row: ImportRow, known: Mapping[str, Indicator], source: ImportSource
) -> Understood | Rejection:
    values = row.values
    field = "code" if values["code"] else "name"
    found = known.get(values[field])
    if found is None:
        return Rejection("没有这个指标，编号和名称见“承诺兑现”页面下载的表格", field)
    if values["code"] and values["name"] and known.get(values["name"]) is not found:
        return Rejection(f"编号 {found.code} 是“{found.name}”，与指标名称不一致", "name")
    if problem := _problem(found, values, source):
        return problem
    try:
        number = write_number(_number(found, values["value"]))
    except NotANumberError as error:
        return Rejection(str(error), "value")
    understood = Understood(row.row, found, values, number)
    numbers = source.once(_numbers_by_key)
    first, first_number = numbers.setdefault(understood.key, (row.row, number))
    if first_number != number:
        return Rejection(f"第 {first} 行是同一指标、同一数据期，数值却是 {first_number}", "value")
    return understood


def _problem(
    indicator: Indicator, values: Mapping[str, Any], source: ImportSource
) -> Rejection | None:
    today, link, unit = clock.today(), values["link"], values["unit"]
    own = {None, indicator.bureau_id, source.once(_coordination_office)}
    checks = (
        (not indicator.takes_reports, "code", "这个指标由本站按记录计算，不能填报数值"),
        (source.bureau_id not in own, "code", f"这个指标由{indicator.bureau.name}填报"),
        (
            unit and not _same_unit(unit, indicator.unit),
            "unit",
            f"这个指标的单位是“{indicator.unit}”，不换算其他单位",
        ),
        (values["period"].starts_on > today, "period", "数据期还没有开始"),
        (values["source_on"] > today, "source_on", "来源日期晚于今天"),
        (link and not _ADDRESS.match(link), "link", "网址应以 https:// 或 http:// 开头"),
    )
    return next((Rejection(reason, field) for wrong, field, reason in checks if wrong), None)


def _number(indicator: Indicator, written: str) -> Decimal:
    number = read_number(written, indicator.unit)
    if indicator.unit == "%" and 0 < number < 1 and not re.search("[%％]", written):
        raise NotANumberError(f"“{written}”是比例还是百分数不明，请写成 97.6% 的样子")
    return number


def _same_unit(stated: str, unit: str) -> bool:
    folded = unicodedata.normalize("NFKC", stated)
    return folded == unit or (unit == "%" and folded in _PERCENT)


def _numbers_by_key() -> dict[str, tuple[int, str]]:
    """By the key of a value the row that first stated it in this file, and the number."""
    return {}


def _coordination_office() -> int | None:
    return db.session.scalar(select(Bureau.id).where(Bureau.is_coordination_office))


def _adopt(rows: Sequence[Understood]) -> None:
    """Let a value that stands on the site be the one that a file speaks of, however it came."""
    if not rows:
        return
    keys = {(row.indicator.id, row.values["period"].code): row.key for row in rows}
    columns = (IndicatorValue.id, IndicatorValue.indicator_id, IndicatorValue.period)
    statement = select(*columns, IndicatorValue.source_key).where(
        IndicatorValue.status == PublicationStatus.PUBLISHED,
        IndicatorValue.indicator_id.in_({row.indicator.id for row in rows}),
    )
    found = db.session.execute(statement).all()
    named = {row.id: keys.get((row.indicator_id, row.period)) for row in found}
    source_keys = {row.id: row.source_key for row in found}
    adopt(
        IndicatorValue, {id_: key for id_, key in named.items() if key and source_keys[id_] != key}
    )


def _public(words: str | None) -> str | None:
    return hide_numbers(words) if words else None


def _draft(row: Understood) -> RecordDraft:
    values = row.values
    content = {
        "indicator_id": row.indicator.id,
        "period": values["period"].code,
        "period_ends_on": values["period"].ends_on,
        "value": row.number,
        **{name: values[name] for name in ("source_on", "link")},
        **{name: _public(values[name]) for name in ("source", "remark")},
    }
    birth = {"status": PublicationStatus.PUBLISHED, "published_on": clock.today()}
    return RecordDraft(row.row, row.key, content, birth)
