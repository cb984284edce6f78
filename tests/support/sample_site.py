"""One record of each kind, each with all its parts: what is needed to see every page filled."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.models.answers import FollowUp
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus, PauseReason
from app.matters.redress.rules import RedressKind
from app.people.models import Bureau, Staff
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus, VersionState
from app.records.bulletins.rules import BulletinKind, RiskLevel
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.credit.rules import ListKind
from tests.support import factories
from tests.support.assessment_desk import make_assessments
from tests.support.complaint_factories import (
    make_assist_task,
    make_matter,
    make_return,
    make_routing_change,
    make_submission,
    paper,
)
from tests.support.creation_factories import make_application
from tests.support.desks import make_version, make_withdrawal
from tests.support.documents import attach, docx, photo
from tests.support.record_factories import indicator, make_honour, make_typical_case, make_value
from tests.support.redress_desk import accepted, objection_to
from tests.support.reward_desk import approved, claimed, make_reward_office, proposed, proven
from tests.support.sample_quality import make_quality

LONG_NAME = "温州演示塘下街道农贸市场第二期酱油与调味品酿造技术研究开发有限责任公司"
HANDLER, EDITOR, AUDITOR, SYSTEM, SECURITY = "handler1", "editor1", "auditor1", "system1", "safe1"
COORDINATOR, PAYER = "coordinator1", "payer1"


@dataclass(frozen=True)
class Sample:
    """Where the records are: addresses without their first parts, and numbers to follow."""

    company: str
    case: int
    withdrawn_case: int
    licence: int
    inspection: int
    failed: int
    honour: int
    noticed: str
    reported: str
    survey: int
    payment: int
    recall: int
    year: int
    programme: int
    problem: int
    proposal: int
    red: int
    black: int
    project: str
    project_id: int
    bulletin: int
    waiting: int
    corrected: int
    closed: int
    open_number: str
    mediated: str
    case_opened: str
    both_tracks: str
    closed_number: str
    accepted: str
    registration: int
    filed: str
    objection: str
    repair: str
    repair_paper: int
    proposed: str
    claimed: str
    rewardable: str
    rewarded: str
    assessed: str
    assessed_year: int


def fill(app: Flask) -> Sample:
    """Make the records and the staff, and index what is public."""
    with app.app_context():
        company = factories.make_company(name=LONG_NAME, district_code="330304")
        factories.make_former_name(company)
        bureau = factories.make_bureau(name="试验区市场监督管理局", short_name="试验区市监局")
        project = factories.make_project(name="酱油小作坊提升改造", lead_bureau_id=bureau.id)
        factories.make_milestone(project)
        factories.make_report(project)
        make_series()
        closed = make_closed_matter(company.id, bureau.id)
        waiting = make_matter(
            bureau=bureau,
            kind=ComplaintKind.COMPLAINT,
            submission=make_submission(company_id=company.id, consents_to_publication=True),
        )
        head = factories.make_staff(Role.HEAD, bureau=bureau)
        repair = accepted(bureau, head, RedressKind.REPAIR)
        withdrawn = PublicationStatus.WITHDRAWN
        sample = Sample(
            company=str(company.uscc),
            case=factories.make_case(company=company, source_bureau_id=bureau.id).id,
            withdrawn_case=factories.make_case(status=withdrawn, withdrawn_on=clock.today()).id,
            licence=factories.make_licence(company=company, source_bureau_id=bureau.id).id,
            **make_quality(company, bureau),
            noticed=make_application(bureau=bureau).number,
            honour=make_honour(source_bureau_id=bureau.id).id,
            red=factories.make_credit_entry(list=ListKind.RED).id,
            black=factories.make_credit_entry(company=company).id,
            project=project.code,
            project_id=project.id,
            bulletin=make_articles(company),
            **under_review(bureau.id),
            **under_way(bureau, head),
            **make_rewards(bureau),
            **make_assessments(bureau),
            closed=closed.id,
            open_number=waiting.submission.number,
            closed_number=closed.submission.number,
            **make_handled(bureau, head),
            objection=objection_to(bureau).number,
            repair=repair.number,
            repair_paper=repair.documents[0].id,
        )
        fill_out(db.session.get_one(Case, sample.case))
        make_everybody(bureau)
        make_hand_overs(waiting)
        look_again(closed)
        db.session.commit()
        maintenance.rebuild()
        return sample


def make_series() -> None:
    """An indicator with two values."""
    for period in ("2025-H1", "2025-H2"):
        make_value(indicator=indicator("HJ01"), period=period, value="84.1")


def make_handled(bureau: Bureau, head: Staff) -> dict[str, Any]:
    """A complaint that was accepted, with its papers, and a report whose case was filed."""
    taken = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    filed = make_matter(bureau=bureau)
    for matter in (taken, filed):
        handling.accept_matter(matter=matter, staff=head)
    tracks.file_case(matter=filed, staff=head, document_number="温试立〔2026〕1号", reason="属实。")
    registration = taken.documents[0].id
    return {"accepted": taken.number, "registration": registration, "filed": filed.number}


def fill_out(case: Case) -> None:
    """A case that has to leave, with files."""
    make_withdrawal(case)
    attach(case, f"{LONG_NAME}行政处罚决定书.docx", docx("决定书"))
    attach(case, "现场照片.jpg", photo(), needs_eyes=True)


def make_articles(company: Company) -> int:
    """A warning in force, and an article that tells of two cases, one of which has left."""
    factories.make_bulletin(
        kind=BulletinKind.WARNING, level=RiskLevel.RED, scope="全市，散装酱油", title=LONG_NAME
    )
    shown = factories.make_case(company=company)
    left = factories.make_case(status=PublicationStatus.WITHDRAWN, withdrawn_on=clock.today())
    body = f"## 范围\n\n{left.party_name}的酱油。\n\n1. 查标签；\n2. 查日期。"
    return make_typical_case(shown, left, companies=[company], title=left.title, body=body).id


def under_review(bureau_id: int) -> dict[str, Any]:
    """An article that waits for its reviewer, and a case with a correction that does."""
    waiting = factories.make_bulletin(
        title=LONG_NAME,
        source_bureau_id=bureau_id,
        status=PublicationStatus.IN_REVIEW,
        published_on=None,
    )
    make_version(waiting, VersionState.IN_REVIEW)
    corrected = factories.make_case(source_bureau_id=bureau_id, facts="已售出三瓶。")
    returned = {"reason": "请附决定书。", "reviewed_at": clock.now()}
    make_version(corrected, VersionState.SUPERSEDED, values={"facts": "已售出四瓶。"}, **returned)
    note = "罚款金额有误，按决定书更正。"
    values = {"content": "罚款人民币五千元", "fine_cents": 500_000}
    make_version(corrected, VersionState.IN_REVIEW, values=values, note=note)
    return {"waiting": waiting.id, "corrected": corrected.id}


def under_way(bureau: Bureau, head: Staff) -> dict[str, Any]:
    """Both tracks of one submission: a session is invited to, and a case's clock stands still."""
    handler = factories.make_staff(bureau=bureau)
    submission = make_submission(consents_to_publication=True)
    complaint, report = (
        make_matter(bureau=bureau, kind=kind, submission=submission) for kind in ComplaintKind
    )
    for matter in (complaint, report):
        handling.accept_matter(matter=matter, staff=handler)
    in_a_week = clock.now() + timedelta(days=7)
    tracks.invite_parties(
        matter=complaint, staff=handler, meets_at=in_a_week, place="郭溪所", text="请带小票。"
    )
    tracks.file_case(
        matter=report, staff=handler, document_number="温试立〔2026〕1号", reason="两层标签属实。"
    )
    timing.request_extension(matter=report, staff=handler, reason="涉及外地企业，需要协查。")
    timing.approve_extension(matter=report, staff=head)
    timing.pause_matter(
        matter=report,
        staff=handler,
        pause_reason=PauseReason.TEST,
        document="检验委托书温检3号",
        paper=paper(),
    )
    return {
        "mediated": complaint.number,
        "case_opened": report.number,
        "both_tracks": submission.number,
    }


def make_rewards(bureau: Bureau) -> dict[str, Any]:
    """Rewards that wait for head, reporter and payer; and a report that has none yet."""
    office = make_reward_office(bureau)
    reward = approved(office)
    return {
        "proposed": proposed(office).number,
        "claimed": claimed(office)[0].number,
        "rewardable": proven(bureau).number,
        "rewarded": reward.matter.submission.number,
    }


def make_closed_matter(company_id: int, bureau_id: int) -> Matter:
    """A matter with a public outcome, which its reporter has not yet rated."""
    submission = make_submission(company_id=company_id, consents_to_publication=True)
    matter = make_matter(
        submission=submission,
        bureau_id=bureau_id,
        status=MatterStatus.CLOSED,
        received_on=clock.today() - timedelta(days=9),
    )
    matter.outcome = MatterOutcome.CASE_FILED
    matter.closed_on = clock.today()
    matter.working_days_taken = 6
    matter.met_deadline = True
    matter.is_public = True
    matter.public_title = "某摊位酱油换贴生产日期"
    matter.public_summary = "经核查属实，已立案。"
    return matter


def look_again(closed: Matter) -> None:
    """The closed matter has an answer, and its reporter is asked how it went."""
    officer = factories.make_staff(bureau=closed.bureau)
    handling.keep_answer(
        closed, officer, text="已立案。", measures="下架。", basis="《产品质量法》第三十五条。"
    )
    closed.follow_up = FollowUp(drawn_at=clock.now(), drawn_by_id=officer.id)


def make_everybody(bureau: object) -> None:
    """One member of staff for each set of roles that opens other pages."""
    for username, *roles in (
        (HANDLER, Role.HANDLER),
        (EDITOR, Role.EDITOR, Role.REVIEWER),
        (AUDITOR, Role.AUDITOR),
        (SYSTEM, Role.SYSTEM_ADMIN),
        (SECURITY, Role.SECURITY_ADMIN),
        (COORDINATOR, Role.COORDINATOR),
        (PAYER, Role.PAYER),
    ):
        factories.make_staff(*roles, bureau=bureau, username=username)  # type: ignore[arg-type]


def make_hand_overs(matter: Matter) -> None:
    """Everything that can stand between bodies: a return decided, a task, a change of the table."""
    make_return(
        matter, decided_on=clock.today(), decided_bureau_id=matter.bureau_id, answer="依职责"
    )
    make_assist_task(matter, task="请检测水样。")
    make_assist_task(matter, report="已检测，未见异常。", reported_on=clock.today())
    make_routing_change(factories.make_staff(Role.COORDINATOR, bureau=matter.bureau))
