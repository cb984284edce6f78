"""The size budget: over it, a file or function holds two ideas and is split by idea."""

import pytest

from tests.support.source import (
    ROOT,
    functions,
    is_view,
    length,
    name,
    own_text_files,
    python_files,
    text,
)

FILE_LINES = 300
FUNCTION_LINES = 50
LONG_FUNCTION_LINES = 30
LONG_FUNCTIONS = 3
"""How many may be longer than that: those that name the many columns of a record, one a line.

This number goes down, never up.
"""
VIEW_LINES = 20
TEMPLATE_LINES = 120
CONFTEST_LINES = 150
DATA = {".lock", ".json", ".csv", ".yaml"}
"""Lists with a line for each thing: packages, rows, addresses."""

CODE = [*python_files("app", "tests"), ROOT / "config.py", ROOT / "wsgi.py"]


def lines_allowed(path) -> int:
    if path.name == "conftest.py":
        return CONFTEST_LINES
    return TEMPLATE_LINES if name(path).startswith("templates/") else FILE_LINES


def is_written_by_hand(path) -> bool:
    return path.suffix not in DATA | {".md"} and "versions" not in path.parts


def test_files_are_short():
    long = [
        f"{name(path)}: {lines} lines, {lines_allowed(path)} allowed"
        for path in own_text_files()
        if is_written_by_hand(path)
        and (lines := len(text(path).splitlines())) > lines_allowed(path)
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize(
    ("kind", "allowed"), [("functions", FUNCTION_LINES), ("views", VIEW_LINES)]
)
def test_functions_are_short(kind, allowed):
    long = [
        f"{name(path)}:{function.lineno} {function.name}: {length(function)} lines"
        for path in CODE
        for function in functions(path)
        if (kind == "functions" or is_view(function)) and length(function) > allowed
    ]
    assert not long, f"{kind} may have {allowed} lines:\n" + "\n".join(long)


def test_few_functions_are_longer_than_a_screen():
    long = [
        f"{name(path)}:{function.lineno} {function.name}: {length(function)} lines"
        for path in CODE
        for function in functions(path)
        if length(function) > LONG_FUNCTION_LINES
    ]
    assert len(long) <= LONG_FUNCTIONS, "\n".join(long)
