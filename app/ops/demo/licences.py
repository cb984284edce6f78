"""Nine hundred licences that firms hold, and some of persons."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.kernel import clock
from app.kernel.imports.models import ImportBatch
from app.ops.demo.companies import Firm
from app.ops.demo.identities import masked_person
from app.ops.demo.material import Json, Stage, material, years_later
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


def make_licences(
    stage: Stage, firms: list[Firm], batch: ImportBatch, slugs: dict[str, str]
) -> list[AdministrativeLicence]:
    """All licences, the oldest decision first, so that numbers run with the dates."""
    # Chance of its own: what is made after the licences stays as it was without them.
    stage = stage.apart(1)
    plans = [*_plans(stage, firms)]
    plans.sort(key=lambda plan: plan[0])
    made = [_licence(stage, firm, kind, on, slugs) for on, firm, kind in plans]
    for row, licence in enumerate(made, start=3):
        licence.import_batch = batch
        licence.source_row = row
        licence.source_key = f"demo-licence-{row}"
        licence.created_at = stage.first_seen(licence.published_on)
        licence.updated_at = clock.now()
    return made


def _plans(stage: Stage, firms: list[Firm]) -> Iterator[tuple[date, Firm, Json]]:
    """Who was granted what, and when. One firm holds many."""
    kinds = material("licences")["licences"]
    weights = [kind["weight"] for kind in kinds]
    fitting = [[firm for firm in firms if _fits(firm, kind)] for kind in kinds]
    usual = stage.some(COUNT - OF_PERSONS - OF_ONE_FIRM)
    for index in stage.rng.choices(range(len(kinds)), weights, k=usual):
        yield stage.recent(DAYS), stage.rng.choice(fitting[index]), kinds[index]
    equipment = next(kind for kind in kinds if kind["letters"] == "TS")
    holder = next(firm for firm in firms if _fits(firm, equipment) and not firm.drawn)
    for _ in range(OF_ONE_FIRM):
        yield stage.recent(DAYS), holder, equipment
    for _ in range(OF_PERSONS):
        yield stage.recent(DAYS), stage.rng.choice(firms), PERSONAL


def _fits(firm: Firm, kind: Json) -> bool:
    return bool(set(kind["groups"]) & set(firm.trade["groups"]))


def _licence(
    stage: Stage, firm: Firm, kind: Json, decided_on: date, slugs: dict[str, str]
) -> AdministrativeLicence:
    body = stage.body(kind["body"], firm.district.code, slugs)
    years = kind["years"]
    valid_until = years_later(decided_on, years) - timedelta(days=1) if years else None
    number = stage.number(f"{firm.district.short_name}{kind['words']}", decided_on.year)
    licence = AdministrativeLicence(
        document_name="准予行政许可决定书",
        decision_number=number,
        kind=LicenceKind(kind["kind"]),
        certificate_name=kind["certificate"],
        licence_number=f"{kind['letters']}{stage.rng.randrange(10**11, 10**12)}",
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
    _name(stage, licence, None if kind is PERSONAL else firm)
    _publish(stage, licence)
    return licence


def _name(stage: Stage, licence: AdministrativeLicence, firm: Firm | None) -> None:
    """To whom it was granted: to the firm, or to a person."""
    if firm is None:
        licence.party_name = masked_person(stage.rng)
        licence.party_kind = PartyKind.PERSON
        return
    company = firm.company
    is_sole = company.kind == "个体工商户"
    licence.company = company
    licence.party_name = company.name
    licence.party_kind = PartyKind.SOLE_TRADER if is_sole else PartyKind.ORGANISATION
    licence.uscc = company.uscc
    licence.legal_representative = company.legal_representative


def _publish(stage: Stage, licence: AdministrativeLicence) -> None:
    """Published while it is valid, mostly in time; a few drafts, a few withdrawn."""
    licence.publish_until = licence.valid_until
    published_on = stage.published(licence.decided_on)
    if published_on > stage.today:
        licence.status = PublicationStatus.DRAFT
        return
    licence.status = PublicationStatus.PUBLISHED
    licence.published_on = published_on
    licence.checked_on = max(published_on, stage.days_ago(stage.rng.randrange(1, 9)))
    if stage.rng.random() < 0.03:
        licence.status = PublicationStatus.WITHDRAWN
        licence.withdrawn_on = min(published_on + timedelta(days=20), stage.today)
        licence.withdrawal_reason = stage.rng.choice(REASONS)
