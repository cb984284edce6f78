"""How quickly names and numbers are suggested while they are typed."""

from collections.abc import Iterator
from datetime import date
from time import perf_counter

from pypinyin import Style, lazy_pinyin

from app.kernel.search.find import MAX_SUGGESTIONS, suggested_ids
from app.kernel.search.plan import plan
from app.kernel.search.whoosh_engine import WhooshEngine
from tests.bench.corpus import documents

TODAY = date(2026, 3, 4)
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
