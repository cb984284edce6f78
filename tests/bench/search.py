"""The search engine on invented records: how fast it builds, commits and answers."""

import random
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from app.search.documents import SearchDocument, SearchKind
from app.search.engine import Filters, SortOrder
from app.search.plan import plan
from app.search.whoosh_engine import WhooshEngine

TODAY = date(2026, 3, 4)
ROUNDS = 2
COMMITS = 30

BRAND = "砚汐瓯禾榕榭菀澜峤畹泷珩绡陂屿砥翎岫漪沅砀璟"
TRADES = "电器 鞋业 服饰 食品 阀门 汽车零部件 塑料包装 建筑工程 进出口贸易 生物科技".split()
FORMS = "有限公司 股份有限公司 厂 经营部 商行".split()
ACTS = (
    "未经许可从事食品经营活动",
    "销售超过保质期的预包装食品",
    "未按规定采取防尘降尘措施造成扬尘污染",
    "消防设施未保持完好有效且占用疏散通道",
    "发布含有绝对化用语的虚假广告",
    "使用超过有效期限的计量器具进行贸易结算",
)
COMMON = "温州 有限公司 食品 贸易 工程 电器 股份有限公司 温州市 建筑 商行".split()


@dataclass(frozen=True)
class Query:
    """A text to look up, with filters and place."""

    text: str
    filters: Filters = Filters()  # noqa: RUF009  # frozen, so it can be shared
    sort: SortOrder = SortOrder.RELEVANCE
    offset: int = 0


def measure(size: int, console: Console) -> None:
    """Build an index of ``size`` records in a temporary folder, ask it, and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index")
        generating = _seconds(lambda: sum(1 for _ in documents(size)))
        building = _seconds(lambda: engine.rebuild(documents(size))) - generating
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        stored = engine.health().size_bytes / 1e6
        console.print(f"{size} records: {size / building:,.0f} a second, peak {peak} MB")
        console.print(f"index {stored:.0f} MB; commit of one record, median {_commit(engine)} ms")
        console.print(_table(engine, queries(size)))


def documents(size: int) -> Iterator[SearchDocument]:
    """60 % companies, 10 % list entries, 30 % cases with about 90 characters of text."""
    chance = random.Random(7)  # noqa: S311  # the same records each time
    for key in range(1, size + 1):
        yield _document(key, chance)


def _document(key: int, chance: random.Random) -> SearchDocument:
    brand = "".join(chance.choices(BRAND, k=chance.choice((2, 2, 3))))
    name = f"温州{brand}{chance.choice(TRADES)}{chance.choice(FORMS)}"
    kind = chance.choices(
        (SearchKind.COMPANY, SearchKind.RED, SearchKind.BLACK, SearchKind.CASE), (60, 5, 5, 30)
    )[0]
    year, district, bureau = chance.randrange(2016, 2026), chance.randrange(12), chance.randrange(9)
    act = chance.choice(ACTS)
    value = chance.randrange(90_000)
    facts = f"执法人员检查时发现，当事人{name}{act}，货值金额{value}元，责令改正并处罚款。"
    return SearchDocument(
        kind=kind,
        key=key,
        ref=str(key),
        title=f"{name}{act}案" if kind is SearchKind.CASE else name,
        names=(name,),
        codes=(f"91330399MA{key:08d}",),
        numbers=(f"温市监罚〔{year}〕{key}号",) if kind is SearchKind.CASE else (),
        texts=(("住所", f"温州市第{district}区人民路{key % 900}号"),)
        + ((("违法事实", facts),) if kind is SearchKind.CASE else ()),
        district=f"3303{district:02d}",
        bureau_id=bureau + 1,
        year=year,
        on=date(year, chance.randrange(1, 13), 1),
        visible_from=date(2016, 1, 1),
    )


def queries(size: int) -> dict[str, list[Query]]:
    """Queries of each kind that people type."""
    chosen = list(documents(min(size, 400)))[::20]
    in_cases = Filters(kind=SearchKind.CASE, district="330302")
    return {
        "full name": [Query(each.names[0]) for each in chosen],
        "brand": [Query(each.names[0][2:4]) for each in chosen],
        "common word": [Query(word) for word in COMMON],
        "two words": [Query(f"{each.names[0][2:4]} 有限公司") for each in chosen],
        "code": [Query(each.codes[0]) for each in chosen],
        "beginning of a code": [Query(each.codes[0][:14]) for each in chosen],
        "phrase of a text": [Query(act[:9]) for act in ACTS],
        "filters, by date": [Query(word, in_cases, SortOrder.DATE) for word in COMMON],
        "page 50": [Query(word, offset=980) for word in COMMON],
        "one character": [Query(char) for char in "油违市州司厂"],
        "misspelt name": [
            Query(f"{name[:3]}的{name[4:]}") for (name,) in (c.names for c in chosen)
        ],
        "initials": [Query("wzyx"), Query("yxdq")],
    }


def _table(engine: WhooshEngine, kinds: dict[str, list[Query]]) -> Table:
    table = Table("queries, milliseconds", "p50", "p95", "median total")
    everything: list[float] = []
    for name, asked in kinds.items():
        times, totals = [], []
        for query in asked * ROUNDS:
            started = perf_counter()
            totals.append(_ask(engine, query))
            times.append((perf_counter() - started) * 1000)
        everything += times
        table.add_row(name, *_percentiles(times), f"{statistics.median(totals):,.0f}")
    table.add_section()
    table.add_row("all", *_percentiles(everything), "")
    return table


def _ask(engine: WhooshEngine, query: Query) -> int:
    return engine.search(
        plan(query.text),
        filters=query.filters,
        sort=query.sort,
        offset=query.offset,
        limit=20,
        today=TODAY,
    ).total


def _commit(engine: WhooshEngine) -> str:
    times = []
    for document in documents(COMMITS):
        started = perf_counter()
        with engine.batch() as batch:
            batch.index([document])
        times.append((perf_counter() - started) * 1000)
    return f"{statistics.median(times):.1f}"


def _percentiles(times: list[float]) -> tuple[str, str]:
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.2f}", f"{ordered[int(len(ordered) * 0.95)]:.2f}"


def _seconds(act: Callable[[], Any]) -> float:
    started = perf_counter()
    act()
    return perf_counter() - started
