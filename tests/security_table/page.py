"""The page itself: made of the rows, the marks, and how the marked tests went when last run."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import parse

from tests.security_table.marks import MARK, ROOT, rows_of_tests

PAGE = ROOT / "docs" / "security.md"
ROWS = Path(__file__).with_name("rows.toml")
HEAD = """# Security

What the site promises of security, privacy and reliability: each row with what holds it, the tests
that fail when it does not, and how these went when they were last run. Written by `make security`
from `tests/security_table/rows.toml` and the marks `@pytest.mark.trust(row)` on tests; a test fails
where a row has none, or where this page is not what they say.

{summary}

| # | promise | mechanism | tests | last result |
|---|---|---|---|---|
"""
LACKING_HEAD = "\n## What is lacking\n\n"
ENDINGS = (("failure", "failed"), ("error", "failed"), ("skipped", "skipped"))
"""What a test's element holds unless it passed, and what the page calls it."""
NEVER = "not run"


def rows() -> list[dict[str, Any]]:
    """The promises, in their order: number, title, mechanism, and what is lacking if anything."""
    found: list[dict[str, Any]] = tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"]
    return found


def written(results: Mapping[int, str]) -> str:
    """The page with these results by row."""
    marked, table = rows_of_tests(), rows()
    partly = [row for row in table if "lacks" in row]
    summary = f"Of {len(table)} rows {len(table) - len(partly)} hold, {len(partly)} hold in part."
    lines = [_line(row, marked.get(row["number"], []), results) for row in table]
    lacking = [f"- **{row['number']}** {row['title']}: {row['lacks']}" for row in partly]
    end = LACKING_HEAD + "\n".join(lacking) + "\n" if lacking else ""
    return HEAD.format(summary=summary) + "\n".join(lines) + "\n" + end


def noted_results() -> dict[int, str]:
    """The results that the page tells now."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    cells = re.findall(r"^\| (\d+) \|.*\| ([^|]*) \|$", page, re.M)
    return {int(number): result for number, result in cells}


def results_of(report: Path, day: str) -> dict[int, str]:
    """By row how the tests of a run went that pytest wrote to ``report`` (JUnit's XML)."""
    counts: dict[int, Counter[str]] = {}
    for case in parse(report).getroot().iter("testcase"):  # noqa: S314  # pytest wrote it
        outcome = next((word for tag, word in ENDINGS if case.find(tag) is not None), "passed")
        for row in _rows_of(case):
            counts.setdefault(row, Counter())[outcome] += 1
    return {
        row: ", ".join(f"{count} {word}" for word, count in sorted(went.items())) + f", {day}"
        for row, went in counts.items()
    }


def _rows_of(case: Any) -> Iterator[int]:
    for told in case.iter("property"):
        if told.get("name") == MARK:
            yield int(told.get("value"))


def _line(row: Mapping[str, Any], tests: list[str], results: Mapping[int, str]) -> str:
    number, drill = row["number"], [row["drill"]] if "drill" in row else []
    cells = (
        str(number),
        row["title"] + (" *(in part)*" if "lacks" in row else ""),
        row["mechanism"],
        "<br>".join(f"`{name}`" for name in [*tests, *drill]),
        results.get(number, NEVER if tests else "a drill"),
    )
    return f"| {' | '.join(cells)} |"
