"""``python -m tests.drills alerts``: promtool sees each example alert fire and clear.

A site is made, each fault is made and mended on it, and what ``/metrics`` said before, meanwhile
and after is given to ``promtool test rules`` as an hour each. Needs Debian's package prometheus.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from flask import Flask
from flask_migrate import upgrade
from rich.console import Console
from rich.table import Table

from tests.support.alert_faults import FAULTS, RULES, SEEN_BY_PROMETHEUS, make_well, rules
from tests.support.apps import open_app
from tests.support.scrapes import Scrape, Series

MINUTES = 60
"""Of each of the three hours."""
JOB = 'up{job="mingjian",instance="here"}'


def main(_arguments: list[str]) -> int:
    """Prints a row for each rule; ends with 1 where one did not fire, or did not clear."""
    if shutil.which("promtool") is None:
        sys.exit("promtool is missing: apt-get install prometheus")
    table = Table("alert", "before", "during the fault", "after", title=str(RULES.name))
    has_failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, series in _observed(Path(folder)):
            problem = _promtool(Path(folder), name, series)
            has_failed |= bool(problem)
            table.add_row(
                name, *(("quiet", "firing", "quiet") if not problem else ("", problem, ""))
            )
    Console().print(table)
    return int(has_failed)


def _observed(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each rule with what was seen, as series of promtool."""
    yield SEEN_BY_PROMETHEUS, {JOB: _gauge(1, 0, 1)}
    with open_app(f"sqlite:///{folder}/site.db", folder) as app, app.app_context():
        upgrade()
        app.test_cli_runner().invoke(args=["setup"])
        app.test_cli_runner().invoke(args=["worker", "--once"])
        make_well(app)
        for rule in rules():
            if rule.name in FAULTS:
                yield rule.name, _series(*_before_meanwhile_after(app, rule.name))


def _before_meanwhile_after(app: Flask, name: str) -> tuple[Scrape, Scrape, Scrape]:
    before = Scrape.of(app)
    with FAULTS[name](app):
        meanwhile = Scrape.of(app)
    return before, meanwhile, Scrape.of(app)


def _series(before: Scrape, meanwhile: Scrape, after: Scrape) -> dict[str, str]:
    return {
        _written(key): (
            _counter(before.get(key, 0.0), meanwhile[key])
            if key[0].endswith(("_total", "_bucket", "_sum", "_count"))
            else _gauge(before.get(key), meanwhile[key], after.get(key))
        )
        for key in meanwhile
        if key[0].startswith("mingjian_")
    } | {
        _written(key): _gauge(before.get(key), None, after.get(key))
        for key in before.keys() - meanwhile.keys()
    }


def _written(key: Series) -> str:
    name, labels = key
    return name + "{" + ",".join(f'{label}="{value}"' for label, value in sorted(labels)) + "}"


def _gauge(*hours: float | None) -> str:
    return " ".join(f"_x{MINUTES}" if each is None else f"{each}x{MINUTES}" for each in hours)


def _counter(before: float, meanwhile: float) -> str:
    """What was counted in the fault is counted in every five minutes of its hour."""
    each = (meanwhile - before) / 5
    reached = before + each * (MINUTES + 1)
    return f"{before}x{MINUTES} {before + each}+{each}x{MINUTES} {reached}x{MINUTES}"


def _promtool(folder: Path, name: str, series: dict[str, str]) -> str:
    """What promtool has to complain of; empty where the alert is quiet, fires, and is quiet."""
    firing = f'count(ALERTS{{alertname="{name}",alertstate="firing"}}) > bool 0'
    fires = [{"labels": "{}", "value": 1}]
    moments = ((MINUTES - 1, []), (2 * MINUTES - 1, fires), (3 * MINUTES - 1, []))
    test = {
        "rule_files": [str(RULES)],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": key, "values": it} for key, it in series.items()],
                "promql_expr_test": [
                    {"expr": firing, "eval_time": f"{minute}m", "exp_samples": wanted}
                    for minute, wanted in moments
                ],
            }
        ],
    }
    file = folder / "test.yml"
    file.write_text(yaml.safe_dump(test), encoding="utf-8")
    run = subprocess.run(
        ["promtool", "test", "rules", str(file)], capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else (run.stdout + run.stderr).strip()
