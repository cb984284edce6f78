"""The project's own files, read as text or as syntax trees, for the architecture tests."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN_FOLDERS = ("app", "tests", "migrations", "templates", "static", "docs", "deploy", ".ci")
TEXT_SUFFIXES = frozenset(
    ".py .html .txt .xml .css .js .mjs .svg .md .toml .yaml .yml .json .csv .sh .ini .mako .lock"
    " .conf .env .service .socket .timer".split()
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def own_files() -> Iterator[Path]:
    """Every file that is committed, without what running leaves behind."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file():
            yield path
    for folder in OWN_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def own_text_files() -> Iterator[Path]:
    """The files that people read and write."""
    for path in own_files():
        if path.suffix in TEXT_SUFFIXES or path.name in {"Makefile", "run"}:
            yield path


def name(path: Path) -> str:
    """The path from the project's folder."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    """What is in the file."""
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path))


def python_files(*folders: str) -> list[Path]:
    """The Python files under ``folders``."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, methods and inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from ``def`` to the last statement, without decorators and docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def is_view(function: Function) -> bool:
    """Whether a decorator makes ``function`` answer requests."""
    calls = [node for node in function.decorator_list if isinstance(node, ast.Call)]
    return any(
        isinstance(call.func, ast.Attribute) and call.func.attr in {"get", "post", "route"}
        for call in calls
    )


def template_names() -> list[str]:
    """All templates, as ``render_template`` names them."""
    folder = ROOT / "templates"
    return [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()
    ]


def named_templates(path: Path) -> Iterator[re.Pattern[str]]:
    """What a Python file may mean as a template; a placeholder stands for anything."""
    for node in ast.walk(tree(path)):
        pattern = _pattern(node)
        if pattern and pattern.endswith((r"\.html", r"\.txt", r"\.xml")):
            yield re.compile(pattern)


def rendered_templates(path: Path) -> Iterator[re.Pattern[str]]:
    """What a Python file gives to ``render_template`` as the template's name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func).rpartition(".")[2]
            if called == "render_template" and (pattern := _pattern(node.args[0])):
                yield re.compile(pattern)


def _pattern(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        )
    return None
