"""Reports that come close together draft a risk warning for the lead body, once; none is public."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.intake.services.submission import traits_of
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.risks.models import RiskSignal
from app.matters.risks.rules import RiskFinding, RiskKind, SignalVerdict, draft_words, threshold_of
from app.matters.risks.services import judge_signal, look_into, thresholds
from app.people.models import Bureau
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind
from tests.support.complaint_factories import CONTACT, make_matter, make_submission
from tests.support.factories import make_bureau, make_company, make_staff
from tests.support.pages import PageClient
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("app", "frozen_clock")

PLAIN = {"narrative": "没有写明是什么东西坏了。"}
STORY = "在摊位买到换了标签的酱油，张三丰可以作证。"


@pytest.fixture
def bureau() -> Bureau:
    return make_bureau(name="试验区市场监督管理局")


def report(
    bureau: Bureau, *, age: int = 0, status: MatterStatus = MatterStatus.NEW, **changes: Any
) -> Submission:
    defaults = {
        "company_id": None,
        "title": "标签",
        "narrative": STORY,
        "submitted_at": clock.now() - timedelta(days=age),
    }
    submission = make_submission(**{**defaults, **changes})
    submission.traits = traits_of(submission)
    make_matter(bureau=bureau, submission=submission, status=status)
    return submission


def raised() -> list[RiskSignal]:
    return list(db.session.scalars(select(RiskSignal).order_by(RiskSignal.id)))


def test_three_reports_on_a_company_in_thirty_days_draft_a_warning(bureau: Bureau) -> None:
    company = make_company().id
    plain = {"company_id": company, **PLAIN}
    old, *near = (report(bureau, age=age, **plain) for age in (31, 20, 3))
    assert look_into(submission_id=near[-1].id) == []
    newest = report(bureau, **plain)
    (signal,) = look_into(submission_id=newest.id)
    assert (signal.kind, signal.reports, signal.days) == (RiskKind.COMPANY, 3, 30)
    assert signal.lead_bureau_id == bureau.id
    bulletin = signal.bulletin
    assert bulletin.kind is BulletinKind.WARNING
    assert bulletin.status is PublicationStatus.DRAFT
    assert bulletin.source_bureau_id == bureau.id
    assert bulletin.company_ids == [company]
    assert bulletin.publish_blocker == ""
    assert "3 件" in bulletin.summary
    assert old.id not in {near[0].id, newest.id}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (RiskKind.PRODUCT, {"place": None}),
        (RiskKind.STREET, {"narrative": "半夜敲打，没法休息，天天如此。", "place": "塘下路8号"}),
    ],
)
def test_five_reports_on_a_product_or_a_street_draft_a_warning(
    bureau: Bureau, kind: RiskKind, changes: dict[str, Any]
) -> None:
    for _ in range(4):
        last = report(bureau, **changes)
    assert look_into(submission_id=last.id) == []
    (signal,) = look_into(submission_id=report(bureau, **changes).id)
    assert signal.kind is kind
    assert signal.name in {"酱油", "塘下路"}


def test_what_was_declined_withdrawn_or_is_about_officials_does_not_count(bureau: Bureau) -> None:
    company = {"company_id": make_company().id, **PLAIN}
    report(bureau, status=MatterStatus.DECLINED, **company)
    report(bureau, status=MatterStatus.WITHDRAWN, **company)
    report(bureau, subject_bureau_id=make_bureau().id, **company)
    report(bureau, **company)
    assert look_into(submission_id=report(bureau, **company).id) == []


def test_the_same_thing_is_raised_once_and_again_only_later(
    bureau: Bureau, frozen_clock: Any
) -> None:
    company = {"company_id": make_company().id, **PLAIN}
    made = [report(bureau, **company) for _ in range(4)]
    look_into(submission_id=made[2].id)
    look_into(submission_id=made[2].id)
    look_into(submission_id=made[3].id)
    assert len(raised()) == 1
    assert len(db.session.scalars(select(Bulletin)).all()) == 1
    frozen_clock.shift(timedelta(days=31))
    made = [report(bureau, **company) for _ in range(3)]
    look_into(submission_id=made[-1].id)
    assert len(raised()) == 2


def test_an_interrupted_draft_is_taken_up_and_not_doubled(bureau: Bureau) -> None:
    company = {"company_id": make_company().id, **PLAIN}
    made = [report(bureau, **company) for _ in range(3)]
    (signal,) = look_into(submission_id=made[-1].id)
    drafted, signal.bulletin_id = signal.bulletin_id, None
    db.session.commit()
    look_into(submission_id=made[-1].id)
    assert signal.bulletin_id == drafted
    assert len(db.session.scalars(select(Bulletin)).all()) == 1


def test_nothing_of_a_reporter_is_in_the_draft_the_mail_or_the_outbox(bureau: Bureau) -> None:
    for _ in range(5):
        last = report(bureau, place="塘下路8号")
    look_into(submission_id=last.id)
    bulletins = db.session.scalars(select(Bulletin)).all()
    words = "".join(f"{each.title}{each.summary}{each.body}{each.scope}" for each in bulletins)
    payloads = str(db.session.scalars(select(OutboxMessage.payload)).all())
    for secret in (*CONTACT.values(), "张三丰", "换了标签", "8号"):
        assert secret not in words + payloads
    assert "塘下路" not in payloads


def test_a_submission_that_comes_in_is_looked_into_by_the_worker(bureau: Bureau) -> None:
    company = {"company_id": make_company().id, **PLAIN}
    made = [report(bureau, **company) for _ in range(3)]
    outbox.enqueue("risk", {"submission": made[-1].id})
    db.session.commit()
    outbox.drain()
    assert len(raised()) == 1


def test_editors_of_the_lead_body_judge_and_the_share_is_shown(
    client: PageClient, bureau: Bureau
) -> None:
    for name in ("甲", "乙"):
        company = make_company(name=f"温州演示{name}酱油有限公司")
        made = [
            report(bureau, company_id=company.id, narrative="没有写明是什么东西坏了。")
            for _ in range(3)
        ]
        look_into(submission_id=made[-1].id)
    editor = make_staff(Role.EDITOR, bureau=bureau)
    sign_in(client, editor)
    page = client.get("/admin/risks/")
    assert "尚未评价" in page.body_text
    first, second = raised()
    page = client.submit(page, {"verdict": "useful"}, action=f"/{first.id}/verdict")
    page = client.submit(page, {"verdict": "not_useful"}, action=f"/{second.id}/verdict")
    assert "50%" in page.body_text
    assert (first.verdict, first.judged_by_id) == (SignalVerdict.USEFUL, editor.id)
    client.delete_cookie("mingjian")
    stranger = make_staff(Role.EDITOR)
    sign_in(client, stranger)
    page = client.get("/admin/risks/")
    assert "演示" not in page.one("//main").text_content()
    with pytest.raises(Exception, match="没有找到"):
        judge_signal(staff=stranger, signal_id=first.id, verdict=SignalVerdict.NOT_USEFUL)


def test_every_kind_has_a_threshold_today_and_the_draft_says_that_numbers_are_no_findings() -> None:
    for kind in RiskKind:
        assert threshold_of(kind, clock.today(), thresholds())
        assert threshold_of(kind, clock.today() - timedelta(days=9000), thresholds()) is None
    words = draft_words(
        RiskFinding(RiskKind.STREET, "塘下路", "瓯海区", 5, 30, {"商店和市场的食品": 5})
    )
    assert words.title == "关于瓯海区塘下路一带的消费风险警示"
    assert "不是查证的结论" in words.body
