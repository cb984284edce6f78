"""A dozen articles, and one that is still a draft."""

from app.bulletins.models import Bulletin
from app.bulletins.rules import BulletinKind, Campaign, RiskLevel
from app.core import clock
from app.demo.material import Json, Stage, material
from app.publishing.rules import PublicationStatus

DAYS = ("begins", "ends", "until")


def make_bulletins(stage: Stage) -> list[Bulletin]:
    """All articles, oldest first, so that their numbers run with the dates."""
    articles = sorted(material("bulletins")["bulletins"], key=lambda one: -one["days"])
    made = [_bulletin(stage, article) for article in articles]
    draft = _bulletin(stage, articles[-1])
    draft.title = "关于春节前农贸市场专项检查的通知（征求意见）"
    draft.status, draft.published_on = PublicationStatus.DRAFT, None
    return [*made, draft]


def _bulletin(stage: Stage, article: Json) -> Bulletin:
    published_on = stage.days_ago(article["days"])
    words = {"{year}": str(published_on.year)}
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
