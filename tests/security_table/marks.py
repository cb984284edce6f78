"""Which tests are marked with which row: read from the text of their modules, which none loads."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
MARK = "trust"


def rows_of_tests() -> dict[int, list[str]]:
    """Paths below ``tests/``, with the name of the test where a mark is not of its whole module."""
    found = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(TESTS).as_posix()
        whole = set(_rows_of_module(module))
        for row in whole:
            found[row].add(name)
        for test in module.body:
            if isinstance(test, ast.FunctionDef | ast.ClassDef):
                for row in set(_rows(test.decorator_list)) - whole:
                    found[row].add(f"{name}::{test.name}")
    return {row: sorted(names) for row, names in sorted(found.items())}


def _rows_of_module(module: ast.Module) -> Iterator[int]:
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                yield from _rows([value])


def _rows(marks: list[ast.expr]) -> Iterator[int]:
    for mark in marks:
        for call in ast.walk(mark):
            match call:
                case ast.Call(func=ast.Attribute(attr=attribute), args=rows) if attribute == MARK:
                    yield from (row.value for row in rows if isinstance(row, ast.Constant))  # type: ignore[misc]
