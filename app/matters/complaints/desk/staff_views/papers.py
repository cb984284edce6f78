"""The papers of a matter, for who may see the matter; with the reporter's name for a reason."""

from typing import TYPE_CHECKING

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import NotFoundError
from app.kernel.files import papers
from app.kernel.files.papers import as_file
from app.kernel.web import limits
from app.matters.complaints.desk.staff_views.matter import PAGES
from app.matters.complaints.handling.papers import lines_of, paper_of
from app.matters.complaints.handling.rules import may_name_reporter
from app.matters.complaints.handling.services.handling import show_identity
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.handling import MatterDocument
    from app.matters.complaints.matter.models.matters import Matter


@bp.get("/<number>/papers/<int:document_id>")
@requires(Permission.HANDLE_MATTERS)
def paper(number: str, document_id: int) -> str:
    """A paper that was issued, to be read and printed; who the reporter is stays sealed."""
    matter = existing_matter(number)
    document = paper_of(matter, document_id)
    return _page(
        matter,
        document,
        PAGES.blank(MatterAct.SHOW_IDENTITY, matter) if _may_name(matter, document) else None,
    )


@bp.post("/<number>/papers/<int:document_id>/named")
@requires(Permission.SHOW_IDENTITY)
def named_paper(number: str, document_id: int) -> str | tuple[str, int]:
    """The same with the reporter's identity, on this page only; the reason goes into the log."""
    matter = existing_matter(number)
    document = paper_of(matter, document_id)
    if not _may_name(matter, document):
        raise NotFoundError
    form = PAGES.form(MatterAct.SHOW_IDENTITY, matter)
    if not form.validate_on_submit():
        return _page(matter, document, form), 400
    contact = show_identity(matter=matter, staff=current_staff(), **form.arguments())
    return _page(matter, document, None, contact)


@bp.get("/<number>/papers/<int:document_id>/pdf")
@requires(Permission.HANDLE_MATTERS)
@limits.document
def paper_file(number: str, document_id: int) -> Response:
    """The paper as a file, where this installation makes them; without the identity."""
    matter = existing_matter(number)
    document = paper_of(matter, document_id)
    made = as_file(document, lines_of(matter, document))
    page = url_for("admin.complaints.paper", number=number, document_id=document_id)
    return made or redirect(page, code=303)


def _may_name(matter: "Matter", document: "MatterDocument") -> bool:
    """Whether there is an identity that this person may see in this paper."""
    return (
        not matter.submission.is_anonymous
        and may_name_reporter(
            document.reader, is_kept_from_subject=matter.submission.keeps_identity_from_subject
        )
        and MatterAct.SHOW_IDENTITY in RULES.open_to(matter, current_staff())
    )


def _page(
    matter: "Matter",
    document: "MatterDocument",
    form: ActForm | None,
    contact: dict[str, str] | None = None,
) -> str:
    return render_template(
        "matters/complaints/staff/paper.html",
        matter=matter,
        document=document,
        facts=lines_of(matter, document, contact),
        form=form,
        is_named=contact is not None,
        has_pdf=papers.can_make_pdf(),
    )
