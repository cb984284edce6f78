"""Invented accidents and recalls, in every state of their publication."""

from datetime import date, timedelta

from app.kernel import clock
from app.ops.demo.companies import Firm
from app.ops.demo.material import Json, Stage, material
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.recalls.models import Recall, RecallKind

TIMES = 6
"""How often each of the invented products comes again, of another maker and batch."""
APART = timedelta(days=11)


def make_recalls(stage: Stage, firms: list[Firm]) -> list[Recall]:
    """All recalls, the oldest first; the last is a draft, the one before it scheduled."""
    stage = stage.apart(41)
    told = material("recalls")["recalls"]
    body = stage.bureaus["city-market-supervision"]
    makers = [firm for firm in firms if firm.company.kind == "有限责任公司"]
    known = stage.rng.sample(makers, k=len(told) * TIMES)
    made = [
        _recall(stage, firm, told[number % len(told)], stage.today - APART * (len(known) - number))
        for number, firm in enumerate(known)
    ]
    for number, one in enumerate(made):
        one.source_key = f"demo-recall-{number}"
        one.announcing_body, one.announcing_bureau_id = body.name, body.id
        one.source_bureau_id = body.id
    made[-1].status, made[-1].published_on = PublicationStatus.DRAFT, None
    made[-2].published_on = stage.today + timedelta(days=4)
    return made


def _recall(stage: Stage, firm: Firm, about: Json, on: date) -> Recall:
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
        created_at=stage.first_seen(on),
        updated_at=clock.now(),
    )
