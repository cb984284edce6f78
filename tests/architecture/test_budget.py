"""The size budget: over it, a file or function holds two ideas and is split by idea."""

import ast

import pytest

from tests.formatter.breaking import WIDTH
from tests.support.source import (
    ROOT,
    functions,
    is_view,
    length,
    name,
    own_text_files,
    python_files,
    text,
    tree,
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


def test_lines_of_templates_can_be_read_without_scrolling():
    long = [
        f"{name(path)}:{number}: {len(line)} characters"
        for path in own_text_files()
        if name(path).startswith("templates/")
        for number, line in enumerate(text(path).splitlines(), start=1)
        if len(line) > WIDTH
    ]
    assert not long, f"a line may have {WIDTH} characters, see `make format`:\n" + "\n".join(long)


def is_packed(node: ast.AST) -> bool:
    """Whether it unpacks what was written out right there, only to have fewer lines or names."""
    if isinstance(node, ast.Starred):
        return isinstance(node.value, ast.Tuple | ast.List | ast.Set)
    if isinstance(node, ast.keyword) and node.arg is None and isinstance(node.value, ast.Dict):
        keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
        return len(keys) == len(node.value.keys) and all(str(key).isidentifier() for key in keys)
    return False


def test_no_budget_is_met_by_packing():
    packed = [
        f"{name(path)}:{node.value.lineno}"
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Starred | ast.keyword) and is_packed(node)
    ]
    assert not packed, "arguments and rows are written one by one:\n" + "\n".join(packed)
