"""Filling an empty database with invented records, in one transaction."""

import gc
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.aggregates import services as aggregates
from app.kernel.crypto.tracking_codes import DIGITS, hash_code
from app.kernel.db.session import Base, db
from app.kernel.db.site import DEMO, state_fact
from app.kernel.errors import ConflictError
from app.kernel.imports.models import ImportBatch
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Submission
from app.ops.demo import inspections as checks
from app.ops.demo.aftermath import make_followings
from app.ops.demo.assessment import make_assessments
from app.ops.demo.bulletins import make_bulletins, make_recalls
from app.ops.demo.cases import make_cases
from app.ops.demo.companies import Firm, make_firms
from app.ops.demo.complaints import make_submissions, read_rules
from app.ops.demo.creation import make_creation
from app.ops.demo.credit import make_entries
from app.ops.demo.desk import make_desk, make_routing_changes, make_signals
from app.ops.demo.handling import Office
from app.ops.demo.honours import make_honours, make_payments
from app.ops.demo.indicators import make_correction, make_livelihood, make_surveys, make_values
from app.ops.demo.licences import make_licences
from app.ops.demo.material import Demo, material
from app.ops.demo.monthly import make_reports
from app.ops.demo.projects import make_projects
from app.ops.demo.redress import COUNT, make_applications
from app.ops.demo.reviews import make_reviews
from app.ops.demo.rewards import make_rewards
from app.ops.demo.staff import Account, make_personnel
from app.ops.demo.tracks import note_reminders
from app.people.models import District, Staff
from app.records.cases.models import Case
from app.records.companies.models import Company
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

FILES = {
    "company": ("companies", "{year}年{month}月市场主体登记信息（演示）.xlsx"),
    "credit": ("credit", "{year}年{month}月红黑名单（演示）.xlsx"),
    "case": ("cases", "{year}年{month}月双公示（处罚）（演示）.xlsx"),
    "licence": ("licences", "{year}年{month}月双公示（许可）（演示）.xlsx"),
    "inspection": ("inspections", "{year}年监督抽查结果汇总（演示）.xlsx"),
    "honour": ("honours", "{year}年{month}月荣誉登记表（演示）.xlsx"),
    "project": ("projects", "{year}年重点项目计划表（演示）.xlsx"),
    "indicator": ("indicators", "{year}年{month}月指标报送表（演示）.xlsx"),
}
"""What records are said to come from: kind and name of the file."""


class NotEmptyError(ConflictError):
    """Invented records never stand beside real ones."""

    message = "数据库中已有记录，不能再写入演示数据。"


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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python looks for no garbage meanwhile: among ever more rows that stay it finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_uncollected()
def fill(*, tell: Tell, one_in: int = 1) -> Filled:
    """Make all demonstration records, or a small part, and the sums over them.

    Raises NotEmptyError where there are records.
    """
    if not is_empty():
        raise NotEmptyError
    districts = list(db.session.scalars(select(District).order_by(District.position)))
    demo = Demo.begin(one_in)
    demo.files = {kind: _file(demo, *names) for kind, names in FILES.items()}
    firms = make_firms(demo, districts)
    _add("companies", [firm.company for firm in firms], tell)
    projects = _add_public_records(demo, firms, districts, tell)
    _add_values(demo, tell)
    filled = _add_complaints(demo, firms, districts, projects, tell)
    for batch in demo.files.values():
        batch.finished_at = clock.now()
    state_fact(DEMO, f"{demo.today:%Y-%m-%d}")
    audit.record("demo.filled")
    db.session.commit()
    aggregates.catch_up()
    return filled


def _add_complaints(
    demo: Demo,
    firms: list[Firm],
    districts: list[District],
    projects: list[KeyProject],
    tell: Tell,
) -> Filled:
    """Staff, then what residents and companies handed in. All of it opens with one code."""
    personnel, people, accounts = make_personnel(demo)
    db.session.add_all(people)
    db.session.flush()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    office = _office(firms, projects, districts, hash_code(code))
    with db.session.no_autoflush:
        submissions, earlier = make_submissions(demo, office, personnel)
    _add("complaints", [*submissions, *earlier], tell)
    db.session.add_all(note_reminders(demo, submissions))
    db.session.add_all(make_desk(demo, people, submissions))
    db.session.add_all(make_followings(demo, submissions, people))
    db.session.add_all(make_signals(demo, people))
    db.session.add_all(make_reviews(demo, people))
    db.session.add_all(make_routing_changes(demo, people))
    db.session.add_all(make_creation(demo, districts, people))
    db.session.add_all(make_rewards(demo, submissions, people))
    applications = make_applications(demo, personnel, office.code_hash)
    _add("applications", applications, tell)
    make_assessments(demo, people)
    db.session.add_all(make_reports(demo))
    numbers, others = ([one.number for one in made[-3:]] for made in (submissions, applications))
    return Filled(accounts, code, numbers, others)


def _office(
    firms: list[Firm], projects: list[KeyProject], districts: list[District], code_hash: str
) -> Office:
    categories = db.session.scalars(select(ComplaintCategory))
    trade_groups = {tuple(one.get("trades", ())) for one in material("complaints")["complaints"]}
    return Office(
        firms_of={
            trades: [
                firm for firm in firms if firm.trade["key"] in trades and "red" not in firm.drawn
            ]
            for trades in trade_groups
        },
        projects=projects,
        districts=districts,
        categories={category.code: category for category in categories},
        rules=read_rules(),
        code_hash=code_hash,
    )


def _add_public_records(
    demo: Demo, firms: list[Firm], districts: list[District], tell: Tell
) -> list[KeyProject]:
    cases = make_cases(demo, firms)
    entries = make_entries(demo, firms, cases)
    licences = make_licences(demo, firms)
    projects = make_projects(demo, firms, districts)
    _add("cases", cases, tell)
    _add("licences", licences, tell)
    _add("list entries", entries, tell)
    honours, links = make_honours(demo, firms, entries)
    _add("honours", honours, tell)
    db.session.add_all(links)
    _add("projects", projects, tell)
    bulletins = make_bulletins(demo, cases, [firm.company for firm in firms])
    _add("bulletins", bulletins, tell)
    inspected = checks.make_inspections(demo, firms)
    _add("inspections", inspected, tell)
    db.session.add_all(checks.make_links(inspected, cases, bulletins))
    db.session.add_all((*make_payments(demo, firms), *make_recalls(demo, firms)))
    db.session.add(checks.make_correction(demo, inspected))
    demo.files["project"].rows_read = demo.files["project"].rows_added = len(projects)
    return projects


def _add_values(demo: Demo, tell: Tell) -> None:
    indicators = list(db.session.scalars(select(Indicator).order_by(Indicator.position)))
    values = make_values(demo, indicators)
    _add("indicator values", values, tell)
    db.session.add_all(make_correction(demo, values))
    _add("surveys", make_surveys(demo, indicators), tell)
    db.session.add_all(make_livelihood(demo))
    demo.files["indicator"].rows_read = demo.files["indicator"].rows_added = len(values)


def _add(kind: str, records: Sequence[Base], tell: Tell) -> None:
    db.session.add_all(records)
    db.session.flush()
    tell(kind, len(records))


def _file(demo: Demo, kind: str, name: str) -> ImportBatch:
    return ImportBatch(
        kind=kind,
        file_name=name.format(year=demo.today.year, month=demo.today.month),
        file_sha256=f"demo-{kind}".ljust(64, "0"),
        source_bureau_id=demo.bureaus["city-market-supervision"].id,
        started_at=clock.now(),
    )
