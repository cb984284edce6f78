"""Filling an empty database with invented records, in one transaction."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.crypto.tracking_codes import DIGITS, hash_code
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import Base, db
from app.kernel.db.site import DEMO, state_fact
from app.kernel.errors import ConflictError
from app.kernel.imports.models import ImportBatch
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Submission
from app.ops.demo import inspections as checks
from app.ops.demo.aftermath import make_followings
from app.ops.demo.assessment import make_assessments
from app.ops.demo.bulletins import make_bulletins
from app.ops.demo.cases import make_cases
from app.ops.demo.companies import Firm, make_firms
from app.ops.demo.complaints import make_submissions, read_rules
from app.ops.demo.creation import make_creation
from app.ops.demo.credit import make_entries
from app.ops.demo.desk import make_desk
from app.ops.demo.funds import make_payments
from app.ops.demo.handling import Office
from app.ops.demo.honours import make_honours
from app.ops.demo.indicators import make_correction, make_values
from app.ops.demo.licences import make_licences
from app.ops.demo.livelihood import make_livelihood
from app.ops.demo.material import Stage
from app.ops.demo.monthly import make_reports
from app.ops.demo.projects import make_projects
from app.ops.demo.recalls import make_recalls
from app.ops.demo.redress import COUNT, make_applications
from app.ops.demo.reviews import make_reviews
from app.ops.demo.rewards import make_rewards
from app.ops.demo.risks import make_signals
from app.ops.demo.routing import make_routing_changes
from app.ops.demo.staff import Account, make_personnel
from app.ops.demo.surveys import make_surveys
from app.ops.demo.tracks import note_reminders
from app.people.models import Bureau, District, Staff
from app.people.reference import district_slugs
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.indicators.models import Indicator
from app.records.projects.models import KeyProject

PLANNED = {
    "companies": 3000,
    "cases": 1500,
    "licences": 900,
    "inspections": 750,
    "list entries": 801,
    "honours": 1154,
    "projects": 100,
    "bulletins": 15,
    "indicator values": 171,
    "surveys": 23,
    "complaints": 550,
    "applications": COUNT,
}
"""Kinds of records in the order they are made, and how many there will be."""

Tell = Callable[[str, int], None]
"""Told the kind of records made, and how many."""


class NotEmptyError(ConflictError):
    """Invented records never stand beside real ones."""

    message = "数据库中已有记录，不能再写入演示数据。"


@dataclass(frozen=True)
class Sources:
    """The files that the records are said to come from."""

    companies: ImportBatch
    credit: ImportBatch
    cases: ImportBatch
    licences: ImportBatch
    inspections: ImportBatch
    honours: ImportBatch
    projects: ImportBatch
    indicators: ImportBatch


@dataclass(frozen=True)
class Filled:
    """What has to be told once: accounts, and the code that opens every submission."""

    accounts: list[Account]
    tracking_code: str
    tracking_numbers: list[str]
    """Of complaints; those of ``application_numbers`` are of objections and repairs."""
    application_numbers: list[str]


def is_empty() -> bool:
    """Whether there are no records yet that invented ones could stand beside."""
    kinds = (Company, Case, KeyProject, Submission, Staff)
    return all(db.session.scalar(select(kind.id).limit(1)) is None for kind in kinds)


def fill(*, tell: Tell, one_in: int = 1) -> Filled:
    """Make all demonstration records, or a small part; NotEmptyError where there are records."""
    if not is_empty():
        raise NotEmptyError
    districts = list(db.session.scalars(select(District).order_by(District.position)))
    stage = Stage(
        today=clock.today(),
        bureaus={bureau.code: bureau for bureau in db.session.scalars(select(Bureau))},
        calendar=city_calendar(),
        one_in=one_in,
    )
    sources = _sources(stage)
    firms = make_firms(stage, districts, sources.companies)
    _add("companies", [firm.company for firm in firms], tell)
    projects = _add_public_records(stage, firms, districts, sources, tell)
    _add_values(stage, sources.indicators, tell)
    filled = _add_complaints(stage, firms, districts, projects, tell)
    for batch in vars(sources).values():
        batch.finished_at = clock.now()
    state_fact(DEMO, f"{stage.today:%Y-%m-%d}")
    audit.record("demo.filled")
    db.session.commit()
    return filled


def _add_complaints(
    stage: Stage,
    firms: list[Firm],
    districts: list[District],
    projects: list[KeyProject],
    tell: Tell,
) -> Filled:
    """Staff, then what residents and companies handed in. All of it opens with one code."""
    personnel, people, accounts = make_personnel(stage)
    db.session.add_all(people)
    db.session.flush()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    office = _office(firms, projects, districts, hash_code(code))
    with db.session.no_autoflush:
        submissions, earlier = make_submissions(stage, office, personnel)
    _add("complaints", [*submissions, *earlier], tell)
    db.session.add_all(note_reminders(stage, submissions))
    db.session.add_all(make_desk(stage, people, submissions))
    db.session.add_all(make_followings(stage, submissions, people))
    db.session.add_all(make_signals(stage, people))
    db.session.add_all(make_reviews(stage, people))
    db.session.add_all(make_routing_changes(stage, people))
    db.session.add_all(make_creation(stage, districts, people))
    db.session.add_all(make_rewards(stage, submissions, people))
    applications = make_applications(stage, personnel, office.code_hash)
    _add("applications", applications, tell)
    make_assessments(stage, people)
    db.session.add_all(make_reports(stage))
    numbers, others = ([one.number for one in made[-3:]] for made in (submissions, applications))
    return Filled(accounts, code, numbers, others)


def _office(
    firms: list[Firm], projects: list[KeyProject], districts: list[District], code_hash: str
) -> Office:
    categories = db.session.scalars(select(ComplaintCategory))
    return Office(
        firms=firms,
        projects=projects,
        districts=districts,
        slugs=district_slugs(),
        categories={category.code: category for category in categories},
        rules=read_rules(),
        code_hash=code_hash,
    )


def _add_public_records(
    stage: Stage, firms: list[Firm], districts: list[District], sources: Sources, tell: Tell
) -> list[KeyProject]:
    slugs = district_slugs()
    cases = make_cases(stage, firms, sources.cases, slugs)
    entries = make_entries(stage, firms, cases, sources.credit, slugs)
    licences = make_licences(stage, firms, sources.licences, slugs)
    projects = make_projects(stage, firms, districts, sources.projects)
    _add("cases", cases, tell)
    _add("licences", licences, tell)
    _add("list entries", entries, tell)
    _add_honours(stage, firms, entries, sources.honours, tell)
    _add("projects", projects, tell)
    bulletins = make_bulletins(stage, cases, [firm.company for firm in firms])
    _add("bulletins", bulletins, tell)
    inspected = checks.make_inspections(stage, firms, sources.inspections, slugs)
    _add("inspections", inspected, tell)
    db.session.add_all(checks.make_links(inspected, cases, bulletins))
    db.session.add_all((*make_payments(stage, firms), *make_recalls(stage, firms)))
    db.session.add(checks.make_correction(stage, inspected))
    for batch, records in (
        (sources.companies, len(firms)),
        (sources.cases, len(cases)),
        (sources.licences, len(licences)),
        (sources.inspections, len(inspected)),
        (sources.credit, len(entries)),
        (sources.projects, len(projects)),
    ):
        batch.rows_read = batch.rows_added = records
    return projects


def _add_honours(
    stage: Stage, firms: list[Firm], entries: list[CreditEntry], batch: ImportBatch, tell: Tell
) -> None:
    honours, links = make_honours(stage, firms, entries, batch)
    _add("honours", honours, tell)
    db.session.add_all(links)
    batch.rows_read = batch.rows_added = len(honours)


def _add_values(stage: Stage, batch: ImportBatch, tell: Tell) -> None:
    indicators = list(db.session.scalars(select(Indicator).order_by(Indicator.position)))
    values = make_values(stage, indicators, batch)
    _add("indicator values", values, tell)
    db.session.add_all(make_correction(stage, values))
    _add("surveys", make_surveys(stage, indicators), tell)
    db.session.add_all(make_livelihood(stage))
    batch.rows_read = batch.rows_added = len(values)


def _add(kind: str, records: Sequence[Base], tell: Tell) -> None:
    db.session.add_all(records)
    db.session.flush()
    tell(kind, len(records))


def _sources(stage: Stage) -> Sources:
    year, month = stage.today.year, stage.today.month
    return Sources(
        companies=_batch(stage, "companies", f"{year}年{month}月市场主体登记信息（演示）.xlsx"),
        credit=_batch(stage, "credit", f"{year}年{month}月红黑名单（演示）.xlsx"),
        cases=_batch(stage, "cases", f"{year}年{month}月双公示（处罚）（演示）.xlsx"),
        licences=_batch(stage, "licences", f"{year}年{month}月双公示（许可）（演示）.xlsx"),
        inspections=_batch(stage, "inspections", f"{year}年监督抽查结果汇总（演示）.xlsx"),
        honours=_batch(stage, "honours", f"{year}年{month}月荣誉登记表（演示）.xlsx"),
        projects=_batch(stage, "projects", f"{year}年重点项目计划表（演示）.xlsx"),
        indicators=_batch(stage, "indicators", f"{year}年{month}月指标报送表（演示）.xlsx"),
    )


def _batch(stage: Stage, kind: str, file_name: str) -> ImportBatch:
    return ImportBatch(
        kind=kind,
        file_name=file_name,
        file_sha256=f"demo-{kind}".ljust(64, "0"),
        source_bureau_id=stage.bureaus["city-market-supervision"].id,
        started_at=clock.now(),
    )
