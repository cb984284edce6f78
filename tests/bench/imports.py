"""A workbook of decisions read by ``flask import cases``, beside openpyxl and bare INSERTs."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.request import urlopen

import xlsxwriter
from rich.console import Console
from rich.table import Table

import config
from app import create_app
from app.kernel import clock
from tests.bench import records, servers
from tests.bench.corpus import FORMS, SCENES, TRADES

HEADINGS = (
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
)
BODY = "温州市市场监督管理局"
LOOK_EVERY = 0.5
"""Seconds between two visits of the site while the file is read."""


@dataclass(frozen=True)
class Reading:
    """What it cost to read a file: seconds by the clock and of the processor, memory in MB."""

    seconds: float
    processor: float
    peak_mb: float
    visits_ms: tuple[float, ...] = ()


def measure(rows: int, console: Console) -> None:
    """Read a new workbook of ``rows`` decisions, then one that corrects each of them."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        site = create_app(config.load({"DATA_DIR": str(data)}))
        with site.app_context():
            list(records.fill(site, 0))
        first, second = Path(folder) / "decisions.xlsx", Path(folder) / "corrections.xlsx"
        write_workbook(first, rows, "执法人员检查时发现")
        write_workbook(second, rows, "经复查，执法人员发现")
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        bare = _timed([sys.executable, "-m", "tests.bench.bare_import", str(first)])
        readings = {"openpyxl and bare INSERTs": bare}
        with servers.ours(data) as server:
            for title, file in ((f"{rows:,} new", first), (f"{rows:,} corrected", second)):
                command = [sys.executable, "-m", "flask", "--app", "wsgi", "import", "cases"]
                readings[title] = _timed(
                    [*command, str(file), "--source", BODY],
                    {"DATA_DIR": str(data)},
                    lambda: _visit(f"{server.base}/cases"),
                )
        console.print(_table(readings, bare))


def write_workbook(file: Path, rows: int, opening: str) -> None:
    """A file of invented decisions, the same each time but for how each text opens."""
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for line, values in enumerate(_decisions(rows, opening), start=1):
            sheet.write_row(line, 0, values)


def _decisions(rows: int, opening: str) -> Iterator[tuple[object, ...]]:
    chance, year = Random(11), clock.today().year  # noqa: S311  # the same file each time
    for key in range(1, rows + 1):
        brand = "".join(chance.choices(records.BRAND, k=3))
        name = f"温州{brand}{chance.choice(TRADES)}{chance.choice(FORMS)}"
        act, fine = chance.choice(SCENES), chance.randrange(1, 90)
        yield (
            name,
            "法人及非法人组织",
            records.code(key),
            f"温市监处罚〔{year}〕{key}号",
            act,
            f"{opening}，当事人{name}{act}，货值金额{fine * 100}元。",
            "《中华人民共和国食品安全法》第一百二十四条第一款",
            "罚款",
            f"责令改正，处罚款{fine * 1000}元",
            fine / 10,
            f"{year}-01-{1 + key % 28:02}",
        )


def _timed(
    command: list[str],
    environment: dict[str, str] | None = None,
    visit: Callable[[], float] | None = None,
) -> Reading:
    before, began, visits = _children(), time.monotonic(), list[float]()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL
    )
    while process.poll() is None:
        if visit:
            visits.append(visit())
        time.sleep(LOOK_EVERY)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Reading(seconds, _children() - before, peak, tuple(visits))


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _visit(address: str) -> float:
    began = time.perf_counter()
    with urlopen(address) as answer:  # noqa: S310  # our own loopback address
        answer.read()
    return (time.perf_counter() - began) * 1000


def _table(readings: dict[str, Reading], bare: Reading) -> Table:
    table = Table("file", "seconds", "of the processor", "times bare", "MB at most", "visits, ms")
    for title, one in readings.items():
        ratio = f"{one.processor / bare.processor:.1f}" if one is not bare else ""
        table.add_row(
            title,
            f"{one.seconds:.1f}",
            f"{one.processor:.1f}",
            ratio,
            f"{one.peak_mb:.0f}",
            _percentiles(one.visits_ms),
        )
    return table


def _percentiles(visits: tuple[float, ...]) -> str:
    if len(visits) < 2:
        return ""
    return f"{statistics.median(visits):.0f} / {statistics.quantiles(visits, n=20)[-1]:.0f}"
