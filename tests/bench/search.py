"""The search engine on invented records, side by side with others: build, commit, questions."""

import multiprocessing
import random
import re
import resource
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time

from pypinyin import Style, lazy_pinyin
from rich.console import Console
from rich.table import Table

from app.kernel.search.analysis import CJK, fold
from app.kernel.search.documents import DocumentId, SearchDocument
from app.kernel.search.engine import Matches, ResultSlice
from app.kernel.search.find import MAX_SUGGESTIONS, suggested_ids
from app.kernel.search.plan import plan
from app.kernel.search.snippets import Explainer
from app.kernel.search.whoosh_engine import WhooshEngine
from tests.bench import reader
from tests.bench.corpus import PAGE, TODAY, Query, ask, documents, queries
from tests.bench.rivals import rivals

ROUNDS = 3
COMMITS = 40
SUBSTRINGS = 2_000
ORACLE_LIMIT = 100_000


@dataclass
class Times:
    """Milliseconds of many acts: by the clock, and of the processor alone."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def measure(self, act: Callable[[], int]) -> int:
        """Do it, and note how long it took."""
        wall, cpu = perf_counter(), thread_time()
        result = act()
        self.cpu.append((thread_time() - cpu) * 1000)
        self.wall.append((perf_counter() - wall) * 1000)
        return result

    def extend(self, others: "Times") -> None:
        """Take the times of others, too."""
        self.wall += others.wall
        self.cpu += others.cpu

    def shown(self) -> str:
        """Median and 95th percentile, first by the clock."""
        return f"{_at(self.wall, 0.5)} / {_at(self.wall, 0.95)}"

    def shown_cpu(self) -> str:
        """Median and 95th percentile of processor time."""
        return f"{_at(self.cpu, 0.5)} / {_at(self.cpu, 0.95)}"


def measure(size: int, console: Console) -> None:
    """Build ``size`` records in a temporary folder, ask, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "index"
        console.print(f"{size:,} records: {_in_process(_build, root, size)}")
        engine = WhooshEngine(root)
        console.print(f"index {engine.health().size_bytes / 1e6:.0f} MB")
        for questions in queries(size).values():
            for query in questions:
                ask(engine, query)
        console.print(reader.memory_report(Path(folder), size))
        asked: dict[str, Callable[[str, Query], tuple[list[int], int]]] = {
            "Mingjian": lambda _kind, query: ask(engine, query)
        }
        for rival in rivals(Path(folder)):
            console.print(f"{rival.name}: {_built(rival.build, size)}")
            asked[rival.name] = rival.ask
        console.print(_table(asked, size))
        console.print(measured(engine))
        console.print(f"commit of one record until it is found, ms: {_commits(engine)}")
        if size <= ORACLE_LIMIT:
            console.print(_oracle(engine, size))


class Made:
    """Passes records on, and knows how long it took to make them."""

    def __init__(self, records: Iterable[SearchDocument]) -> None:
        self._records = iter(records)
        self.seconds = 0.0

    def __iter__(self) -> Iterator[SearchDocument]:
        while True:
            started = process_time()
            record = next(self._records, None)
            self.seconds += process_time() - started
            if record is None:
                return
            yield record


def _built(build: Callable[[Iterable[SearchDocument]], object], size: int) -> str:
    """Records built in a second, without the time that it takes to invent them."""
    records = Made(documents(size))
    wall, cpu = perf_counter(), process_time()
    build(records)
    wall, cpu = (
        perf_counter() - wall - records.seconds,
        process_time() - cpu - records.seconds,
    )
    return f"built at {size / wall:,.0f} records/s by the clock, {size / cpu:,.0f} of the processor"


def _in_process(act: Callable[[Path, int, Connection], None], root: Path, size: int) -> str:
    """Do it in a process of its own, whose memory can be told."""
    spawn = multiprocessing.get_context("spawn")
    receiving, sending = spawn.Pipe(duplex=False)
    process = spawn.Process(target=act, args=(root, size, sending))
    process.start()
    report = str(receiving.recv())
    process.join()
    return report


def _build(root: Path, size: int, telling: Connection) -> None:
    built = _built(WhooshEngine(root).rebuild, size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    telling.send(f"{built}; at most {peak} MB")


def _table(engines: dict[str, Callable[[str, Query], tuple[list[int], int]]], size: int) -> Table:
    table = Table("kind", "total", *engines, "processor", title="milliseconds, median / p95")
    shown = {each.key: each for each in documents(min(size, 10_000))}
    everything = {name: Times() for name in engines}
    for kind, questions in queries(size).items():
        row = {name: Times() for name in engines}
        totals: list[int] = []
        for name, answer in engines.items():
            for query in questions * ROUNDS:
                found = row[name].measure(lambda: _answered(answer, kind, query, shown))  # noqa: B023
                totals += [found] if name == "Mingjian" else []
            everything[name].extend(row[name])
        cells = (times.shown() for times in row.values())
        table.add_row(kind, f"{median(totals):,.0f}", *cells, row["Mingjian"].shown_cpu())
    table.add_section()
    cells = (times.shown() for times in everything.values())
    table.add_row("all", "", *cells, everything["Mingjian"].shown_cpu())
    table.add_row("p95, times ours", "", *(_ratio(everything, name) for name in engines), "")
    return table


def _ratio(times: dict[str, Times], name: str) -> str:
    return f"{float(_at(times[name].wall, 0.95)) / float(_at(times['Mingjian'].wall, 0.95)):.1f}"


def _answered(
    answer: Callable[[str, Query], tuple[list[int], int]],
    kind: str,
    query: Query,
    shown: dict[int, SearchDocument],
) -> int:
    keys, total = answer(kind, query)
    if query.marks:
        explainer = Explainer(plan(query.text), Matches().mode)
        for key in keys:
            # A page is marked in records that are at hand; reading them is the database's part.
            explainer.explain(shown[key % len(shown) + 1], "名称", 1.0)
    return total


def _commits(engine: WhooshEngine) -> str:
    times = Times()
    for document in documents(COMMITS):
        times.measure(lambda: _commit(engine, document))  # noqa: B023
    return f"{times.shown()}; of the processor {times.shown_cpu()}"


def _commit(engine: WhooshEngine, document: SearchDocument) -> int:
    with engine.batch() as batch:
        batch.index([document])
    return ask(engine, Query(document.codes[0]))[1]


def _oracle(engine: WhooshEngine, size: int) -> str:
    """Random substrings, compared with a plain look at every text."""
    keys, starts, parts, place = list[DocumentId](), list[int](), list[str](), 0
    for document in documents(size):
        texts = (document.title, *document.names, *(text for _, text in document.texts))
        keys.append(document.id)
        starts.append(place)
        parts.append("\n".join(fold(text) for text in (*texts, *document.numbers)) + "\n")
        place += len(parts[-1])
    everything, wrong, estimated = "".join(parts), 0, 0
    for part in _substrings(parts):
        expected = {keys[bisect_right(starts, at) - 1] for at in _places(everything, part)}
        result = engine.search(plan(part), ResultSlice(limit=PAGE), today=TODAY)
        estimated += result.approximate
        right = set(result.ids) <= expected and len(result.ids) == min(PAGE, len(expected))
        wrong += not (right and (result.approximate or result.total == len(expected)))
    return f"{SUBSTRINGS} substrings: {wrong} answered wrongly, {estimated} totals estimated"


def _substrings(parts: list[str]) -> Iterator[str]:
    chance = random.Random(11)  # noqa: S311  # the same questions each time
    made = 0
    while made < SUBSTRINGS:
        stretch = chance.choice(re.findall(f"[{CJK}]+", chance.choice(parts)))
        length = chance.randrange(2, 9)
        start = chance.randrange(max(len(stretch) - length, 0) + 1)
        if len(stretch[start : start + length]) > 1:
            made += 1
            yield stretch[start : start + length]


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _at(times: list[float], share: float) -> str:
    return f"{sorted(times)[int(len(times) * share)]:.2f}"


NAMES = 40
NUMBERS = ("温市监罚", "温市监罚〔2020〕1", "9133", "913303")


def measured(engine: WhooshEngine) -> str:
    """Median and 95th percentile in milliseconds, when first typed and when typed again."""
    typed = [*_beginnings(), *NUMBERS]
    times = [sorted(_time(engine, text) for text in typed) for _ in range(2)]
    shown = (f"{each[len(each) // 2]:.2f} / {each[int(len(each) * 0.95)]:.2f}" for each in times)
    return f"suggestions, p50 / p95 in ms: {', then '.join(shown)}"


def _beginnings() -> Iterator[str]:
    """One character to four of names, and their letters."""
    for document in documents(NAMES):
        name = document.names[0]
        brand = name[2:]
        yield from (brand[0], brand[:2], brand[:3], name[:4])
        yield "".join(lazy_pinyin(brand[:2], style=Style.FIRST_LETTER))
        yield "".join(lazy_pinyin(brand[:4], style=Style.FIRST_LETTER))
        yield "".join(lazy_pinyin(brand[:2]))
        yield "".join(lazy_pinyin(brand[:3]))[:-1]


def _time(engine: WhooshEngine, text: str) -> float:
    started = perf_counter()
    suggested_ids(engine, plan(text), limit=MAX_SUGGESTIONS, today=TODAY)
    return (perf_counter() - started) * 1000
