"""The log says what happened, not who asked or what they wrote."""

import json

import pytest
import structlog

from app.kernel.logging import drop_personal

pytestmark = pytest.mark.trust(26, 31, 48)


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_request_is_one_line_without_address_query_or_agent(client, capsys):
    client.checks_html = False
    client.get(
        "/?q=王小明",
        environ_base={"REMOTE_ADDR": "203.0.113.77"},
        headers={"User-Agent": "SecretPhone/1.0"},
    )
    (line,) = [line for line in lines(capsys) if line["event"] == "request"]
    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["ms"] >= 0
    text = json.dumps(line, ensure_ascii=False)
    for secret in ("王小明", "203.0.113.77", "SecretPhone"):
        assert secret not in text


def test_answer_carries_the_number_of_its_line(client, capsys):
    client.checks_html = False
    answer = client.get("/healthz")
    assert answer.headers["X-Request-ID"] == lines(capsys)[-1]["request_id"]


def test_fields_named_like_personal_data_are_removed_at_any_depth():
    event = drop_personal(None, "info", {"phone": "138", "matter": {"Name": "王", "id": 3}})
    assert event == {"phone": "[removed]", "matter": {"Name": "[removed]", "id": 3}}


def test_failure_tells_where_but_not_what_was_said(app, capsys):
    try:
        raise ValueError("王小明 13800138000")
    except ValueError:
        structlog.get_logger().exception("probe")
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert any("test_logging.py" in place for place in line["at"])
    assert "王小明" not in json.dumps(line, ensure_ascii=False)


def test_newline_in_a_value_makes_no_second_line(app, capsys):
    structlog.get_logger().info("probe", value='x\n{"event": "forged"}')
    assert len(lines(capsys)) == 1
