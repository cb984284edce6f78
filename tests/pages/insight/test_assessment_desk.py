"""The desk of the assessment: its plan, points by hand, and what the assessed units read."""

import io

import pytest
from sqlalchemy import select

from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentMark,
    AssessmentScore,
)
from app.insight.assessment.rules import CycleStatus
from app.insight.assessment.services.cycle import add_task, issue, open_cycle
from app.insight.assessment.services.unit import decide_manual_points, propose_manual_points
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.people.rules import Role
from tests.support.assessment_desk import (
    DESK,
    YEAR,
    closed,
    counted,
    desk_of,
    last,
    make_assessment_office,
    make_cycle,
    send,
    unit_of,
)
from tests.support.documents import photo
from tests.support.factories import make_staff
from tests.support.staff import sign_in, take_over

STATEMENTS = 11
"""Of a page of the desk; three are those of the session and of the frame."""


@pytest.fixture
def office(app, frozen_clock):
    return make_assessment_office()


def picture():
    return (io.BytesIO(photo()), "证明.jpg")


def actions():
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


class TestPlan:
    def test_a_year_is_drafted_planned_and_issued_and_each_step_leaves_a_trace(
        self, client, office, frozen_clock
    ):
        sign_in(client, office.first)
        page = send(client, f"{DESK}/open", {"open-year": "2026"}, page=f"{DESK}/")
        assert "起草计划" in page.body_text
        page = client.submit(page, action="/steps/issue")
        assert page.status_code == 409
        assert "还没有写任务" in page.body_text
        page = client.submit(page, {"task-text": "公布计划。"}, action="/2026/tasks")
        assert "公布计划。" in page.body_text
        page = client.submit(page, {"units-keys": [office.bureau.code]}, action="/2026/units")
        page = client.submit(page, action="/steps/issue")
        assert "已下达" in page.body_text
        assert "逾期完成，迟 4 天" in page.body_text, "28 February 2026 is a Saturday worked"
        cycle = last(AssessmentCycle)
        assert [unit.key for unit in cycle.units] == [office.bureau.code]
        assert {"assessment.open", "assessment.plan", "assessment.issue"} <= set(actions())
        kinds = db.session.scalars(select(AssessmentEvent.kind)).all()
        assert kinds == ["open", "plan", "plan", "issue"]

    def test_a_year_is_drafted_once_near_its_time_and_issued_in_it(self, office):
        open_cycle(year=2026, staff=office.first)
        with pytest.raises(ConflictError, match="已经起草"):
            open_cycle(year=2026, staff=office.second)
        with pytest.raises(InvalidInputError, match="去年、今年和明年"):
            open_cycle(year=2029, staff=office.first)
        open_cycle(year=2027, staff=office.first)
        add_task(year=2027, staff=office.first, text="公布计划。", due_on=None)
        with pytest.raises(ConflictError, match="还没有开始"):
            issue(year=2027, staff=office.first)

    def test_a_task_can_be_taken_out_until_the_plan_is_issued(self, client, office):
        open_cycle(year=2026, staff=office.first)
        add_task(year=2026, staff=office.first, text="公布计划。", due_on=None)
        sign_in(client, office.first)
        page = client.submit(client.get(f"{DESK}/2026"), action="/tasks/drop")
        assert "还没有写任务" in page.body_text

    def test_a_page_that_has_grown_old_moves_nothing(self, client, office):
        cycle = make_cycle(office.bureau)
        sign_in(client, office.first)
        page = client.get(f"{DESK}/{YEAR}")
        cycle.version += 1
        db.session.flush()
        page = client.submit(page, action="/steps/count")
        assert page.status_code == 409
        assert "请重新核对再办理" in page.body_text


class TestMarks:
    @pytest.fixture
    def cycle(self, office):
        for _ in range(4):
            closed(office.bureau)
        return counted(make_cycle(office.bureau), CycleStatus.ASSESSED)

    def mark(self, client, office, **changes):
        fields = {"mark-points": "-1.5", "mark-reason": "数据迟报。", "mark-files": picture()}
        return send(client, f"{desk_of(office)}/marks", {**fields, **changes})

    def sign(self, client, office, decision="yes", text=""):
        number = last(AssessmentMark).id
        fields = {f"sign-{number}-decision": decision, f"sign-{number}-text": text}
        return send(client, f"{desk_of(office)}/marks/{number}/sign", fields)

    def test_points_by_hand_count_with_a_second_signature_and_evidence_is_for_few(
        self, client, office, cycle
    ):
        sign_in(client, office.first)
        page = self.mark(client, office)
        assert "待签" in page.body_text
        unit = unit_of(cycle, office.bureau)
        before = unit.total
        assert "由质量强市办的另一位同事签字" in page.body_text
        assert not page.all("//form[contains(@action, '/sign')]")
        where = {"year": YEAR, "key": office.bureau.code, "mark_id": last(AssessmentMark).id}
        with pytest.raises(NotAllowedError, match="应当由两个人完成"):
            decide_manual_points(staff=office.first, is_signed=True, **where)
        take_over(client, office.second)
        page = self.sign(client, office)
        assert "已签" in page.body_text
        db.session.refresh(unit)
        assert unit.total == before - 150
        assert {"assessment.mark", "assessment.sign"} <= set(actions())
        upload = last(AssessmentMark).files[0].upload_id
        assert client.get(f"{desk_of(office)}/files/{upload}").status_code == 200
        assert client.get(f"{desk_of(office)}/files/{'0' * 32}").status_code == 404
        take_over(client, office.head)
        assert client.get(f"{desk_of(office)}/files/{upload}").status_code == 404

    def test_refused_points_count_for_nothing_and_need_a_reason(self, client, office, cycle):
        sign_in(client, office.first)
        self.mark(client, office)
        take_over(client, office.second)
        assert self.sign(client, office, "no").status_code == 409
        page = self.sign(client, office, "no", "依据不足。")
        assert "不同意" in page.body_text
        assert unit_of(cycle, office.bureau).total == unit_of(cycle, office.bureau).computed

    def test_without_ground_there_are_none(self, client, office, cycle):
        sign_in(client, office.first)
        for changes, words in (
            ({"mark-files": (io.BytesIO(b""), "")}, "请上传证明材料"),
            ({"mark-reason": ""}, "请写明加减分的理由"),
            ({"mark-points": "0"}, "不能是 0"),
            ({"mark-points": "10.5"}, "最多加或者减 10 分"),
            ({"mark-reason": "电话13800138000"}, "手机号码"),
        ):
            page = self.mark(client, office, **changes)
            assert page.status_code in (400, 409)
            assert words in page.body_text
        assert last(AssessmentMark) is None

    def test_nobody_marks_the_own_body_whatever_the_role(self, client, office, cycle):
        own = make_staff(Role.COORDINATOR, bureau=office.bureau)
        sign_in(client, own)
        assert not client.get(desk_of(office)).all("//form[contains(@action, '/marks')]")
        proposal = {"points": 100, "reason": "试验。", "files": []}
        with pytest.raises(NotAllowedError, match="您是被考核单位的人"):
            propose_manual_points(year=YEAR, key=office.bureau.code, staff=own, **proposal)


class TestReading:
    def test_the_unit_sees_its_rows_with_the_numbers_of_its_matters(self, client, office):
        matters = [closed(office.bureau) for _ in range(3)]
        counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
        sign_in(client, office.handler)
        page = client.get(f"{desk_of(office)}/rows/handled")
        for matter in matters:
            assert matter.number in page.body_text
        assert client.get(f"{DESK}/{YEAR}").status_code == 403

    def test_a_draft_is_the_offices_own(self, client, office):
        make_cycle(office.bureau, status=CycleStatus.DRAFT, issued_on=None)
        sign_in(client, office.head)
        assert "本单位还没有考核" in client.get(f"{DESK}/").body_text
        assert client.get(desk_of(office)).status_code == 404

    def test_pages_cost_the_same_for_any_number_of_rows(self, client, office, count_statements):
        for _ in range(30):
            closed(office.bureau)
        counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
        sign_in(client, office.first)
        for page in (
            "/",
            f"/{YEAR}",
            f"/{YEAR}/units/{office.bureau.code}",
            f"/{YEAR}/units/{office.bureau.code}/rows/handled",
        ):
            with count_statements() as made:
                assert client.get(f"{DESK}{page}").status_code == 200
            assert len(made) <= STATEMENTS, f"{page}: {len(made)}"


class TestRecount:
    def test_a_year_is_recounted_from_its_own_rows_and_what_they_do_not_give_is_found(
        self, client, office
    ):
        for in_time in (True, True, False):
            closed(office.bureau, in_time=in_time)
        counted(make_cycle(office.bureau), CycleStatus.PUBLISHED)
        sign_in(client, office.first)
        page = client.get(f"{DESK}/{YEAR}/recount")
        assert "全部一致" in page.body_text
        last(AssessmentScore).points += 1
        page = client.get(f"{DESK}/{YEAR}/recount")
        assert "1 项不一致" in page.body_text
