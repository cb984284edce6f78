"""Templates: each one used, each one found, none with code or style of its own."""

import re
from collections.abc import Mapping

import pytest
from jinja2 import nodes

from tests.support.source import (
    ROOT,
    named_templates,
    python_files,
    rendered_templates,
    template_names,
    text,
)

pytestmark = pytest.mark.trust(12)

INLINE = {
    "style attribute": re.compile(r"<[^>]+\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "event attribute": re.compile(r"<[^>]+\son[a-z]+\s*="),
    "script address": re.compile(r"javascript:"),
    "inline script": re.compile(
        r"<script(?![^>]*\b(src|type=\"application/(ld\+)?json\")\b)[^>]*>"
    ),
    "unescaped value": re.compile(r"\|\s*safe\b"),
}

MODULES = re.compile(r'data-module"?[=:] ?"([a-z -]+)"')


def parsed(app, template: str) -> nodes.Template:
    return app.jinja_env.parse(text(ROOT / "templates" / template))


def referred(tree: nodes.Template) -> set[str]:
    """Templates that a template extends, includes or imports from."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    found = set()
    for node in tree.find_all(kinds):
        for constant in [node.template, *node.template.find_all(nodes.Const)]:
            if isinstance(constant, nodes.Const):
                found |= (
                    {constant.value} if isinstance(constant.value, str) else set(constant.value)
                )
    return found


def extended(trees: Mapping[str, nodes.Template], template: str) -> list[nodes.Template]:
    """The templates that one extends, the nearest first."""
    found = trees[template].find(nodes.Extends)
    if found is None or not isinstance(found.template, nodes.Const):
        return []
    return [trees[found.template.value], *extended(trees, found.template.value)]


def blocks_in(node: nodes.Node) -> set[str]:
    """The names of the blocks in a template, or in a block."""
    return {block.name for block in node.find_all(nodes.Block)}


def test_every_template_is_used_and_every_used_one_exists(app):
    existing = set(template_names())
    by_templates = set().union(*(referred(parsed(app, template)) for template in existing))
    patterns = [pattern for path in python_files("app") for pattern in named_templates(path)]
    used = by_templates | {
        template for template in existing if any(p.fullmatch(template) for p in patterns)
    }
    missing = {name for name in by_templates - existing if not name.startswith("bootstrap")}
    assert not missing, f"templates that don't exist: {sorted(missing)}"
    assert not existing - used, f"templates nobody uses: {sorted(existing - used)}"


def test_every_block_that_a_template_fills_is_one_of_those_above_it(app):
    trees = {name: parsed(app, name) for name in template_names()}
    lost = []
    for name, tree in trees.items():
        if above := extended(trees, name):
            dividing = {part for block in tree.find_all(nodes.Block) for part in blocks_in(block)}
            known = dividing.union(*map(blocks_in, above))
            lost += [f"{name}: {block}" for block in sorted(blocks_in(tree) - known)]
    assert not lost, "\n".join(lost)


def test_every_rendered_template_exists():
    existing = template_names()
    lost = [
        f"{path.name}: {pattern.pattern}"
        for path in python_files("app")
        for pattern in rendered_templates(path)
        if not any(pattern.fullmatch(name) for name in existing)
    ]
    assert not lost, "\n".join(lost)


def test_no_imported_macro_is_unused(app):
    unused = []
    for template in template_names():
        tree = parsed(app, template)
        called = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for node in tree.find_all(nodes.FromImport):
            names = [name[1] if isinstance(name, tuple) else name for name in node.names]
            unused += [f"{template}: {name}" for name in names if name not in called]
        for node in tree.find_all(nodes.Import):
            unused += [f"{template}: {node.target}"] if node.target not in called else []
    assert not unused, "\n".join(unused)


def test_no_template_carries_script_or_style():
    found = [
        f"{template}: {what}"
        for template in template_names()
        for what, pattern in INLINE.items()
        if pattern.search(text(ROOT / "templates" / template))
    ]
    assert not found, "\n".join(found)


def test_every_behaviour_that_a_page_asks_for_exists_and_is_asked_for():
    asked = {
        module
        for template in template_names()
        for names in MODULES.findall(text(ROOT / "templates" / template))
        for module in names.split()
    }
    existing = {path.stem for path in (ROOT / "static" / "js").glob("*.js")}
    assert asked == existing - {"start"}


POST_FORM = re.compile(
    r'<form\b(?:(?!<form\b|</form>).)*?method="post"(?:(?!<form\b|</form>).)*?csrf\(\)', re.DOTALL
)
MAY_BE_REPEATED = {
    "components/tracking.html",
    "components/forms.html",
    "matters/complaints/own_data.html",
}
"""Looking a matter up, throwing away, and one form of three that gives out a file."""


def test_each_form_of_the_public_by_which_something_is_done_is_sent_once():
    public = [
        name
        for name in template_names()
        if not name.startswith(("site/admin/", "people/", "publishing/")) and "/staff/" not in name
    ]
    repeated = {
        name
        for name in public
        for form in POST_FORM.findall(text(ROOT / "templates" / name))
        if "submit-once" not in form
    }
    assert repeated == MAY_BE_REPEATED
