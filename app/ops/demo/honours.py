"""The register of honours, those on the red list and as many again as the policy counts; and what
the reward fund paid for honours.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from app.kernel import clock
from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, masked_person, material, years_later
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.credit.models import CreditEntry
from app.records.credit.rules import HONOURS, ListKind
from app.records.funds.models import FundPayment
from app.records.honours.models import Honour, HonourEntry
from app.records.honours.rules import CATEGORIES, WITH_SUBJECT, HonourGrade, HonourKind

ONE_DAY = timedelta(days=1)
SAME = ("title", "document_number", "status", "published_on", "withdrawn_on", "withdrawal_reason")
"""What an honour says as its entry on the red list does."""
OVER, DRAFTS, TO_COME = 12, 4, 2
"""How many of the additional ones have ended or were taken back, are written, and are to come."""
YEARS, EACH = 3, 28
"""Of which there are payments, and how many in each."""
KINDS = {
    category: kind
    for kind, category in reversed(CATEGORIES.items())
    if kind is not HonourKind.OTHER
}


def make_honours(
    demo: Demo, firms: list[Firm], entries: list[CreditEntry]
) -> tuple[list[Honour], list[HonourEntry]]:
    """All honours, and which entries of the red list rest on them."""
    # Chance of its own: what is made after the honours stays as it was without them.
    demo = demo.apart(2)
    by_company = {id(firm.company): firm for firm in firms}
    pairs = list(_on_red_list(demo, by_company, entries))
    made = [honour for honour, _ in pairs]
    made += [one for kind in material("register")["honours"] for one in _of_kind(demo, firms, kind)]
    demo.trace("honour", made)
    for honour in made:
        if honour.status is not PublicationStatus.DRAFT:
            honour.checked_on = demo.days_ago(2)
    return made, [
        HonourEntry(honour=honour, entry=entry, linked_at=clock.now()) for honour, entry in pairs
    ]


def _on_red_list(
    demo: Demo, firms: dict[int, Firm], entries: list[CreditEntry]
) -> Iterator[tuple[Honour, CreditEntry]]:
    """What is on the red list was given as an honour before; one of them is suspended."""
    for entry in entries:
        is_honour = entry.category in HONOURS or "诚信示范" in entry.title
        if entry.list is ListKind.RED and is_honour:
            yield _as_honour(demo, firms[id(entry.company)], entry), entry


def _as_honour(demo: Demo, firm: Firm, entry: CreditEntry) -> Honour:
    kind = KINDS.get(entry.category, HonourKind.OTHER)
    honour = Honour(
        kind=kind,
        grade=_grade(kind, f"{entry.title}{entry.deciding_body}"),
        subject=_subject(demo, firm, kind),
        grantor=entry.deciding_body,
        granting_bureau_id=entry.deciding_bureau_id,
        source_bureau_id=entry.deciding_bureau_id,
        granted_on=entry.decided_on,
        valid_from=entry.decided_on,
        valid_until=entry.publish_until,
        merits=entry.reason,
        **{name: getattr(entry, name) for name in SAME},
    )
    if honour.status is PublicationStatus.EXPIRED:  # it ends by the day alone
        honour.status = PublicationStatus.PUBLISHED
    return _awarded_to(honour, firm)


def _grade(kind: HonourKind, words: str) -> HonourGrade:
    if kind is HonourKind.CUSTOMS_AEO:
        return HonourGrade.NATIONAL
    if "浙江" in words:
        return HonourGrade.PROVINCIAL
    return HonourGrade.CITY if "温州市" in words or "市级" in words else HonourGrade.COUNTY


def _of_kind(demo: Demo, firms: list[Firm], kind: Json) -> Iterator[Honour]:
    """As many as hold today, and of what is given often also some that do not."""
    fitting = [firm for firm in firms if not firm.drawn and _fits(firm, kind)]
    for number in range(demo.some(kind["count"])):
        yield _honour(demo, demo.rng.choice(fitting), kind, number)
    if kind["count"] > 100:
        for number in range(OVER + DRAFTS + TO_COME):
            honour = _honour(demo, demo.rng.choice(fitting), kind, number)
            _otherwise(demo, honour, number)
            yield honour


def _fits(firm: Firm, kind: Json) -> bool:
    return not kind.get("groups") or bool(set(kind["groups"]) & set(firm.trade["groups"]))


def _honour(demo: Demo, firm: Firm, kind: Json, number: int) -> Honour:
    years = kind["years"] or 6
    granted_on = demo.days_ago(demo.rng.randrange(20, years * 365 - 30))
    honour_kind = HonourKind(kind["kind"])
    bureau = demo.bureaus[kind["bureau"]]
    honour = Honour(
        kind=honour_kind,
        grade=HonourGrade(kind["grade"]),
        title=kind["title"],
        subject=_subject(demo, firm, honour_kind),
        grantor=kind["grantor"],
        granting_bureau_id=bureau.id if kind["grantor"] == bureau.name else None,
        source_bureau_id=bureau.id,
        document_number=demo.number(kind["number"], granted_on.year),
        granted_on=granted_on,
        valid_from=granted_on,
        valid_until=years_later(granted_on, years) - ONE_DAY if kind["years"] else None,
        merits=kind["note"],
        status=PublicationStatus.PUBLISHED,
        published_on=granted_on + timedelta(days=demo.rng.randrange(1, 8)),
    )
    _awarded_to(honour, firm)
    if "holders" in kind:
        _awarded_by_name(honour, kind["holders"][number], PartyKind.ORGANISATION)
    elif kind.get("person"):
        _awarded_by_name(honour, masked_person(demo.rng), PartyKind.PERSON)
    return honour


def _subject(demo: Demo, firm: Firm, kind: HonourKind) -> str | None:
    if kind not in WITH_SUBJECT:
        return None
    if kind is HonourKind.WORKS_AWARD:
        place = material("places")["districts"][firm.district.code]["towns"]
        return f"{demo.rng.choice(place)}{demo.rng.choice(material('register')['works'])}"
    products = firm.trade.get("products")
    return str(demo.rng.choice(products)[0] if products else firm.trade["words"][0])


def _awarded_to(honour: Honour, firm: Firm) -> Honour:
    values = firm.party | {
        "district_code": firm.district.code,
        "year": honour.granted_on.year,
        "publish_until": honour.valid_until,
    }
    for name, value in values.items():
        setattr(honour, name, value)
    return honour


def _awarded_by_name(honour: Honour, name: str, kind: PartyKind) -> None:
    honour.company = honour.uscc = honour.district_code = None
    honour.party_name, honour.party_kind = name, kind


def _otherwise(demo: Demo, honour: Honour, number: int) -> None:
    """Ended by its day, taken back by its body, being written, or to be public in some days."""
    if number < OVER // 2:
        ended_on = demo.days_ago(demo.rng.randrange(10, 300))
        _renew(honour, years_later(ended_on, -3), ended_on)
    elif number < OVER:
        honour.status = PublicationStatus.WITHDRAWN
        honour.withdrawn_on = demo.days_ago(demo.rng.randrange(1, 19))
        honour.withdrawal_reason = material("register")["withdrawn"]
    elif number < OVER + DRAFTS:
        honour.status = PublicationStatus.DRAFT
        honour.published_on = None
        honour.source_bureau_id = demo.bureaus["city-market-supervision"].id
    else:
        granted_on = demo.days_ago(2)
        _renew(honour, granted_on, years_later(granted_on, 3) - ONE_DAY)
        honour.published_on = demo.today + timedelta(days=3 + number)


def _renew(honour: Honour, granted_on: date, until: date) -> None:
    honour.granted_on = honour.valid_from = honour.published_on = granted_on
    honour.valid_until = honour.publish_until = until
    honour.year = granted_on.year


def make_payments(demo: Demo, firms: list[Firm]) -> list[FundPayment]:
    """Payments of three years from the reward fund, the oldest first; all but three are public."""
    # Chance of its own: what is made after the payments stays as it was without them.
    demo = demo.apart(4)
    known = [firm for firm in firms if firm.company.kind == "有限责任公司"]
    made = [one for back in range(YEARS, 0, -1) for one in _payments(demo, known, back)]
    demo.trace("fund", made)
    draft, scheduled, withdrawn = made[-3:]
    draft.status, draft.published_on = PublicationStatus.DRAFT, None
    scheduled.published_on = demo.today + timedelta(days=5)
    withdrawn.status, withdrawn.withdrawn_on = PublicationStatus.WITHDRAWN, demo.today
    withdrawn.withdrawal_reason = "同一笔重复报送"
    return made


def _payments(demo: Demo, firms: list[Firm], back: int) -> Iterator[FundPayment]:
    texts = material("funds")
    body = demo.bureaus["city-market-supervision"]
    year = demo.today.year - back
    decided_on = date(year, 11, 20)
    for firm in demo.rng.sample(firms, k=EACH):
        about = demo.rng.choice(texts["reasons"])
        company = firm.company
        yield FundPayment(
            year=year,
            company=company,
            recipient_kind=PartyKind.ORGANISATION,
            recipient_name=company.name,
            uscc=company.uscc,
            honour=about["honour"],
            basis=texts["basis"],
            amount_cents=about["yuan"] * 100,
            paying_bureau_id=body.id,
            paying_body=body.name,
            document=texts["document"].format(year=year),
            decided_on=decided_on,
            source_bureau_id=body.id,
            status=PublicationStatus.PUBLISHED,
            published_on=decided_on + timedelta(days=5),
            checked_on=decided_on + timedelta(days=5),
        )
