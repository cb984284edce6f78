"""What we ship for nginx: a log that says nothing of anybody's report, and bodies of their kind."""

import json
import re
from urllib.parse import urlsplit

import pytest

from app.kernel.web import bodies
from tests.support.proxied import CONFIGURATION, nginx, proxied
from tests.support.servers import Site, serving
from tests.support.source import ROOT, text

pytestmark = pytest.mark.trust(26)

needs_nginx = pytest.mark.skipif(nginx() is None, reason="nginx is not installed")
SECRET = "geheim13800138000"
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
    b"Content-Type: image/jpeg\r\n\r\n...\r\n--x--\r\n"
)
OF_REPORTERS = (
    "/complaints",
    f"/complaints/new?{SECRET}",
    f"/complaints/track?number={SECRET}",
    f"/complaints/track/files/{SECRET}",
    f"//complaints/./{SECRET}",
    f"/%63omplaints/{SECRET}",
    f"/redress/new/kind?{SECRET}",
    f"/redress/track/{SECRET}",
    f"/rewards/mine/{SECRET}",
    f"/api/v1/routing/suggest?text={SECRET}",
    f"/livelihood/2026/propose?{SECRET}",
    f"/creation/{SECRET}/object",
    f"/proof?{SECRET}",
)
OTHERS = (
    "/",
    f"/search?q={SECRET}",
    f"/cases/{SECRET}",
    f"/{SECRET}",
    f"/companies/{SECRET}?{SECRET}",
    f"/admin/complaints/{SECRET}",
    f"/nowhere/{SECRET}?{SECRET}",
)


def port_of(site: Site) -> int:
    return urlsplit(site.url).port or 0


def rules_of(name: str) -> list[str]:
    """The patterns of a map of the configuration."""
    (body,) = re.findall(rf"map \$uri \${name} \{{(.*?)\n\}}", text(CONFIGURATION), re.S)
    return [each.replace("?<", "?P<") for each in re.findall(r'"~([^"]+)"', body)]


def sample(rule: str) -> str:
    """An address of a rule, with something in place of each variable."""
    return re.sub(r"<[^>]+>", "2026", rule)


@needs_nginx
def test_the_log_of_access_says_nothing_of_reports_nor_any_query_or_number(live_app, tmp_path):
    with serving(live_app) as site, proxied(tmp_path / "nginx", port_of(site)) as proxy:
        for path in (*OF_REPORTERS, *OTHERS):
            proxy.ask("GET", path, Referer=f"https://x/{SECRET}", User_Agent=SECRET)
            proxy.ask_plainly(path)
        proxy.ask("POST", f"/search?q={SECRET}", SECRET.encode() * 200_000)
        proxy.ask("GET", f"/search?q={'x' * 9000}{SECRET}")
    logs = proxy.logs()
    lines = [json.loads(line) for line in logs.splitlines()]
    assert SECRET not in logs
    assert "complaints" not in logs
    assert {line["part"] for line in lines} == {
        "/",
        "/search",
        "/cases",
        "/companies",
        "/admin",
        "other",
    }
    asked = len(OTHERS) * 2
    assert len(lines) == asked + 2
    assert set(lines[0]) == {"time", "address", "method", "part", "status", "bytes", "seconds"}


@needs_nginx
def test_bodies_are_of_their_kind_and_a_site_that_is_away_is_said_in_chinese(live_app, tmp_path):
    large = b"x" * (3 * 1024 * 1024)
    with serving(live_app) as site, proxied(tmp_path / "nginx", port_of(site)) as proxy:
        assert proxy.ask("POST", "/complaints/new/facts", large).status == 413
        files = {"Content_Type": "multipart/form-data; boundary=x"}
        sent = FILE.replace(b"...", large)
        assert proxy.ask("POST", "/complaints/new/evidence", sent, **files).status != 413
        assert proxy.ask("GET", "/metrics").status == 404
        assert proxy.ask("GET", "/readyz").headers["Server"] == "nginx"
        assert proxy.ask_plainly("/cases").headers["Location"] == "https://www.example.gov.cn/cases"
    with proxied(tmp_path / "again", 1) as proxy:
        away = proxy.ask("GET", f"/complaints/track?{SECRET}")
        assert (away.status, away.headers["Retry-After"]) == (503, "30")
    assert "complaints" not in proxy.logs()
    assert SECRET not in proxy.logs()


def test_each_part_of_the_site_is_named_in_the_log_or_left_out(app):
    (named,) = rules_of("mingjian_part")
    left_out = rules_of("mingjian_is_logged")
    for rule in app.url_map.iter_rules():
        path = sample(rule.rule)
        known = path == "/" or re.match(named, path)
        assert known or any(re.match(each, path) for each in left_out), path


def test_all_that_reporters_do_is_left_out(app):
    left_out = rules_of("mingjian_is_logged")
    for rule in app.url_map.iter_rules():
        path = sample(rule.rule)
        is_theirs = "/new/" in path or "/track" in path or path.startswith("/complaints")
        if is_theirs and not path.startswith("/admin"):
            assert any(re.match(each, path) for each in left_out), path


def test_files_may_be_large_where_views_take_files_and_nowhere_else(app):
    (pattern,) = re.findall(r"location ~ (\S+) \{\s*client_max_body_size 90m", text(CONFIGURATION))
    assert app.config["MAX_CONTENT_LENGTH"] == 90 * 1024 * 1024
    assert app.config["MAX_FORM_MEMORY_SIZE"] == 2 * 1024 * 1024
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = sample(rule.rule)
            most = bodies.longest_body(app, "POST", path, bodies.FILES)
            takes_files = most == app.config["MAX_CONTENT_LENGTH"]
            assert takes_files == bool(re.match(pattern, path)), path


def test_the_log_ends_when_the_privacy_page_says(client):
    rotation = text(ROOT / "deploy" / "logrotate" / "mingjian")
    (days,) = set(re.findall(r"^    (?:rotate|maxage) (\d+)$", rotation, re.M))
    assert f"保存访问日志 {days} 天" in client.get("/privacy").body_text
