"""Rules that imports can't show."""

import ast
import re

import pytest

from tests.support.source import ROOT, name, own_files, own_text_files, python_files, text, tree

pytestmark = pytest.mark.trust(46)

MAY_COMMIT = re.compile(
    r"app/((\w+/)+(services|importing|reference)(/\w+)?\.py"
    r"|kernel/(db/(session|calendar|reference)|jobs/(outbox|breaker|recovery|schedule|heartbeats)"
    r"|files/scanning|wizard/(drafts|tracking_sessions))\.py|cli\.py|ops/.*)"
)
MAY_KNOW_THE_VISITOR = re.compile(
    r"app/(kernel/web/(headers|health|limits|error_pages|page_cache|proxies)|site/portal/display"
    r"|ops/serving/connections|people/known_browsers)\.py"
)
OF_THE_VISITOR = re.compile(
    r"\brequest\.(headers|cookies|accept_|user_agent|referrer|remote_addr|authorization)"
)
WORDS_OF_UNFINISHED_WORK = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.~}-])/(home|root|Users|work)/\w")
ADDRESS = re.compile(r"https?://|\bgit\+")
THIRD_PARTY = re.compile(
    r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot|map)$|(^|/)(vendor|node_modules)/"
)
THIRD_PARTY_MARK = re.compile(r"/\*!|sourceMappingURL|@license|\bSPDX-License")
ELLIPSES = {"told", "kept", "said"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def calls_of(path, method: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and "session" in ast.unparse(node.func.value)
    ]


def lines_with(pattern: re.Pattern[str], paths) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def test_only_acts_commit():
    committed = [
        f"{name(path)}:{line}"
        for path in python_files("app")
        if not MAY_COMMIT.fullmatch(name(path))
        for line in calls_of(path, "commit")
    ]
    assert not committed, "a service commits, nobody else:\n" + "\n".join(committed)


def test_pages_depend_on_nothing_of_a_request_that_a_kept_page_does_not_know():
    others = [p for p in python_files("app") if not MAY_KNOW_THE_VISITOR.fullmatch(name(p))]
    found = lines_with(OF_THE_VISITOR, [*others, *(ROOT / "templates").rglob("*.html")])
    assert not found, "kept pages are the same for all:\n" + "\n".join(found)


def test_imports_stand_at_the_top():
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("app")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, "imports inside functions:\n" + "\n".join(hidden)


def imported(path) -> list[str]:
    """The modules that a file names in its imports."""
    nodes = list(ast.walk(tree(path)))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]


def test_no_migration_needs_the_code_of_the_site():
    needed = [
        f"{name(path)}: {module}"
        for path in python_files("migrations")
        for module in imported(path)
        if module.partition(".")[0] == "app"
    ]
    assert not needed, "code changes, what sites have run does not:\n" + "\n".join(needed)


def test_nothing_is_left_to_do():
    here = ROOT / "tests" / "architecture" / "test_house_rules.py"
    found = lines_with(WORDS_OF_UNFINISHED_WORK, [p for p in own_text_files() if p != here])
    assert not found, "\n".join(found)


def test_no_file_names_a_folder_of_someones_machine():
    found = lines_with(MACHINE_PATH, own_text_files())
    assert not found, "\n".join(found)


def test_lock_files_name_no_server():
    locks = sorted(ROOT.glob("*.lock"))
    assert locks
    found = lines_with(ADDRESS, locks)
    assert not found, "\n".join(found)


def test_no_file_of_others_is_committed():
    names = [name(path) for path in own_files() if THIRD_PARTY.search(name(path))]
    static = [path for path in own_text_files() if name(path).startswith("static/")]
    found = names + lines_with(THIRD_PARTY_MARK, static)
    assert not found, "\n".join(found)


def test_no_module_is_a_drawer():
    found = [name(path) for path in python_files("app", "tests") if path.stem in DRAWERS]
    assert not found, "\n".join(found)


def test_every_package_says_what_it_is_for():
    silent = [
        name(path)
        for path in python_files("app")
        if text(path).strip() and not ast.get_docstring(tree(path))
    ]
    assert not silent, "no docstring at the top:\n" + "\n".join(silent)


def test_each_class_has_a_name_of_its_own():
    """Whoever reads a name, or looks for it, finds one thing."""
    places: dict[str, set[str]] = {}
    for path in python_files("app"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, set()).add(name(path))
    shared = [f"{each}: {sorted(found)}" for each, found in places.items() if len(found) > 1]
    assert not shared, "\n".join(sorted(shared))


def named_by(node: ast.AST) -> str | None:
    """The name that a variable, a parameter, an argument, a function or a field gets there."""
    match node:
        case ast.Name(id=word, ctx=ast.Store()) | ast.Attribute(attr=word, ctx=ast.Store()):
            return word
        case ast.arg(arg=word) | ast.keyword(arg=word) | ast.alias(asname=word):
            return word
        case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word) | ast.MatchAs(name=word):
            return word
    return None


def test_names_say_what_a_value_is():
    """``told`` says neither what nor to whom: nobody who is new here knows what it holds."""
    elliptical = [
        f"{name(path)}:{getattr(node, 'lineno', '?')}: {word}"
        for path in python_files("app")
        for node in ast.walk(tree(path))
        if (word := named_by(node)) and word.strip("_") in ELLIPSES
    ]
    assert not elliptical, "name the thing itself:\n" + "\n".join(elliptical)
