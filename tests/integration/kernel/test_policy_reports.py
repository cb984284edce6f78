"""What browsers report against the policy is counted by rule and page, and nothing of it kept."""

import json

import pytest

from tests.support.scrapes import Scrape

pytestmark = pytest.mark.trust(12)

METRIC = "mingjian_policy_reports_total"
OLD, NEW = "application/csp-report", "application/reports+json"


def report(page="/cases/7?q=%E5%BC%A0", rule="script-src-elem"):
    return {
        "csp-report": {
            "document-uri": f"http://localhost{page}",
            "effective-directive": rule,
            "blocked-uri": "inline",
        }
    }


def send(client, body, kind=OLD):
    words = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = client.post("/csp", data=words, content_type=kind)
    assert (answer.status_code, answer.data) == (204, b"")
    return answer


def counted(app, before=None, **labels):
    """Which counts have grown, and by how much."""
    now = Scrape.of(app)
    return now.total(METRIC, **labels) - (before.total(METRIC, **labels) if before else 0)


@pytest.fixture
def client(client):
    client.checks_html = False
    return client


def test_the_policy_names_where_reports_go(client):
    assert client.get("/").headers["Content-Security-Policy"].endswith("report-uri /csp")


def test_a_report_is_counted_by_rule_and_endpoint_in_both_forms(client, app):
    before = Scrape.of(app)
    send(client, report())
    body = {"documentURL": "http://localhost/cases/8", "effectiveDirective": "script-src-elem"}
    send(client, [{"type": "csp-violation", "body": body}], NEW)
    rows = {"directive": "script-src-elem", "endpoint": "cases.detail"}
    assert counted(app, before, **rows) == 2


def test_what_strangers_invent_makes_no_new_series(client, app):
    before = Scrape.of(app)
    for number in range(5):
        send(client, report(f"/no/such/page/{number}", f"rule-{number}"))
    assert counted(app, before, directive="other", endpoint="other") == 5
    send(client, report("//[", "script-src"))
    assert counted(app, before) == 6


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"\xff", b"[" * 7000, b"null", b"7", b'{"csp-report": 7}', b"[[]]", b"x" * 9000],
)
def test_rubbish_is_answered_with_nothing_and_not_counted(client, app, body):
    before = Scrape.of(app)
    send(client, body)
    assert counted(app, before) == 0


def test_no_address_and_no_words_of_a_report_are_told(client, app):
    send(client, report("/search?q=%E6%9E%97%E6%99%93"))
    metrics = client.get("/metrics").text
    assert METRIC in metrics
    assert "%E6%9E%97" not in metrics
    assert "http://localhost" not in metrics
