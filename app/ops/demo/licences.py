"""Nine hundred licences that firms hold, and some of persons."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, masked_person, material, years_later
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.licences.models import AdministrativeLicence
from app.records.licences.rules import LicenceKind, LicenceState

COUNT, OF_PERSONS, OF_ONE_FIRM = 900, 30, 45
DAYS = 4 * 365
REASONS = ("相对人申请注销", "许可已被撤销", "原公示信息有误，更正后另行公示")
PERSONAL = {
    "body": "market-supervision",
    "kind": "recognition",
    "words": "市监人",
    "certificate": "特种设备作业人员证",
    "letters": "ZY",
    "content": "特种设备作业：叉车司机",
    "years": 4,
}


def make_licences(demo: Demo, firms: list[Firm]) -> list[AdministrativeLicence]:
    """All licences, the oldest decision first, so that numbers run with the dates."""
    # Chance of its own: what is made after the licences stays as it was without them.
    demo = demo.apart(1)
    plans = [*_plans(demo, firms)]
    plans.sort(key=lambda plan: plan[0])
    made = [_licence(demo, firm, kind, on) for on, firm, kind in plans]
    demo.trace("licence", made, first=3)
    return made


def _plans(demo: Demo, firms: list[Firm]) -> Iterator[tuple[date, Firm, Json]]:
    """Who was granted what, and when. One firm holds many."""
    kinds = material("licences")["licences"]
    weights = [kind["weight"] for kind in kinds]
    fitting = [[firm for firm in firms if _fits(firm, kind)] for kind in kinds]
    usual = demo.some(COUNT - OF_PERSONS - OF_ONE_FIRM)
    for index in demo.rng.choices(range(len(kinds)), weights, k=usual):
        yield demo.recent(DAYS), demo.rng.choice(fitting[index]), kinds[index]
    equipment = next(kind for kind in kinds if kind["letters"] == "TS")
    holder = next(firm for firm in firms if _fits(firm, equipment) and not firm.drawn)
    for _ in range(OF_ONE_FIRM):
        yield demo.recent(DAYS), holder, equipment
    for _ in range(OF_PERSONS):
        yield demo.recent(DAYS), demo.rng.choice(firms), PERSONAL


def _fits(firm: Firm, kind: Json) -> bool:
    return bool(set(kind["groups"]) & set(firm.trade["groups"]))


def _licence(demo: Demo, firm: Firm, kind: Json, decided_on: date) -> AdministrativeLicence:
    body = demo.body(kind["body"], firm.district.code)
    years = kind["years"]
    valid_until = years_later(decided_on, years) - timedelta(days=1) if years else None
    number = demo.number(f"{firm.district.short_name}{kind['words']}", decided_on.year)
    licence = AdministrativeLicence(
        document_name="准予行政许可决定书",
        decision_number=number,
        kind=LicenceKind(kind["kind"]),
        certificate_name=kind["certificate"],
        licence_number=f"{kind['letters']}{demo.rng.randrange(10**11, 10**12)}",
        content=kind["content"].format(scope=firm.trade["scope"]),
        decided_on=decided_on,
        valid_from=decided_on,
        valid_until=valid_until,
        deciding_bureau_id=body.id,
        deciding_body=body.name,
        source_bureau_id=body.id,
        source_body=body.name,
        state=LicenceState.VALID,
        district_code=firm.district.code,
    )
    _name(demo, licence, None if kind is PERSONAL else firm)
    _publish(demo, licence)
    return licence


def _name(demo: Demo, licence: AdministrativeLicence, firm: Firm | None) -> None:
    """To whom it was granted: to the firm, or to a person."""
    if firm is None:
        licence.party_name = masked_person(demo.rng)
        licence.party_kind = PartyKind.PERSON
        return
    for name, value in firm.party.items():
        setattr(licence, name, value)
    licence.legal_representative = firm.company.legal_representative


def _publish(demo: Demo, licence: AdministrativeLicence) -> None:
    """Published while it is valid, mostly in time; a few drafts, a few withdrawn."""
    licence.publish_until = licence.valid_until
    published_on = demo.published(licence.decided_on)
    if published_on > demo.today:
        licence.status = PublicationStatus.DRAFT
        return
    licence.status = PublicationStatus.PUBLISHED
    licence.published_on = published_on
    licence.checked_on = max(published_on, demo.days_ago(demo.rng.randrange(1, 9)))
    if demo.rng.random() < 0.03:
        licence.status = PublicationStatus.WITHDRAWN
        licence.withdrawn_on = min(published_on + timedelta(days=20), demo.today)
        licence.withdrawal_reason = demo.rng.choice(REASONS)
