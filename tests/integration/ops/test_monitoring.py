"""``/metrics`` tells operators how the site fares, and nobody anything of a person."""

import multiprocessing
import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.kernel import audit, metrics
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.ops.processes import forget_counts
from tests.support import factories
from tests.support.apps import open_app
from tests.support.citizens import PERSON, answer_all
from tests.support.scrapes import Scrape

pytestmark = pytest.mark.trust(43)

VISITOR = {"REMOTE_ADDR": "203.0.113.9"}
TOKEN = "operators-only-0123456789"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def grown(app, name: str, before: Scrape, **labels: str) -> float:
    return Scrape.of(app).total(name, **labels) - before.total(name, **labels)


def test_for_visitors_there_is_no_such_page(client):
    assert client.get("/metrics").status_code == 200
    for seen in (
        client.get("/metrics", environ_base=VISITOR),
        client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}),
        client.get("/metrics", environ_base=VISITOR, headers={"Authorization": "Bearer "}),
    ):
        assert seen.status_code == 404
        assert "mingjian_" not in seen.text


def test_who_has_the_token_may_ask_from_anywhere(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)
    told = client.get("/metrics", environ_base=VISITOR, headers=BEARER)
    assert told.status_code == 200
    assert told.headers["Cache-Control"] == "no-store"
    wrong = {"Authorization": f"Bearer {TOKEN}x"}
    assert client.get("/metrics", environ_base=VISITOR, headers=wrong).status_code == 404


def test_requests_are_counted_by_endpoint_with_their_time_and_statements(client, app):
    before = Scrape.of(app)
    client.get("/cases")
    client.get("/no/such/page")
    assert grown(app, "mingjian_request_seconds_count", before, endpoint="cases.index") == 1
    assert grown(app, "mingjian_request_seconds_sum", before, endpoint="cases.index") > 0
    assert grown(app, "mingjian_responses_total", before, endpoint="cases.index", status="2xx") == 1
    assert grown(app, "mingjian_responses_total", before, endpoint="-", status="4xx") == 1
    statements = grown(app, "mingjian_request_statements_sum", before, endpoint="cases.index")
    assert 1 <= statements <= 7


def test_pages_from_memory_are_told_from_those_made_anew(live_app):
    before = Scrape.of(live_app)
    for _ in range(3):
        live_app.test_client().get("/cases")
    assert grown(live_app, "mingjian_kept_pages_total", before, result="made") == 1
    assert grown(live_app, "mingjian_kept_pages_total", before, result="given") == 2
    statements = {"endpoint": "cases.index"}
    assert grown(live_app, "mingjian_request_seconds_count", before, **statements) == 3
    assert grown(live_app, "mingjian_request_statements_count", before, **statements) == 1


def test_refusals_of_limits_and_denied_sign_ins_are_counted(client, app):
    before = Scrape.of(app)
    for _ in range(11):
        client.post_form("/admin/login", {"username": "nobody", "password": "wrong"})
    assert grown(app, "mingjian_denials_total", before, action="session.begin") == 10
    assert grown(app, "mingjian_limit_refusals_total", before, limit="sign-in") == 1


def test_labels_are_names_in_the_code_and_nothing_of_a_person(client, app):
    of_other_sites = set(Scrape.of(app).label_values())
    client.submit(answer_all(client, identity={**PERSON, "anonymity": "named"}))
    client.get("/search?q=13800138000")
    client.get("/complaints/track?number=TS20260304-00001")
    client.post_form("/admin/login", {"username": "zhangsan", "password": "wrong"})
    labels = set(Scrape.of(app).label_values())
    endpoints = {value for name, value in labels if name == "endpoint"}
    assert endpoints - {value for _, value in of_other_sites} <= {*app.view_functions, "-"}
    for name, value in labels - {("endpoint", each) for each in endpoints}:
        known = r"[a-z_.-]+( [a-z_-]+)*" if name != "le" else r"[0-9.]+|\+Inf"
        assert re.fullmatch(rf"{known}|[2-5]xx", value), (name, value)


def test_how_the_outbox_and_the_index_fare_is_told_by_topic(app, frozen_clock):
    maintenance.rebuild()
    outbox.enqueue("mail", {})
    changed(SearchKind.CASE, [factories.make_case().id])
    db.session.commit()
    frozen_clock.shift(timedelta(seconds=90))
    told = Scrape.of(app)
    assert told.total("mingjian_outbox_waiting_messages", topic="mail") == 1
    assert told.total("mingjian_outbox_oldest_seconds", topic="mail") == 90
    assert told.total("mingjian_index_lag_seconds") == 90
    assert told.total("mingjian_outbox_dead_messages") == 0


def test_what_never_was_is_absent_and_what_was_has_an_age(app, frozen_clock):
    assert not Scrape.of(app).of_name("mingjian_audit_anchor_age_seconds")
    audit.note("session.begin")
    audit.anchor()
    frozen_clock.shift(timedelta(hours=2))
    assert Scrape.of(app).total("mingjian_audit_anchor_age_seconds") == 7200


def test_while_the_database_is_away_the_page_says_so_and_what_requests_counted(tmp_path):
    """Then it is needed most."""
    with open_app("sqlite:////no/such/folder/mingjian.db", tmp_path) as app:
        told = Scrape.of(app)
    assert told.total("mingjian_check", check="database") == 0
    assert told.total("mingjian_disk_free_ratio") > 0
    assert not told.of_name("mingjian_outbox_waiting_messages")


def count_one() -> None:
    metrics.note_answer("another.process", 200, 0.01)


def test_all_processes_are_added_up_until_a_site_begins_to_serve(app):
    assert not Scrape.of(app).of_name("mingjian_responses_total", endpoint="another.process")
    for _ in range(2):
        process = multiprocessing.get_context("fork").Process(target=count_one)
        process.start()
        process.join()
    told = Scrape.of(app)
    assert told.total("mingjian_responses_total", endpoint="another.process") == 2
    ours = told.total("mingjian_responses_total", endpoint="monitoring.show")
    forget_counts(Path(app.config["PROMETHEUS_MULTIPROC_DIR"]))
    left = Scrape.of(app)
    assert not left.of_name("mingjian_responses_total", endpoint="another.process")
    assert left.total("mingjian_responses_total", endpoint="monitoring.show") == ours + 1
