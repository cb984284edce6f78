"""The desk: worklists, applications with their acts, files and papers. Nested under ``admin``."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.files import papers
from app.kernel.files.papers import as_file
from app.kernel.files.uploads import download
from app.kernel.masking import mask_contact
from app.kernel.web import limits
from app.kernel.working_days import SOON_DAYS, add_working_days, remaining
from app.matters.complaints.desk.queries import DeskDates
from app.matters.redress.acts import RULES, relations_of, why_not
from app.matters.redress.forms import RedressDecisionForm, RedressDeclineForm
from app.matters.redress.queries import desk
from app.matters.redress.queries.applications import paper_of, running
from app.matters.redress.queries.records import as_contested, titles_of
from app.matters.redress.rules import RedressAct, RedressKind, RedressWorklist
from app.matters.redress.services.deciding import (
    accept_application,
    decide_application,
    decline_application,
    reveal_contact,
)
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm, ShowIdentityForm, VersionedForm
from app.people.acting.pages import Action, ActPages
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.redress.models import RedressApplication

bp = Blueprint("redress", __name__, url_prefix="/redress")


@bp.get("/")
@requires(Permission.HANDLE_REDRESS)
def inbox() -> str:
    """A worklist with the counts of all."""
    staff, today = current_staff(), clock.today()
    dates = DeskDates(today, add_working_days(today, SOON_DAYS, city_calendar()))
    filters = _filters()
    counts = desk.worklist_counts(staff, dates)
    page = desk.worklist_page(staff, filters, dates, counts)
    return render_template(
        "matters/redress/staff/inbox.html",
        me=staff,
        filters=filters,
        counts=counts,
        page=page,
        titles=titles_of(page.items),
        remaining={one.id: remaining(one.due_on, today, city_calendar()) for one in page.items},
        soon_days=SOON_DAYS,
    )


def _filters() -> desk.RedressFilters:
    """What the address asks for; without anything, what is new."""
    name = request.args.get("list") or RedressWorklist.NEW.value
    if name not in list(RedressWorklist):
        raise InvalidInputError("没有这个工作列表，请从左侧选择。")
    return desk.RedressFilters(
        worklist=RedressWorklist(name),
        text=request.args.get("q", "").strip()[:60],
        page=request.args.get("page", 1, type=int),
    )


class RedressPages(ActPages["RedressApplication"]):
    """What is asked for, how the record stands, what can be done now."""

    path = "/<number>"
    locks = True
    noun = "application"
    permission = Permission.HANDLE_REDRESS
    rules = RULES
    stale = (
        "您打开页面之后，这件申请已由他人办理或被撤回，请先看“办理过程”，再决定是否继续。"
        "您填写的内容还在。"
    )
    actions = (
        Action(RedressAct.ACCEPT, VersionedForm, accept_application, "已受理，申请人会看到。"),
        Action(
            RedressAct.DECLINE,
            RedressDeclineForm,
            decline_application,
            "已决定不予受理，并告知申请人。",
        ),
        Action(
            RedressAct.DECIDE, RedressDecisionForm, decide_application, "已作出决定，并告知申请人。"
        ),
        Action(
            RedressAct.REVEAL,
            ShowIdentityForm,
            reveal_contact,
            shows="contact",
            permission=Permission.SHOW_IDENTITY,
        ),
    )

    def find(self, **address: Any) -> "RedressApplication":
        """The application; NotFoundError for that of another body."""
        return desk.existing_application(current_staff(), **address)

    def page(self, thing: "RedressApplication", failed: ActForm | None = None, **shown: Any) -> str:
        """The application; its contact stays hidden unless it is ``shown``."""
        forms = self.forms(thing, failed)
        contested_record, is_repair = as_contested(thing.record), thing.kind is RedressKind.REPAIR
        return render_template(
            "matters/redress/staff/application.html",
            application=thing,
            contested_record=contested_record,
            item=dict(contested_record.items).get(thing.item or "", ""),
            conditions=contested_record.conditions if is_repair else [],
            act_forms=forms,
            failed=failed,
            sealed=mask_contact(thing.contact) if RedressAct.REVEAL in forms else {},
            contact=shown.get("contact"),
            running=running(thing),
            why_not=why_not(None, relations_of(thing, current_staff())),
        )


RedressPages(bp)


@bp.get("/<number>/files/<upload_id>")
@requires(Permission.HANDLE_REDRESS)
def file(number: str, upload_id: str) -> Response:
    """A file of the application, as an attachment; 404 for any other file or application."""
    for found in desk.existing_application(current_staff(), number).evidence:
        if found.upload_id == upload_id:
            return download(found.stored)
    raise NotFoundError


@bp.get("/<number>/papers/<int:document_id>")
@requires(Permission.HANDLE_REDRESS)
def paper(number: str, document_id: int) -> str:
    """A paper that was issued, to be read and printed."""
    application = desk.existing_application(current_staff(), number)
    return render_template(
        "matters/redress/staff/paper.html",
        application=application,
        document=paper_of(application, document_id),
        has_pdf=papers.can_make_pdf(),
    )


@bp.get("/<number>/papers/<int:document_id>/pdf")
@requires(Permission.HANDLE_REDRESS)
@limits.document
def paper_file(number: str, document_id: int) -> Response:
    """The same as a file, where this installation makes them."""
    made = as_file(paper_of(desk.existing_application(current_staff(), number), document_id))
    page = url_for("admin.redress.paper", number=number, document_id=document_id)
    return made or redirect(page, code=303)
