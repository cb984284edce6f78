"""Every address is listed with who may use it, and none changes anything by being visited."""

import pytest
import yaml
from werkzeug.routing import Rule

from app.records.register import KINDS
from tests.support.source import ROOT

pytestmark = pytest.mark.trust(1, 11)

LISTING = ROOT / "tests" / "architecture" / "routes.yaml"
PUBLIC, REPORTER, SIGNED_IN = "public", "reporter", "signed in"
SIGNING_IN = {f"/admin/login{step}" for step in ("", "/code", "/passkey", "/passkey/answer")}
"""What under /admin is for those who have not signed in yet."""
PATHS = "{desk_path}", "{path}"
"""In addresses that each kind has: where its desk is, and its list."""
MACHINE_ENDPOINTS = ("api.", "policy_reports.")
"""JSON of machines, which changes no record: no cross-site forgery to guard against."""


def methods(rule: Rule) -> str:
    return ",".join(sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}))


def key(rule: Rule) -> str:
    return f"{methods(rule)} {rule.rule}"


def permission(app, rule: Rule) -> str | None:
    declared = getattr(app.view_functions[rule.endpoint], "required_permission", None)
    return None if declared is None else str(getattr(declared, "value", declared))


def is_staff_only(rule: Rule) -> bool:
    return rule.rule.startswith("/admin") and rule.rule not in SIGNING_IN


def audience(app, rule: Rule) -> str:
    """Who may use the address: staff by the permission that its view declares."""
    if is_staff_only(rule):
        return permission(app, rule) or SIGNED_IN
    return PUBLIC


def listed() -> dict[str, str]:
    found: dict[str, str] = {}
    for address, who in yaml.safe_load(LISTING.read_text(encoding="utf-8")).items():
        found |= {address.format(desk_path=kind.desk_path, path=kind.path): who for kind in KINDS}
    return found


def test_every_address_is_listed_with_who_may_use_it(app):
    actual = {key(rule): audience(app, rule) for rule in app.url_map.iter_rules()}
    known = listed()
    wrong = [
        f'"{address}": {who}'
        for address, who in sorted(actual.items())
        if known.get(address) != who and not (who == PUBLIC and known.get(address) == REPORTER)
    ]
    gone = sorted(set(known) - set(actual))
    assert not wrong, "write into routes.yaml:\n" + "\n".join(wrong)
    assert not gone, "remove from routes.yaml:\n" + "\n".join(gone)


def test_changes_are_made_by_post_alone(app):
    odd = [key(r) for r in app.url_map.iter_rules() if set(methods(r).split(",")) - {"GET", "POST"}]
    assert not odd, odd


def test_every_post_is_guarded_against_forgery(app):
    exempt = app.extensions["csrf"]._exempt_views | app.extensions["csrf"]._exempt_blueprints
    assert app.config.get("WTF_CSRF_ENABLED", True)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" in methods(rule) and not rule.endpoint.startswith(MACHINE_ENDPOINTS):
            location = f"{view.__module__}.{view.__name__}"
            assert location not in exempt, key(rule)
            assert rule.endpoint.rpartition(".")[0] not in exempt, key(rule)


def test_every_staff_address_is_under_the_guarded_blueprint(app):
    stray = [
        key(rule)
        for rule in app.url_map.iter_rules()
        if is_staff_only(rule) and not rule.endpoint.startswith("admin.")
    ]
    assert not stray, stray


def test_every_staff_view_declares_its_permission(app):
    undeclared = [
        key(rule)
        for rule in app.url_map.iter_rules()
        if is_staff_only(rule) and permission(app, rule) is None
    ]
    assert not undeclared, undeclared


def test_visiting_a_public_page_writes_nothing(client, app, count_statements):
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments or is_staff_only(rule):
            continue
        if rule.rule in {"/readyz", "/metrics"}:  # ask whether a write of no row would be let in
            continue
        with count_statements() as counted:
            client.get(rule.rule)
        written = [s for s in counted.statements if s.startswith(("INSERT", "UPDATE", "DELETE"))]
        assert not written, f"{rule.rule} writes: {written[:3]}"
