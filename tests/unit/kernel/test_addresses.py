"""Addresses are written as Werkzeug writes them, though only when they are asked for."""

import pytest
from werkzeug import routing
from werkzeug.routing import BuildError, Map

from app.kernel.web.addresses import AddressRule

RULES = (
    ("/cases/", {}),
    ("/cases/<int:case_id>", {}),
    ("/证照/<path:rest>", {}),
    ("/pages/", {"defaults": {"number": 1}}),
    ("/pages/<int:number>", {}),
)
VALUES = (
    {},
    {"case_id": 7},
    {"case_id": 7, "q": "酱 油", "rule": ["a", "b"]},
    {"rest": "一/二"},
    {"number": 1},
    {"number": 2, "self": "x"},
)


def addresses(kind: type[routing.Rule], append_unknown: bool) -> list[str]:
    """What each rule makes of each set of values; a rule that can't says so."""
    rules = [kind(path, endpoint=path, **options) for path, options in RULES]
    adapter, written = Map(rules).bind("localhost"), []
    for path, _ in RULES:
        for values in VALUES:
            try:
                written.append(adapter.build(path, values, append_unknown=append_unknown))
            except BuildError:
                written.append("no")
    return written


@pytest.mark.parametrize("append_unknown", [True, False])
def test_each_is_as_the_library_writes_it(append_unknown: bool) -> None:
    written = addresses(AddressRule, append_unknown)
    assert written == addresses(routing.Rule, append_unknown)
    assert "no" in written
    assert len(set(written)) > len(RULES)


def test_nothing_is_compiled_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    inner = routing.Rule._compile_builder

    def noted(rule: routing.Rule, append_unknown: bool = True) -> object:
        compiled.append((rule.rule, append_unknown))
        return inner(rule, append_unknown)

    monkeypatch.setattr(routing.Rule, "_compile_builder", noted)
    adapter = Map([AddressRule(path, endpoint=path) for path in ("/a/<x>", "/b/<x>")]).bind(
        "localhost"
    )
    assert compiled == []
    assert [adapter.build("/a/<x>", {"x": x}) for x in "12"] == ["/a/1", "/a/2"]
    assert compiled == [("/a/<x>", True)]
