"""A dozen articles of all kinds, some of a case or a company, and one that is still a draft."""

from app.kernel import clock
from app.ops.demo.material import Json, Stage, material
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind, Campaign, RiskLevel
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind

DAYS = ("begins", "ends", "until")
EXPIRED = "expired"


def make_bulletins(stage: Stage, cases: list[Case], companies: list[Company]) -> list[Bulletin]:
    """All articles, oldest first, so that their numbers run with the dates."""
    articles = sorted(material("bulletins")["bulletins"], key=lambda one: -one["days"])
    made = []
    for article in articles:
        case = _case(stage, cases, article["about"]) if "about" in article else None
        bulletin = _bulletin(stage, article, case)
        bulletin.case_ids = [case.id] if case else []
        bulletin.company_ids = [
            company.id for company in companies if company.name == article.get("honours")
        ]
        made.append(bulletin)
    draft = _bulletin(stage, articles[-1], None)
    draft.title = "关于春节前农贸市场专项检查的通知（征求意见）"
    draft.status, draft.published_on = PublicationStatus.DRAFT, None
    return [*made, draft]


def _case(stage: Stage, cases: list[Case], about: str) -> Case:
    """The first case of the company named so; or a firm's case that has just expired."""
    if about != EXPIRED:
        return next(case for case in cases if case.party_name == about)
    ended = [
        case
        for case in cases
        if case.publish_until is not None
        and case.publish_until < stage.today
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


def _bulletin(stage: Stage, article: Json, case: Case | None) -> Bulletin:
    published_on = stage.days_ago(article["days"])
    words = {"{year}": str(published_on.year), **(_words(case) if case else {})}
    prefix = article.get("number")
    days = {name: stage.days_ago(article[name]) for name in DAYS if name in article}
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
        document_number=stage.number(prefix, published_on.year) if prefix else None,
        bureau_id=stage.bureaus[article["bureau"]].id,
        source_bureau_id=stage.bureaus[article["bureau"]].id,
        status=PublicationStatus.PUBLISHED,
        published_on=published_on,
        created_at=clock.now(),
        updated_at=clock.now(),
    )


def _fill(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
