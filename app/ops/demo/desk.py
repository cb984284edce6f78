"""What staff of the demonstration have arranged at their desk, and what they registered."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from app.kernel import clock
from app.kernel.crypto.encryption import blind_index
from app.kernel.db.session import Base, db
from app.matters.complaints.desk.models import DeskView, ReplyTemplate
from app.matters.complaints.matter.models.handovers import Merger
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Registration, SubmissionSign
from app.matters.complaints.matter.rules.entries import Channel, Pattern
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.routing.models import RoutingChange
from app.matters.complaints.routing.rules import ChangeState
from app.matters.risks.models import RiskSignal
from app.matters.risks.rules import RiskKind, SignalVerdict
from app.ops.demo.material import Demo
from app.people.models import Staff
from app.people.rules import Role
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind

EACH = 10
"""Of so many submissions one came by telephone, letter, visit or hotline."""
TEMPLATES = {
    "已收到，将联系取证": "您好：您于{收到日期}反映的事项（{编号}）已收到。请保留购买凭证和实物，"
    "我们将在{本步期限}前决定是否立案。联系电话：{部门电话}。{部门}，{今天}。",
    "请补充购买凭证": "您好：办理{编号}需要购买凭证或者付款记录。请凭登记编号{登记编号}和查询码，"
    "在{查询网址}补充照片。{部门}，{今天}。",
    "核查结果告知": "您好：关于{反映对象}的{类型}（{编号}）已核查完毕，结果如下。{部门}，{今天}。",
}
VIEWS = {
    "食品": {"list": "open", "category": "food"},
    "还没有承办人": {"list": "new", "handler": "nobody"},
}


def make_desk(demo: Demo, people: Sequence[Staff], submissions: Sequence[Submission]) -> list[Base]:
    """Templates of the body that one can sign in to, views of its people, registered reports."""
    home = demo.bureaus["ouhai-market-supervision"]
    templates = [
        ReplyTemplate(bureau_id=home.id, title=title, text=text, updated_at=clock.now())
        for title, text in TEMPLATES.items()
    ]
    views = [
        DeskView(staff_id=person.id, name=name, wanted=wanted, created_at=clock.now())
        for person in people
        if person.bureau_id == home.id
        for name, wanted in VIEWS.items()
    ]
    return [
        *templates,
        *views,
        *_registered(submissions),
        *_merged(submissions),
        *_signs(submissions),
    ]


def _merged(submissions: Sequence[Submission]) -> Iterator[Merger]:
    """Open reports on one company that one body handles: the later ones with the first."""
    first: dict[tuple[int, int], Matter] = {}
    for matter in (each for one in submissions for each in one.matters):
        company, handler = matter.submission.company, matter.handler
        if company is None or handler is None or matter.status is not MatterStatus.IN_PROGRESS:
            continue
        if matter.kind is ComplaintKind.COMPLAINT:
            continue
        lead = first.setdefault((company.id, matter.bureau_id or handler.bureau_id), matter)
        if lead is not matter:
            yield Merger(
                matter_id=matter.id,
                lead_id=lead.id,
                merged_at=clock.now(),
                staff_id=handler.id,
            )


def _registered(submissions: Sequence[Submission]) -> Iterator[Registration]:
    """Each tenth submission, as far as somebody handled it; chance has no part in it."""
    channels = list(Channel)
    for number, submission in enumerate(submissions[::EACH]):
        handler = submission.matters[0].handler
        if handler is not None:
            yield Registration(
                submission_id=submission.id,
                channel=channels[number % len(channels)],
                registered_at=submission.submitted_at + timedelta(minutes=20),
                staff_id=handler.id,
            )


def _signs(submissions: Sequence[Submission]) -> Iterator[Base]:
    """Some look like many by the same hand."""
    named = [one for one in submissions if not one.is_anonymous][-3:]
    for number, submission in enumerate(named, start=5):
        yield SubmissionSign(submission_id=submission.id, pattern=Pattern.SAME_PERSON, count=number)
    yield SubmissionSign(submission_id=named[0].id, pattern=Pattern.SAME_WORDS, count=4)


HOME = "330304"
LATELY, SOON = timedelta(days=3), timedelta(days=20)


def make_routing_changes(demo: Demo, people: list[Staff]) -> list[RoutingChange]:
    """What the coordination office finds on the page of the routing table."""
    author, reviewer = [one for one in people if one.has_role(Role.COORDINATOR)][:2]
    proposed_at = demo.moment(demo.today - LATELY)
    return [
        RoutingChange(
            category_code="environment-life",
            district_code=HOME,
            lead_bureau_id=demo.bureaus["ouhai-ecology"].id,
            assistants=[demo.bureaus["ouhai-urban-management"]],
            basis="餐饮油烟和施工噪声由生态环境部门统一受理（演示）",
            valid_from=demo.today + SOON,
            reason="近期同一地点的噪声和油烟被分到两个部门，改由一个部门主办。",
            author_id=reviewer.id,
            proposed_at=proposed_at,
        ),
        RoutingChange(
            category_code="service-post",
            lead_bureau_id=demo.bureaus["city-transport"].id,
            basis="邮政快递由交通运输部门协调（演示）",
            valid_from=demo.today + SOON,
            reason="快递投诉增多。",
            state=ChangeState.RETURNED,
            author_id=author.id,
            proposed_at=proposed_at,
            reviewer_id=reviewer.id,
            decided_at=proposed_at + timedelta(hours=2),
            answer="请先与邮政管理机构会商，附会商意见。",
        ),
    ]


RAISED = (
    (RiskKind.PRODUCT, "电动自行车", 6, 14, SignalVerdict.USEFUL),
    (RiskKind.PRODUCT, "酱油", 5, 14, SignalVerdict.NOT_USEFUL),
    (RiskKind.STREET, "塘下路", 5, 30, None),
)


def make_signals(demo: Demo, people: list[Staff]) -> list[RiskSignal]:
    """One for each line above; the useful ones led to a warning that is there."""
    lead = demo.bureaus["city-market-supervision"]
    editor = next(one for one in people if one.has_role(Role.EDITOR))
    warnings = db.session.scalars(
        select(Bulletin.id).where(Bulletin.kind == BulletinKind.WARNING).order_by(Bulletin.id)
    ).all()
    return [
        RiskSignal(
            kind=kind,
            key=(key := f"{kind.value}::{name}"),
            key_index=blind_index(key),
            name=name,
            reports=reports,
            days=days,
            lead_bureau_id=lead.id,
            raised_at=clock.now() - timedelta(days=10 * place + 1),
            bulletin_id=warnings[place % len(warnings)] if warnings else None,
            verdict=verdict,
            judged_at=clock.now() if verdict else None,
            judged_by_id=editor.id if verdict else None,
        )
        for place, (kind, name, reports, days, verdict) in enumerate(RAISED)
    ]
