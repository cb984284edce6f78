"""The database, and whether what a site can't begin without is in it."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import clock
from app.kernel.aggregates import services as aggregates
from app.kernel.db import key_canaries, site
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.files import data_dir
from app.kernel.search import maintenance, state
from app.matters.complaints.matter.models.answers import Review
from app.matters.complaints.matter.models.clocks import DeadlineRule, MatterDeadline
from app.matters.complaints.routing.queries.table import bodies_without_staff, gaps
from app.matters.redress.models import RedressApplication
from app.ops import schema
from app.ops.doctor.checks import DoctorCheck
from app.people.models import Bureau, Staff

DEADLINES = (
    select(func.max(MatterDeadline.due_on)).where(MatterDeadline.met_on.is_(None)),
    select(func.max(Review.due_on)),
    select(func.max(RedressApplication.due_on)),
)
"""The last days on which something is due."""
ANNOUNCED_IN = 12
"""The month in which at the latest the State Council has announced the holidays of the next
year."""
WORKING_WEEK = 5
"""In days."""


def _database() -> str | None:
    try:
        db.session.execute(select(1))
    except SQLAlchemyError as error:
        db.session.rollback()
        return f"DATABASE_URL does not answer ({type(error).__name__})"
    return None


def _schema() -> str | None:
    return None if site.is_sufficient() else "flask --app wsgi db upgrade"


def _release() -> str | None:
    newer = f"the schema is that of a newer one ({site.applied_migration()}): upgrade this host too"
    return newer if site.is_ahead() else None


def _keys() -> str | None:
    """Whether what the database holds can be opened."""
    return "; ".join(key_canaries.problems(key_canaries.canaries())) or None


def _made_as_declared() -> str | None:
    """Whether all is there that migrations make; a newer schema is not ours to judge."""
    if site.is_ahead():
        return None
    found = schema.examine()
    remedies = []
    if found.others:
        remedies.append(f"{'; '.join(found.others[:3])}: put back by hand what migrations/ makes")
    if found.mendable:
        first = f"{len(found.mendable)} lacking (first {found.mendable[0]})"
        remedies.append(f"{first}: flask --app wsgi setup")
    return "; ".join(remedies) or None


def _bodies() -> str | None:
    return None if db.session.scalar(select(func.count(Bureau.id))) else "flask --app wsgi setup"


def _routing() -> str | None:
    """Whether every category in every district reaches a body that can be told."""
    missing = [
        f"{gap.category_code} in {gap.district_code or 'no district'}"
        for gap in gaps(clock.today())
    ]
    if not missing:
        return None
    return (
        f"{len(missing)} of the routing table reach no body with a contact (first {missing[0]}): "
        "change their rules under /admin/routing/, or flask --app wsgi bodies contact CODE EMAIL"
    )


def _staff_of_bodies() -> str | None:
    idle = bodies_without_staff(clock.today())
    if not idle:
        return None
    return (
        f"{len(idle)} bodies get matters and have no account (first {idle[0].code}): "
        "flask --app wsgi staff create"
    )


def _staff() -> str | None:
    working = select(func.count(Staff.id)).where(Staff.is_enabled)
    return None if db.session.scalar(working) else "flask --app wsgi staff create"


def _index() -> str | None:
    is_built = state.current().engine.health().ready
    return None if is_built else "flask --app wsgi search rebuild"


def _index_drift() -> str | None:
    """What waits in the outbox is not yet in the index, and no fault; what stays is."""
    if not state.current().engine.health().ready:
        return None
    found = maintenance.check()
    count = len(found.missing) + len(found.extra) + len(found.stale)
    remedy = f"{count} records differ from the database: flask --app wsgi search sync"
    return remedy if found else None


def _counted_numbers() -> str | None:
    uncounted = sum(1 for _ in aggregates.lacking())
    remedy = f"pages count {uncounted} of them at each request: flask --app wsgi aggregates recount"
    return remedy if uncounted else None


def _holidays() -> str | None:
    """This year's, always; those of the next once they are announced."""
    today = clock.today()
    return _years_to_enter(today.year, today.year + (today.month >= ANNOUNCED_IN))


def _holidays_to_come() -> str | None:
    """Of the years in which what is open is due, or what comes in today would be."""
    return _years_to_enter(clock.today().year + 1, _last_year_with_a_deadline())


def _years_to_enter(first: int, last: int) -> str | None:
    years = [year for year in range(first, last + 1) if year not in city_calendar().years]
    if not years:
        return None
    named = ", ".join(map(str, years))
    return f"deadlines in {named} are counted by weekday: enter these holidays under /admin"


def _last_year_with_a_deadline() -> int:
    today = clock.today()
    longest = db.session.scalar(select(func.max(DeadlineRule.days + DeadlineRule.extension_days)))
    weeks = (longest or 0) // WORKING_WEEK + 1
    days = [db.session.scalar(due) for due in DEADLINES]
    return max(day for day in (*days, today + timedelta(weeks=weeks)) if day is not None).year


def _records_are_real() -> str | None:
    invented = "this database holds invented records: start production on an empty one"
    return invented if site.is_demo() else None


FOUNDATIONS = (
    DoctorCheck("database", _database),
    DoctorCheck("database schema", _schema),
)
"""In this order; without one of them nothing more can be asked."""
CHECKS = (
    DoctorCheck("release of this host", _release, is_needed=False),
    DoctorCheck("keys of the data", _keys),
    DoctorCheck("schema as declared", _made_as_declared),
    DoctorCheck("data folder", data_dir.problem),
    DoctorCheck("bodies and districts", _bodies),
    DoctorCheck("routing table", _routing),
    DoctorCheck("staff of the bodies", _staff_of_bodies, is_needed=False),
    DoctorCheck("staff", _staff),
    DoctorCheck("search index", _index),
    DoctorCheck("index and records", _index_drift, is_needed=False),
    DoctorCheck("counted numbers", _counted_numbers, is_needed=False),
    DoctorCheck("holidays", _holidays),
    DoctorCheck("holidays to come", _holidays_to_come, is_needed=False),
    DoctorCheck("records are real", _records_are_real),
)
