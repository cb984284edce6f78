"""Records for tests. A test names only what matters to it; the rest is plausible.

Each function adds its record to the session and flushes it, so that it has an id.
"""

from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import Base, db
from app.kernel.imports.models import ImportBatch
from app.people import passwords
from app.people.models import Bureau, District, Staff, StaffRole
from app.people.rules import BureauLevel, Role
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind
from app.records.cases.models import Case
from app.records.companies.models import Company, FormerName
from app.records.companies.rules import CompanyStatus, PartyKind
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind
from app.records.licences.models import AdministrativeLicence
from app.records.licences.rules import LicenceKind, LicenceState
from app.records.projects.models import KeyProject, ProjectMilestone, ProjectReport
from app.records.projects.rules import ProjectField
from tests.support.uscc import uscc

PASSWORD = "correct horse battery staple"

Record = TypeVar("Record", bound=Base)

_numbers = count(1)


@cache
def password_hash(password: str = PASSWORD) -> str:
    """A hash as sites in tests make it."""
    return passwords.hash_password(password)


def add(record: Record) -> Record:
    """Put ``record`` into the session and give it its id."""
    db.session.add(record)
    db.session.flush()
    return record


def make(model: type[Record], defaults: dict[str, Any], changes: dict[str, Any]) -> Record:
    """A record of ``model`` with ``changes`` over ``defaults``."""
    return add(model(**{**defaults, **changes}))


def stamps() -> dict[str, Any]:
    """Times of writing that every published record carries."""
    return {"created_at": clock.now(), "updated_at": clock.now()}


def publication() -> dict[str, Any]:
    """A record in the midst of its publication period."""
    return {
        **stamps(),
        "status": PublicationStatus.PUBLISHED,
        "published_on": clock.today() - timedelta(days=30),
        "publish_until": clock.today() + timedelta(days=335),
    }


def unending() -> dict[str, Any]:
    """A record that is public for as long as nobody takes it away."""
    return publication() | {"publish_until": None}


def about(company: Company, role: str = "party") -> dict[str, Any]:
    """What a record says of the company that is its ``role``."""
    return {
        "company_id": company.id,
        f"{role}_name": company.name,
        f"{role}_kind": PartyKind.ORGANISATION,
        "uscc": company.uscc,
    }


def make_district(code: str = "330302", **changes: Any) -> District:
    """The district with ``code``, made when it is not yet there."""
    if found := db.session.get(District, code):
        return found
    defaults = {
        "code": code,
        "name": f"试验{code[-2:]}区",
        "short_name": f"试{code[-2:]}",
        "position": int(code[-2:]),
        "longitude": 120.65,
        "latitude": 28.01,
    }
    return make(District, defaults, changes)


def make_bureau(**changes: Any) -> Bureau:
    """A body of the city in office since 2019."""
    number = next(_numbers)
    defaults = {
        "code": f"test-bureau-{number}",
        "name": f"试验市第{number}管理局",
        "short_name": f"试{number}局",
        "level": BureauLevel.CITY,
        "email": f"bureau{number}@example.invalid",
        "valid_from": date(2019, 1, 1),
    }
    return make(Bureau, defaults, changes)


def make_coordination_office() -> Bureau:
    """The coordination office (质量强市办), made when it is not yet there."""
    office = select(Bureau).where(Bureau.is_coordination_office).limit(1)
    return db.session.scalar(office) or make_bureau(
        name="试验质量强市办", is_coordination_office=True
    )


def make_staff(*roles: Role, bureau: Bureau | None = None, **changes: Any) -> Staff:
    """A member of staff with ``roles`` (handler by default) and the password ``PASSWORD``."""
    number = next(_numbers)
    defaults = {
        "username": f"staff{number}",
        "full_name": f"试验员{number}",
        "bureau_id": (bureau or make_bureau()).id,
        "password_hash": password_hash(),
        "password_changed_at": clock.now(),
        "created_at": clock.now(),
        "roles": [StaffRole(role=role) for role in roles or (Role.HANDLER,)],
    }
    return make(Staff, defaults, changes)


def make_import_batch(**changes: Any) -> ImportBatch:
    """A finished run of an import."""
    defaults = {
        "kind": "companies",
        "file_name": "companies.csv",
        "file_sha256": f"{next(_numbers):064x}",
        "started_at": clock.now(),
        "finished_at": clock.now(),
    }
    return make(ImportBatch, defaults, changes)


def make_company(**changes: Any) -> Company:
    """An invented company with a valid code."""
    number = next(_numbers)
    defaults = {
        **stamps(),
        "uscc": uscc(number),
        "name": f"温州试验第{number}酱油有限公司",
        "legal_representative": "张某某",
        "status": CompanyStatus.ACTIVE,
        "district_code": make_district().code,
        "address": f"试验路{number}号",
    }
    return make(Company, defaults, changes)


def make_former_name(company: Company, **changes: Any) -> FormerName:
    """A name that ``company`` bore until 2020."""
    defaults = {
        "company_id": company.id,
        "name": f"旧{company.name}",
        "until": date(2020, 6, 30),
    }
    return make(FormerName, defaults, changes)


def make_credit_entry(**changes: Any) -> CreditEntry:
    """A published entry of the black list; ``list=ListKind.RED`` for the red one."""
    company = changes.pop("company", None) or make_company()
    listed = changes.get("list", ListKind.BLACK)
    black = listed is ListKind.BLACK
    defaults = {
        **publication(),
        "list": listed,
        "company_id": company.id,
        "category": CreditCategory.FOOD_SAFETY if black else CreditCategory.QUALITY_AWARD,
        "title": "标注虚假生产日期" if black else "温州市市长质量奖",
        "deciding_body": "温州市市场监督管理局",
        "document_number": f"温市监〔2026〕{next(_numbers)}号",
        "decided_on": clock.today() - timedelta(days=40),
        "district_code": company.district_code,
    }
    return make(CreditEntry, defaults, changes)


def make_case(**changes: Any) -> Case:
    """A published penalty decision against a company."""
    company = changes.pop("company", None) or make_company()
    number = next(_numbers)
    defaults = {
        **publication(),
        "title": f"{company.name}生产不合格酱油案",
        **about(company),
        "district_code": company.district_code,
        "decision_number": f"温市监罚〔2026〕{number}号",
        "violation": "生产不合格食品",
        "content": "罚款人民币五万元",
        "fine_cents": 5_000_000,
        "penalty_kinds": ["fine"],
        "decided_on": clock.today() - timedelta(days=35),
        "deciding_body": "温州市市场监督管理局",
    }
    return make(Case, defaults, changes)


def make_project(**changes: Any) -> KeyProject:
    """A published key project in its second quarter."""
    number = next(_numbers)
    defaults = {
        **publication(),
        "code": f"WZ-T{number:04d}",
        "name": f"试验项目{number}",
        "field": ProjectField.PRODUCT,
        "year": clock.today().year,
        "lead_body": "温州市市场监督管理局",
        "starts_on": clock.today() - timedelta(days=100),
        "ends_on": clock.today() + timedelta(days=200),
    }
    return make(KeyProject, defaults, changes)


def make_milestone(project: KeyProject, **changes: Any) -> ProjectMilestone:
    """A step of ``project`` that is due in ten days."""
    defaults = {
        "project_id": project.id,
        "position": next(_numbers),
        "title": "完成验收",
        "weight": 25,
        "planned_on": clock.today() + timedelta(days=10),
    }
    return make(ProjectMilestone, defaults, changes)


def make_report(project: KeyProject, **changes: Any) -> ProjectReport:
    """A published progress report of ``project``."""
    today = clock.today()
    defaults = {
        **publication(),
        "project_id": project.id,
        "period": f"{today:%Y-%m}",
        "reported_on": today,
        "percent": 40,
        "text": "按计划推进。",
    }
    return make(ProjectReport, defaults, changes)


def make_bulletin(**changes: Any) -> Bulletin:
    """A published notice."""
    defaults = {
        **publication(),
        "kind": BulletinKind.NOTICE,
        "title": f"试验公告第{next(_numbers)}号",
        "body": "各有关单位：\n\n请遵照执行。",
    }
    return make(Bulletin, defaults, changes)


def make_licence(**changes: Any) -> AdministrativeLicence:
    """A published licence of a company, valid for another year."""
    company = changes.pop("company", None) or make_company()
    number = next(_numbers)
    defaults = {
        **publication(),
        **about(company),
        "district_code": company.district_code,
        "decision_number": f"温市监许〔2026〕{number}号",
        "kind": LicenceKind.GENERAL,
        "certificate_name": "食品生产许可证",
        "licence_number": f"SC1033303{number:07d}",
        "content": "调味品（酱油）生产",
        "decided_on": clock.today() - timedelta(days=35),
        "valid_from": clock.today() - timedelta(days=35),
        "valid_until": clock.today() + timedelta(days=335),
        "deciding_body": "温州市市场监督管理局",
        "state": LicenceState.VALID,
        "source_body": "温州市市场监督管理局",
    }
    return make(AdministrativeLicence, defaults, changes)
