"""A dozen articles of all kinds, some of a case or a company, and one that is still a draft."""

from datetime import date, timedelta

from app.kernel import clock
from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, material
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind, Campaign, RiskLevel
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.recalls.models import Recall, RecallKind

DAYS = ("begins", "ends", "until")
EXPIRED = "expired"


def make_bulletins(demo: Demo, cases: list[Case], companies: list[Company]) -> list[Bulletin]:
    """All articles, oldest first, so that their numbers run with the dates."""
    articles = sorted(material("bulletins")["bulletins"], key=lambda one: -one["days"])
    made = []
    for article in articles:
        case = _case(demo, cases, article["about"]) if "about" in article else None
        bulletin = _bulletin(demo, article, case)
        bulletin.case_ids = [case.id] if case else []
        bulletin.company_ids = [
            company.id for company in companies if company.name == article.get("honours")
        ]
        made.append(bulletin)
    draft = _bulletin(demo, articles[-1], None)
    draft.title = "关于春节前农贸市场专项检查的通知（征求意见）"
    draft.status, draft.published_on = PublicationStatus.DRAFT, None
    return [*made, draft]


def _case(demo: Demo, cases: list[Case], about: str) -> Case:
    """The first case of the company named so; or a firm's case that has just expired."""
    if about != EXPIRED:
        return next(case for case in cases if case.party_name == about)
    ended = [
        case
        for case in cases
        if case.publish_until is not None
        and case.publish_until < demo.today
        and case.party_kind is PartyKind.ORGANISATION
        and case.decision_number
        and case.uscc
    ]
    return max(ended, key=lambda case: (case.publish_until, case.id))


def _words(case: Case) -> dict[str, str]:
    return {
        "{party}": case.party_name,
        "{number}": case.decision_number or "",
        "{code}": case.uscc or "",
        "{violation}": case.violation,
    }


def _bulletin(demo: Demo, article: Json, case: Case | None) -> Bulletin:
    published_on = demo.days_ago(article["days"])
    words = {"{year}": str(published_on.year), **(_words(case) if case else {})}
    prefix = article.get("number")
    days = {name: demo.days_ago(article[name]) for name in DAYS if name in article}
    return Bulletin(
        kind=BulletinKind(article["kind"]),
        level=RiskLevel(article["level"]) if "level" in article else None,
        scope=article.get("scope"),
        campaign=Campaign(article["campaign"]) if "campaign" in article else None,
        begins_on=days.get("begins"),
        ends_on=days.get("ends"),
        publish_until=days.get("until"),
        title=_fill(article["title"], words),
        summary=_fill(article["summary"], words),
        body=_fill(article["body"], words),
        document_number=demo.number(prefix, published_on.year) if prefix else None,
        bureau_id=demo.bureaus[article["bureau"]].id,
        source_bureau_id=demo.bureaus[article["bureau"]].id,
        status=PublicationStatus.PUBLISHED,
        published_on=published_on,
        created_at=clock.now(),
        updated_at=clock.now(),
    )


def _fill(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


TIMES = 6
"""How often each of the invented products comes again, of another maker and batch."""
APART = timedelta(days=11)


def make_recalls(demo: Demo, firms: list[Firm]) -> list[Recall]:
    """All recalls, the oldest first; the last is a draft, the one before it scheduled."""
    demo = demo.apart(41)
    templates = material("recalls")["recalls"]
    body = demo.bureaus["city-market-supervision"]
    makers = [firm for firm in firms if firm.company.kind == "有限责任公司"]
    known = demo.rng.sample(makers, k=len(templates) * TIMES)
    made = [
        _recall(
            firm, templates[number % len(templates)], demo.today - APART * (len(known) - number)
        )
        for number, firm in enumerate(known)
    ]
    demo.trace("recall", made, first=0)
    for one in made:
        one.announcing_body, one.announcing_bureau_id = body.name, body.id
        one.source_bureau_id = body.id
    made[-1].status, made[-1].published_on = PublicationStatus.DRAFT, None
    made[-2].published_on = demo.today + timedelta(days=4)
    return made


def _recall(firm: Firm, about: Json, on: date) -> Recall:
    return Recall(
        **{name: words for name, words in about.items() if name != "kind"},
        kind=RecallKind(about["kind"]),
        batch=f"{on - APART * 9:%Y%m%d} 至 {on - APART * 8:%Y%m%d}",
        company=firm.company,
        maker_kind=PartyKind.ORGANISATION,
        maker_name=firm.company.name,
        uscc=firm.company.uscc,
        announced_on=on,
        begins_on=on,
        ends_on=on + timedelta(days=180),
        district_code=firm.company.district_code,
        status=PublicationStatus.PUBLISHED,
        published_on=on,
        checked_on=on,
    )
