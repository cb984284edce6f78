"""The public pages of the assessment: nothing before publication, all of it and its rows after."""

import csv
import io
from datetime import date

import pytest

from app.insight.assessment.models import AssessmentMark, AssessmentObjection
from app.insight.assessment.rules import CycleStatus, MarkStatus, ObjectionVerdict
from app.insight.assessment.services.counting import place
from app.kernel import clock
from app.kernel.db.session import db
from tests.support.assessment_desk import (
    IN_SPRING,
    YEAR,
    closed,
    counted,
    make_assessment_office,
    make_cycle,
    unit_of,
)
from tests.support.factories import add, make_bureau, make_case

STATEMENTS = 8


@pytest.fixture
def office(app, frozen_clock):
    return make_assessment_office()


@pytest.fixture
def published(office):
    for in_time in (True, True, True, True, False):
        closed(office.bureau, in_time=in_time)
    facts = {"deciding_bureau_id": office.bureau.id, "decided_on": IN_SPRING}
    for _ in range(3):
        make_case(published_on=IN_SPRING, **facts)
    return counted(make_cycle(office.bureau), CycleStatus.PUBLISHED)


def address(cycle, body, *more):
    return "/".join(("/assessment", str(cycle.year), body.code, *more))


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))


class TestBeforePublication:
    def test_a_draft_is_seen_by_nobody(self, client, office):
        assert "还没有下达过年度考核" in client.get("/assessment").body_text
        make_cycle(office.bureau, status=CycleStatus.DRAFT, issued_on=None)
        assert str(YEAR) not in client.get("/assessment").body_text.split("质量工作考核", 3)[-1]
        assert client.get(f"/assessment/{YEAR}").status_code == 404

    def test_tasks_and_formula_are_public_and_points_are_not(self, client, office):
        cycle = make_cycle(office.bureau)
        late = client.get("/assessment").body_text
        assert "逾期未完成" in late, "nobody has inspected by the end of July 2025"
        for status in set(CycleStatus) - {CycleStatus.DRAFT, CycleStatus.PUBLISHED}:
            counted(cycle, status)
            page = client.get(f"/assessment/{YEAR}")
            assert "公布本年度质量提升计划" in page.body_text
            assert "满分 10 分，每件扣 1 分" in page.body_text
            assert office.bureau.name not in page.body_text
            assert client.get(address(cycle, office.bureau)).status_code == 404
            assert client.get(address(cycle, office.bureau, "handled")).status_code == 404
            assert client.get(f"/assessment/{YEAR}?format=csv").status_code == 404


class TestPublished:
    def test_places_points_and_files_say_the_same_and_lead_to_their_rows(
        self, client, office, published
    ):
        page = client.get(f"/assessment/{YEAR}")
        assert office.bureau.name in page.body_text
        unit = unit_of(published, office.bureau)
        (row,) = [
            one
            for one in rows_of(client.get(f"/assessment/{YEAR}?format=csv"))
            if one["代码"] == office.bureau.code
        ]
        assert float(row["总分"]) == unit.total / 100
        assert row["名次"] == "1"
        page = client.get(address(published, office.bureau))
        assert "4 / 5 件，80.0%" in page.body_text
        page = client.get(address(published, office.bureau, "published"))
        assert "共 3 条" in page.body_text
        assert len(page.all("//a[text()='看处罚']")) == 3

    def test_all_years_come_as_one_file_and_the_year_before_stands_beside(
        self, client, office, published
    ):
        counted(make_cycle(office.bureau, year=YEAR - 1), CycleStatus.PUBLISHED)
        make_cycle(office.bureau, year=YEAR + 1)
        rows = rows_of(client.get("/assessment?format=csv"))
        assert [row["年度"] for row in rows] == ["2025", "2025", "2024", "2024"]
        page = client.get(address(published, office.bureau))
        assert "上年没有考核结果" not in page.body_text

    def test_rows_of_matters_tell_year_and_result_and_no_number(self, client, office, published):
        """By month they would tell the ones and twos that the evaluation keeps back."""
        numbers = [closed(office.bureau).number]
        page = client.get(address(published, office.bureau, "handled"))
        rows = rows_of(client.get(address(published, office.bureau, "handled?format=csv")))
        assert [row["符合"] for row in rows].count("否") == 1
        assert {row["日期"] for row in rows} == {f"{YEAR}"}
        assert len(rows) == 5
        for number in numbers:
            assert number[:12] not in page.text
        waived = client.get(address(published, office.bureau, "waived"))
        assert waived.status_code == 404, "items let go are never told one by one"

    def test_a_record_that_has_left_is_counted_and_no_longer_linked(self, client, office):
        facts = {"deciding_bureau_id": office.bureau.id, "decided_on": IN_SPRING}
        cases = [make_case(published_on=IN_SPRING, **facts) for _ in range(3)]
        cycle = counted(make_cycle(office.bureau), CycleStatus.PUBLISHED)
        cases[0].publish_until = date(YEAR, 12, 31)
        db.session.flush()
        page = client.get(address(cycle, office.bureau, "published"))
        assert "共 3 条" in page.body_text
        assert len(page.all("//a[text()='看处罚']")) == 2
        assert "已不公示" in page.body_text

    def test_too_few_matters_have_neither_numbers_nor_rows(self, client, office):
        closed(office.bureau, in_time=False)
        cycle = counted(make_cycle(office.bureau), CycleStatus.PUBLISHED)
        page = client.get(address(cycle, office.bureau))
        assert "太少，不计分" in page.body_text
        assert client.get(address(cycle, office.bureau, "handled")).status_code == 404
        rows = rows_of(client.get(address(cycle, office.bureau) + "?format=csv"))
        assert rows[0]["共（件）"] == ""

    def test_what_changes_later_changes_nothing_published(self, client, office, published):
        before = client.get(address(published, office.bureau)).body_text
        for _ in range(4):
            closed(office.bureau, in_time=False)
        assert client.get(address(published, office.bureau)).body_text == before

    def test_signed_points_and_answered_objections_are_public_and_refused_points_are_not(
        self, client, office, published
    ):
        unit, now = unit_of(published, office.bureau), clock.now()
        who = {"author_id": 1, "author_name": "甲", "proposed_at": now, "signer_id": 2}
        for points, status in ((200, MarkStatus.SIGNED), (300, MarkStatus.REFUSED)):
            content = {"points": points, "reason": "试验", "status": status, "signed_at": now}
            add(AssessmentMark(unit_id=unit.id, **content, **who))
        computed = unit.computed
        place(published, published.terms)
        assert unit.total == computed + 200
        page = client.get(address(published, office.bureau))
        assert "＋2 分" in page.body_text
        assert "＋3 分" not in page.body_text
        content = {
            "text": "有一件应当重算。",
            "verdict": ObjectionVerdict.UPHELD,
            "answer": "已经更正。",
        }
        who = {"staff_id": 1, "staff_name": "甲乙丙"}
        add(AssessmentObjection(unit_id=unit.id, raised_at=now, answered_at=now, **content, **who))
        page = client.get(address(published, office.bureau))
        assert "有一件应当重算" in page.body_text
        assert "已经更正" in page.body_text
        assert "甲乙丙" not in page.text


def test_pages_cost_the_same_for_one_body_or_many(client, office, count_statements):
    bodies = [make_bureau() for _ in range(12)]
    for _ in range(30):
        make_case(deciding_bureau_id=bodies[0].id, decided_on=IN_SPRING, published_on=IN_SPRING)
    counted(make_cycle(*bodies, year=YEAR - 1), CycleStatus.PUBLISHED)
    cycle = counted(make_cycle(*bodies), CycleStatus.PUBLISHED)
    unit, now = unit_of(cycle, bodies[0]), clock.now()
    who = {"author_id": 1, "author_name": "甲", "proposed_at": now, "signer_id": 2}
    for _ in range(3):
        content = {"points": 50, "reason": "试验", "status": MarkStatus.SIGNED, "signed_at": now}
        add(AssessmentMark(unit_id=unit.id, **content, **who))
    db.session.expire_all()
    for page in (
        "/assessment",
        f"/assessment/{YEAR}",
        address(cycle, bodies[0]),
        address(cycle, bodies[0], "published"),
    ):
        with count_statements() as counted_here:
            client.get(page)
        assert len(counted_here) <= STATEMENTS, page
