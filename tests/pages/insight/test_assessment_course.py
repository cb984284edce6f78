"""From the mid-year inspection over objections to publication, by two people."""

from datetime import date

import pytest

from app.insight.assessment.models import AssessmentFinding, AssessmentObjection
from app.insight.assessment.rules import CycleStatus, ObjectionVerdict
from app.insight.assessment.services.cycle import assess, end_inspection, hear, propose, publish
from app.insight.assessment.services.unit import answer, inspect, object_to, rectify
from app.kernel import clock
from app.kernel.errors import ConflictError, NotAllowedError
from app.kernel.jobs import outbox
from app.people.rules import Role
from tests.support.assessment_desk import (
    DESK,
    YEAR,
    counted,
    desk_of,
    go_on_to_publication,
    last,
    make_assessment_office,
    make_cycle,
    send,
)
from tests.support.factories import make_bureau, make_staff
from tests.support.staff import sign_in, take_over


@pytest.fixture
def office(app, frozen_clock):
    return make_assessment_office()


class TestInspection:
    def test_it_ends_when_all_is_recorded_and_only_the_head_of_the_unit_reports(self, office):
        make_cycle(office.bureau)
        with pytest.raises(ConflictError, match="还有 2 个单位没有督查记录"):
            end_inspection(year=YEAR, staff=office.first)
        demand = {"demand": "补齐。", "rectify_by": date(2026, 3, 20)}
        where = {"year": YEAR, "key": office.bureau.code}
        inspect(staff=office.first, text="缺照片。", **where, **demand)
        from_unit = {"finding_id": last(AssessmentFinding).id, "text": "已经补齐。"}
        with pytest.raises(NotAllowedError):
            rectify(staff=office.handler, **where, **from_unit)
        with pytest.raises(NotAllowedError):
            rectify(staff=office.first, **where, **from_unit)

    def test_what_was_found_is_mended_by_the_unit_and_can_be_sent_back(
        self, client, office, frozen_clock
    ):
        make_cycle(office.bureau)
        sign_in(client, office.first)
        fields = {"inspect-text": "缺照片。", "inspect-demand": "补齐。", "inspect-rectify_by": ""}
        page = send(client, f"{desk_of(office)}/inspect", fields)
        assert page.status_code == 409
        assert "要一起填写" in page.body_text
        assert "缺照片。" in page.text
        fields["inspect-rectify_by"] = "2026-03-20"
        page = send(client, f"{desk_of(office)}/inspect", fields)
        assert "整改中" in page.body_text
        take_over(client, office.head)
        finding = last(AssessmentFinding)
        at = f"{desk_of(office)}/findings/{finding.id}"
        page = send(client, f"{at}/rectify", {f"rectify-{finding.id}-text": "已经补齐。"})
        assert "按期整改" in page.body_text
        take_over(client, office.second)
        page = send(client, f"{at}/reopen", {f"reopen-{finding.id}-text": "还差一份。"})
        assert "（已退回）" in page.body_text
        frozen_clock.move_to(clock.day_start(date(2026, 3, 21)))
        assert finding.state.label == "逾期未整改"


class TestObjections:
    @pytest.fixture
    def cycle(self, office):
        return counted(make_cycle(office.bureau), CycleStatus.OBJECTIONS)

    def test_the_unit_objects_and_the_office_answers(self, client, office, cycle):
        sign_in(client, office.head)
        fields = {"object-measure": "handled", "object-text": "有一件应当重算。"}
        page = send(client, f"{desk_of(office)}/objections", fields)
        assert "待答复" in page.body_text
        assert send(client, f"{desk_of(office)}/objections", fields).status_code == 409
        take_over(client, office.first)
        number = last(AssessmentObjection).id
        fields = {f"answer-{number}-verdict": "upheld", f"answer-{number}-text": "已经更正。"}
        page = send(client, f"{desk_of(office)}/objections/{number}/answer", fields)
        assert "成立" in page.body_text
        assert "已经更正。" in page.body_text

    def test_a_handler_another_body_or_who_is_late_does_not_object(
        self, client, office, cycle, frozen_clock
    ):
        objection = {"year": YEAR, "key": office.bureau.code, "measure": "", "text": "应当重算。"}
        with pytest.raises(NotAllowedError):
            object_to(staff=office.handler, **objection)
        sign_in(client, make_staff(Role.HEAD))
        assert client.get(desk_of(office)).status_code == 404
        frozen_clock.shift(24 * 3600)
        with pytest.raises(ConflictError, match="异议期已于"):
            object_to(staff=office.head, **objection)

    def test_without_all_answers_nothing_is_published(self, office, cycle, frozen_clock):
        unit = {"year": YEAR, "key": office.bureau.code}
        object_to(staff=office.head, measure="", text="应当重算。", **unit)
        with pytest.raises(ConflictError, match="期满以后才能提请公布"):
            propose(year=YEAR, staff=office.first)
        frozen_clock.shift(24 * 3600)
        with pytest.raises(ConflictError, match="还有 1 条异议没有答复"):
            propose(year=YEAR, staff=office.first)
        objection = last(AssessmentObjection).id
        verdict = {
            "objection_id": objection,
            "verdict": ObjectionVerdict.REJECTED,
            "text": "数据无误。",
        }
        answer(staff=office.first, **unit, **verdict)
        propose(year=YEAR, staff=office.first)
        assert cycle.status is CycleStatus.READY


class TestTelling:
    def test_bodies_are_told_of_tasks_and_of_the_time_to_object_and_not_of_points(
        self, office, mailbox
    ):
        local = make_bureau(district_code="330304")
        cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
        hear(year=YEAR, staff=office.first)
        outbox.drain()
        by_recipient = {message["To"]: message.get_content() for message in mailbox.messages}
        assert office.bureau.name in by_recipient[office.bureau.email]
        assert "瓯海区" in by_recipient[local.email]
        for text in by_recipient.values():
            assert f"{cycle.objections_due_on:%Y-%m-%d}" in text
            assert " 分" not in text


class TestPublication:
    def test_who_proposes_does_not_publish(self, client, office):
        cycle = counted(make_cycle(office.bureau), CycleStatus.READY)
        cycle.proposer_id = office.first.id
        with pytest.raises(NotAllowedError, match="两个人完成"):
            publish(year=YEAR, staff=office.first)
        sign_in(client, office.first)
        assert not client.get(f"{DESK}/{YEAR}").all("//form[contains(@action, 'publish')]")
        take_over(client, office.second)
        page = client.submit(client.get(f"{DESK}/{YEAR}"), action="/steps/publish")
        assert "已经公布，不能再改" in page.body_text

    def test_sent_back_with_a_reason_it_is_proposed_anew(self, client, office):
        counted(make_cycle(office.bureau), CycleStatus.READY)
        sign_in(client, office.second)
        page = client.get(f"{DESK}/{YEAR}")
        page = client.submit(page, {"send_back-text": ""}, action="/steps/send_back")
        assert "请写明退回的理由" in page.body_text
        page = client.submit(page, {"send_back-text": "先核对指标。"}, action="/steps/send_back")
        assert "异议期" in page.body_text
        assert "先核对指标。" in page.body_text

    def test_the_whole_course_from_issue_to_publication_once_the_year_is_over(
        self, client, office, frozen_clock
    ):
        cycle = make_cycle(office.bureau)
        for unit in cycle.units:
            inspect(year=YEAR, key=unit.key, staff=office.first, text="未发现问题。")
        go_on_to_publication(office, frozen_clock)
        assert cycle.is_published
        assert cycle.counted_until == date(YEAR, 12, 31)
        assert [step.state.label for step in cycle.steps] == ["按期完成"] * 3
        assert client.get(f"/assessment/{YEAR}/{office.bureau.code}").status_code == 200
        with pytest.raises(ConflictError):
            hear(year=YEAR, staff=office.first)
        make_cycle(office.bureau, year=2026, status=CycleStatus.INSPECTED)
        with pytest.raises(ConflictError, match="还没有结束"):
            assess(year=2026, staff=office.first)
