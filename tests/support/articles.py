"""Articles with what they are linked to, as tests need them."""

from typing import Any

from app.kernel.db.session import db
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind
from app.records.cases.models import Case
from tests.support import factories


def make_typical_case(*cases: Case, **changes: Any) -> Bulletin:
    """A published typical case that tells of ``cases``."""
    about = {"kind": BulletinKind.TYPICAL_CASE, "title": "典型案例"} | changes
    made = factories.make_bulletin(**{k: v for k, v in about.items() if k != "companies"})
    made.case_ids = [case.id for case in cases]
    made.company_ids = [company.id for company in changes.get("companies", ())]
    db.session.flush()
    return made
