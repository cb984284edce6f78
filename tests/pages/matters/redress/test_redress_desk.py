"""The desk of objections and repairs: its lists, and who may do what."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.matters.redress.models import RedressApplication
from app.matters.redress.rules import RedressOutcome, RedressStatus
from app.people.rules import Role
from app.publishing.life.rules import VersionState
from tests.support.desks import make_version
from tests.support.factories import (
    make_case,
    make_coordination_office,
    make_credit_entry,
    make_import_batch,
    make_staff,
)
from tests.support.redress_desk import (
    PERSON,
    accepted,
    answer_all,
    decide,
    desk_page,
    make_application,
)
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")


class TestLists:
    def test_counts_beside_the_lists_equal_the_lists(self, client, bureau, handler):
        make_application(bureau=bureau)
        accepted(bureau, handler, received_on=clock.today().replace(month=2, day=2))
        make_application(
            bureau=bureau,
            status=RedressStatus.DECIDED,
            due_on=None,
            outcome=RedressOutcome.UNFOUNDED,
        )
        sign_in(client, handler)
        page = client.get("/admin/redress/")
        shown = {}
        for link in page.all("//nav[contains(@class,'mj-work')]//a"):
            listed = client.get(link.get("href"))
            shown[link.xpath("string(span)").strip()] = len(listed.all("//main//tbody/tr"))
            assert len(listed.all("//main//tbody/tr")) == int(link.xpath("string(b)"))
        assert shown == {"待受理": 1, "办理中": 1, "即将到期": 0, "已逾期": 1, "已结束": 1}

    def test_a_list_is_searched_turned_and_refused_where_unknown(self, client, bureau, handler):
        made = [make_application(bureau=bureau) for _ in range(23)]
        sign_in(client, handler)
        first = client.get("/admin/redress/?list=new")
        assert "23 件" in first.body_text
        assert len(first.all("//main//tbody/tr")) == 20
        assert len(client.get("/admin/redress/?list=new&page=2").all("//main//tbody/tr")) == 3
        found = client.get(f"/admin/redress/?list=new&q={made[7].party}")
        assert found.texts("//main//tbody//a") == [made[7].number]
        sign_in(client, handler)
        page = client.get("/admin/redress/?list=nonsense")
        assert page.status_code == 400
        assert "没有这个工作列表" in page.body_text

    def test_a_list_costs_the_same_statements_at_any_size(
        self, client, bureau, handler, count_statements
    ):
        sign_in(client, handler)
        for size in (2, 12):
            for _ in range(size):
                make_application(bureau=bureau)
                entry = make_credit_entry(deciding_bureau_id=bureau.id)
                make_application(bureau=bureau, record=entry, number=f"Y2026{entry.id:08d}")
            with count_statements() as counted:
                client.get("/admin/redress/?list=new")
            assert len(counted) <= 8


class TestWhoMay:
    def test_to_another_body_it_does_not_exist(self, client, bureau):
        application = make_application(bureau=bureau)
        sign_in(client, make_staff(Role.HANDLER, Role.HEAD))
        assert client.get(desk_page(application)).status_code == 404
        page = client.get("/admin/redress/?list=new")
        assert application.number not in page.body_text
        page = client.get(f"/admin/redress/?list=new&q={application.party}")
        assert not page.all("//main//tbody/tr")

    def test_files_are_attachments_for_its_own_body_alone(self, client, bureau, handler):
        case = make_case(deciding_bureau_id=bureau.id)
        client.submit(answer_all(client, f"case-{case.id}", case.uscc))
        application = db.session.scalars(select(RedressApplication)).one()
        address = f"{desk_page(application)}/files/{application.evidence[0].upload_id}"
        sign_in(client, handler)
        answer = client.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert client.get(f"{desk_page(application)}/files/{'0' * 32}").status_code == 404
        take_over(client, make_staff(Role.HANDLER))
        assert client.get(address).status_code == 404

    def test_the_coordination_office_handles_what_no_body_decided_and_else_only_watches(
        self, client, bureau
    ):
        office = make_coordination_office()
        application = make_application(bureau=office)
        sign_in(client, make_staff(Role.COORDINATOR, bureau=office))
        page = client.submit(client.get(desk_page(application)), action="/accept")
        assert "已受理" in page.body_text
        application = make_application(bureau=bureau)
        page = client.get(desk_page(application))
        assert "质量强市办只查看进度" in page.body_text
        assert not page.all("//form[contains(@action,'/accept')]")
        assert PERSON["name"][0] + "**" not in page.body_text

    @pytest.mark.parametrize("role", ["author_id", "submitter_id"])
    def test_who_wrote_or_sent_the_record_handles_nothing_of_it(self, client, bureau, role):
        author = make_staff(Role.EDITOR, Role.HANDLER, Role.HEAD, bureau=bureau)
        application = make_application(bureau=bureau)
        other = make_staff(bureau=bureau)
        make_version(application.record, VersionState.APPROVED, **{role: author.id})
        sign_in(client, other)
        stale = client.get(desk_page(application))
        take_over(client, author)
        page = client.get(desk_page(application))
        assert "您录入、送审或导入过这条记录" in page.body_text
        assert not page.all("//form[contains(@action,'/accept')]")
        token = page.all("//input[@name='csrf_token']")[0].value
        fields = dict(stale.form("/accept").form_values()) | {"csrf_token": token}
        page = client.post(f"{desk_page(application)}/accept", data=fields)
        assert page.status_code == 409
        assert application.status is RedressStatus.NEW

    def test_who_imported_the_record_handles_nothing_of_it(self, client, bureau, handler):
        batch = make_import_batch(staff_id=handler.id)
        case = make_case(deciding_bureau_id=bureau.id, import_batch_id=batch.id)
        application = make_application(bureau=bureau, record=case)
        sign_in(client, handler)
        page = client.get(desk_page(application))
        assert not page.all("//form[contains(@action,'/accept')]")

    def test_who_accepted_does_not_decide(self, client, bureau, handler, head):
        application = make_application(bureau=bureau)
        sign_in(client, handler)
        page = client.submit(client.get(desk_page(application)), action="/accept")
        assert "受理和决定应当由两个人办理" in page.body_text
        assert not page.all("//form[contains(@action,'/decide')]")
        take_over(client, head)
        decide(client, application, RedressOutcome.UNFOUNDED)
        assert application.status is RedressStatus.DECIDED

    def test_whom_to_ask_is_shown_for_a_reason_that_the_log_keeps(self, client, bureau, handler):
        application = make_application(bureau=bureau)
        sign_in(client, handler)
        page = client.get(desk_page(application))
        assert PERSON["phone"] not in page.get_data(as_text=True)
        page = client.submit(page, {"reveal-reason": "核实委托"}, action="/reveal")
        assert PERSON["phone"] in page.body_text
        row = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (row.action, row.reason) == ("redress.reveal", "核实委托")
        assert PERSON["phone"] not in client.get(desk_page(application)).get_data(as_text=True)
