"""Invented search documents, and the plain substring search that the engine is held against."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from app.kernel.search.analysis import fold
from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import (
    SORT_ORDERS,
    Filters,
    Matches,
    ResultSlice,
    SearchEngine,
)
from app.kernel.search.plan import plan

ORDERS = {order.by: order for order in SORT_ORDERS}
BY_DATE, BY_AMOUNT = ORDERS["day"], ORDERS["amount"]
TODAY = date(2026, 3, 4)

_keys = count(1)

FOODS = "酱油 食醋 黄酒 豆瓣酱 腐乳 味精 食盐 白糖 香油 料酒".split()
ACTS = (
    "销售超过保质期的 标注虚假生产日期的 未经许可经营 销售菌落总数超标的 违法添加防腐剂的".split()
)


def document(title: str, text: str = "", **changes: Any) -> SearchDocument:
    """A case with this title and this text."""
    values: dict[str, Any] = {
        "kind": SearchKind.CASE,
        "key": next(_keys),
        "title": title,
        "names": (title,),
        "texts": (("违法事实", text),) if text else (),
        "on": date(2026, 1, 15),
        "year": 2026,
        "visible_from": date(2026, 1, 20),
    }
    values.update(changes)
    values.setdefault("ref", str(values["key"]))
    return SearchDocument(**values)


def search(
    engine: SearchEngine, text: str, *, today: date = TODAY, limit: int = 1000, **options: Any
) -> Matches:
    """Search for ``text``; filters go by their names."""
    names = ("sort", "offset", "facets", "names_only")
    parts = {name: options.pop(name) for name in names if name in options}
    return engine.search(
        plan(text), ResultSlice(Filters(**options), limit=limit, **parts), today=today
    )


def found(engine: SearchEngine, text: str, **options: Any) -> set[DocumentId]:
    """The ids of all records that match."""
    return set(search(engine, text, **options).ids)


def holding(documents: Iterable[SearchDocument], word: str) -> set[DocumentId]:
    """The oracle: the records in which the word stands, by looking at every text."""
    wanted = fold(word)
    return {
        each.id
        for each in documents
        if any(
            wanted in fold(text)
            for text in (
                each.title,
                *each.names,
                *each.former_names,
                *each.codes,
                *each.numbers,
                *(text for _, text in each.texts),
            )
        )
    }


def records(number: int = 60) -> list[SearchDocument]:
    """Cases of invented companies, each with a food, an act, a district and a year."""
    made = []
    for index in range(number):
        food, act = FOODS[index % len(FOODS)], ACTS[index % len(ACTS)]
        made.append(
            document(
                f"砚汐{index}号商行{act}{food}案",
                f"执法人员检查时，发现当事人{act}{food}，其行为违反法律，没收违法所得。",
                names=(f"砚汐{index}号商行",),
                codes=(f"91330399MA{index:08d}",),
                numbers=(f"温市监罚〔{2020 + index % 5}〕{index}号",),
                district=f"3303{index % 4:02d}",
                bureau_id=index % 3 + 1,
                bureau_name=f"第{index % 3 + 1}局",
                category=ACTS[index % len(ACTS)],
                year=2020 + index % 5,
                on=date(2020 + index % 5, 1 + index % 12, 1),
            )
        )
    return made
