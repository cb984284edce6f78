"""Monthly reports: made by themselves, kept as they were, corrected in the open, telling nobody."""

import csv
import io
from datetime import date

import pytest

from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.services import close_month, correct
from app.kernel.db.session import db
from app.kernel.errors import ConflictError
from app.kernel.files import papers
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus
from tests.support import factories
from tests.support.complaint_factories import end, make_matter
from tests.support.staff import sign_in

LIST, ADDRESS = "/evaluation/monthly", "/evaluation/monthly/2026-03"
IN_MARCH, IN_APRIL = date(2026, 3, 10), "2026-04-01 00:20+08:00"


@pytest.fixture
def coordinator(app):
    return factories.make_staff(
        Role.COORDINATOR, bureau=factories.make_coordination_office(), username="coordinator9"
    )


@pytest.fixture
def march(app, frozen_clock):
    """Penalties and matters of March, and the first morning of April."""
    for _ in range(4):
        factories.make_case(field="tax", published_on=IN_MARCH)
    end(factories.make_bureau(name="试验水利局"), 5, met=True)
    frozen_clock.move_to(IN_APRIL)


def rows(client, table, **more):
    asked = "&".join(f"{name}={value}" for name, value in {"table": table, **more}.items())
    answer = client.get(f"{ADDRESS}?format=csv&{asked}", buffered=True)
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def row(client, table, name, **more):
    return next(one for one in rows(client, table, **more) if one[0] == name)


def test_a_month_gets_its_report_once_and_is_not_corrected_in_vain(march, coordinator):
    assert close_month().month == date(2026, 3, 1)
    assert close_month() is None
    assert db.session.query(MonthlyReport).count() == 1
    with pytest.raises(ConflictError):
        correct(month=date(2026, 3, 1), reason="再算一次。", staff=coordinator)


def test_no_report_is_made_of_a_month_before_the_first_record(app, frozen_clock):
    assert close_month() is None


def test_it_says_and_draws_what_the_evaluation_says_and_when_that_was_counted(client, march):
    close_month()
    page = client.get(ADDRESS)
    assert "2026-04-01 00:20 统计，第 1 版" in page.body_text
    assert row(client, "handling", "3 月")[:4] == ["3 月", "5", "5", "1.0"]
    assert row(client, "cases", "税务")[1:4] == ["4", "0", "0"]
    assert row(client, "records", "行政处罚")[1] == "4"
    assert page.texts("//section[@aria-labelledby='cases']//td")[0] == "4"
    parts = page.all("(//section[@aria-labelledby='promises']//*[local-name()='svg'])[1]/*")
    heights = [part.get("height") for part in parts]
    assert heights[0] == "10"
    assert len(set(heights[1:])) == len(heights[1:]) > 0


def test_a_report_stays_as_it_was_with_its_words_when_records_change(client, march):
    report = close_month()
    factories.make_case(field="tax", published_on=IN_MARCH)
    assert row(client, "cases", "税务")[1] == "4"
    report.content = [{**one, "method": "当日的口径"} for one in report.content]
    db.session.commit()
    assert "当日的口径" in client.get(ADDRESS).body_text


def test_a_correction_is_another_edition_with_reason_and_in_the_feed(client, march, coordinator):
    close_month()
    factories.make_case(field="tax", published_on=IN_MARCH)
    correct(month=date(2026, 3, 1), reason="漏报一件处罚。", staff=coordinator)
    page = client.get(ADDRESS)
    changed = page.texts("//section[@aria-labelledby='corrected']//td")
    assert changed[:4] == ["行政处罚", "当月", "4", "5"]
    assert "漏报一件处罚。" in page.body_text
    assert row(client, "cases", "税务", edition=1)[1] == "4"
    assert "已经更正" in client.get(f"{ADDRESS}?edition=1").body_text
    assert "第 2 版，有更正" in client.get(LIST).body_text
    feed = client.get("/data/feeds/monthly.xml").get_data(as_text=True)
    assert "2026年3月质量诚信月报" in feed
    assert "第 2 版，有更正" in feed


def test_a_correction_leaves_alone_what_was_counted_on_the_day_or_became_late_since(
    client, march, coordinator, frozen_clock
):
    factories.make_project()
    waiting = make_matter(received_on=IN_MARCH)
    waiting.due_on = date(2026, 4, 20)
    close_month()
    factories.make_project()
    frozen_clock.move_to("2026-04-25 09:00+08:00")
    factories.make_case(field="tax", published_on=IN_MARCH)
    correct(month=date(2026, 3, 1), reason="漏报一件处罚。", staff=coordinator)
    assert row(client, "projects", "全部")[1] == "1"
    header, *months = rows(client, "handling")
    assert months[0][header.index("逾期")] == "0"
    changed = client.get(ADDRESS).texts("//section[@aria-labelledby='corrected']//tr/th[1]")
    assert "投诉举报办理" not in changed


def test_the_office_corrects_at_its_desk_and_needs_a_reason(client, march, coordinator):
    close_month()
    factories.make_case(field="tax", published_on=IN_MARCH)
    sign_in(client, coordinator)
    desk = "/admin/monthly/2026-03"
    assert client.post_form(desk, {"reason": ""}).status_code == 400
    answer = client.post_form(desk, {"reason": "漏报一件处罚。"}, follow_redirects=False)
    assert answer.status_code == 302
    again = client.post_form(desk, {"reason": "漏报一件处罚。"})
    assert again.status_code == 409
    assert "不需要更正" in again.body_text


def test_two_reports_in_a_row_do_not_give_away_a_body_s_single_matter(client, march, frozen_clock):
    close_month()
    bureau = factories.make_bureau(name="试验林业局")
    end(bureau, 4, met=True)
    frozen_clock.move_to("2026-05-01 00:20+08:00")
    close_month()
    tables = db.session.query(MonthlyReport).filter_by(month=date(2026, 4, 1)).one().tables
    bodies = next(table for table in tables if table.key == "bodies")
    assert [one.name for one in bodies.rows] == ["98.5% 以上"]
    assert bodies.rows[0].cells == (2, "试验林业局、试验水利局")
    assert [column.unit for column in bodies.columns] == ["count", "words"]


def test_records_that_left_since_are_counted_at_the_same_cost(client, march, count_statements):
    factories.make_case(
        field="tax",
        published_on=IN_MARCH,
        status=PublicationStatus.WITHDRAWN,
        withdrawn_on=IN_MARCH,
    )
    factories.make_case(field="tax", status=PublicationStatus.DRAFT, published_on=None)
    close_month()
    assert row(client, "cases", "税务")[1] == "5"
    client.get(ADDRESS)
    db.session.expire_all()
    with count_statements() as counted:
        client.get(f"{ADDRESS}?edition=1")
    assert len(counted) <= 4, str(counted)


def test_a_month_without_a_report_is_not_found(client, march):
    assert "还没有月报" in client.get(LIST).body_text
    close_month()
    for code in ("2026-02", "2026-13", "0000-01", "２０２６-03", "abc", "2026-3"):
        assert client.get(f"{LIST}/{code}").status_code == 404, code


@pytest.mark.skipif(not papers.can_make_pdf(), reason="WeasyPrint is not installed")
def test_the_paper_is_a_pdf_with_the_month_in_its_name(client, march):
    close_month()
    answer = client.get(f"{ADDRESS}/pdf", buffered=True)
    assert answer.data.startswith(b"%PDF-")
    assert "2026-03" in answer.headers["Content-Disposition"]
